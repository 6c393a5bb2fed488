// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signals lose weight as ratings arrive, by the arithmetic of precisions and without a knob. */
class BiasFadingTest {

    private static final double EXACT = 1e-9;
    /** Passes of the estimator end when nothing moves by more than a ten millionth of the scale. */
    private static final double SETTLED = 1e-4;

    private static final RatingScale SCALE = RatingScale.of(-50, 60);
    private static final BiasRecommender LEARNER = new BiasRecommender();

    private final World world = World.of(5, 60, 20, 8).scale(SCALE).build();
    private final RatingTable table = world.table;
    private final ItemPriors prior = ItemPriors.of(
            1, Map.of("novelty", new ItemPriors.Prior(-10, table.scale().length() / 20)));

    private static List<Rating> high(int count) {
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < count; user++) {
            ratings.add(new Rating("u" + user, "novelty", 20));
        }
        return ratings;
    }

    private RatingTable with(List<Rating> more) {
        List<Rating> all = new ArrayList<>(Ratings.all(table));
        all.addAll(more);
        return Ratings.table(SCALE, all);
    }

    /** {@code mean = (n0 m0 + sum (r - b)) / (n0 + n)}: a prior is worth {@code n0 = noise / variance} ratings. */
    private static void assertMixed(BiasModel model, double noise, double priorVariance, List<Rating> ratings) {
        double worth = noise / priorVariance;
        double left = 0;
        for (Rating rating : ratings) {
            left += rating.value() - model.userEffect(rating.userId());
        }
        assertThat(model.itemMean("novelty"))
                .isCloseTo((worth * -10 + left) / (worth + ratings.size()), within(SETTLED));
        assertThat(model.itemMeanVariance("novelty")).isCloseTo(noise / (worth + ratings.size()), within(SETTLED));
    }

    @Test
    void fit_moreAndMoreRatingsOfAnItem_movesFromThePriorToTheirMeanByPrecision() {
        double variance = prior.prior("novelty").orElseThrow().variance();
        double last = -10 - EXACT;
        for (int count : new int[] {0, 1, 2, 4, 8, 16, 32, 60}) {
            BiasModel model = LEARNER.fit(with(high(count)), prior);

            assertMixed(model, model.noiseVariance(), variance, high(count));
            assertThat(model.itemMean("novelty")).as("%d ratings", count).isBetween(last + EXACT / 2, 20.0);
            last = model.itemMean("novelty");
        }
        // most of the way: what is left, the raters' own effects have taken up, as a fit of both at once must
        assertThat(last).isGreaterThan(8);
    }

    @Test
    void foldInItem_moreAndMoreRatings_movesFromThePriorToTheirMeanByPrecision() {
        double variance = prior.prior("novelty").orElseThrow().variance();
        BiasModel start = LEARNER.fit(table, prior);
        assertThat(start.itemMean("novelty")).isEqualTo(-10);
        double last = -10;
        for (int count : new int[] {1, 2, 4, 8, 16, 32, 60}) {
            BiasModel model = start.foldInItem("novelty", high(count));

            assertMixed(model, start.noiseVariance(), variance, high(count));
            assertThat(model.itemMean("novelty")).as("%d ratings", count).isBetween(last, 20.0);
            last = model.itemMean("novelty");
            for (int item = 0; item < 20; item++) {
                for (int user = 0; user < 60; user++) {
                    assertThat(model.predict("u" + user, "i" + item)).isEqualTo(start.predict("u" + user, "i" + item));
                }
            }
        }
        assertThat(last).isGreaterThan(13);
    }

    private RatingTable withGuesses() {
        List<PseudoRating> guesses = new ArrayList<>();
        for (int item = 0; item < 10; item++) {
            guesses.add(new PseudoRating("new", "i" + item, -10, 0.25));
        }
        return table.plus(guesses);
    }

    @Test
    void foldIn_moreAndMoreRatingsOfAUser_movesFromTheGuessesToThemByPrecision() {
        BiasModel start = LEARNER.fit(withGuesses());
        double last = start.userEffect("new");
        assertThat(last).isNegative();
        for (int count = 1; count <= 10; count++) {
            List<Rating> ratings = new ArrayList<>();
            for (int item = 10; item < 10 + count; item++) {
                ratings.add(new Rating("new", "i" + item, 20));
            }
            BiasModel model = start.foldIn("new", ratings);

            double noise = start.noiseVariance();
            double sum = 0;
            for (int item = 0; item < 10; item++) {
                sum += 0.25 * (-10 - start.itemMean("i" + item));
            }
            for (int item = 10; item < 10 + count; item++) {
                sum += 20 - start.itemMean("i" + item);
            }
            // guesses are worth two and a half ratings together, what users are like is worth noise / variance
            double weights = noise / start.userVariance() + 2.5 + count;
            assertThat(model.userEffect("new")).isCloseTo(sum / weights, within(EXACT));
            assertThat(model.userEffect("new")).isGreaterThan(last);
            last = model.userEffect("new");
        }
    }

    @Test
    void foldIn_ratingOfAGuessedPair_takesItsPlace() {
        BiasModel start = LEARNER.fit(withGuesses());
        List<Rating> said = new ArrayList<>();
        for (int item = 0; item < 10; item++) {
            said.add(new Rating("new", "i" + item, 20));
        }

        BiasModel model = start.foldIn("new", said);

        double noise = start.noiseVariance();
        double weights = noise / start.userVariance() + 10;
        double sum = said.stream()
                .mapToDouble(rating -> 20 - start.itemMean(rating.itemId()))
                .sum();
        assertThat(model.userEffect("new")).isCloseTo(sum / weights, within(EXACT));
        assertThat(model.userEffectVariance("new")).isCloseTo(noise / weights, within(EXACT));
        for (int user = 0; user < 60; user++) {
            assertThat(model.predict("u" + user, "i3")).isEqualTo(start.predict("u" + user, "i3"));
        }
    }

    @Test
    void fit_ratingOfAGuessedPair_leavesNoTraceOfTheGuess() {
        RatingTable real = with(List.of(new Rating("new", "i3", 20)));

        BiasModel model = LEARNER.fit(real.plus(List.of(new PseudoRating("new", "i3", -10, 5))));

        assertThat(model.userEffect("new")).isEqualTo(LEARNER.fit(real).userEffect("new"));
        assertThat(model.itemMean("i3")).isEqualTo(LEARNER.fit(real).itemMean("i3"));
    }

    @Test
    void foldInItem_guessedPairsThatWereRatedSince_countAsRated() {
        BiasModel start = LEARNER.fit(withGuesses());
        Rating said = new Rating("new", "i3", 20);
        List<Rating> others = List.of(new Rating("u0", "i3", 1));

        BiasModel bySteps = start.foldIn("new", List.of(said)).foldInItem("i3", others);
        BiasModel atOnce =
                start.foldIn("new", List.of(said)).foldInItem("i3", List.of(said, new Rating("u0", "i3", 1)));

        assertThat(bySteps.itemMean("i3")).isCloseTo(atOnce.itemMean("i3"), within(EXACT));
        assertThat(bySteps.itemMean("i3"))
                .isGreaterThan(start.foldInItem("i3", others).itemMean("i3"));
    }
}
