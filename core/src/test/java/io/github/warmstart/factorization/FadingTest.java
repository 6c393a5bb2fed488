// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.LinearPosterior;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** Signals lose weight as ratings arrive, in a model of factors as in one of biases. */
class FadingTest {

    /** Two ways to the same small linear system. */
    private static final double EXACT = 1e-8;

    /** Low enough to pull a user below 0: users vary by a few points here, and the estimated variance says so. */
    private static final double GUESS = -20;

    private static final RatingScale SCALE = RatingScale.of(-50, 60);
    private static final MatrixFactorization LEARNER =
            MatrixFactorization.builder().factors(3).epochs(20).build();

    private final RatingTable table =
            World.of(7, 120, 40, 15).scale(SCALE).taste(3, 2).build().table;

    private RatingTable withGuesses() {
        List<PseudoRating> guesses = new ArrayList<>();
        for (int item = 0; item < 10; item++) {
            guesses.add(new PseudoRating("new", "i" + item, GUESS, 0.25));
        }
        return table.plus(guesses);
    }

    private static List<Rating> ratings(int from, int to) {
        List<Rating> ratings = new ArrayList<>();
        for (int item = from; item < to; item++) {
            ratings.add(new Rating("new", "i" + item, 20));
        }
        return ratings;
    }

    /**
     * Bayesian linear regression on fixed items, solved anew: {@code S = (P + sum w f f' / noise)^-1}, with P from a user
     * who has rated nothing.
     */
    private static double bruteForce(FactorModel model, List<Rating> real, List<PseudoRating> guesses, String itemId) {
        LinearPosterior nobody = model.linearPosterior("nobody").orElseThrow();
        int size = nobody.size();
        DMatrixRMaj precision = new DMatrixRMaj(size, size, true, nobody.covariance());
        CommonOps_DDRM.invert(precision);
        DMatrixRMaj right = new DMatrixRMaj(size, 1);
        real.forEach(one -> add(model, nobody, precision, right, one.itemId(), one.value(), 1));
        guesses.forEach(one -> add(model, nobody, precision, right, one.itemId(), one.value(), one.weight()));
        DMatrixRMaj mean = new DMatrixRMaj(size, 1);
        CommonOps_DDRM.solve(precision, right, mean);
        return model.predict("nobody", itemId)
                + CommonOps_DDRM.dot(new DMatrixRMaj(size, 1, true, nobody.features(itemId)), mean);
    }

    private static void add(
            FactorModel model,
            LinearPosterior nobody,
            DMatrixRMaj precision,
            DMatrixRMaj right,
            String itemId,
            double value,
            double weight) {
        DMatrixRMaj f = new DMatrixRMaj(nobody.size(), 1, true, nobody.features(itemId));
        double information = weight / model.noise(itemId);
        CommonOps_DDRM.multAddTransB(information, f, f, precision);
        CommonOps_DDRM.addEquals(right, information * (value - model.predict("nobody", itemId)), f);
    }

    private static List<PseudoRating> guesses(int from, int to) {
        List<PseudoRating> guesses = new ArrayList<>();
        for (int item = from; item < to; item++) {
            guesses.add(new PseudoRating("new", "i" + item, GUESS, 0.25));
        }
        return guesses;
    }

    @Test
    void foldIn_moreAndMoreRatingsOfAUser_movesFromTheGuessesToThemByPrecision() {
        FactorModel start = LEARNER.fit(withGuesses());
        double last = Double.NEGATIVE_INFINITY;
        FactorModel grown = start;
        for (int count = 1; count <= 30; count++) {
            FactorModel model = start.foldIn("new", ratings(10, 10 + count));
            grown = grown.foldIn("new", ratings(9 + count, 10 + count));

            for (String itemId : List.of("i0", "i15", "i39")) {
                double expected = bruteForce(start, ratings(10, 10 + count), guesses(0, 10), itemId);
                assertThat(model.predict("new", itemId)).isCloseTo(expected, within(EXACT));
                assertThat(grown.predict("new", itemId)).isCloseTo(expected, within(EXACT));
            }
            double average = average(model);
            assertThat(average).as("%d ratings", count).isGreaterThan(last);
            last = average;
        }
        assertThat(average(LEARNER.fit(withGuesses()))).isLessThan(0);
        assertThat(last).isGreaterThan(10);
    }

    /** Over all items, so that what single items tell of taste averages out. */
    private static double average(FactorModel model) {
        double sum = 0;
        for (int item = 0; item < 40; item++) {
            sum += model.predict("new", "i" + item) / 40;
        }
        return sum;
    }

    @Test
    void foldIn_ratingsOfGuessedPairs_takeTheirPlace() {
        FactorModel start = LEARNER.fit(withGuesses());

        // half of the guesses, at once and one by one
        FactorModel atOnce = start.foldIn("new", ratings(0, 5));
        FactorModel byOne = start;
        for (int item = 0; item < 5; item++) {
            byOne = byOne.foldIn("new", ratings(item, item + 1));
        }

        for (int item = 0; item < 40; item++) {
            double expected = bruteForce(start, ratings(0, 5), guesses(5, 10), "i" + item);
            assertThat(atOnce.predict("new", "i" + item)).isCloseTo(expected, within(EXACT));
            assertThat(byOne.predict("new", "i" + item)).isCloseTo(expected, within(EXACT));
            double added = bruteForce(start, ratings(0, 5), guesses(0, 10), "i" + item);
            assertThat(Math.abs(added - expected)).isGreaterThan(1000 * EXACT);
            for (int user = 0; user < 120; user++) {
                assertThat(atOnce.predict("u" + user, "i" + item)).isEqualTo(start.predict("u" + user, "i" + item));
            }
        }
    }

    @Test
    void foldInItem_guessedPairThatWasRatedSince_countsAsRated() {
        FactorModel start = LEARNER.fit(withGuesses());
        Rating said = new Rating("new", "i3", 20);
        FactorModel told = start.foldIn("new", List.of(said));

        FactorModel bySteps = told.foldInItem("i3", List.of(new Rating("u0", "i3", 1)));
        FactorModel atOnce = told.foldInItem("i3", List.of(said, new Rating("u0", "i3", 1)));

        for (int user = 0; user < 120; user++) {
            assertThat(bySteps.predict("u" + user, "i3")).isCloseTo(atOnce.predict("u" + user, "i3"), within(EXACT));
            assertThat(bySteps.predict("u" + user, "i4")).isEqualTo(start.predict("u" + user, "i4"));
        }
    }

    @Test
    void foldInItem_moreAndMoreRatings_movesFromThePriorToThem() {
        ItemPriors prior = ItemPriors.of(1, Map.of("novelty", new ItemPriors.Prior(-10, 5)));
        FactorModel start = LEARNER.fit(table, prior);
        assertThat(start.predict("nobody", "novelty")).isEqualTo(-10);
        double last = -10;
        for (int count = 1; count <= 64; count *= 2) {
            List<Rating> ratings = new ArrayList<>();
            for (int user = 0; user < count; user++) {
                ratings.add(new Rating("u" + user, "novelty", 20));
            }
            FactorModel model = start.foldInItem("novelty", ratings);

            assertThat(model.predict("nobody", "novelty"))
                    .as("%d ratings", count)
                    .isBetween(last, 20.0);
            last = model.predict("nobody", "novelty");
            for (int user = 0; user < 120; user++) {
                assertThat(model.predict("u" + user, "i3")).isEqualTo(start.predict("u" + user, "i3"));
            }
        }
        assertThat(last).isGreaterThan(13);
    }

    @Test
    void fit_moreAndMoreRatingsOfAnItem_movesFromThePriorToThem() {
        ItemPriors prior = ItemPriors.of(1, Map.of("novelty", new ItemPriors.Prior(-10, 5)));
        double last = -10 - EXACT;
        for (int count : new int[] {0, 1, 4, 16, 64}) {
            List<Rating> all = new ArrayList<>(Ratings.all(table));
            for (int user = 0; user < count; user++) {
                all.add(new Rating("u" + user, "novelty", 20));
            }
            FactorModel model = LEARNER.fit(Ratings.table(SCALE, all), prior);

            assertThat(model.predict("nobody", "novelty"))
                    .as("%d ratings", count)
                    .isBetween(last, 20.5);
            last = model.predict("nobody", "novelty");
        }
        assertThat(last).isGreaterThan(13);
    }
}
