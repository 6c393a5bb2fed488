// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemPriorsTest {

    private static ItemPriors alienAndBrazil() {
        Map<String, ItemPriors.Prior> priors = new LinkedHashMap<>();
        priors.put("brazil", new ItemPriors.Prior(4, 0.25));
        priors.put("alien", new ItemPriors.Prior(2, 2));
        return ItemPriors.of(0.5, priors);
    }

    /** A host's own learner, which knows nothing of priors. */
    private static final class Host implements Recommender {
        final List<RatingTable> seen = new ArrayList<>();

        @Override
        public RatingModel fit(RatingTable table) {
            seen.add(table);
            return new BiasRecommender().fit(table);
        }
    }

    @Test
    void asPseudoRatings_areWorthAsManyRatingsAsTheVarianceSays() {
        assertThat(alienAndBrazil().asPseudoRatings())
                .containsExactly(
                        new PseudoRating(ItemPriors.AVERAGE_USER, "brazil", 4, 2, PseudoRating.Source.PRIOR),
                        new PseudoRating(ItemPriors.AVERAGE_USER, "alien", 2, 0.25, PseudoRating.Source.PRIOR));
    }

    @Test
    void fit_ofARecommenderWithoutPriors_getsThemAsPseudoRatings() {
        Host host = new Host();
        RatingTable table = Ratings.of("ann likes alien 5", "bob likes alien 4");

        RatingModel model = host.fit(table, alienAndBrazil());

        RatingTable seen = host.seen.get(0);
        assertThat(seen.size()).isEqualTo(4);
        assertThat(seen.pseudoCount()).isEqualTo(2);
        int row = seen.row(seen.userIndex(ItemPriors.AVERAGE_USER), seen.itemIndex("brazil"));
        assertThat(seen.pseudo(row)).isTrue();
        assertThat(seen.value(row)).isEqualTo(4);
        assertThat(seen.weight(row)).isEqualTo(2);
        assertThat(model.knowsItem("brazil")).isTrue();
        assertThat(model.ratingCount("brazil")).isZero();
        assertThat(model.ratedItems(ItemPriors.AVERAGE_USER)).isEmpty();
    }

    @Test
    void fit_withoutPriors_handsTheSameTableThrough() {
        Host host = new Host();
        RatingTable table = Ratings.of("ann likes alien 5");

        host.fit(table, ItemPriors.none());

        assertThat(host.seen).containsExactly(table);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void of_ratingVarianceThatIsNone_isAnError(double variance) {
        assertThatThrownBy(() -> ItemPriors.of(variance, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratingVariance must be finite and > 0, but was " + variance);
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1", "Infinity, 1", "3, 0", "3, -1", "3, NaN", "3, Infinity"})
    void prior_withoutMeanOrVariance_isAnError(double mean, double variance) {
        assertThatThrownBy(() -> new ItemPriors.Prior(mean, variance))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mean must be finite and variance finite and > 0, but were %s and %s", mean, variance);
    }

    @Test
    void none_isEmpty() {
        assertThat(ItemPriors.none().isEmpty()).isTrue();
        assertThat(ItemPriors.none().prior("alien")).isEmpty();
        assertThat(ItemPriors.none().asPseudoRatings()).isEmpty();
        assertThat(alienAndBrazil().isEmpty()).isFalse();
        assertThat(alienAndBrazil().prior("alien")).contains(new ItemPriors.Prior(2, 2));
    }
}
