// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static io.github.warmstart.fixture.Entries.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.trust.FirstRatingWeight;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectEstimatesTest {

    private static final double EXACT = 1e-12;

    private final RatingTable table =
            Ratings.of("ann likes alien 5", "bob likes alien 2", "ann likes brazil 4", "eve likes casino 1");
    private final BiasModel bias = new BiasRecommender().fit(table);

    @Test
    void of_aSmallTable_isThatByHand() {
        Map<String, DirectEstimates.Mean> means = DirectEstimates.of(table, bias);

        assertThat(means.keySet()).containsExactly("alien", "brazil", "casino");
        DirectEstimates.Mean alien = at(means, "alien");
        assertThat(alien.mean())
                .isCloseTo((5 - bias.userEffect("ann") + 2 - bias.userEffect("bob")) / 2, within(EXACT));
        assertThat(alien.variance())
                .isCloseTo(
                        bias.noiseVariance() / 2
                                + (bias.userEffectVariance("ann") + bias.userEffectVariance("bob")) / 4,
                        within(EXACT));
        assertThat(at(means, "brazil").variance())
                .isCloseTo(bias.noiseVariance() + bias.userEffectVariance("ann"), within(EXACT));
    }

    @Test
    void of_pseudoRatings_leavesThemOut() {
        RatingTable more =
                table.plus(List.of(new PseudoRating("bob", "brazil", 1, 5), new PseudoRating("bob", "novelty", 1, 5)));

        assertThat(DirectEstimates.of(more, bias)).isEqualTo(DirectEstimates.of(table, bias));
    }

    @Test
    void of_itemsWithoutRows_leavesThemOut() {
        RatingTable fewer = table.where(row -> table.item(row) != table.itemIndex("alien"));

        assertThat(DirectEstimates.of(fewer, new BiasRecommender().fit(fewer)).keySet())
                .containsExactly("brazil", "casino");
        assertThat(DirectEstimates.of(Ratings.of(), bias)).isEmpty();
    }

    /** Ann has two first ratings: her effect, not known at all, is one error in both. */
    @Test
    void ofFirst_leavesTheEffectsInAndCountsTheirVarianceForEachRating() {
        RatingTable discounted = new FirstRatingWeight(0.5, 0).discount(table, Set.of("ann"));

        Map<String, DirectEstimates.Mean> first = DirectEstimates.ofFirst(discounted, bias);
        Map<String, DirectEstimates.Mean> later = DirectEstimates.ofLater(discounted, bias);

        assertThat(first.keySet()).containsExactly("alien", "brazil");
        assertThat(at(first, "alien").mean()).isEqualTo(5);
        assertThat(at(first, "alien").variance())
                .isCloseTo(bias.noiseVariance() / 0.5 + 2 * bias.userVariance(), within(EXACT));
        assertThat(later.keySet()).containsExactly("alien", "casino");
        assertThat(at(later, "alien").mean()).isCloseTo(2 - bias.userEffect("bob"), within(EXACT));
    }
}
