// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Matrix;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.interaction.InteractionTableBuilder;
import io.github.warmstart.internal.parallel.WorkerTeam;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The training against the sum over all pairs, written out. */
class ImplicitTrainerTest {

    private static final int USERS = 9;
    private static final int ITEMS = 7;
    private static final int FACTORS = 2;
    private static final double UNSEEN = 0.2;
    private static final double PENALTY = 0.05;
    private static final double FREQUENCY = 0.8;
    /** A few hundred additions in double. */
    private static final double ROUNDING = 1e-10;

    private final ImplicitFactorization options = ImplicitFactorization.builder()
            .factors(FACTORS)
            .unseenWeight(UNSEEN)
            .regularization(PENALTY)
            .frequencyScaling(FREQUENCY)
            .build();
    private final StrengthMatrix interactions = random(1);
    private final ImplicitTrainer trainer = new ImplicitTrainer(interactions, options);

    private static StrengthMatrix random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        InteractionTableBuilder builder = InteractionTable.builder();
        for (int user = 0; user < USERS; user++) {
            builder.add(new Interaction("u" + user, "i" + user % ITEMS));
            for (int item = 0; item < ITEMS; item++) {
                if (random.nextInt(3) == 0) {
                    builder.add(new Interaction("u" + user, "i" + item));
                }
            }
        }
        return StrengthMatrix.of(builder.build(), row -> random.nextDouble(0.1, 4));
    }

    private static void sweep(ImplicitTrainer trainer, int times) {
        try (WorkerTeam team = new WorkerTeam(2, "test")) {
            for (int time = 0; time < times; time++) {
                trainer.sweep(team);
            }
        }
    }

    private static double objective(ImplicitTrainer trainer) {
        try (WorkerTeam team = new WorkerTeam(1, "test")) {
            return trainer.objective(team);
        }
    }

    private double strength(int user, int item) {
        return interactions.strength(interactions.userIds.get(user), interactions.itemIds.get(item));
    }

    private double brute() {
        double sum = 0;
        for (int user = 0; user < USERS; user++) {
            double met = 0;
            for (int item = 0; item < ITEMS; item++) {
                double score = 0;
                for (int k = 0; k < FACTORS; k++) {
                    score += trainer.users[user * FACTORS + k] * trainer.items[item * FACTORS + k];
                }
                sum += strength(user, item) * Math.pow(1 - score, 2) + UNSEEN * score * score;
                met += strength(user, item);
            }
            sum += PENALTY * Math.pow(met + UNSEEN * ITEMS, FREQUENCY) * squares(trainer.users, user);
        }
        for (int item = 0; item < ITEMS; item++) {
            double met = 0;
            for (int user = 0; user < USERS; user++) {
                met += strength(user, item);
            }
            sum += PENALTY * Math.pow(met + UNSEEN * USERS, FREQUENCY) * squares(trainer.items, item);
        }
        return sum;
    }

    private static double squares(double[] matrix, int index) {
        double sum = 0;
        for (int k = 0; k < FACTORS; k++) {
            sum += Math.pow(matrix[index * FACTORS + k], 2);
        }
        return sum;
    }

    @Test
    void objective_isTheSumOverAllPairs() {
        assertThat(objective(trainer)).isCloseTo(brute(), within(ROUNDING));
        sweep(trainer, 3);
        assertThat(objective(trainer)).isCloseTo(brute(), within(ROUNDING));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void sweep_neverRaisesTheObjective(long seed) {
        ImplicitTrainer any = new ImplicitTrainer(
                random(seed),
                ImplicitFactorization.builder()
                        .factors(5)
                        .regularization(0.001)
                        .seed(seed)
                        .build());
        double before = objective(any);
        for (int time = 0; time < 40; time++) {
            sweep(any, 1);
            double now = objective(any);
            assertThat(now).as("seed %d, sweep %d", seed, time).isLessThanOrEqualTo(before * (1 + 1e-12));
            before = now;
        }
    }

    @Test
    void sweep_manyTimes_comesToRestWhereTheGradientIsZero() {
        sweep(trainer, 2000);

        double step = 1e-5;
        for (double[] matrix : new double[][] {trainer.users, trainer.items}) {
            for (int k = 0; k < matrix.length; k++) {
                double kept = matrix[k];
                matrix[k] = kept + step;
                double above = brute();
                matrix[k] = kept - step;
                double below = brute();
                matrix[k] = kept;
                assertThat((above - below) / (2 * step)).isCloseTo(0, within(1e-7));
            }
        }
    }

    /** Each user by a dense regression on all items, met or not. */
    @Test
    void sweep_once_solvesTheDenseEquationsOfEachUser() {
        sweep(trainer, 1);

        for (int user = 0; user < USERS; user++) {
            Matrix left = new Matrix(FACTORS, FACTORS);
            Matrix right = new Matrix(FACTORS, 1);
            double met = 0;
            for (int item = 0; item < ITEMS; item++) {
                Matrix q = Matrix.column(trainer.items[item * FACTORS], trainer.items[item * FACTORS + 1]);
                left = left.plus(UNSEEN + strength(user, item), q.mult(q.transpose()));
                right = right.plus(strength(user, item), q);
                met += strength(user, item);
            }
            double penalty = PENALTY * Math.pow(met + UNSEEN * ITEMS, FREQUENCY);
            Matrix expected =
                    left.plus(penalty, Matrix.identity(FACTORS)).invert().mult(right);
            for (int k = 0; k < FACTORS; k++) {
                assertThat(trainer.users[user * FACTORS + k]).isCloseTo(expected.get(k), within(ROUNDING));
            }
        }
    }

    @Test
    void sweep_anyThreads_givesTheSameBits() {
        sweep(trainer, 2);
        for (int threads = 1; threads <= 4; threads++) {
            ImplicitTrainer other = new ImplicitTrainer(interactions, options);
            try (WorkerTeam team = new WorkerTeam(threads, "test")) {
                other.sweep(team);
                other.sweep(team);
            }
            assertThat(other.users).isEqualTo(trainer.users);
            assertThat(other.items).isEqualTo(trainer.items);
        }
    }

    @Test
    void gram_manyRowsOnAnyThreads_isTheSumToTheBit() {
        double[] matrix = new SplittableRandom(1).doubles(3 * 2000).toArray();
        double[] first = new double[9];
        for (int threads = 1; threads <= 3; threads++) {
            try (WorkerTeam team = new WorkerTeam(threads, "test")) {
                double[] gram = ImplicitTrainer.gram(team, matrix, 3);
                first = threads == 1 ? gram : first;
                assertThat(gram).isEqualTo(first);
            }
        }
        double sum = 0;
        for (int row = 0; row < 2000; row++) {
            sum += matrix[row * 3] * matrix[row * 3 + 2];
        }
        assertThat(first[2]).isCloseTo(sum, within(1e-9));
    }
}
