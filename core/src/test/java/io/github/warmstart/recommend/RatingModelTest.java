// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatingModelTest {

    /** Few different values, so that ties abound. */
    private static RatingModel coarse(long seed) {
        RatingScale narrow = RatingScale.of(4, 6);
        return new BiasRecommender()
                .fit(World.of(seed, 30, 80, 10).scale(narrow).build().table);
    }

    private static List<Recommendation> sorted(RatingModel model, String userId, int n, Predicate<String> filter) {
        return model.itemIds().stream()
                .filter(filter)
                .map(itemId -> new Recommendation(itemId, model.predict(userId, itemId), model.ratingCount(itemId)))
                .sorted(Comparator.comparing((Recommendation one) -> -one.score())
                        .thenComparing(Recommendation::itemId))
                .limit(n)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void recommend_randomModels_agreesWithAFullSort(long seed) {
        RatingModel model = coarse(seed);
        for (int user = 0; user < 31; user++) {
            String userId = "u" + user;
            Set<String> rated = model.ratedItems(userId);
            for (int n : new int[] {0, 1, 2, 7, 79, 80, 1000}) {
                assertThat(model.recommend(userId, n))
                        .as("seed %d, user %s, n %d", seed, userId, n)
                        .isEqualTo(sorted(model, userId, n, itemId -> !rated.contains(itemId)));
                assertThat(model.recommend(userId, n, itemId -> itemId.endsWith("3")))
                        .as("seed %d, user %s, n %d, filtered", seed, userId, n)
                        .isEqualTo(sorted(model, userId, n, itemId -> itemId.endsWith("3")));
            }
        }
    }

    @Test
    void recommend_equalScores_standInTheOrderOfTheirIds() {
        RatingModel model = new BiasRecommender()
                .fit(Ratings.of("ann likes zorro 5", "ann likes alien 5", "ann likes brazil 5", "ann likes mash 5"));

        assertThat(model.recommend("eve", 2)).extracting(Recommendation::itemId).containsExactly("alien", "brazil");
        assertThat(model.recommend("eve", 4))
                .extracting(Recommendation::itemId)
                .containsExactly("alien", "brazil", "mash", "zorro");
    }

    @Test
    void recommend_leavesOutWhatTheUserRatedUnlessTheFilterLetsIt() {
        RatingModel model = new BiasRecommender().fit(Ratings.of("ann likes alien 5", "bob likes brazil 4"));

        assertThat(model.recommend("ann", 9)).extracting(Recommendation::itemId).containsExactly("brazil");
        assertThat(model.recommend("ann", 9, itemId -> true)).hasSize(2);
        assertThat(model.foldIn("ann", List.of(Ratings.rating("ann likes brazil 3")))
                        .recommend("ann", 9))
                .isEmpty();
    }

    @Test
    void recommend_negativeN_isAnError() {
        RatingModel model = new BiasRecommender().fit(Ratings.of("ann likes alien 5"));

        assertThatThrownBy(() -> model.recommend("ann", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must be >= 0, but was -1");
    }

    @Test
    void recommend_none_asksTheModelNothing() {
        RatingModel model = new BiasRecommender().fit(Ratings.of("ann likes alien 5"));

        assertThat(model.recommend("ann", 0, itemId -> {
                    throw new AssertionError("asked about " + itemId);
                }))
                .isEmpty();
    }

    /** All that a host must write. */
    private record Minimal(RatingTable table) implements RatingModel {
        @Override
        public double predict(String userId, String itemId) {
            return itemId.equals("alien") ? 5 : 3;
        }
    }

    @Test
    void minimalModel_readsTheRestFromItsTable() {
        RatingTable table = Ratings.of("ann likes alien 5", "bob likes alien 4", "bob likes brazil 3")
                .plus(List.of(new PseudoRating("eve", "casino", 2, 0.5)));
        RatingModel model = new Minimal(table);

        assertThat(model.scale()).isEqualTo(table.scale());
        assertThat(model.itemIds()).containsExactlyInAnyOrder("alien", "brazil", "casino");
        assertThat(model.knowsUser("eve")).isTrue();
        assertThat(model.knowsUser("zoe")).isFalse();
        assertThat(model.knowsItem("casino")).isTrue();
        assertThat(model.knowsItem("dune")).isFalse();
        assertThat(model.ratedItems("bob")).containsExactlyInAnyOrder("alien", "brazil");
        assertThat(model.ratedItems("eve")).isEmpty();
        assertThat(model.ratedItems("zoe")).isEmpty();
        assertThat(model.ratingCount("alien")).isEqualTo(2);
        assertThat(model.ratingCount("casino")).isZero();
        assertThat(model.ratingCount("dune")).isZero();
        assertThat(model.recommend("ann", 2))
                .containsExactly(new Recommendation("brazil", 3, 1), new Recommendation("casino", 3, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void minimalModel_agreesWithTheLibrarysOwnAboutItsTable(long seed) {
        RatingModel own = coarse(seed);
        RatingModel model = new Minimal(own.table());

        assertThat(model.itemIds()).isEqualTo(own.itemIds());
        for (String itemId : own.itemIds()) {
            assertThat(model.ratingCount(itemId)).isEqualTo(own.ratingCount(itemId));
        }
        for (int user = 0; user < 31; user++) {
            assertThat(model.ratedItems("u" + user)).isEqualTo(own.ratedItems("u" + user));
            assertThat(model.knowsUser("u" + user)).isEqualTo(own.knowsUser("u" + user));
        }
    }

    @Test
    void minimalModel_foldIn_saysWhatToDo() {
        RatingModel model = new Minimal(Ratings.of("ann likes alien 5"));

        assertThatThrownBy(() -> model.foldIn("eve", List.of(Ratings.rating("eve likes alien 4"))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "Minimal cannot fold in user 'eve': override foldIn(...), or fit again with the user's ratings");
    }
}
