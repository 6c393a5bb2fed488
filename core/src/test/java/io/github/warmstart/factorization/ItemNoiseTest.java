// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.rating.PseudoRating;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class ItemNoiseTest {

    /** Two groups: v = (0.5 + 2) / 2 = 1.25, t = (2 x 1 + 2 x 1 - 1.25) / (4 - 8 / 4), so 2 of 2 + v / t is kept. */
    @Test
    void shrunken_twoGroups_areAsWorkedByHand() {
        // group 0 holds 0.5 and 1.5, group 1 holds 2 and 4, group 2 nothing: means 1, 3 and, of all, 2
        float[] shrunken =
                ItemNoise.shrunken(new int[] {2, 2, 0}, new double[] {2, 6, 0}, new double[] {2.5, 20, 0}, 10);

        double t = (4 - 1.25) / 2;
        double kept = 2 / (2 + 1.25 / t);
        assertThat((double) shrunken[0]).isCloseTo(10 * (1 - kept / 2), within(1e-5));
        assertThat((double) shrunken[1]).isCloseTo(10 * (1 + kept / 2), within(1e-5));
        assertThat(shrunken[2]).isEqualTo(10);
    }

    @Test
    void shrunken_groupsThatScatterNoMoreThanChance_areAllAlike() {
        assertThat(ItemNoise.shrunken(new int[] {2, 2}, new double[] {2, 2.1}, new double[] {4, 4.1}, 0.8))
                .containsOnly(0.8f);
    }

    @Test
    void shrunken_edges_areTheCommonNoise() {
        assertThat(ItemNoise.shrunken(new int[0], new double[0], new double[0], 0.8))
                .isEmpty();
        assertThat(ItemNoise.shrunken(new int[2], new double[2], new double[2], 0.8))
                .containsOnly(0.8f);
        assertThat(ItemNoise.shrunken(new int[] {1}, new double[] {3}, new double[] {9}, 0.8))
                .containsOnly(0.8f);
        assertThat(ItemNoise.shrunken(new int[] {3, 2}, new double[2], new double[2], 0.8))
                .containsOnly(0.8f);
    }

    /** People agree on items of even number to 0.5, and on the others to 1.5. */
    private static RatingTable table() {
        SplittableRandom random = new SplittableRandom(4);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < 80; user++) {
            double effect = random.nextGaussian();
            for (int item = 0; item < 30; item++) {
                double sd = item % 2 == 0 ? 0.5 : 1.5;
                ratings.add(new Rating("u" + user, "i" + item, 20 + effect + sd * random.nextGaussian()));
            }
        }
        return RatingTable.read(RatingSource.of(RatingScale.of(0, 40), ratings));
    }

    private static ItemNoise noise(RatingTable table) {
        BiasModel bias = new BiasRecommender().fit(table.where(row -> !table.pseudo(row)));
        FMatrixRMaj users = new FMatrixRMaj(table.userCount(), 1);
        FMatrixRMaj items = new FMatrixRMaj(table.itemCount(), 1);
        return new ItemNoise(table, bias, new Effects(table, bias, ItemPriors.none()), users, items);
    }

    @Test
    void of_plantedNoise_isFound() {
        ItemNoise noise = noise(table());

        // the level is that of the bias model; in relation to it, the truth is 0.2 and 1.8, with a standard error of 16
        // %
        for (int item = 0; item < 30; item += 2) {
            assertThat(noise.of(item) / noise.of(-1)).isBetween(0.1, 0.35);
            assertThat(noise.of(item + 1) / noise.of(-1)).isBetween(1.1, 2.6);
        }
    }

    @Test
    void of_pseudoRatings_doNotCount() {
        RatingTable table = table();
        List<PseudoRating> wild = new ArrayList<>();
        for (int user = 0; user < 40; user++) {
            wild.add(new PseudoRating("made-up" + user, "i0", user % 2 == 0 ? 0 : 40, 0.01));
        }
        ItemNoise with = noise(table.plus(wild));
        ItemNoise without = noise(table);

        assertThat(with.of(0)).isCloseTo(without.of(0), within(0.2 * without.of(0)));
    }
}
