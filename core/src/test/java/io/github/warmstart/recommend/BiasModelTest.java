// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a trained bias model does with people: fold-in, and whom and what it knows. */
class BiasModelTest {

    /** Training ends when no effect moves by 1e-7 of the scale. */
    private static final double SETTLED = 1e-5;
    /** The same few sums. */
    private static final double EXACT = 1e-12;

    private final RatingTable table = World.of(1, 40, 30, 12).build().table;
    private final BiasModel model = new BiasRecommender().fit(table);

    @Test
    void foldIn_newUser_isTheRidgeSolutionByHand() {
        BiasModel found = model.foldIn("new", List.of(new Rating("new", "i1", 9), new Rating("new", "i2", 2)));

        double precision = 2 / model.noiseVariance() + 1 / model.userVariance();
        double expected = (9 - model.itemMean("i1") + 2 - model.itemMean("i2")) / model.noiseVariance() / precision;
        assertThat(found.userEffect("new")).isCloseTo(expected, within(EXACT));
        assertThat(found.userEffectVariance("new")).isCloseTo(1 / precision, within(EXACT));
        assertThat(found.predict("new", "i5")).isCloseTo(model.itemMean("i5") + expected, within(EXACT));
    }

    @Test
    void foldIn_nothing_isTheTrainedEffect() {
        BiasModel found = model.foldIn("u3", List.of());

        assertThat(found.userEffect("u3")).isCloseTo(model.userEffect("u3"), within(SETTLED));
        assertThat(model.foldIn("new", List.of()).userEffect("new")).isZero();
    }

    @Test
    void foldIn_ofAKnownUser_countsBesideWhatWasKnown() {
        List<Rating> mine = table.ratingsOf("u3");
        RatingTable without = table.where(row -> table.user(row) != table.userIndex("u3"));
        BiasModel stranger = new BiasRecommender().fit(without);
        int half = mine.size() / 2;

        BiasModel atOnce = stranger.foldIn("u3", mine);
        BiasModel inTwo = stranger.foldIn("u3", mine.subList(0, half)).foldIn("u3", mine.subList(half, mine.size()));

        assertThat(inTwo.userEffect("u3")).isCloseTo(atOnce.userEffect("u3"), within(EXACT));
        assertThat(inTwo.userEffectVariance("u3")).isCloseTo(atOnce.userEffectVariance("u3"), within(EXACT));
    }

    @Test
    void foldIn_anItemRatedBefore_replacesTheOldRating() {
        Rating old = table.ratingsOf("u3").get(0);

        BiasModel same = model.foldIn("u3", List.of(old));
        BiasModel higher = model.foldIn("u3", List.of(new Rating("u3", old.itemId(), 10)));

        assertThat(same.userEffect("u3"))
                .isCloseTo(model.foldIn("u3", List.of()).userEffect("u3"), within(1e-6));
        assertThat(higher.userEffectVariance("u3")).isCloseTo(same.userEffectVariance("u3"), within(EXACT));
        double precision = 1 / same.userEffectVariance("u3");
        assertThat(higher.userEffect("u3") - same.userEffect("u3"))
                .isCloseTo(
                        (10 - table.value(table.row(table.userIndex("u3"), table.itemIndex(old.itemId()))))
                                / model.noiseVariance()
                                / precision,
                        within(1e-6));
        assertThat(higher.ratedItems("u3")).hasSize(table.ratingsOf("u3").size());
    }

    @Test
    void foldIn_leavesAllOthersToTheBit() {
        BiasModel found = model.foldIn("u3", List.of(new Rating("u3", "i1", 0)));

        for (int user = 0; user < 40; user++) {
            for (int item = 0; item < 30; item++) {
                if (user != 3) {
                    assertThat(found.predict("u" + user, "i" + item)).isEqualTo(model.predict("u" + user, "i" + item));
                }
            }
        }
        assertThat(found.predict("nobody", "i1")).isEqualTo(model.predict("nobody", "i1"));
        assertThat(found.itemIds()).isEqualTo(model.itemIds());
        assertThat(found.ratingCount("i1")).isEqualTo(model.ratingCount("i1"));
    }

    @Test
    void foldIn_unknownItem_weighsLessAndIsRememberedAsRated() {
        BiasModel known = model.foldIn("new", List.of(new Rating("new", "i1", 10)));
        BiasModel unknown = model.foldIn("new", List.of(new Rating("new", "novelty", 10)));

        double precision = 1 / (model.noiseVariance() + model.itemVariance()) + 1 / model.userVariance();
        assertThat(unknown.userEffectVariance("new")).isCloseTo(1 / precision, within(EXACT));
        assertThat(unknown.userEffectVariance("new")).isGreaterThan(known.userEffectVariance("new"));
        assertThat(unknown.userEffect("new"))
                .isCloseTo(
                        (10 - model.centre()) / (model.noiseVariance() + model.itemVariance()) / precision,
                        within(EXACT));
        assertThat(unknown.ratedItems("new")).containsExactly("novelty");
        assertThat(unknown.knowsUser("new")).isTrue();
        assertThat(unknown.knowsItem("novelty")).isFalse();
        assertThat(model.knowsUser("new")).isFalse();
    }

    @Test
    void foldIn_pseudoRatingsOfTheUser_keepTheirWeight() {
        BiasModel trained = new BiasRecommender().fit(table.plus(List.of(new PseudoRating("guessed", "i1", 10, 0.25))));

        BiasModel found = trained.foldIn("guessed", List.of(new Rating("guessed", "i2", 1)));

        double precision = 1.25 / trained.noiseVariance() + 1 / trained.userVariance();
        double expected = (0.25 * (10 - trained.itemMean("i1")) + 1 - trained.itemMean("i2"))
                / trained.noiseVariance()
                / precision;
        assertThat(found.userEffect("guessed")).isCloseTo(expected, within(EXACT));
        assertThat(found.ratedItems("guessed")).containsExactly("i2");
    }

    @Test
    void foldIn_ratingOfAnotherUser_isAnError() {
        assertThatThrownBy(() -> model.foldIn("u3", List.of(new Rating("u4", "i1", 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratings must all be by user 'u3', but one is by 'u4'");
    }

    @Test
    void foldIn_offTheScale_isAnError() {
        assertThatThrownBy(() -> model.foldIn("u3", List.of(new Rating("u3", "i1", 10.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rating 10.5 of user 'u3' for item 'i1' is outside the scale 0.0..10.0");
    }

    @Test
    void knowing_onAFilteredTable_forgetsWhatIsNotThere() {
        RatingTable all = Ratings.of("ann likes alien 5", "ann likes brazil 4", "bob likes alien 3");
        BiasModel filtered = new BiasRecommender().fit(all.where(row -> all.user(row) == all.userIndex("bob")));

        assertThat(filtered.knowsUser("ann")).isFalse();
        assertThat(filtered.knowsUser("bob")).isTrue();
        assertThat(filtered.knowsItem("brazil")).isFalse();
        assertThat(filtered.itemIds()).containsExactly("alien");
        assertThat(filtered.ratingCount("alien")).isEqualTo(1);
        assertThat(filtered.ratingCount("brazil")).isZero();
        assertThat(filtered.ratingCount("nothing")).isZero();
        assertThat(filtered.ratedItems("ann")).isEmpty();
        assertThat(filtered.userEffect("ann")).isZero();
        assertThat(filtered.predict("ann", "brazil")).isCloseTo(3, within(SETTLED));
        assertThat(filtered.userEffectVariance("ann")).isCloseTo(filtered.userVariance(), within(SETTLED));
    }

    @Test
    void knowing_pseudoRatings_isToldApartFromRatings() {
        BiasModel guessed = new BiasRecommender()
                .fit(Ratings.of("ann likes alien 5")
                        .plus(List.of(
                                new PseudoRating("persona", "brazil", 4, 0.5),
                                new PseudoRating("persona", "alien", 4, 0.5))));

        assertThat(guessed.knowsUser("persona")).isTrue();
        assertThat(guessed.knowsItem("brazil")).isTrue();
        assertThat(guessed.ratingCount("brazil")).isZero();
        assertThat(guessed.ratingCount("alien")).isEqualTo(1);
        assertThat(guessed.ratedItems("persona")).isEmpty();
        assertThat(guessed.itemIds()).containsExactly("alien", "brazil");
        assertThat(guessed.recommend("persona", 5))
                .extracting(Recommendation::itemId)
                .containsExactlyInAnyOrder("alien", "brazil");
    }

    @Test
    void itemIds_areUnmodifiable() {
        assertThatThrownBy(() -> model.itemIds().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void priors_maps_areCopies() {
        Map<String, ItemPriors.Prior> mine = new HashMap<>(Map.of("i1", new ItemPriors.Prior(3, 1)));
        ItemPriors priors = ItemPriors.of(1, mine);
        mine.clear();

        assertThat(priors.all()).hasSize(1);
        assertThatThrownBy(() -> priors.all().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void linearPosterior_isTheEffectAndItsVariance() {
        BiasModel found = model.foldIn("new", List.of(new Rating("new", "i1", 9)));
        LinearPosterior posterior = found.linearPosterior("new").orElseThrow();

        assertThat(posterior.size()).isEqualTo(1);
        assertThat(posterior.features("i1")).containsExactly(1);
        assertThat(posterior.covariance()).containsExactly(found.userEffectVariance("new"));
        assertThat(posterior.covariance("i1", "nothing")).isEqualTo(found.userEffectVariance("new"));
        for (String itemId : List.of("i1", "nothing")) {
            assertThat(posterior.noise(itemId)).isEqualTo(found.noiseVariance() + found.itemMeanVariance(itemId));
            assertThat(posterior.covariance(itemId, itemId) + posterior.noise(itemId))
                    .isCloseTo(found.variance("new", itemId).orElseThrow(), within(EXACT));
        }
    }

    @Test
    void linearPosterior_ofALearnerThatHasNone_isEmpty() {
        assertThat(new BootstrapEnsemble(new BiasRecommender(), 2, 1).fit(table).linearPosterior("u3"))
                .isEmpty();
    }
}
