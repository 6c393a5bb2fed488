// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SgdTrainerTest {

    /** Sums of a few hundred float errors. */
    private static final double FLOAT = 1e-5;

    private static BiasTerms effects(RatingTable table) {
        return new BiasTerms(table, new BiasRecommender().fit(table), ItemPriors.none());
    }

    private static SgdTrainer trainer(RatingTable table, int strata, int factors, WorkerTeam team, long seed) {
        return new SgdTrainer(
                new StratifiedBlocks(table, strata, new SplittableRandom(seed)),
                effects(table),
                factors,
                0.5,
                1,
                new ScalarKernel(),
                team,
                new SplittableRandom(seed));
    }

    @Test
    void epochs_onPlantedTastes_lowerTheTrainingError() {
        RatingTable table = World.of(1, 60, 40, 20).spread(0, 0, 0).taste(2, 1).build().table;
        try (WorkerTeam team = new WorkerTeam(1, "test")) {
            SgdTrainer trainer = trainer(table, 3, 4, team, 3);

            double first = trainer.epoch(0.02, new SplittableRandom(0));
            double last = first;
            for (int epoch = 1; epoch < 100; epoch++) {
                last = trainer.epoch(0.02, new SplittableRandom(epoch));
            }

            assertThat(first).isGreaterThan(0.8);
            assertThat(last).isLessThan(0.1);
        }
    }

    /** Seven strata on one, two, three and seven threads: the same bits whoever is faster. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void epochs_onManyThreads_giveTheBitsOfOne(int threads) {
        RatingTable table = World.of(1, 200, 80, 40).taste(2, 1).build().table.weighted(row -> 1 + row % 2);
        FMatrixRMaj[] users = new FMatrixRMaj[2];
        FMatrixRMaj[] items = new FMatrixRMaj[2];
        BiasTerms[] found = {effects(table), effects(table)};
        for (int run = 0; run < 2; run++) {
            try (WorkerTeam team = new WorkerTeam(run == 0 ? 1 : threads, "test")) {
                SgdTrainer trainer = trainer(table, 7, 8, team, 3);
                for (int epoch = 0; epoch < 30; epoch++) {
                    trainer.epoch(0.02, new SplittableRandom(epoch));
                }
                trainer.settle(new SplittableRandom(1));
                users[run] = trainer.users();
                items[run] = trainer.items();
                trainer.copyTo(found[run]);
            }
        }
        assertThat(users[1].data).isEqualTo(users[0].data);
        assertThat(items[1].data).isEqualTo(items[0].data);
        assertThat(found[1].userEffects).isEqualTo(found[0].userEffects);
        assertThat(found[1].itemMeans).isEqualTo(found[0].itemMeans);
    }

    /** Effects are given back, and predictions made, under the indices of the table. */
    @Test
    void settle_effects_areTheClosedFormByBruteForce() {
        RatingTable table = World.of(5, 30, 20, 8).taste(2, 1).build().table.weighted(row -> 0.5 + row % 3);
        BiasTerms start = effects(table);
        BiasTerms found = effects(table);
        try (WorkerTeam team = new WorkerTeam(2, "test")) {
            SgdTrainer trainer = trainer(table, 3, 4, team, 3);
            for (int epoch = 0; epoch < 5; epoch++) {
                trainer.epoch(0.02, new SplittableRandom(epoch));
            }
            trainer.copyTo(start);
            double rmse = trainer.settle(new SplittableRandom(9));
            trainer.copyTo(found);
            FMatrixRMaj users = trainer.users();
            FMatrixRMaj items = trainer.items();

            for (int item = 0; item < table.itemCount(); item++) {
                double sum = found.itemPriorMeans[item] * found.itemPriorPrecisions[item];
                double precision = found.itemPriorPrecisions[item];
                for (int position = 0; position < table.itemSize(item); position++) {
                    int row = table.itemRow(item, position);
                    int user = table.user(row);
                    double rest = table.value(row) - start.userEffects[user] - Vectors.dot(users, user, items, item);
                    sum += table.weight(row) * rest / found.noise;
                    precision += table.weight(row) / found.noise;
                }
                assertThat(found.itemMeans[item]).isCloseTo(sum / precision, within(FLOAT));
            }
            double squares = 0;
            double weights = 0;
            for (int user = 0; user < table.userCount(); user++) {
                double sum = 0;
                double precision = found.userPrecision;
                for (int row = table.userStart(user); row < table.userEnd(user); row++) {
                    int item = table.item(row);
                    double rest = table.value(row) - found.itemMeans[item] - Vectors.dot(users, user, items, item);
                    sum += table.weight(row) * rest / found.noise;
                    precision += table.weight(row) / found.noise;
                }
                assertThat(found.userEffects[user]).isCloseTo(sum / precision, within(FLOAT));
                for (int row = table.userStart(user); row < table.userEnd(user); row++) {
                    int item = table.item(row);
                    double predicted =
                            found.userEffects[user] + found.itemMeans[item] + Vectors.dot(users, user, items, item);
                    assertThat(trainer.predict(user, item)).isCloseTo(predicted, within(FLOAT));
                    squares += table.weight(row) * (table.value(row) - predicted) * (table.value(row) - predicted);
                    weights += table.weight(row);
                }
            }
            assertThat(rmse).isCloseTo(Math.sqrt(squares / weights), within(FLOAT));
            assertThat(trainer.measure(new SplittableRandom(9))).isCloseTo(rmse, within(FLOAT));
        }
    }

    @Test
    void epoch_withoutRows_isZero() {
        try (WorkerTeam team = new WorkerTeam(1, "test")) {
            SgdTrainer trainer = trainer(Ratings.of(), 1, 3, team, 5);

            assertThat(trainer.epoch(0.1, new SplittableRandom(1))).isZero();
            assertThat(trainer.settle(new SplittableRandom(1))).isZero();
            assertThat(trainer.measure(new SplittableRandom(1))).isZero();
        }
    }

    @Test
    void start_isSmallAndOfTheSeed() {
        RatingTable table = World.of(2, 200, 100, 3).build().table;
        try (WorkerTeam team = new WorkerTeam(1, "test")) {
            SgdTrainer one = trainer(table, 1, 16, team, 5);
            SgdTrainer same = trainer(table, 1, 16, team, 5);
            SgdTrainer other = trainer(table, 1, 16, team, 6);
            double squares = 0;
            for (float value : one.users().data) {
                squares += (double) value * value;
            }

            assertThat(Math.sqrt(squares / 200)).isCloseTo(0.1, within(0.01));
            assertThat(one.users().data).isEqualTo(same.users().data);
            assertThat(one.items().data).isEqualTo(same.items().data);
            assertThat(one.users().data).isNotEqualTo(other.users().data);
        }
    }
}
