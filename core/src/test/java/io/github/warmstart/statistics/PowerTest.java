// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PowerTest {

    private static PairedBootstrap trial(double change, double low, double high) {
        return new PairedBootstrap(1, 1 + change, change, low, high, high, 20, 100, 0.5);
    }

    /** The worked example of the documentation. */
    @Test
    void of_anIntervalFromMinusFourToTwo_isTheWorkedExample() {
        Power power = Power.of(trial(-0.01, -0.04, 0.02));

        assertThat(power.standardError()).isCloseTo(0.06 / 3.919928, within(1e-8));
        assertThat(power.detectableGain()).isCloseTo(2.486475 * 0.06 / 3.919928, within(1e-8));
        assertThat(power.atGainSeen()).isCloseTo(0.161, within(5e-4));
        assertThat(power.at(power.detectableGain())).isCloseTo(0.8, within(1e-12));
        assertThat(power.at(0)).isCloseTo(0.05, within(1e-12));
        assertThat(power.at(-0.01)).isLessThan(0.05);
    }

    @Test
    void of_edges_neverLie() {
        assertThat(Power.of(trial(-0.1, -0.1, -0.1))).isEqualTo(new Power(0, 0, 1));
        assertThat(Power.of(trial(0, 0, 0))).isEqualTo(new Power(0, 0, 0));
        Power unknown = Power.of(trial(Double.POSITIVE_INFINITY, -0.1, Double.POSITIVE_INFINITY));
        assertThat(unknown.standardError()).isNaN();
        assertThat(unknown.detectableGain()).isNaN();
        assertThat(unknown.atGainSeen()).isNaN();
        assertThat(unknown.at(0.1)).isNaN();
    }

    /** What is called detectable four times in five, is: a known gain, many trials, and the test of the gate. */
    @Test
    void detectableGain_isLetThroughFourTimesInFive() {
        SplittableRandom random = new SplittableRandom(11);
        int trials = 400;
        // users' errors without signals have mean square 1, with them (1 - gain)^2: paired, with a spread of their own
        double gain = 0.02;
        double predicted = 0;
        int passed = 0;
        for (int trial = 0; trial < trials; trial++) {
            GroupedErrors before = new GroupedErrors();
            GroupedErrors after = new GroupedErrors();
            for (int user = 0; user < 100; user++) {
                double square = Math.exp(0.5 * random.nextGaussian() - 0.125);
                double lower = square * Math.max(0, (1 - gain) * (1 - gain) + 0.16 * random.nextGaussian());
                before.add("u" + user, Math.sqrt(square), 0);
                after.add("u" + user, Math.sqrt(lower), 0);
            }
            PairedBootstrap comparison =
                    PairedBootstrap.compare(before, after, PairedBootstrap.Figure.POOLED_RMSE, 400, trial);
            predicted += Power.of(comparison).at(gain) / trials;
            passed += comparison.bound() < 0 ? 1 : 0;
        }

        // the error of a share over 400 trials is 0.023 or less
        assertThat(passed / (double) trials).isCloseTo(predicted, within(0.05));
        assertThat(predicted).isBetween(0.6, 0.9);
    }
}
