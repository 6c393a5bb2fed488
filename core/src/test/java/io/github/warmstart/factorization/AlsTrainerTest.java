// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Matrix;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The training against its own definition: the objective, its gradient and its normal equations. */
class AlsTrainerTest {

    private static final int FACTORS = 2;
    private static final double PENALTY = 0.9;
    /** Sums of a few hundred squares in double. */
    private static final double ROUNDING = 1e-9;

    private final RatingTable raw = World.of(3, 14, 11, 7).taste(2, 1).build().table;
    private final RatingTable table = raw.weighted(row -> row % 5 == 0 ? 0.05 : 0.3 + row % 3);
    private final ItemPriors priors =
            ItemPriors.of(1, Map.of("i3", new ItemPriors.Prior(8, 0.2), "i5", new ItemPriors.Prior(2, 3)));
    private final BiasModel bias = new BiasRecommender().fit(table, priors);
    private final AlsTrainer trainer = AlternatingLeastSquares.builder()
            .factors(FACTORS)
            .regularization(PENALTY)
            .build()
            .trainer(table, priors, bias);

    private static void sweep(AlsTrainer trainer, int times) {
        try (WorkerTeam team = new WorkerTeam(2, "test")) {
            for (int time = 0; time < times; time++) {
                trainer.sweep(team);
            }
        }
    }

    /** The objective as its formula says, with the penalty in standard deviations. */
    private double objective() {
        double penalty = PENALTY * Math.sqrt(bias.noiseVariance());
        double sum = 0;
        double[] n = new double[table.userCount() + table.itemCount()];
        for (int row = 0; row < table.size(); row++) {
            int user = table.user(row);
            int item = table.item(row);
            double fit = at(trainer.users, user, 0) + at(trainer.items, item, 0);
            for (int k = 1; k <= FACTORS; k++) {
                fit += at(trainer.users, user, k) * at(trainer.items, item, k);
            }
            sum += table.weight(row) * Math.pow(table.value(row) - fit, 2);
            n[user] += table.weight(row);
            n[table.userCount() + item] += table.weight(row);
        }
        for (int user = 0; user < table.userCount(); user++) {
            sum += bias.noiseVariance() / bias.userVariance() * Math.pow(at(trainer.users, user, 0), 2);
            for (int k = 1; k <= FACTORS; k++) {
                sum += penalty * Math.sqrt(Math.max(1, n[user])) * Math.pow(at(trainer.users, user, k), 2);
            }
        }
        for (int item = 0; item < table.itemCount(); item++) {
            ItemPriors.Prior prior =
                    priors.prior(table.itemId(item)).orElse(new ItemPriors.Prior(bias.centre(), bias.itemVariance()));
            sum += bias.noiseVariance() / prior.variance() * Math.pow(at(trainer.items, item, 0) - prior.mean(), 2);
            for (int k = 1; k <= FACTORS; k++) {
                double own = Math.sqrt(Math.max(1, n[table.userCount() + item]));
                sum += penalty * own * Math.pow(at(trainer.items, item, k), 2);
            }
        }
        return sum;
    }

    private static double at(double[] matrix, int index, int k) {
        return matrix[index * (1 + FACTORS) + k];
    }

    @Test
    void objective_isTheFormula() {
        assertThat(trainer.objective()).isCloseTo(objective(), within(ROUNDING));
        sweep(trainer, 3);
        assertThat(trainer.objective()).isCloseTo(objective(), within(ROUNDING));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void sweep_neverRaisesTheObjective(long seed) {
        RatingTable world = World.of(seed, 60, 40, 12).taste(3, 1).build().table;
        AlsTrainer any = AlternatingLeastSquares.builder()
                .factors(8)
                .regularization(0.05)
                .seed(seed)
                .build()
                .trainer(world, ItemPriors.none(), new BiasRecommender().fit(world));
        double before = any.objective();
        for (int time = 0; time < 40; time++) {
            sweep(any, 1);
            double now = any.objective();
            assertThat(now).as("seed %d, sweep %d", seed, time).isLessThanOrEqualTo(before * (1 + 1e-12));
            before = now;
        }
    }

    @Test
    void sweep_manyTimes_comesToRestWhereTheGradientIsZero() {
        sweep(trainer, 3000);

        for (double[] matrix : List.of(trainer.users, trainer.items)) {
            for (int k = 0; k < matrix.length; k++) {
                double kept = matrix[k];
                double step = 1e-4;
                matrix[k] = kept + step;
                double above = trainer.objective();
                matrix[k] = kept - step;
                double below = trainer.objective();
                matrix[k] = kept;
                // the objective is a polynomial: what remains is rounding of about 500 over the step
                assertThat((above - below) / (2 * step)).isCloseTo(0, within(1e-7));
            }
        }
    }

    @Test
    void sweep_once_solvesTheNormalEquationsOfEachUser() {
        sweep(trainer, 1);

        for (int user = 0; user < table.userCount(); user++) {
            Matrix left = new Matrix(1 + FACTORS, 1 + FACTORS);
            Matrix right = new Matrix(1 + FACTORS, 1);
            double n = 0;
            for (int row = table.userStart(user); row < table.userEnd(user); row++) {
                int item = table.item(row);
                Matrix f = Matrix.column(1, at(trainer.items, item, 1), at(trainer.items, item, 2));
                left = left.plus(table.weight(row), f.mult(f.transpose()));
                right = right.plus(table.weight(row) * (table.value(row) - at(trainer.items, item, 0)), f);
                n += table.weight(row);
            }
            Matrix ridge = Matrix.identity(1 + FACTORS);
            ridge.set(0, 0, bias.noiseVariance() / bias.userVariance());
            ridge.set(1, 1, PENALTY * Math.sqrt(bias.noiseVariance()) * Math.sqrt(Math.max(1, n)));
            ridge.set(2, 2, ridge.get(1, 1));
            Matrix expected = left.plus(1, ridge).invert().mult(right);
            for (int k = 0; k <= FACTORS; k++) {
                assertThat(at(trainer.users, user, k)).isCloseTo(expected.get(k), within(ROUNDING));
            }
        }
    }

    @Test
    void sweep_anyThreads_givesTheSameBits() {
        List<AlsTrainer> trainers = new ArrayList<>();
        for (int threads = 1; threads <= 5; threads++) {
            AlsTrainer one = AlternatingLeastSquares.ofDefaults().trainer(table, priors, bias);
            try (WorkerTeam team = new WorkerTeam(threads, "test")) {
                one.sweep(team);
                one.sweep(team);
            }
            trainers.add(one);
        }
        assertThat(trainers).allSatisfy(one -> {
            assertThat(one.users).isEqualTo(trainers.get(0).users);
            assertThat(one.items).isEqualTo(trainers.get(0).items);
        });
    }
}
