// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NewcomerAgreementTest {

    private static final double NOISE = 0.6;
    private static final double LEVEL = 0.15;
    private static final int FIRST = 5;

    /** Users whose first ratings share a mood of this variance; warm users' ratings have times if told so. */
    private static NewcomerAgreement agreement(long seed, int newcomers, int others, double mood, boolean times) {
        SplittableRandom random = new SplittableRandom(seed);
        NewcomerAgreement agreement = new NewcomerAgreement();
        for (int user = 0; user < newcomers; user++) {
            double shift = 0.4 + Math.sqrt(LEVEL) * random.nextGaussian() + Math.sqrt(mood) * random.nextGaussian();
            double[] summary = summary(random, FIRST, shift);
            agreement.addNewcomer(FIRST, summary[0], summary[1]);
        }
        for (int user = 0; user < others; user++) {
            double level = Math.sqrt(LEVEL) * random.nextGaussian();
            int size = 10 + random.nextInt(40);
            double[] summary = summary(random, size, level);
            agreement.addOther(size, summary[0], summary[1]);
            if (times) {
                double[] first = summary(random, FIRST, level + Math.sqrt(mood) * random.nextGaussian());
                agreement.addLookBack(first[0], first[1], FIRST, summary[0], size);
            }
        }
        return agreement;
    }

    private static double[] summary(SplittableRandom random, int size, double level) {
        double[] values = new double[size];
        double mean = 0;
        for (int k = 0; k < size; k++) {
            values[k] = level + Math.sqrt(NOISE) * random.nextGaussian();
            mean += values[k] / size;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new double[] {mean, squares};
    }

    private static double regression(double mood) {
        return LEVEL / (LEVEL + mood + NOISE / FIRST);
    }

    @Test
    void posterior_noMood_findsARandomSample() {
        NewcomerAgreement.Posterior found = agreement(1, 1000, 1000, 0, false).posterior(FIRST, NOISE);

        assertThat(found.randomSample()).isGreaterThan(0.7);
        assertThat(found.regression()).isCloseTo(regression(0), within(0.05));
        assertThat(found.moodVariance()).isLessThan(0.015);
    }

    @Test
    void posterior_mood_isFoundWithoutTimes() {
        NewcomerAgreement.Posterior found = agreement(1, 1000, 1000, 0.2, false).posterior(FIRST, NOISE);

        assertThat(found.randomSample()).isLessThan(0.01);
        assertThat(found.regression()).isCloseTo(regression(0.2), within(0.05));
        assertThat(found.moodVariance()).isCloseTo(0.2, within(0.04));
    }

    @Test
    void posterior_moodSeenInTimesAlone_isFound() {
        NewcomerAgreement.Posterior found = agreement(1, 0, 1000, 0.2, true).posterior(FIRST, NOISE);

        assertThat(found.randomSample()).isLessThan(0.01);
        assertThat(found.regression()).isCloseTo(regression(0.2), within(0.05));
    }

    @Test
    void posterior_nobody_isThePrior() {
        NewcomerAgreement.Posterior found = new NewcomerAgreement().posterior(FIRST, NOISE);

        assertThat(found.randomSample()).isCloseTo(NewcomerAgreement.RANDOM_SAMPLE, within(1e-9));
        assertThat(found.regression()).isBetween(0.2, 0.6);
    }

    @Test
    void posterior_shiftedNewcomers_isTheSame() {
        NewcomerAgreement low = new NewcomerAgreement();
        NewcomerAgreement high = new NewcomerAgreement();
        for (int user = 0; user < 20; user++) {
            low.addNewcomer(FIRST, 0.1 * user, 2);
            high.addNewcomer(FIRST, 0.1 * user + 3, 2);
        }
        assertThat(high.posterior(FIRST, NOISE).regression())
                .isCloseTo(low.posterior(FIRST, NOISE).regression(), within(1e-9));
    }

    /** One newcomer tells nothing: with the mean integrated out, the likelihood of one value is the same everywhere. */
    @Test
    void posterior_oneNewcomerOfOneRating_tellsNothing() {
        NewcomerAgreement one = new NewcomerAgreement();
        one.addNewcomer(1, 0.7, 0);

        assertThat(one.posterior(FIRST, NOISE).randomSample()).isCloseTo(NewcomerAgreement.RANDOM_SAMPLE, within(1e-9));
    }
}
