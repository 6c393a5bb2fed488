// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class ItemNoiseTest {

    private static ItemNoise of(RatingTable table) {
        BiasModel bias = new BiasRecommender().fit(table);
        return new ItemNoise(
                table,
                bias,
                new BiasTerms(table, bias, ItemPriors.none()),
                new FMatrixRMaj(table.userCount(), 1),
                new FMatrixRMaj(table.itemCount(), 1));
    }

    /** Sixty guesses that agree say nothing of how people differ. */
    @Test
    void pseudoRatings_neverMakeAnItemClear() {
        RatingTable real = World.of(1, 60, 30, 20).build().table;
        List<PseudoRating> guesses = new ArrayList<>();
        for (int user = 0; user < 60; user++) {
            guesses.add(new PseudoRating("u" + user, "cold", 3, 0.1));
        }
        RatingTable table = real.plus(guesses);

        ItemNoise noise = of(table);

        assertThat(noise.of(table.itemIndex("cold"))).isEqualTo(noise.of(-1));
    }

    @Test
    void weights_doNotMakeAnItemClear() {
        RatingTable real = World.of(1, 60, 30, 20).build().table;
        ItemNoise full = of(real);
        ItemNoise half = of(real.weighted(row -> real.item(row) == 3 ? 0.5 : 1));

        assertThat(half.of(3) / half.of(-1)).isBetween(0.9 * full.of(3) / full.of(-1), 1.1 * full.of(3) / full.of(-1));
    }
}
