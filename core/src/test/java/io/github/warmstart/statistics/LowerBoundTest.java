// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One-sided bounds at any level, and the quantiles they are read at. */
class LowerBoundTest {

    private final GroupedErrors before = errors(30, 1);
    private final GroupedErrors after = errors(30, 2);

    private static GroupedErrors errors(int users, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GroupedErrors errors = new GroupedErrors();
        for (int user = 0; user < users; user++) {
            errors.add("u" + user, random.nextGaussian(), 0);
        }
        return errors;
    }

    /** The percentile on the same drawings: at 2.5 % of 30 users it is the one at 1.88 %. */
    @Test
    void lowerBound_isFartherOutThanThePercentile() {
        PairedBootstrap trial = PairedBootstrap.compare(before, after, PairedBootstrap.Figure.POOLED_RMSE, 2000, 7);

        assertThat(PairedBootstrap.lowerBound(before, after, 0.025, 2000, 7))
                .isLessThan(trial.low())
                .isGreaterThan(PairedBootstrap.lowerBound(before, after, 0.01, 2000, 7));
        assertThat(PairedBootstrap.lowerBound(before, after, 0.5, 2000, 7)).isCloseTo(trial.change(), within(0.02));
        assertThat(Normal.cumulative(Math.sqrt(30 / 29.0) * Normal.student(0.025, 29)))
                .isCloseTo(0.0188, within(1e-4));
    }

    @Test
    void lowerBound_ofOneUser_isNone() {
        assertThat(PairedBootstrap.lowerBound(errors(1, 1), errors(1, 2), 0.05, 100, 1))
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void lowerBound_levelsOffTheRange_areErrors() {
        for (double level : new double[] {0, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> PairedBootstrap.lowerBound(before, after, level, 2000, 7))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("level must be above 0 and below 1, but was " + level);
        }
        assertThatThrownBy(() -> PairedBootstrap.lowerBound(before, after, 0.05, 99, 7))
                .hasMessage("resamples must be >= 100, but was 99");
    }

    /** Against tables. */
    @Test
    void normal_agreesWithTables() {
        assertThat(Normal.cumulative(0)).isEqualTo(0.5);
        assertThat(Normal.cumulative(1.6448536269514722)).isCloseTo(0.95, within(1e-14));
        assertThat(Normal.cumulative(-1.959963984540054)).isCloseTo(0.025, within(1e-14));
        assertThat(Normal.cumulative(-5)).isCloseTo(2.866515718791939e-7, within(1e-14));
        assertThat(Normal.cumulative(9)).isEqualTo(1);
        assertThat(Normal.cumulative(-9)).isZero();
        assertThat(Normal.cumulative(Double.NaN)).isNaN();
        assertThat(Normal.quantile(0.95)).isCloseTo(1.6448536269514722, within(1e-12));
        assertThat(Normal.quantile(0.5)).isCloseTo(0, within(1e-12));
        assertThat(Normal.student(0.975, 29)).isCloseTo(2.04523, within(1e-4));
        assertThat(Normal.student(0.005, 19)).isCloseTo(-2.86093, within(1e-3));
        assertThat(Normal.student(0.001, 10)).isCloseTo(-4.14370, within(1e-2));
    }
}
