// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.Recommendation;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BayesianModelTest {

    private static final RatingTable TABLE = Planted.table(80, 60, 2, 0.5, 0.5, 21);
    private static final BayesianFactorization LEARNER = BayesianFactorization.builder()
            .factors(3)
            .burnIn(40)
            .sweeps(80)
            .samples(80)
            .threads(1)
            .build();
    private static final BayesianModel MODEL = LEARNER.fit(TABLE);

    private static List<Rating> as(String userId, List<Rating> ratings) {
        return ratings.stream()
                .map(one -> new Rating(userId, one.itemId(), one.value()))
                .toList();
    }

    @Test
    void predict_isTheMeanOfTheSamples() {
        double mean =
                Arrays.stream(MODEL.samplePredictions("u1", "i2")).average().orElseThrow();

        assertThat(MODEL.sampleCount()).isEqualTo(80);
        assertThat(MODEL.predict("u1", "i2")).isCloseTo(mean, within(1e-5));
    }

    @Test
    void variance_growsAsLessIsKnown() {
        double known = MODEL.variance("u1", "i2").orElseThrow();
        double newItem = MODEL.variance("u1", "none").orElseThrow();
        double nothing = MODEL.variance("nobody", "none").orElseThrow();

        assertThat(known).isGreaterThan(0.2).isLessThan(newItem);
        assertThat(newItem).isLessThan(nothing);
        assertThat(MODEL.knowsUser("nobody")).isFalse();
        assertThat(MODEL.knowsItem("none")).isFalse();
        assertThat(MODEL.knowsUser("u1")).isTrue();
        assertThat(MODEL.knowsItem("i2")).isTrue();
    }

    @Test
    void samplePredictions_ofStrangers_spreadAsTheirVarianceSays() {
        double spread = 0;
        for (int stranger = 0; stranger < 50; stranger++) {
            for (double draw : MODEL.samplePredictions("stranger" + stranger, "i2")) {
                double off = draw - MODEL.predict("stranger" + stranger, "i2");
                spread += off * off / MODEL.sampleCount() / 50;
            }
        }
        double noise = MODEL.variance("u1", "i2").orElseThrow();

        // users of the training have little but noise to them, and strangers are about as noisy
        assertThat(spread / (MODEL.variance("nobody", "i2").orElseThrow() - noise))
                .isBetween(0.9, 1.1);
    }

    @Test
    void samplePredictions_ofOneStranger_areAlwaysTheSame() {
        double[] draws = MODEL.samplePredictions("nobody", "none");

        assertThat(MODEL.samplePredictions("nobody", "none")).isEqualTo(draws);
        assertThat(MODEL.samplePredictions("nobody else", "none")).isNotEqualTo(draws);
        assertThat(MODEL.samplePredictions("nobody", "none else")).isNotEqualTo(draws);
    }

    @Test
    void foldIn_ofAKnownHistory_agreesWithTheFit() {
        BayesianModel folded = MODEL.foldIn("twin", as("twin", TABLE.ratingsOf("u5")));
        double squares = 0;
        for (int item = 0; item < 60; item++) {
            double difference = folded.predict("twin", "i" + item) - MODEL.predict("u5", "i" + item);
            squares += difference * difference / 60;
        }

        // one standard deviation of what is not known of a prediction is about 0.2
        assertThat(Math.sqrt(squares)).isLessThan(0.12);
        assertThat(folded.variance("twin", "i3").orElseThrow())
                .isCloseTo(MODEL.variance("u5", "i3").orElseThrow(), within(0.12));
        assertThat(folded.ratedItems("twin")).isEqualTo(MODEL.ratedItems("u5"));
    }

    @Test
    void foldIn_leavesAllOthersAsTheyWere_andIsRepeatable() {
        List<Rating> some = as("new", TABLE.ratingsOf("u5").subList(0, 4));
        BayesianModel folded = MODEL.foldIn("new", some);

        assertThat(folded.predict("u5", "i7")).isEqualTo(MODEL.predict("u5", "i7"));
        assertThat(folded.predict("nobody", "i7")).isEqualTo(MODEL.predict("nobody", "i7"));
        assertThat(MODEL.foldIn("new", some).predict("new", "i7")).isEqualTo(folded.predict("new", "i7"));
        assertThat(folded.knowsUser("new")).isTrue();
        assertThat(MODEL.knowsUser("new")).isFalse();
        assertThat(folded.variance("new", "i7").orElseThrow())
                .isLessThan(MODEL.variance("new", "i7").orElseThrow());
    }

    @Test
    void foldIn_ofMoreRatingsOfAKnownUser_movesTheUserTowardsThem() {
        double before = MODEL.predict("u5", "i7");
        List<Rating> low = MODEL.itemIds().stream()
                .limit(30)
                .map(itemId -> new Rating("u5", itemId, -3))
                .toList();

        assertThat(MODEL.foldIn("u5", low).predict("u5", "i7")).isLessThan(before - 1);
    }

    @Test
    void foldIn_ofWrongRatings_isRefused() {
        assertThatThrownBy(() -> MODEL.foldIn("ann", List.of(new Rating("bob", "i1", 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratings must all be by user 'ann', but one is by 'bob'");
        assertThatThrownBy(() -> MODEL.foldIn("ann", List.of(new Rating("ann", "i1", 300))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("rating 300.0 of user 'ann' for item 'i1' is outside the scale");
    }

    @Test
    void recommend_givesTheBestThatTheUserDidNotRate() {
        List<Recommendation> best = MODEL.recommend("u5", 5);

        assertThat(best).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        assertThat(best).noneMatch(one -> MODEL.ratedItems("u5").contains(one.itemId()));
        assertThat(best).allMatch(one -> one.itemRatings() == MODEL.ratingCount(one.itemId()));
        assertThat(MODEL.recommend("nobody", 3)).hasSize(3);
    }
}
