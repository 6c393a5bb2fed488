// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BiasUpdaterTest {

    private final RatingTable table =
            World.of(1, 40, 30, 12).scale(RatingScale.of(-50, 60)).taste(2, 1).build().table;

    /** Effects after many turns, with vectors that are nothing and stay so. */
    private BiasTerms settled(BiasModel bias, ItemPriors priors) {
        BiasTerms effects = new BiasTerms(table, bias, priors);
        StratifiedBlocks blocks = new StratifiedBlocks(table, 3, new SplittableRandom(1));
        TrainingState state = new TrainingState(blocks, 4);
        BiasUpdater updates = new BiasUpdater(blocks, state, effects);
        try (WorkerTeam team = new WorkerTeam(1, "test")) {
            double rmse = 0;
            for (int turn = 0; turn < 200; turn++) {
                new ScalarKernel().visit(state, 0, table.size(), 0, 0, 0);
                rmse = updates.refresh(team);
            }
            updates.copyTo(effects);
            double squares = 0;
            for (int row = 0; row < table.size(); row++) {
                double residual =
                        table.value(row) - effects.userEffects[table.user(row)] - effects.itemMeans[table.item(row)];
                squares += residual * residual;
            }
            assertThat(rmse).isCloseTo(Math.sqrt(squares / table.size()), within(1e-5));
        }
        return effects;
    }

    /** Both halves of the turn-taking reach the joint ridge solution when the vectors stand still. */
    @Test
    void refresh_untilNothingMoves_isTheBiasModel() {
        BiasModel bias = new BiasRecommender().fit(table);

        BiasTerms effects = settled(bias, ItemPriors.none());

        for (int user = 0; user < 40; user++) {
            // both stop short of the last 1e-7 of the scale's length of 110
            assertThat(effects.userEffects[user]).isCloseTo(bias.userEffect(table.userId(user)), within(1e-3));
        }
    }

    @Test
    void refresh_withPriors_shrinksTowardsThem() {
        // 4 above what the ratings say; of a prior as far as 40 the fit makes a level of all users, since starting
        // variances
        // are shares of what the ratings show and no longer of the length of the scale
        ItemPriors priors = ItemPriors.of(1, Map.of("i4", new ItemPriors.Prior(9, 1e-9)));

        BiasTerms effects = settled(new BiasRecommender().fit(table, priors), priors);

        assertThat(effects.itemMeans[table.itemIndex("i4")]).isCloseTo(9, within(1e-5));
        assertThat(effects.itemMeans[table.itemIndex("i5")]).isLessThan(7);
    }
}
