// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.PseudoRating;
import io.github.warmstart.rating.RatingTable;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SgdTrainerTest {

    /** A float step of about 0.05 is exact to 4e-9, and is divided by the rate of 1/16. */
    private static final double FLOAT = 1e-6;

    private static final double RATE = 1 / 16.0;

    private static float[] residuals(RatingTable table, double centre) {
        float[] residuals = new float[table.size()];
        for (int row = 0; row < residuals.length; row++) {
            residuals[row] = (float) (table.value(row) - centre);
        }
        return residuals;
    }

    /** Half the weighted squared error plus half the weighted penalty of one row. */
    private static double loss(double residual, double weight, double penalty, double[] p, double[] q) {
        double dot = 0;
        double norms = 0;
        for (int k = 0; k < p.length; k++) {
            dot += p[k] * q[k];
            norms += p[k] * p[k] + q[k] * q[k];
        }
        return weight * ((residual - dot) * (residual - dot) + penalty * norms) / 2;
    }

    private static double[] copy(float[] data) {
        double[] copy = new double[data.length];
        for (int k = 0; k < copy.length; k++) {
            copy[k] = data[k];
        }
        return copy;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 1, 2})
    void step_againstCentralDifferences_isTheGradient(double weight) {
        RatingTable table = Ratings.of().plus(List.of(new PseudoRating("ann", "alien", 4, weight)));
        SgdTrainer trainer = new SgdTrainer(table, new float[] {0.75f}, 5, 0.125, 1, new SplittableRandom(7));
        double[] p = copy(trainer.users.data);
        double[] q = copy(trainer.items.data);

        double rmse = trainer.epoch(RATE, new SplittableRandom(1));

        double h = 1e-4;
        for (int k = 0; k < 5; k++) {
            double kept = p[k];
            p[k] = kept + h;
            double up = loss(0.75, weight, 0.125, p, q);
            p[k] = kept - h;
            double down = loss(0.75, weight, 0.125, p, q);
            p[k] = kept;
            assertThat((kept - trainer.users.data[k]) / RATE)
                    .as("user, factor %d", k)
                    .isCloseTo((up - down) / (2 * h), within(FLOAT));
            kept = q[k];
            q[k] = kept + h;
            up = loss(0.75, weight, 0.125, p, q);
            q[k] = kept - h;
            down = loss(0.75, weight, 0.125, p, q);
            q[k] = kept;
            assertThat((kept - trainer.items.data[k]) / RATE)
                    .as("item, factor %d", k)
                    .isCloseTo((up - down) / (2 * h), within(FLOAT));
        }
        double dot = 0;
        for (int k = 0; k < 5; k++) {
            dot += p[k] * q[k];
        }
        assertThat(rmse).isCloseTo(Math.abs(0.75 - dot), within(FLOAT));
    }

    /** With one row and no penalty the squared error is convex in each vector, and small steps never raise it. */
    @Test
    void epochs_onOneRow_neverRaiseTheLoss() {
        RatingTable table = Ratings.of("ann likes alien 4");
        SgdTrainer trainer = new SgdTrainer(table, new float[] {1}, 4, 0, 1, new SplittableRandom(3));
        double before = Double.POSITIVE_INFINITY;
        for (int epoch = 0; epoch < 400; epoch++) {
            double rmse = trainer.epoch(0.05, new SplittableRandom(epoch));
            assertThat(rmse).as("epoch %d", epoch).isLessThanOrEqualTo(before + 1e-7);
            before = rmse;
        }
        assertThat(before).isLessThan(1e-4);
    }

    @Test
    void epochs_onPlantedTastes_lowerTheTrainingError() {
        RatingTable table = World.of(1, 60, 40, 20).spread(0, 0, 0).taste(2, 1).build().table;
        SgdTrainer trainer = new SgdTrainer(table, residuals(table, 5), 4, 0.01, 1, new SplittableRandom(3));

        double first = trainer.epoch(0.02, new SplittableRandom(0));
        double last = first;
        for (int epoch = 1; epoch < 100; epoch++) {
            last = trainer.epoch(0.02, new SplittableRandom(epoch));
        }

        assertThat(first).isGreaterThan(0.8);
        assertThat(last).isLessThan(0.1);
    }

    @Test
    void epoch_visitsEveryRowOnce() {
        // a rate of next to nothing: the figure is then the error of every row at the start
        RatingTable table = World.of(2, 10, 8, 5).build().table;
        float[] residuals = residuals(table, 5);
        SgdTrainer trainer = new SgdTrainer(table, residuals, 3, 0, 1, new SplittableRandom(5));
        double squares = 0;
        for (int row = 0; row < table.size(); row++) {
            double error = residuals[row] - Effects.dot(trainer.users, table.user(row), trainer.items, table.item(row));
            squares += error * error;
        }

        assertThat(trainer.epoch(1e-12, new SplittableRandom(1)))
                .isCloseTo(Math.sqrt(squares / table.size()), within(FLOAT));
        assertThat(trainer.epoch(1e-12, new SplittableRandom(2)))
                .isCloseTo(Math.sqrt(squares / table.size()), within(FLOAT));
    }

    @Test
    void epoch_withoutRows_isZero() {
        SgdTrainer trainer = new SgdTrainer(Ratings.of(), new float[0], 3, 0.1, 1, new SplittableRandom(5));

        assertThat(trainer.epoch(0.1, new SplittableRandom(1))).isZero();
    }

    @Test
    void start_isSmallAndOfTheSeed() {
        RatingTable table = World.of(2, 200, 100, 3).build().table;
        SgdTrainer one = new SgdTrainer(table, residuals(table, 5), 16, 0, 1, new SplittableRandom(5));
        SgdTrainer same = new SgdTrainer(table, residuals(table, 5), 16, 0, 1, new SplittableRandom(5));
        SgdTrainer other = new SgdTrainer(table, residuals(table, 5), 16, 0, 1, new SplittableRandom(6));
        double squares = 0;
        for (float value : one.users.data) {
            squares += (double) value * value;
        }

        assertThat(Math.sqrt(squares / 200)).isCloseTo(0.1, within(0.01));
        assertThat(one.users.data).isEqualTo(same.users.data);
        assertThat(one.items.data).isEqualTo(same.items.data);
        assertThat(one.users.data).isNotEqualTo(other.users.data);
    }
}
