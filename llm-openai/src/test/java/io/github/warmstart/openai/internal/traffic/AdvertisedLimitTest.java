// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rate limits, read from successive answers. */
class AdvertisedLimitTest {

    private static double perMinute(String... answers) {
        AdvertisedLimit limit = new AdvertisedLimit();
        for (String answer : answers) {
            String[] parts = answer.strip().split(" ", -1);
            limit.update(RateHeaders.read(new Headers.Builder()
                            .add("x-ratelimit-limit-requests", parts[0])
                            .add("x-ratelimit-remaining-requests", parts[1])
                            .add("x-ratelimit-reset-requests", parts[2])
                            .build())
                    .requests());
        }
        return limit.perMinute();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a bucket of a minute                    | 10000 9999 6ms             | 10000",
                "its reset rounded up                    | 10000 9999 7ms             | 10000",
                "a window of a minute                    | 120 119 58s, 120 110 40s   | 124.1",
                "near the end of a window, then the next | 120 3 500ms, 120 119 60s   | 120",
                "kept by the second                      | 2400 1 25ms, 2400 0 40ms   | 2400",
                "kept by the second, a minute in 3 s     | 120 1 25ms, 120 0 40ms     | 2400",
                "a bucket of a minute in 3 s             | 120 119 25ms, 120 60 1.5s  | 2400",
                "a limit a day                           | 14400 14370 24h            | 10.0",
                "nothing known of what is left           | 300 -1 -1                  | 300",
                "no reset                                | 300 300 0s                 | 300",
                "another limit later                     | 300 299 200ms, 60 59 1s    | 60"
            })
    void limit_isWhatTheAnswersTogetherImply(String what, String answers, double expected) {
        assertThat(perMinute(answers.split(",", -1))).as(what).isCloseTo(expected, within(expected / 200));
    }

    @ParameterizedTest
    @CsvSource({"-1 0 1s", "0 0 1s", "x 1 1s"})
    void limit_thatMakesNoSense_isNone(String answer) {
        assertThat(perMinute(answer)).isInfinite();
    }

    /** The estimate is never below the limit per minute that the server states. */
    @Test
    void limit_isNeverBelowWhatIsToldForAMinute() {
        String[] answers = new String[60];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = String.format(Locale.ROOT, "120 %d %ds", 119 - i, 60 - i);
        }

        assertThat(perMinute(answers)).isGreaterThanOrEqualTo(120);
    }
}
