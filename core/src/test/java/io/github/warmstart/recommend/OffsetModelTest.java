// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetModelTest {

    private static final double EXACT = 1e-12;

    private static RatingModel base(long seed) {
        return new BiasRecommender().fit(World.of(seed, 30, 80, 10).build().table);
    }

    private static OffsetModel corrected(RatingModel base) {
        return new OffsetModel(base, Map.of("u1", Map.of("i3", 0.4, "i7", -0.6, "i9", 9.0)));
    }

    @Test
    void predict_correctedPair_isMovedAndStaysOnTheScale() {
        RatingModel base = base(1);
        OffsetModel model = corrected(base);

        assertThat(model.predict("u1", "i3")).isCloseTo(base.predict("u1", "i3") + 0.4, within(EXACT));
        assertThat(model.predict("u1", "i9")).isEqualTo(base.scale().highest());
        assertThat(model.predict("u1", "i4")).isEqualTo(base.predict("u1", "i4"));
        assertThat(model.predict("u2", "i3")).isEqualTo(base.predict("u2", "i3"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void recommend_correctedUser_agreesWithAFullSort(long seed) {
        RatingModel base = base(seed);
        OffsetModel model = corrected(base);
        for (int n : new int[] {0, 1, 5, 200}) {
            Set<String> rated = model.ratedItems("u1");
            assertThat(model.recommend("u1", n))
                    .isEqualTo(sorted(model, model.itemIds().stream().filter(itemId -> !rated.contains(itemId)), n));
            assertThat(model.recommendAmong("u1", List.of("i9", "i4", "i3", "i4", "new"), n))
                    .isEqualTo(sorted(model, Stream.of("i9", "i4", "i3", "new"), n));
            assertThat(model.recommend("u2", n)).isEqualTo(base.recommend("u2", n));
        }
    }

    private static List<Recommendation> sorted(RatingModel model, Stream<String> itemIds, int n) {
        return itemIds.map(itemId -> new Recommendation(itemId, model.predict("u1", itemId), model.ratingCount(itemId)))
                .sorted(Comparator.comparing((Recommendation one) -> -one.score())
                        .thenComparing(Recommendation::itemId))
                .limit(n)
                .toList();
    }

    @Test
    void foldIn_ratings_keepsTheOffsetsOfOtherItems() {
        RatingModel base = base(1);
        List<Rating> ratings = new ArrayList<>(List.of(new Rating("u1", "i4", 5)));

        RatingModel folded = corrected(base).foldIn("u1", ratings);

        assertThat(folded.predict("u1", "i3"))
                .isCloseTo(base.foldIn("u1", ratings).predict("u1", "i3") + 0.4, within(EXACT));
        assertThat(folded.ratedItems("u1")).contains("i4");
    }

    @Test
    void new_offsetThatIsNoNumber_isRejected() {
        assertThatThrownBy(() -> new OffsetModel(base(1), Map.of("ann", Map.of("alien", Double.NaN))))
                .hasMessage("offset of user 'ann' for item 'alien' must be finite, but was NaN");
    }

    @Test
    void userOffset_movesAllPredictionsOfTheUser_andFadesAsTheUserRates() {
        RatingModel base = base(1);
        OffsetModel model = new OffsetModel(base, Map.of(), Map.of("u1", new OffsetModel.UserOffset(0.3, 6)));
        List<Rating> ratings = List.of(new Rating("u1", "i4", 5), new Rating("u1", "i5", 4));

        OffsetModel folded = model.foldIn("u1", ratings);

        assertThat(model.offset("u1", "i9")).isEqualTo(0.3);
        assertThat(model.offset("u2", "i9")).isZero();
        assertThat(model.predict("u1", "i9")).isEqualTo(base.scale().clamp(base.predict("u1", "i9") + 0.3));
        assertThat(folded.offset("u1", "i9")).isCloseTo(0.3 * 6 / 8, within(1e-12));
        assertThat(model.foldIn(ratings).offset("u1", "i9")).isCloseTo(0.3 * 6 / 8, within(1e-12));
        assertThat(model.foldIn("u2", List.of(new Rating("u2", "i4", 5))).offset("u1", "i9"))
                .isEqualTo(0.3);
        assertThat(model.recommend("u1", 5))
                .isEqualTo(sorted(
                        model,
                        model.itemIds().stream()
                                .filter(itemId -> !model.ratedItems("u1").contains(itemId)),
                        5));
    }
}
