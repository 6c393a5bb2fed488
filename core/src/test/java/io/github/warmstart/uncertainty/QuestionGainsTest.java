// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.LinearModel;
import io.github.warmstart.fixture.Matrix;
import io.github.warmstart.internal.gain.ExposureTarget;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionGainsTest {

    /** Two inversions of matrices up to 12 x 12, against none. */
    private static final double EXACT = 1e-8;

    private static QuestionGains questions(LinearModel model, int directions, double answerNoise) {
        var posterior = model.linearPosterior("u0").orElseThrow();
        return new QuestionGains(
                ExposureTarget.of(model, posterior, List.of()), posterior, model.itemIds(), directions, answerNoise);
    }

    /** One feature: S = 2, two items of f = 1 and f = 3, rated once and never; M = (2 x 1 + 1 x 9) / 3. */
    @Test
    void gain_oneFeature_isAsWorkedByHand() {
        LinearModel model = new LinearModel(1)
                .item("plain", 0.5, 1, 1)
                .item("telling", 4, 0, 3)
                .user("u0", 2);
        QuestionGains questions = questions(model, 1, 0.25);

        double m = 11.0 / 3;
        assertThat(questions.averageVariance).isCloseTo(2 * m, within(1e-12));
        assertThat(questions.gain(0)).isCloseTo(4 * m / (2 + 0.75), within(1e-12));
        assertThat(questions.gain(1)).isCloseTo(36 * m / (18 + 4.25), within(1e-12));

        questions.choose(1);
        double left = 2 - 36 / (18 + 4.25);
        assertThat(questions.gain(0)).isCloseTo(left * left * m / (left + 0.75), within(1e-12));
    }

    /** After any choices, a gain is what the average variance falls by when the precision is inverted anew. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void gain_allDirections_isTheFallOfTheAverageVariance(long seed) {
        int size = 2 + (int) seed * 2 % 12;
        LinearModel model = LinearModel.random(seed, size, 25, 1);
        QuestionGains questions = questions(model, size, 0.7);
        Matrix covariance = model.covariance("u0");
        assertThat(questions.averageVariance).isCloseTo(model.averageVariance(covariance), within(EXACT));

        for (int answer = 0; answer < 8; answer++) {
            for (int question = 0; question < 25; question++) {
                double fall = model.averageVariance(covariance)
                        - model.averageVariance(model.after(covariance, "i" + question, 0.7));
                assertThat(questions.gain(question))
                        .as("seed %d, after %d answers, question %d", seed, answer, question)
                        .isCloseTo(fall, within(EXACT));
            }
            int asked = answer * 7 % 25;
            questions.choose(asked);
            covariance = model.after(covariance, "i" + asked, 0.7);
        }
    }

    /** The first k of d directions carry the largest possible part of the variance, so that less is missed with more. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void gain_fewerDirections_isNeverMoreThanItIs(long seed) {
        LinearModel model = LinearModel.random(seed, 10, 30, 1);
        QuestionGains all = questions(model, 10, 0);
        double[] sums = new double[11];
        for (int directions = 1; directions <= 10; directions++) {
            QuestionGains few = questions(model, directions, 0);
            assertThat(few.averageVariance).isCloseTo(all.averageVariance, within(EXACT));
            for (int question = 0; question < 30; question++) {
                assertThat(few.gain(question)).isBetween(0.0, all.gain(question) + EXACT);
                sums[directions] += few.gain(question);
            }
            assertThat(sums[directions]).isGreaterThanOrEqualTo(sums[directions - 1] - EXACT);
        }
        assertThat(sums[1]).isGreaterThan(0.3 * sums[10]);
    }

    /** What is left out counts as noise: the variance of an answer is the same in however many directions one looks. */
    @Test
    void gain_oneDirection_isAsByGaussianConditioning() {
        LinearModel model = new LinearModel(2)
                .item("along", 1, 9, 2, 0)
                .item("across", 1, 9, 0, 1)
                .item("stranger", 1, 9, 0, 0)
                .user("u0", 1, 1);
        var posterior = model.linearPosterior("u0").orElseThrow();
        ExposureTarget exposed = ExposureTarget.of(model, posterior, List.of());
        model.features.put("both", new double[] {2, 1});
        QuestionGains questions = new QuestionGains(exposed, posterior, List.of("along", "both", "across"), 1, 0);

        // M = diag(4, 1) / 3, so the first direction is x; 'both' tells 2x, with the 1 of y on top of its noise
        assertThat(questions.gain(0)).isCloseTo(4.0 / 3 * 4 / (4 + 1), within(1e-12));
        assertThat(questions.gain(1)).isCloseTo(4.0 / 3 * 4 / (4 + 1 + 1), within(1e-12));
        assertThat(questions.gain(2)).isCloseTo(0, within(1e-12));
    }

    @Test
    void gain_nothingUnknown_isZeroAndNotNaN() {
        LinearModel model =
                new LinearModel(2).item("a", 1, 1, 1, 2).item("b", 1, 1, 1, -1).user("u0", 0, 0);
        QuestionGains questions = questions(model, 2, 0);
        assertThat(questions.averageVariance).isZero();
        assertThat(questions.gain(0)).isZero();
        questions.choose(0);
        assertThat(questions.gain(1)).isZero();

        LinearModel blind =
                new LinearModel(2).item("a", 1, 1, 0, 0).item("b", 1, 1, 0, 0).user("u0", 1, 1);
        assertThat(questions(blind, 2, 0).gain(1)).isZero();
    }

    @Test
    void gain_manyAnswersAboutOneItem_staysAboveZero() {
        LinearModel model = LinearModel.random(4, 9, 20, 1);
        QuestionGains questions = questions(model, 9, 0);
        for (int answer = 0; answer < 2000; answer++) {
            questions.choose(answer % 20);
            for (int question = 0; question < 20; question++) {
                assertThat(questions.gain(question)).isGreaterThanOrEqualTo(0);
            }
        }
    }
}
