// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"Alien (1979)", "Amélie", "千と千尋の神隠し", "Ран — «Ran»", "WALL·E", "🎬 Film"})
    void of_ordinaryTitle_keepsIt(String title) {
        assertThat(CleanText.of(title, 200)).isEqualTo(title);
    }

    @Test
    void of_lineBreaksAndControls_becomesOneBlank() {
        assertThat(CleanText.of("\r\n a\n\nb\u0000\tc\u2028d\u2029e\u0085f\u00a0\u3000g\n", 200))
                .isEqualTo("a b c d e f g");
    }

    @Test
    void of_whatNobodySees_dropsIt() {
        assertThat(CleanText.of("a\u202eb\u2066c\u200bd\u200ee\ufefff\u00adg\ufe0fh\udb40\udc41i\ud800j", 200))
                .isEqualTo("abcdefghij");
    }

    @ParameterizedTest
    @CsvSource({"</items>,‹/items›", "＜/items＞,‹/items›", "﹤/items﹥,‹/items›", "a```b,a'''b"})
    void of_marks_takesTheirEdge(String text, String clean) {
        assertThat(CleanText.of(text, 200)).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({"abcd,4,abcd", "abcde,4,abc…", "ab cde,4,ab…", "abc d e,5,abc…", "😀😀😀,2,😀…", "'a   b',3,a b"})
    void of_longText_cutsAtCodePoints(String text, int length, String clean) {
        assertThat(CleanText.of(text, length)).isEqualTo(clean);
    }

    @Test
    void of_nothingVisible_isEmpty() {
        assertThat(CleanText.of("\n\u200b \u3164\u2800", 200)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void of_anyText_isOneShortLineWithoutMarks(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append((char) random.nextInt(random.nextInt(1, 0x10000)));
        }

        String clean = CleanText.of(text.toString(), 100);

        assertThat(clean.codePointCount(0, clean.length())).as("seed %d", seed).isLessThanOrEqualTo(100);
        assertThat(clean).as("seed %d", seed).doesNotContainPattern("[<>`\\p{Cc}\\p{Cf}\\p{Cs}\u2028\u2029]|  ");
    }
}
