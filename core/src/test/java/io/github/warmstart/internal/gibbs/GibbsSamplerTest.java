// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.bayesian.Planted;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.rating.table.RatingTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GibbsSamplerTest {

    private static final int ROUNDS = 60_000;

    private static GibbsSampler effectsAlone(RatingTable table, RatingUnits units) {
        AttributeFeatures none = AttributeFeatures.of(Map.of());
        SideRows userRows = SideRows.byUser(table, units);
        SideRows itemRows = SideRows.byItem(table, units);
        EntityPrior users = new EntityPrior(
                userRows, new SideInformation(userRows, none, table::userId, false, 0), 1, false, null, null);
        EntityPrior items = new EntityPrior(
                itemRows, new SideInformation(itemRows, none, table::itemId, false, 0), 1, true, null, null);
        return new GibbsSampler(users, items, new WorkerTeam(1, "test"), 3);
    }

    /** With variances held, effects are jointly normal: precision and mean by brute force, a heavy row added as often. */
    @Test
    void effects_underFixedVariances_haveTheMomentsOfTheClosedForm() {
        RatingTable table = Ratings.of("ann x 5", "ann y 2", "bob x 4", "bob z 1", "cat y 3", "cat z 3", "dan x 1")
                .weighted(row -> row == 2 ? 2 : 1);
        RatingUnits units = RatingUnits.of(table);
        GibbsSampler sampler = effectsAlone(table, units);
        sampler.alpha = 1.5;
        sampler.users.likeness = 1e14;
        sampler.items.likeness = 1e14;
        int users = table.userCount();
        int size = users + table.itemCount();
        double[][] precision = new double[size][size];
        double[] information = new double[size];
        for (int i = 0; i < size; i++) {
            precision[i][i] = i < users ? sampler.users.precisions[0] : sampler.items.precisions[0];
        }
        for (int row = 0; row < table.size(); row++) {
            for (int times = 0; times < table.weight(row); times++) {
                int user = table.user(row);
                int item = users + table.item(row);
                for (int a : new int[] {user, item}) {
                    information[a] += 1.5 * units.in(table.value(row));
                    for (int b : new int[] {user, item}) {
                        precision[a][b] += 1.5;
                    }
                }
            }
        }
        double[][] covariance = Dense.inverse(precision);
        double[] mean = Dense.times(covariance, information);

        double[] sums = new double[size];
        double[] squares = new double[size];
        for (int round = 0; round < ROUNDS; round++) {
            sampler.drawVectors(sampler.users, sampler.items, 2 * round);
            sampler.drawVectors(sampler.items, sampler.users, 2 * round + 1);
            for (int i = 0; i < size; i++) {
                double off = (i < users ? sampler.users.vectors[i] : sampler.items.vectors[i - users]) - mean[i];
                sums[i] += off / ROUNDS;
                squares[i] += off * off / ROUNDS;
            }
        }

        for (int i = 0; i < size; i++) {
            // neighbouring rounds are correlated: about a fourth of them count
            double error = Math.sqrt(covariance[i][i] * 4 / ROUNDS);
            assertThat(sums[i]).as("mean of effect %d", i).isCloseTo(0, within(5 * error));
            assertThat(squares[i] / covariance[i][i])
                    .as("variance of effect %d", i)
                    .isCloseTo(1, within(0.05));
        }
    }

    /** Exact invariants that hold for every draw. */
    @Test
    void sweep_always_leavesPriorsFiniteAndPositive() {
        RatingTable table = Ratings.of("ann x 5", "ann y 2", "bob x 4");
        GibbsSampler sampler = effectsAlone(table, RatingUnits.of(table));

        for (int i = 0; i < 200; i++) {
            sampler.sweep();
            assertThat(sampler.alpha).isPositive().isFinite();
            assertThat(sampler.users.precisions[0]).isPositive().isFinite();
            assertThat(sampler.items.vectors).doesNotContain(Double.NaN);
            assertThat(sampler.somePredictions(100)).hasSize(3).doesNotContain(Double.NaN);
        }
    }

    /** The posterior of noise and variances contains what the data were made with. */
    @Test
    void sweep_onPlantedEffects_findsTheirVariances() {
        RatingTable table = Planted.table(200, 150, 0, 0.6, 0.25, 11);
        RatingUnits units = RatingUnits.of(table);
        GibbsSampler sampler = effectsAlone(table, units);
        double noise = 0;
        double userVariance = 0;
        for (int i = 0; i < 150; i++) {
            sampler.sweep();
            if (i >= 50) {
                noise += StrictMath.exp(-sampler.meanLogPrecision() / 2) / 100;
                userVariance += 1 / sampler.users.precisions[0] / 100;
            }
        }

        assertThat(noise * units.unit()).isCloseTo(0.6, within(0.03));
        assertThat(Math.sqrt(userVariance) * units.unit()).isCloseTo(Planted.EFFECT, within(0.12));
    }

    @Test
    void noise_ofAnEntity_isDrawnFromItsGamma() {
        Draws draws = Draws.of(12);
        double sum = 0;
        for (int i = 0; i < ROUNDS; i++) {
            sum += GibbsSampler.noise(6, 10, 20, draws) / ROUNDS;
        }

        // shape (6 + 10) / 2 over rate (6 + 20) / 2
        assertThat(sum).isCloseTo(16.0 / 26, within(0.01));
    }
}
