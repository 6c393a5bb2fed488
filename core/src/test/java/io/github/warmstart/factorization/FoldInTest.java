// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.linear.VectorPrior;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.Recommendation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** New users and items in a trained model: the numbers, and what an overlay keeps and shares. */
class FoldInTest {

    /** Two ways to the same small linear system. */
    private static final double EXACT = 1e-8;

    private static final RatingScale SCALE = RatingScale.of(-50, 60);
    private static final MatrixFactorization LEARNER =
            MatrixFactorization.builder().factors(4).epochs(20).build();

    private final World world =
            World.of(3, 120, 60, 20).scale(SCALE).taste(3, 2).hidden(20).build();
    private final RatingTable table = world.table;
    private final FactorModel model = LEARNER.fit(table);

    private static List<Rating> by(String userId, int... items) {
        List<Rating> ratings = new ArrayList<>();
        for (int item : items) {
            ratings.add(new Rating(userId, "i" + item, 4 + item % 5));
        }
        return ratings;
    }

    private static List<Rating> of(String itemId, int... users) {
        List<Rating> ratings = new ArrayList<>();
        for (int user : users) {
            ratings.add(new Rating("u" + user, itemId, 3 + user % 7));
        }
        return ratings;
    }

    private static void assertSame(FactorModel found, FactorModel expected, String userId) {
        for (String itemId : expected.itemIds()) {
            assertThat(found.predict(userId, itemId)).isCloseTo(expected.predict(userId, itemId), within(EXACT));
        }
    }

    @Test
    void foldIn_oneByOne_isTheSameAsAtOnce() {
        int[] items = new int[40];
        FactorModel grown = model;
        for (int item = 0; item < items.length; item++) {
            items[item] = item;
            grown = grown.foldIn("new", by("new", item));
        }
        FactorModel atOnce = model.foldIn("new", by("new", items));

        assertSame(grown, atOnce, "new");
        assertThat(grown.variance("new", "i50").orElseThrow())
                .isCloseTo(atOnce.variance("new", "i50").orElseThrow(), within(EXACT));
        assertThat(grown.ratedItems("new")).isEqualTo(atOnce.ratedItems("new"));
    }

    @Test
    void foldIn_aRatingThatReplacesOne_isTheSameAsTheLastAtOnce() {
        FactorModel replaced = model.foldIn("new", by("new", 1, 2, 3, 4, 5, 6))
                .foldIn("new", by("new", 7))
                .foldIn("new", List.of(new Rating("new", "i7", 20)));
        List<Rating> last = by("new", 1, 2, 3, 4, 5, 6);
        last.add(new Rating("new", "i7", 20));

        assertSame(replaced, model.foldIn("new", last), "new");
        List<Rating> twice = by("new", 8);
        twice.add(new Rating("new", "i8", 30));
        last.add(new Rating("new", "i8", 30));
        assertSame(replaced.foldIn("new", twice), model.foldIn("new", last), "new");
    }

    @Test
    void foldIn_manyUsersAtOnce_isTheSameAsOneAfterAnother() {
        List<Rating> mixed = new ArrayList<>();
        FactorModel oneByOne = model;
        for (int user = 0; user < 30; user++) {
            oneByOne = oneByOne.foldIn("n" + user, by("n" + user, user, user + 5, user + 9));
        }
        for (int rating = 0; rating < 3; rating++) {
            for (int user = 0; user < 30; user++) {
                mixed.add(by("n" + user, user, user + 5, user + 9).get(rating));
            }
        }
        FactorModel batch = model.foldIn(mixed);

        for (int user = 0; user < 30; user++) {
            assertSame(batch, oneByOne, "n" + user);
            assertThat(batch.knowsUser("n" + user)).isTrue();
        }
        assertThatThrownBy(() -> model.foldIn(List.of(new Rating("new", "i1", 61))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rating 61.0 of user 'new' for item 'i1' is outside the scale -50.0..60.0");
    }

    /** More turns than posteriors are kept for: what is dropped is found again from the history. */
    @Test
    void foldIn_moreUsersThanPosteriorsKept_changesNoPrediction() {
        MatrixFactorization wide =
                MatrixFactorization.builder().factors(250).epochs(1).build();
        FactorModel small = wide.fit(table);
        FactorModel view = small;
        for (int turn = 0; turn < 2; turn++) {
            for (int user = 0; user < 60; user++) {
                view = view.foldIn("n" + user, by("n" + user, turn));
            }
        }
        for (int user = 0; user < 60; user++) {
            view = view.foldIn("n" + user, by("n" + user, 2));
            assertSame(view, small.foldIn("n" + user, by("n" + user, 0, 1, 2)), "n" + user);
        }
    }

    @Test
    void foldIn_tenThousandTimes_buildsNoChain() {
        FactorModel view = model;
        for (int turn = 0; turn < 10_000; turn++) {
            view = view.foldIn("n" + turn, by("n" + turn, turn % 60));
        }
        assertSame(view, model.foldIn("n9999", by("n9999", 9_999 % 60)), "n9999");
        assertSame(view, model.foldIn("n7", by("n7", 7)), "n7");
        assertThat(model.knowsUser("n7")).isFalse();
    }

    private static FMatrixRMaj vectors(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FMatrixRMaj matrix = new FMatrixRMaj(rows, 4);
        for (int k = 0; k < matrix.data.length; k++) {
            matrix.data[k] = (float) (0.2 * random.nextDouble() - 0.1);
        }
        return matrix;
    }

    /** The normal equations of the item's mean and vector, solved by LU. */
    @Test
    void foldInItem_agreesWithTheNormalEquations() {
        BiasModel bias = new BiasRecommender().fit(table);
        BiasTerms effects = new BiasTerms(table, bias, ItemPriors.none());
        FMatrixRMaj userVectors = vectors(table.userCount(), 1);
        FMatrixRMaj itemVectors = vectors(table.itemCount(), 2);
        FactorModel own = new FactorModel(
                table, ItemPriors.none(), bias, effects, userVectors, itemVectors, FactorModelTest.NOT_TRAINED);
        VectorPrior prior = VectorPrior.of(itemVectors, item -> true);
        for (int count : new int[] {2, 11}) {
            DMatrixRMaj precision = new DMatrixRMaj(5, 5);
            precision.set(0, 0, 1 / bias.itemVariance());
            for (int row = 0; row < 4; row++) {
                for (int column = 0; column < 4; column++) {
                    precision.set(1 + row, 1 + column, prior.precision[row][column]);
                }
            }
            DMatrixRMaj information = new DMatrixRMaj(5, 1);
            int[] users = new int[count];
            for (int user = 0; user < count; user++) {
                users[user] = user;
            }
            List<Rating> ratings = of("novelty", users);
            for (Rating rating : ratings) {
                int user = table.userIndex(rating.userId());
                double[] f = {1, 0, 0, 0, 0};
                System.arraycopy(Vectors.row(userVectors, user), 0, f, 1, 4);
                double target = rating.value() - effects.userEffects[user] - bias.centre();
                for (int row = 0; row < 5; row++) {
                    information.add(row, 0, f[row] * target / effects.noise);
                    for (int column = 0; column < 5; column++) {
                        precision.add(row, column, f[row] * f[column] / effects.noise);
                    }
                }
            }
            DMatrixRMaj mean = new DMatrixRMaj(5, 1);
            CommonOps_DDRM.solve(precision, information, mean);

            FactorModel found = own.foldInItem("novelty", ratings);

            for (String userId : List.of("u1", "u99")) {
                int user = table.userIndex(userId);
                double expected = bias.centre() + mean.get(0) + effects.userEffects[user];
                for (int k = 0; k < 4; k++) {
                    expected += mean.get(1 + k) * userVectors.get(user, k);
                }
                assertThat(found.predict(userId, "novelty")).isCloseTo(expected, within(1e-6));
            }
        }
    }

    @Test
    void foldInItem_newItem_isKnownAndRecommended() {
        List<Rating> high = new ArrayList<>();
        for (int user = 0; user < 40; user++) {
            high.add(new Rating("u" + user, "novelty", 55));
        }
        FactorModel found = model.foldInItem("novelty", high);

        assertThat(found.knowsItem("novelty")).isTrue();
        assertThat(found.ratingCount("novelty")).isEqualTo(40);
        assertThat(found.itemIds()).hasSize(61).endsWith("novelty");
        assertThat(found.recommend("u100", 1)).singleElement().satisfies(best -> {
            assertThat(best.itemId()).isEqualTo("novelty");
            assertThat(best.score()).isEqualTo(found.predict("u100", "novelty"));
            assertThat(best.itemRatings()).isEqualTo(40);
        });
        assertThat(found.ratedItems("u3")).contains("novelty");
        assertThat(found.recommend("u3", 60)).extracting(Recommendation::itemId).doesNotContain("novelty");
        assertThat(found.recommendAmong("u100", List.of("novelty", "i1"), 5)).hasSize(2);
        assertThat(model.knowsItem("novelty")).isFalse();
    }

    @Test
    void foldInItem_leavesAllOthersToTheBit() {
        FactorModel found = model.foldInItem("i4", of("i4", 1, 2, 3)).foldInItem("novelty", of("novelty", 4, 5));
        for (int user = 0; user < 120; user++) {
            for (int item = 0; item < 60; item++) {
                if (item != 4) {
                    assertThat(found.predict("u" + user, "i" + item)).isEqualTo(model.predict("u" + user, "i" + item));
                }
            }
        }
        assertThat(found.predict("u9", "i4")).isNotEqualTo(model.predict("u9", "i4"));
        assertThat(found.itemIds()).hasSize(61);
    }

    @Test
    void foldInItem_bitByBit_isTheSameAsAtOnce() {
        FactorModel inTwo = model.foldInItem("novelty", of("novelty", 1, 2)).foldInItem("novelty", of("novelty", 3, 4));
        FactorModel atOnce = model.foldInItem("novelty", of("novelty", 1, 2, 3, 4));

        for (int user = 0; user < 120; user++) {
            assertThat(inTwo.predict("u" + user, "novelty"))
                    .isCloseTo(atOnce.predict("u" + user, "novelty"), within(EXACT));
        }
    }

    @Test
    void foldInItem_wrongRatings_areErrors() {
        assertThatThrownBy(() -> model.foldInItem("novelty", of("i1", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratings must all be of item 'novelty', but one is of 'i1'");
        assertThatThrownBy(() -> model.foldInItem("i1", List.of(new Rating("u1", "i1", 61))))
                .hasMessage("rating 61.0 of user 'u1' for item 'i1' is outside the scale -50.0..60.0");
    }

    /** A user folded in before an item is looked at anew when the item has changed under the user's ratings. */
    @Test
    void foldIn_afterAnItemHasChanged_usesTheNewItem() {
        FactorModel first = model.foldIn("new", by("new", 1, 2, 3, 4, 5))
                .foldIn("new", by("new", 6))
                .foldInItem("i1", of("i1", 1, 2, 3, 4, 5, 6, 7));

        assertSame(
                first.foldIn("new", by("new", 9)),
                model.foldInItem("i1", of("i1", 1, 2, 3, 4, 5, 6, 7)).foldIn("new", by("new", 1, 2, 3, 4, 5, 6, 9)),
                "new");
    }

    /** An item of which only a prior is known tells less about its raters the less sure the prior is. */
    @Test
    void foldIn_itemOfWhichOnlyAPriorIsKnown_countsItsUncertainty() {
        double[] moved = new double[2];
        double[] variances = new double[2];
        for (int turn = 0; turn < 2; turn++) {
            double variance = turn == 0 ? 1e-6 : 100;
            FactorModel primed =
                    LEARNER.fit(table, ItemPriors.of(1, Map.of("rumour", new ItemPriors.Prior(5, variance))));
            FactorModel found = primed.foldIn("new", List.of(new Rating("new", "rumour", 15)));
            moved[turn] = found.predict("new", "i1") - primed.predict("new", "i1");
            variances[turn] = found.statedVariance("new", "rumour");
        }
        BiasModel bias = new BiasRecommender().fit(table);
        // the posterior mean of the effect: its prior variance over that of the rating, times the surprise of 10
        double all = bias.userVariance() + bias.noiseVariance();
        assertThat(moved[0]).isCloseTo(10 * bias.userVariance() / all, within(1e-6));
        assertThat(moved[1]).isCloseTo(10 * bias.userVariance() / (all + 100), within(1e-6));
        assertThat(variances[1] - variances[0]).isGreaterThan(99);
    }

    /** What the documentation says of agreement with refitting: newcomers are predicted as well, nearly. */
    @Test
    void foldIn_newcomers_isNearlyAsGoodAsRefitting() {
        World people = World.of(3, 400, 80, 40).taste(2, 2).hidden(20).build();
        FactorModel refitted = MatrixFactorization.ofDefaults().fit(people.table);
        FactorModel before =
                MatrixFactorization.ofDefaults().fit(people.table.where(row -> people.table.user(row) >= 40));
        List<Rating> theirs = new ArrayList<>();
        for (int user = 0; user < 40; user++) {
            theirs.addAll(people.table.ratingsOf("u" + user));
        }
        FactorModel folded = before.foldIn(theirs);
        double squares = 0;
        double foldedSquares = 0;
        double unknownSquares = 0;
        for (Rating hidden : people.hidden) {
            if (people.table.userIndex(hidden.userId()) < 40) {
                squares += square(refitted, hidden);
                foldedSquares += square(folded, hidden);
                unknownSquares += square(before, hidden);
            }
        }
        assertThat(Math.sqrt(foldedSquares / squares)).isLessThan(1.03);
        assertThat(Math.sqrt(foldedSquares / unknownSquares)).isLessThan(0.6);
    }

    private static double square(FactorModel model, Rating hidden) {
        double error = model.predict(hidden.userId(), hidden.itemId()) - hidden.value();
        return error * error;
    }
}
