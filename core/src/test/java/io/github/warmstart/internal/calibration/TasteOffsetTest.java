// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.internal.calibration.TasteOffset.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TasteOffsetTest {

    private static final double EXACT = 1e-12;
    private static final double NOISE = 0.85;
    private static final double TASTE = 0.3;

    private static List<Probe> probes(long seed, int users, int each, double slope) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Probe> probes = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            for (int k = 0; k < each; k++) {
                double taste = TASTE * random.nextGaussian();
                double residual = slope * taste + NOISE * random.nextGaussian();
                probes.add(new Probe("u" + user, taste, residual, NOISE * NOISE));
            }
        }
        return probes;
    }

    @Test
    void of_noProbes_isThePriorMean() {
        assertThat(TasteOffset.of(List.of()).factor()).isCloseTo(0.15, within(EXACT));
        assertThat(TasteOffset.of(List.of(new Probe("ann", 0, 1, 1))).factor()).isCloseTo(0.15, within(EXACT));
    }

    /** ghat = 0.8 / 2 = 0.4; users' scores are 0.1 and -0.1, so the error is from the variances: sqrt(2 x 0.5) / 2 = 0.5. */
    @Test
    void of_twoProbes_isTheWorkedExample() {
        TasteOffset offset = TasteOffset.of(List.of(new Probe("ann", 1, 0.5, 0.5), new Probe("bob", 1, 0.3, 0.5)));

        double factor = normal(0.4 - 0.3, 0.04 + 0.25) / normal(0.4, 0.25);
        double probability = factor / (1 + factor);
        double posterior = (0.4 / 0.25 + 0.3 / 0.04) / (1 / 0.25 + 1 / 0.04);
        assertThat(offset.slope()).isCloseTo(0.4, within(EXACT));
        assertThat(offset.slopeError()).isCloseTo(0.5, within(EXACT));
        assertThat(offset.probability()).isCloseTo(probability, within(EXACT));
        assertThat(offset.factor()).isCloseTo(probability * posterior, within(EXACT));
        assertThat(offset.probes()).isEqualTo(2);
        assertThat(offset.users()).isEqualTo(2);
    }

    private static double normal(double distance, double variance) {
        return Math.exp(-0.5 * distance * distance / variance) / Math.sqrt(2 * Math.PI * variance);
    }

    @Test
    void of_probesOfOneUserThatShareAnError_countAsOne() {
        List<Probe> shared = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int user = 0; user < 40; user++) {
            double error = 2 * random.nextGaussian();
            for (int k = 0; k < 20; k++) {
                shared.add(new Probe("u" + user, 1, error, 0.01));
            }
        }
        TasteOffset offset = TasteOffset.of(shared);

        assertThat(offset.slopeError()).isCloseTo(2 / Math.sqrt(40), within(0.08));
    }

    @Test
    void of_manyProbes_approachesTheTruth() {
        assertThat(TasteOffset.of(probes(1, 400, 20, 0.5)).factor()).isCloseTo(0.5, within(0.1));
        assertThat(TasteOffset.of(probes(2, 400, 20, 0)).factor()).isLessThan(0.05);
        assertThat(TasteOffset.of(probes(3, 400, 20, -0.5)).factor()).isCloseTo(0, within(1e-6));
    }

    @Test
    void of_tastesTurnedRound_areNotBelievedThoughTheyTellMuch() {
        assertThat(TasteOffset.of(probes(3, 400, 20, -0.5)).probability()).isZero();
    }

    /** The stated figure: thirty users with twenty probes each give a standard error of about 0.13 where tastes vary by 0.3. */
    @Test
    void slopeError_thirtyUsersOfTwenty_isAboutAnEighth() {
        assertThat(TasteOffset.of(probes(1, 30, 20, 0.3)).slopeError()).isBetween(0.09, 0.16);
    }

    @Test
    void factor_noiseWithTwoProbesAUser_isSmallOnAverage() {
        double sum = 0;
        for (int seed = 0; seed < 200; seed++) {
            sum += TasteOffset.of(probes(seed, 60, 2, 0)).factor();
        }
        assertThat(sum / 200).isLessThan(TasteOffset.UNPROBED);
    }
}
