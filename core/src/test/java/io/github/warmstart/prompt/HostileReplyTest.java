// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.warmstart.internal.reply.ReplyParser;
import io.github.warmstart.internal.reply.ReplyParser.Parsed;
import io.github.warmstart.internal.reply.RowReader;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("measures time")
class HostileReplyTest {

    private static final RatingScale STARS = RatingScale.of(1, 5);

    /** Most take some milliseconds; the limit leaves room for a busy machine and none for quadratic work. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int TEN_MILLION = 10_000_000;

    static Stream<Named<String>> traps() {
        return Stream.of(
                        "{",
                        "[",
                        "}",
                        "\"",
                        "\\",
                        " ",
                        "{ ",
                        "{\"",
                        "{\"a\":",
                        "{\"a\":{",
                        "[{",
                        "{\"n\":",
                        "{\"n\":1,",
                        "{n:",
                        "{a",
                        "{'",
                        "{\"a\":/*",
                        "{\"n\":1/*",
                        "{\"n\":1,\"rating\":/*",
                        "{\"a\":1//",
                        "{\"a\"#",
                        "{\"a\":1}",
                        "{\"1\":",
                        "{\"1\":{",
                        "{\"1\":1,",
                        "<think>",
                        "</think>",
                        "\ufeff",
                        "\ud800",
                        "{\"n\":1,\"rating\":\"",
                        "{\"n\":1111",
                        "{\"a\": ",
                        ",",
                        ",}",
                        "{\"n\":1,\"rating\":3}",
                        "{\"n\":1,\"rating\":9},",
                        "{\"\\u0000\":",
                        "{\"n\":[",
                        "{x:[[",
                        "{\"n\":1,\"rating\":{")
                .map(part -> Named.of("'" + part + "'", part.repeat(TEN_MILLION / part.length())));
    }

    @ParameterizedTest
    @MethodSource("traps")
    void parse_tenMillionCharacters_endsSoon(String text) {
        for (int asked : new int[] {1, 1000}) {
            Parsed parsed = assertTimeoutPreemptively(LIMIT, () -> ReplyParser.parse(text, asked, STARS));
            int rejected = parsed.rejected().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(rejected + parsed.values().size()).isGreaterThanOrEqualTo(asked);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "[", "{\"a\":[", "{\"1\":", "{\"n\":"})
    void parse_deepNesting_endsSoon(String opening) {
        String text = "{\"ratings\":" + opening.repeat(100_000) + "1";

        Parsed parsed = assertTimeoutPreemptively(LIMIT, () -> ReplyParser.parse(text, 3, STARS));

        assertThat(parsed.values()).isEmpty();
    }

    @Test
    void parse_longBlanksWordsAndNumbers_endsSoon() {
        for (String part : new String[] {" ", "x", "1", "\\n", "\n"}) {
            for (String beginning : new String[] {"{\"a\":", "{\"n\":\"", "{\"", "{a", "{\"n\":1,\"rating\":", "{ "}) {
                String text = beginning + part.repeat(TEN_MILLION / part.length());
                assertTimeoutPreemptively(LIMIT, () -> ReplyParser.parse(text, 3, STARS));
            }
        }
    }

    @Test
    void parse_nestingWithinTheLimit_isRead() {
        String text = "{\"a\":".repeat(RowReader.MAX_DEPTH - 1) + "{\"n\":1,\"rating\":3}";

        assertThat(ReplyParser.parse(text, 1, STARS).values()).containsEntry(1, 3.0);
        assertThat(ReplyParser.parse("{\"a\":" + text, 1, STARS).values()).isEmpty();
    }

    @Test
    void parse_answerBehindALongPreface_isRead() {
        String text = "Let {me} think about \\frac{a}{b}. ".repeat(10_000) + "{\"n\":1,\"rating\":3}";

        assertThat(ReplyParser.parse(text, 1, STARS).values()).containsEntry(1, 3.0);
    }

    @Test
    void parse_moreRowsThanCouldBeMeant_stops() {
        String text = "{\"n\":1,\"rating\":3}" + "{\"n\":9,\"rating\":3}".repeat(1000) + "{\"n\":2,\"rating\":3}";

        Parsed parsed = ReplyParser.parse(text, 2, STARS);

        assertThat(parsed.values()).containsOnlyKeys(1);
        assertThat(parsed.rejected())
                .containsEntry(RejectionReason.UNKNOWN_ITEM, 4 * 2 + 100 - 1)
                .containsEntry(RejectionReason.MISSING, 1);
    }
}
