// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "4", "4.5", "-3.25", " 2 ", "1e2", "+.5", "5.", "123456789012345678901234567890", "0.1"})
    void parse_aNumber_givesTheNearestDouble(String text) {
        assertThat(NumberParser.parse(text)).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "-",
                "5d",
                "5f",
                "0x1p3",
                "1,5",
                "1_000",
                "NaN",
                "Infinity",
                "1e999",
                "4 5",
                "1.2.3",
                "\u0665"
            })
    void parse_anythingElse_isNoNumber(String text) {
        assertThat(NumberParser.parse(text)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void parse_randomDecimals_agreesWithTheJdk(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = BigDecimal.valueOf(random.nextLong() >>> random.nextInt(64), random.nextInt(20))
                    .toPlainString();
            assertThat(NumberParser.parse(text)).as("seed %d: %s", seed, text).isEqualTo(Double.parseDouble(text));
        }
    }
}
