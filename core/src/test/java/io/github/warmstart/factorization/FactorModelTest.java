// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Matrix;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.linear.ItemNoise;
import io.github.warmstart.internal.linear.VectorPrior;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.LinearPosterior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/** A factor model with vectors that the test knows: fold-in and variance against brute force. */
class FactorModelTest {

    /** Inverting by LU instead of Cholesky, 4 x 4, condition about 1e3. */
    private static final double EXACT = 1e-9;

    private static final int FACTORS = 3;
    static final FactorModel.TrainingSummary NOT_TRAINED =
            new FactorModel.TrainingSummary(FACTORS, 0, 0.1, 1, 1, "none", 0, OptionalDouble.empty());
    private static final int USERS = 40;
    private static final int ITEMS = 30;

    private final RatingTable table = World.of(1, USERS, ITEMS, 12)
            .scale(RatingScale.of(-50, 60))
            .taste(2, 1)
            .build()
            .table;
    private final BiasModel bias = new BiasRecommender().fit(table);
    private final FMatrixRMaj users = matrix(USERS, 1);
    private final FMatrixRMaj items = matrix(ITEMS, 2);
    private final BiasTerms effects = new BiasTerms(table, bias, ItemPriors.none());
    private final ItemNoise noise = new ItemNoise(table, bias, effects, users, items);
    private final FactorModel model =
            new FactorModel(table, ItemPriors.none(), bias, effects, users, items, NOT_TRAINED);

    private static FMatrixRMaj matrix(int rows, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FMatrixRMaj matrix = new FMatrixRMaj(rows, FACTORS);
        for (int k = 0; k < matrix.data.length; k++) {
            matrix.data[k] = (float) (0.5 * random.nextGaussian());
        }
        return matrix;
    }

    /** The covariance of what users were like: second moments with a tenth of a mean variance added. */
    private Matrix priorCovariance() {
        Matrix prior = new Matrix(1 + FACTORS, 1 + FACTORS);
        prior.set(0, 0, bias.userVariance());
        double trace = 0;
        for (int a = 0; a < FACTORS; a++) {
            for (int b = 0; b < FACTORS; b++) {
                double sum = 0;
                for (int user = 0; user < USERS; user++) {
                    sum += (double) users.get(user, a) * users.get(user, b);
                }
                prior.set(1 + a, 1 + b, sum / USERS);
                trace += a == b ? sum / USERS : 0;
            }
        }
        for (int k = 1; k <= FACTORS; k++) {
            prior.set(k, k, prior.get(k, k) + 0.1 * trace / FACTORS + 1e-9);
        }
        return prior;
    }

    private Matrix features(String itemId) {
        Matrix features = new Matrix(1 + FACTORS, 1);
        features.set(0, 0, 1);
        int item = table.itemIndex(itemId);
        for (int k = 0; item >= 0 && k < FACTORS; k++) {
            features.set(1 + k, 0, items.get(item, k));
        }
        return features;
    }

    /** Gaussian conditioning on the ratings at once: mean and covariance of (effect, vector). */
    private List<Matrix> condition(List<Rating> ratings) {
        int n = ratings.size();
        Matrix prior = priorCovariance();
        Matrix f = new Matrix(n, 1 + FACTORS);
        Matrix spread = new Matrix(n, n);
        Matrix y = new Matrix(n, 1);
        for (int row = 0; row < n; row++) {
            String itemId = ratings.get(row).itemId();
            boolean known = table.itemIndex(itemId) >= 0;
            for (int k = 0; k <= FACTORS; k++) {
                f.set(row, k, features(itemId).get(k));
            }
            spread.set(
                    row, row, noise.of(table.itemIndex(ratings.get(row).itemId())) + (known ? 0 : bias.itemVariance()));
            y.set(row, 0, (float) ratings.get(row).value() - bias.itemMean(itemId));
        }
        Matrix gain = prior.mult(f.transpose())
                .mult(f.mult(prior).mult(f.transpose()).plus(1, spread).invert());
        return List.of(gain.mult(y), prior.plus(-1, gain.mult(f).mult(prior)));
    }

    private static List<Rating> some() {
        return List.of(
                new Rating("new", "i1", 9),
                new Rating("new", "i2", 2),
                new Rating("new", "i7", 6),
                new Rating("new", "novelty", 8));
    }

    @Test
    void predict_isEffectsPlusFit() {
        double expected = effects.userEffects[table.userIndex("u3")] + effects.itemMeans[table.itemIndex("i4")];
        for (int k = 0; k < FACTORS; k++) {
            expected += (double) users.get(table.userIndex("u3"), k) * items.get(table.itemIndex("i4"), k);
        }

        assertThat(model.predict("u3", "i4")).isCloseTo(expected, within(EXACT));
        assertThat(model.predict("nobody", "i4")).isEqualTo(bias.itemMean("i4"));
        assertThat(model.predict("u3", "nothing")).isCloseTo(bias.predict("u3", "nothing"), within(EXACT));
    }

    @Test
    void foldIn_newUser_agreesWithBruteForce() {
        FactorModel found = model.foldIn("new", some());

        Matrix mean = condition(some()).get(0);
        for (String itemId : List.of("i1", "i5", "i20", "nothing")) {
            assertThat(found.predict("new", itemId))
                    .as(itemId)
                    .isCloseTo(
                            bias.itemMean(itemId)
                                    + mean.transpose().mult(features(itemId)).get(0),
                            within(EXACT));
        }
    }

    @Test
    void foldIn_knownUser_isTheRegressionOverTheWholeHistory() {
        List<Rating> all = new ArrayList<>(table.ratingsOf("u3"));
        Rating replaced = all.remove(0);
        Rating now = new Rating("u3", replaced.itemId(), replaced.value() + 1);
        all.add(now);

        FactorModel found = model.foldIn("u3", List.of(now));

        Matrix mean = condition(all).get(0);
        assertThat(found.predict("u3", "i9"))
                .isCloseTo(
                        bias.itemMean("i9")
                                + mean.transpose().mult(features("i9")).get(0),
                        within(EXACT));
        assertThat(found.ratedItems("u3")).hasSize(all.size());
    }

    @Test
    void foldIn_bitByBit_isTheSameAsAtOnce() {
        FactorModel inTwo = model.foldIn("new", some().subList(0, 2)).foldIn("new", some().subList(2, 4));

        assertThat(inTwo.predict("new", "i9"))
                .isCloseTo(model.foldIn("new", some()).predict("new", "i9"), within(EXACT));
    }

    @Test
    void foldIn_leavesAllOthersToTheBit() {
        FactorModel found = model.foldIn("u3", List.of(new Rating("u3", "i1", 60)));
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                if (user != 3) {
                    assertThat(found.predict("u" + user, "i" + item)).isEqualTo(model.predict("u" + user, "i" + item));
                }
            }
        }
        assertThat(found.variance("u4", "i1")).isEqualTo(model.variance("u4", "i1"));
        assertThat(found.predict("nobody", "i1")).isEqualTo(model.predict("nobody", "i1"));
        assertThat(found.predict("u3", "i2")).isNotEqualTo(model.predict("u3", "i2"));
    }

    @Test
    void foldIn_nothingForAStranger_isTheAverageUser() {
        assertThat(model.foldIn("new", List.of()).predict("new", "i4")).isCloseTo(bias.itemMean("i4"), within(EXACT));
    }

    @Test
    void foldIn_wrongRatings_areErrors() {
        assertThatThrownBy(() -> model.foldIn("new", List.of(new Rating("ann", "i1", 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratings must all be by user 'new', but one is by 'ann'");
        assertThatThrownBy(() -> model.foldIn("new", List.of(new Rating("new", "i1", 61))))
                .hasMessage("rating 61.0 of user 'new' for item 'i1' is outside the scale -50.0..60.0");
    }

    /** An item without rows holds the random vector of its start: nobody's prediction may depend on that. */
    @Test
    void predict_itemOfAFilteredTable_ignoresItsVector() {
        RatingTable without = table.where(row -> table.item(row) != table.itemIndex("i4"));
        BiasModel fitted = new BiasRecommender().fit(without);
        FactorModel filtered = new FactorModel(
                without,
                ItemPriors.none(),
                fitted,
                new BiasTerms(without, fitted, ItemPriors.none()),
                users,
                items,
                NOT_TRAINED);
        FactorModel folded = filtered.foldIn("new", some());

        double sameForAnyStranger = filtered.foldIn("new", some()).predict("new", "nothing");
        assertThat(folded.predict("new", "i4")).isCloseTo(sameForAnyStranger, within(1e-4));
        assertThat(filtered.predict("u3", "i4")).isCloseTo(filtered.predict("u3", "nothing"), within(1e-4));
        assertThat(filtered.variance("new", "i4").orElseThrow())
                .isCloseTo(filtered.variance("new", "nothing").orElseThrow(), within(1e-4));
        assertThat(filtered.knowsItem("i4")).isFalse();
        assertThat(filtered.itemIds()).doesNotContain("i4");
    }

    /** {@code p' (Q^-1 + n P / noise)^-1 p} with the moments of items Q and of users P. */
    private double ofVector(String itemId, double[] p) {
        int item = table.itemIndex(itemId);
        Matrix precision = moments(items).invert();
        if (item >= 0) {
            precision = precision.plus(table.itemSize(item) / noise.of(item), moments(users));
        }
        Matrix vector = new Matrix(FACTORS, 1);
        for (int k = 0; k < FACTORS; k++) {
            vector.set(k, 0, p[k]);
        }
        return precision.invert().quadratic(vector);
    }

    private static Matrix moments(FMatrixRMaj vectors) {
        double[][] covariance = VectorPrior.of(vectors, row -> true).covariance;
        Matrix matrix = new Matrix(FACTORS, FACTORS);
        for (int row = 0; row < FACTORS; row++) {
            for (int column = 0; column < FACTORS; column++) {
                matrix.set(row, column, covariance[row][column]);
            }
        }
        return matrix;
    }

    @Test
    void variance_agreesWithBruteForce() {
        FactorModel folded = model.foldIn("new", some());
        Matrix covariance = condition(some()).get(1);
        Matrix ofKnown = condition(table.ratingsOf("u3")).get(1);
        for (String itemId : List.of("i1", "i5", "nothing")) {
            Matrix f = features(itemId);
            double rest = bias.itemMeanVariance(itemId) + noise.of(table.itemIndex(itemId));
            double[] mean = condition(some()).get(0).column(0);
            double[] own = Vectors.row(users, table.userIndex("u3"));
            assertThat(folded.variance("new", itemId).orElseThrow())
                    .isCloseTo(
                            covariance.quadratic(f) + rest + ofVector(itemId, Arrays.copyOfRange(mean, 1, 1 + FACTORS)),
                            within(EXACT));
            assertThat(model.variance("u3", itemId).orElseThrow())
                    .isCloseTo(ofKnown.quadratic(f) + rest + ofVector(itemId, own), within(EXACT));
            assertThat(model.variance("nobody", itemId).orElseThrow())
                    .isCloseTo(priorCovariance().quadratic(f) + rest, within(EXACT));
        }
    }

    @Test
    void variance_withEveryRating_falls() {
        FactorModel grown = model;
        double first = grown.variance("new", "i9").orElseThrow();
        double before = grown.linearPosterior("new").orElseThrow().covariance("i9", "i9");
        for (int item = 10; item < 25; item++) {
            grown = grown.foldIn("new", List.of(new Rating("new", "i" + item, 5)));
            // the user's part; that of the item's vector grows with the length of the user's
            double after = grown.linearPosterior("new").orElseThrow().covariance("i9", "i9");
            assertThat(after).as("after %d ratings", item - 9).isLessThan(before);
            before = after;
        }
        double last = grown.variance("new", "i9").orElseThrow();
        assertThat(last).isBetween(bias.noiseVariance(), first);
    }

    @Test
    void varianceAndPredict_fromManyThreads_giveTheSameAsFromOne() throws Exception {
        double[][] expected = new double[USERS][ITEMS];
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                expected[user][item] =
                        model.variance("u" + user, "i" + item).orElseThrow() + model.predict("u" + user, "i" + item);
            }
        }
        FactorModel fresh = new FactorModel(table, ItemPriors.none(), bias, effects, users, items, NOT_TRAINED);
        List<Callable<Integer>> jobs = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int stride = 2 * thread + 1;
            jobs.add(() -> {
                int wrong = 0;
                for (int turn = 0; turn < 4 * USERS * ITEMS; turn++) {
                    int user = turn * stride % USERS;
                    int item = turn * stride / USERS % ITEMS;
                    double found = fresh.variance("u" + user, "i" + item).orElseThrow()
                            + fresh.predict("u" + user, "i" + item);
                    wrong += found == expected[user][item] ? 0 : 1;
                }
                return wrong;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Integer> wrong : threads.invokeAll(jobs)) {
                assertThat(wrong.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void linearPosterior_isThatOfGaussianConditioning() {
        FactorModel found = model.foldIn("new", some());
        Matrix covariance = condition(some()).get(1);
        LinearPosterior posterior = found.linearPosterior("new").orElseThrow();

        assertThat(posterior.size()).isEqualTo(1 + FACTORS);
        for (int row = 0; row <= FACTORS; row++) {
            for (int column = 0; column <= FACTORS; column++) {
                assertThat(posterior.covariance()[row * (1 + FACTORS) + column])
                        .isCloseTo(covariance.get(row, column), within(EXACT));
            }
        }
        for (String itemId : List.of("i1", "i5", "nothing")) {
            assertThat(posterior.features(itemId))
                    .containsExactly(features(itemId).column(0));
            assertThat(posterior.covariance(itemId, "i20"))
                    .isCloseTo(
                            features(itemId)
                                    .transpose()
                                    .mult(covariance)
                                    .mult(features("i20"))
                                    .get(0),
                            within(EXACT));
        }
        assertThat(posterior.noise("nothing")).isCloseTo(noise.of(-1) + bias.itemVariance(), within(EXACT));
        assertThat(posterior.noise("i1"))
                .isCloseTo(noise.of(table.itemIndex("i1")) + bias.itemMeanVariance("i1"), within(EXACT));
    }

    @Test
    void linearPosterior_ofAnybodyElse_isAsItWas() {
        LinearPosterior before = model.linearPosterior("u3").orElseThrow();
        LinearPosterior stranger = model.linearPosterior("new").orElseThrow();
        FactorModel more = model.foldIn("new", some());

        assertThat(more.linearPosterior("u3").orElseThrow().covariance()).containsExactly(before.covariance());
        assertThat(more.linearPosterior("other").orElseThrow().covariance()).containsExactly(stranger.covariance());
        before.covariance()[0] = 17;
        before.features("i1")[0] = 17;
        assertThat(before.covariance()[0]).isNotEqualTo(17);
        assertThat(before.features("i1")[0]).isEqualTo(1);
    }
}
