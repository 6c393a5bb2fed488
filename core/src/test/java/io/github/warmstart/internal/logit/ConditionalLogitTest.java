// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.logit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalLogitTest {

    private static final LogitPrior FLAT = new LogitPrior(new double[] {0}, new double[] {1e6});

    private static ChoiceSet set(float[][] columns, int... targets) {
        float[] ones = new float[columns[0].length];
        Arrays.fill(ones, 1);
        return new ChoiceSet(columns, ones, targets, 1);
    }

    @Test
    void gradient_twoCandidates_isOneMinusTheShare() {
        ConditionalLogit logit = new ConditionalLogit(List.of(set(new float[][] {{1, 0}}, 0)), FLAT);

        assertThat(logit.gradient(0)[0]).isCloseTo(0.5, within(1e-9));
        assertThat(logit.gradient(1)[0]).isCloseTo(1 - Math.E / (1 + Math.E), within(1e-9));
        assertThat(logit.value(0)).isCloseTo(Math.log(0.5), within(1e-9));
    }

    @Test
    void multiplicity_two_isTwoEqualAlternatives() {
        ChoiceSet one = new ChoiceSet(new float[][] {{1, 0.5f}}, new float[] {1, 2}, new int[] {0}, 1);
        ChoiceSet two = set(new float[][] {{1, 0.5f, 0.5f}}, 0);

        assertThat(new ConditionalLogit(List.of(one), FLAT).value(0.8))
                .isCloseTo(new ConditionalLogit(List.of(two), FLAT).value(0.8), within(1e-9));
        assertThat(ConditionalLogit.logShare(one, new double[] {0.8}))
                .isCloseTo(ConditionalLogit.logShare(two, new double[] {0.8}), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void gradient_randomSets_agreesWithDifferences(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LogitPrior prior = new LogitPrior(new double[] {1, 0.5, 0.2}, new double[] {0.3, 0.5, 1});
        ConditionalLogit logit = new ConditionalLogit(simulated(random, new double[] {1, 0.5, 0}, 10), prior);
        double[] at = {0.8, 0.3, 0.4};
        double step = 1e-5;
        double[] gradient = logit.gradient(at);

        for (int k = 0; k < at.length; k++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[k] += step;
            down[k] -= step;
            double difference = (logit.value(up) - logit.value(down)) / (2 * step);
            assertThat(gradient[k]).as("seed %d, weight %d", seed, k).isCloseTo(difference, within(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fit_simulatedChoices_findsTheWeights(long seed) {
        double[] truth = {1.2, 0.6, 0};
        LogitPrior wide = new LogitPrior(new double[] {1, 1, 1}, new double[] {10, 10, 10});

        double[] found = new ConditionalLogit(simulated(new SplittableRandom(seed), truth, 400), wide).fit();

        for (int k = 0; k < truth.length; k++) {
            assertThat(found[k]).as("seed %d, weight %d", seed, k).isCloseTo(truth[k], within(0.15));
        }
    }

    @Test
    void fit_nothingChosen_isThePrior() {
        assertThat(new ConditionalLogit(List.of(), new LogitPrior(new double[] {1, 0.5}, new double[] {1, 1})).fit())
                .containsExactly(new double[] {1, 0.5}, within(1e-12));
    }

    @Test
    void fit_featureThatRepels_endsAtZero() {
        List<ChoiceSet> sets = new ArrayList<>();
        for (int k = 0; k < 50; k++) {
            sets.add(set(new float[][] {{1, 0, 0}}, 1));
        }

        assertThat(new ConditionalLogit(sets, new LogitPrior(new double[] {1}, new double[] {1})).fit()[0])
                .isZero();
    }

    @Test
    void withAndWithout_aColumn_areInverse() {
        ChoiceSet two = set(new float[][] {{1, 2}, {3, 4}}, 0);

        ChoiceSet three = two.with(1, new float[] {5, 6});

        assertThat(three.columns()[1]).containsExactly(5, 6);
        assertThat(three.columns()[2]).containsExactly(3, 4);
        assertThat(three.without(1).columns()).isDeepEqualTo(two.columns());
    }

    private static List<ChoiceSet> simulated(SplittableRandom random, double[] weights, int sets) {
        List<ChoiceSet> simulated = new ArrayList<>();
        for (int k = 0; k < sets; k++) {
            float[][] columns = new float[weights.length][30];
            double[] utilities = new double[30];
            for (int f = 0; f < weights.length; f++) {
                for (int item = 0; item < 30; item++) {
                    columns[f][item] = (float) (3 * random.nextDouble());
                    utilities[item] += weights[f] * columns[f][item];
                }
            }
            int[] targets = new int[3];
            Arrays.setAll(targets, t -> draw(random, utilities));
            simulated.add(set(columns, targets));
        }
        return simulated;
    }

    /** The greatest of utilities with Gumbel noise is a draw from their softmax. */
    private static int draw(SplittableRandom random, double[] utilities) {
        int best = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int item = 0; item < utilities.length; item++) {
            double noisy = utilities[item] - Math.log(-Math.log(1 - random.nextDouble()));
            if (noisy > greatest) {
                greatest = noisy;
                best = item;
            }
        }
        return best;
    }
}
