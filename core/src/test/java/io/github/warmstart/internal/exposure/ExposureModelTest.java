// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureModelTest {

    private static final double EXACT = 1e-9;

    @Test
    void logLikelihood_sizeOne_isGeometric() {
        // with lgamma(n + 1) = 0 for 0 and 1: chances of 1/2 and 1/4
        assertThat(Math.exp(NegativeBinomial.logLikelihood(0, 1, 1))).isCloseTo(0.5, within(EXACT));
        assertThat(Math.exp(NegativeBinomial.logLikelihood(1, 1, 1))).isCloseTo(0.25, within(EXACT));
        assertThat(Math.exp(NegativeBinomial.logLikelihood(2, 1, 1)) / 2).isCloseTo(0.125, within(EXACT));
    }

    @Test
    void logLikelihood_greatSize_isPoisson() {
        double poisson = 3 * Math.log(2.5) - 2.5;

        assertThat(NegativeBinomial.logLikelihood(3, 2.5, 1e7)).isCloseTo(poisson, within(1e-4));
    }

    @Test
    void fit_noCounts_keepsTheAnswers() {
        ExposureModel model = ExposureModel.fit(new double[3], new double[] {4, 2, 2});

        assertThat(model.parameters().slope()).isCloseTo(1, within(1e-3));
        assertThat(Math.exp(model.logShare(0))).isCloseTo(0.5, within(1e-3));
        assertThat(Math.exp(model.logShare(1))).isCloseTo(0.25, within(1e-3));
    }

    @Test
    void fit_manyCounts_followsTheCounts() {
        double[] counts = {900, 90, 10};
        ExposureModel model = ExposureModel.fit(counts, new double[] {1, 1, 98});

        assertThat(Math.exp(model.logShare(0))).isCloseTo(0.9, within(0.02));
        assertThat(Math.exp(model.logShare(2))).isCloseTo(0.01, within(0.02));
    }

    @Test
    void fit_noAnswers_isMonotoneInCountsAndSumsToOne() {
        ExposureModel model = ExposureModel.fit(new double[] {5, 1, 0, 0});

        double sum = IntStream.range(0, 4)
                .mapToDouble(item -> Math.exp(model.logShare(item)))
                .sum();
        assertThat(sum).isCloseTo(1, within(EXACT));
        assertThat(model.logShare(0)).isGreaterThan(model.logShare(1));
        assertThat(model.logShare(1)).isGreaterThan(model.logShare(2));
        assertThat(model.logVariance(2)).isGreaterThan(model.logVariance(0));
    }

    @Test
    void logShareWithout_ownCounts_isTheModelOfTheOthers() {
        ExposureModel model = ExposureModel.fit(new double[] {5, 2, 0}, new double[] {3, 2, 1});
        ExposureModel.fit(new double[] {4, 1, 0}, new double[] {3, 2, 1});

        double changed = model.logShareWithout(0, 1, 2);

        assertThat(changed).isLessThan(model.logShareWithout(0, 0, 2));
        assertThat(model.logShareWithout(2, 0, 2)).isGreaterThan(model.logShare(2));
    }

    @Test
    void mixedWith_half_isTheGeometricMean() {
        double[] counts = {5, 2, 0};
        ExposureModel with = ExposureModel.fit(counts, new double[] {1, 2, 3});
        ExposureModel without = ExposureModel.fit(counts);

        ExposureModel mixed = with.mixedWith(without, 0.5);

        assertThat(mixed.logShare(1)).isCloseTo((with.logShare(1) + without.logShare(1)) / 2, within(EXACT));
    }

    /** Counts are drawn from the model itself, with a known slope. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fit_simulatedCounts_findsTheSlope(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int items = 2000;
        double slope = 0.7;
        double size = 3;
        double[] answers = new double[items];
        double[] shares = new double[items];
        for (int item = 0; item < items; item++) {
            answers[item] = 0.25 * Math.pow(200, random.nextDouble());
            shares[item] = Math.pow(answers[item], slope);
        }
        double sum = Arrays.stream(shares).sum();
        double[] counts = new double[items];
        for (int item = 0; item < items; item++) {
            counts[item] = poisson(random, 20_000 * shares[item] / sum * gamma(random, size));
        }

        ExposureModel model = ExposureModel.fit(counts, answers);

        assertThat(model.parameters().slope()).as("seed %d", seed).isCloseTo(slope, within(0.06));
        assertThat(Math.exp(model.parameters().logSize())).as("seed %d", seed).isBetween(2.0, 4.5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fit_invertedAnswers_slopeEndsAtZero(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] answers = new double[500];
        double[] counts = new double[500];
        for (int item = 0; item < counts.length; item++) {
            answers[item] = 1 + item;
            counts[item] = poisson(random, 20_000.0 / (10 + item));
        }

        ExposureModel model = ExposureModel.fit(counts, answers);

        assertThat(model.parameters().slope()).as("seed %d", seed).isBetween(0.0, 0.05);
    }

    @Test
    void minimize_quadratic_findsTheMinimum() {
        double[] best = NelderMead.minimize(
                x -> (x[0] - 1) * (x[0] - 1) + 3 * (x[1] + 2) * (x[1] + 2) + x[0] * x[1] / 10,
                new double[] {0, 0},
                0.5,
                500);

        // gradient: 2(x - 1) + y/10 = 0, 6(y + 2) + x/10 = 0
        double y = (-12 - 0.1) / (6 - 0.005);
        assertThat(best[1]).isCloseTo(y, within(1e-3));
        assertThat(best[0]).isCloseTo(1 - y / 20, within(1e-3));
    }

    @Test
    void minimize_boundAsInfinity_isKept() {
        double[] best =
                NelderMead.minimize(x -> x[0] < 0 ? Double.POSITIVE_INFINITY : x[0], new double[] {1}, 0.3, 200);

        assertThat(best[0]).isBetween(0.0, 1e-3);
    }

    private static int poisson(SplittableRandom random, double mean) {
        double product = random.nextDouble();
        double limit = Math.exp(-Math.min(mean, 500));
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /** A gamma variable of mean 1, as a sum of exponentials; the size is whole. */
    private static double gamma(SplittableRandom random, double size) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum -= Math.log(1 - random.nextDouble());
        }
        return sum / size;
    }
}
