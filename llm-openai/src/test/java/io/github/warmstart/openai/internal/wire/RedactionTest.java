// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.openai.api.ApiKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RedactionTest {

    private static final String KEY = "gsk_0123456789abcdefghij";
    private final Redaction redaction = new Redaction(ApiKey.of(KEY));

    @Test
    void cover_hidesTheKeyWholeOrShortened() {
        assertThat(redaction.cover("a " + KEY + " b")).isEqualTo("a *** b");
        assertThat(redaction.cover("a " + KEY.substring(0, 12) + "... b")).isEqualTo("a *** b");
        assertThat(redaction.cover("{\"key\":\"" + KEY + "\"}")).isEqualTo("{\"key\":\"***\"}");
    }

    @Test
    void cover_hidesWhatLooksLikeAKeyOfAnother() {
        assertThat(redaction.cover("sent Bearer abcdef and sk-proj-0123456789abc"))
                .isEqualTo("sent *** and ***");
        assertThat(new Redaction(null).cover("sk-proj-0123456789abc")).isEqualTo("***");
    }

    @Test
    void cover_leavesOtherWordsAlone() {
        assertThat(redaction.cover("task-force, risk-averse, sk-8, the bearer of news"))
                .startsWith("task-force, risk-averse, sk-8, the ");
    }

    @Test
    void coverReply_leavesAWordThatIsNoRealKey() {
        Redaction dummy = new Redaction(ApiKey.of("none"));

        assertThat(dummy.coverReply("none of these")).isEqualTo("none of these");
        assertThat(dummy.cover("key none is wrong")).isEqualTo("key *** is wrong");
        assertThat(redaction.coverReply("the key is " + KEY)).isEqualTo("the key is ***");
    }

    @Test
    void brief_isOneLineOfTwoHundredCharacters() {
        assertThat(redaction.brief(" a\r\n\tb\u0000\u202ec ")).isEqualTo("a b c");
        assertThat(redaction.brief("x".repeat(199) + KEY)).hasSize(200).endsWith("x…");
        assertThat(redaction.brief("x".repeat(200))).isEqualTo("x".repeat(200));
    }

    @Test
    void exception_withoutTheKey_staysItself() {
        IOException harmless = new IOException("reset");

        assertThat(redaction.cover(harmless)).isSameAs(harmless);
    }

    @Test
    void exception_withTheKeyAnywhere_isReplaced() {
        IOException leaking = new IOException("outer", new IOException("status line " + KEY));
        leaking.addSuppressed(new IOException(KEY));

        Throwable covered = redaction.cover(leaking);

        StringWriter trace = new StringWriter();
        covered.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(KEY).contains("IOException: outer");
        assertThat(covered.getStackTrace()).isEqualTo(leaking.getStackTrace());
    }
}
