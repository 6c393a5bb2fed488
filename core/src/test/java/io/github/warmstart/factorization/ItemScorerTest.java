// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.rating.table.RatingTableBuilder;
import io.github.warmstart.recommend.Exploration;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.Recommendation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists over all items at once: the same as a full sort of single predictions, quickly and under load. */
class ItemScorerTest {

    private static final int ITEMS = 2_500;

    /** A model of items in several blocks, the last one short; odd numbers of factors leave a rest. */
    private static FactorModel model(int items, int factors, RatingScale scale) {
        SplittableRandom random = new SplittableRandom(7);
        RatingTableBuilder builder = RatingTable.builder(scale);
        for (int rating = 0; rating < 4 * items; rating++) {
            builder.add(new Rating(
                    "u" + random.nextInt(50), "i" + rating % items, scale.clamp(3 + 2 * random.nextGaussian())));
        }
        return MatrixFactorization.builder().factors(factors).epochs(3).build().fit(builder.build());
    }

    private static List<Recommendation> sorted(FactorModel model, String userId, int n, Predicate<String> filter) {
        return model.itemIds().stream()
                .filter(filter)
                .map(itemId -> new Recommendation(itemId, model.predict(userId, itemId), model.ratingCount(itemId)))
                .sorted(Comparator.comparing((Recommendation one) -> -one.score())
                        .thenComparing(Recommendation::itemId))
                .limit(n)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1, -20, 30", "7, -20, 30", "16, -20, 30", "16, 2.9, 3.1", "4, 1, 5"})
    void recommend_manyBlocks_agreesWithAFullSort(int factors, double lowest, double highest) {
        FactorModel model = model(ITEMS, factors, RatingScale.of(lowest, highest))
                .foldIn("new", List.of(new Rating("new", "i3", highest), new Rating("new", "i9", lowest)))
                .foldInItem("i77", List.of(new Rating("u1", "i77", highest), new Rating("u2", "i77", highest)))
                .foldInItem("a-novelty", List.of(new Rating("u3", "a-novelty", highest)))
                .foldInItem("z-novelty", List.of(new Rating("u3", "z-novelty", highest)));
        for (String userId : List.of("u0", "u1", "u3", "u49", "new", "stranger")) {
            Set<String> rated = model.ratedItems(userId);
            for (int n : new int[] {0, 1, 10, ITEMS, Integer.MAX_VALUE}) {
                assertThat(model.recommend(userId, n))
                        .as("%s, n %d", userId, n)
                        .isEqualTo(sorted(model, userId, n, itemId -> !rated.contains(itemId)));
                assertThat(model.recommend(userId, n, itemId -> itemId.endsWith("7")))
                        .as("%s, n %d, filtered", userId, n)
                        .isEqualTo(sorted(model, userId, n, itemId -> itemId.endsWith("7")));
            }
            List<String> some = List.of("i5", "i1000", "i77", "z-novelty", "i5", "nothing");
            assertThat(model.recommendAmong(userId, some, 3))
                    .extracting(Recommendation::score)
                    .isSortedAccordingTo(Comparator.reverseOrder())
                    .hasSize(3);
        }
        assertThatThrownBy(() -> model.recommend("u0", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must be >= 0, but was -1");
    }

    @Test
    void recommend_tenTimesTheItems_allocatesNoMore() {
        FactorModel small = model(3_000, 8, RatingScale.of(-20, 30));
        FactorModel large = model(30_000, 8, RatingScale.of(-20, 30));

        // the heap grows with the logarithm of the items: some 25 more entries of 32 bytes each; a thousand is ample
        assertThat(allocated(large)).isLessThan(allocated(small) + 1_000 * 32);
    }

    /** Bytes that one list takes, the least of several: the first calls compile and build. */
    private static long allocated(FactorModel model) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int turn = 0; turn < 20; turn++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            model.recommend("u" + turn, 10);
            least = Math.min(
                    least,
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }
        return least;
    }

    @Test
    void everything_fromManyThreads_givesTheSameAsFromOne() throws Exception {
        FactorModel expected = model(1_500, 6, RatingScale.of(-20, 30));
        FactorModel fresh = model(1_500, 6, RatingScale.of(-20, 30));
        List<Rating> theirs = List.of(new Rating("new", "i1", 9), new Rating("new", "i2", -3));
        List<Callable<Integer>> jobs = new ArrayList<>();
        List<List<Recommendation>> lists = new ArrayList<>();
        List<Double> variances = new ArrayList<>();
        for (int user = 0; user < 40; user++) {
            lists.add(expected.foldIn("new", theirs).recommend(user == 0 ? "new" : "u" + user, 10));
            variances.add(expected.variance("u" + user, "i3").orElseThrow());
        }
        for (int thread = 0; thread < 8; thread++) {
            int start = 5 * thread;
            jobs.add(() -> {
                int wrong = 0;
                for (int turn = 0; turn < 200; turn++) {
                    int user = (start + turn) % 40;
                    FactorModel view = fresh.foldIn("new", theirs);
                    wrong += view.recommend(user == 0 ? "new" : "u" + user, 10).equals(lists.get(user)) ? 0 : 1;
                    wrong += fresh.variance("u" + user, "i3").orElseThrow() == variances.get(user) ? 0 : 1;
                }
                return wrong;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Integer> wrong : threads.invokeAll(jobs)) {
                assertThat(wrong.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void predictionsAndVariances_ofAllItems_areThoseOfSinglePairs() {
        FactorModel model = model(1_100, 7, RatingScale.of(-20, 30))
                .foldIn("new", List.of(new Rating("new", "i3", 9)))
                .foldInItem("i77", List.of(new Rating("u1", "i77", 8)))
                .foldInItem("novelty", List.of(new Rating("u1", "novelty", 8)));
        for (String userId : List.of("u1", "new", "stranger")) {
            double[] predictions = model.predictions(userId);
            double[] variances = model.variances(userId);
            List<String> itemIds = model.itemIds();
            assertThat(predictions).hasSize(1_101);
            assertThat(variances).hasSize(1_101);
            for (int place = 0; place < itemIds.size(); place++) {
                assertThat(predictions[place]).isEqualTo(model.predict(userId, itemIds.get(place)));
                assertThat(variances[place])
                        .isCloseTo(model.variance(userId, itemIds.get(place)).orElseThrow(), within(1e-9));
            }
        }
    }

    @Test
    void upperConfidence_ranksByPredictionAndDeviation() {
        FactorModel model = model(1_100, 5, RatingScale.of(-200, 300))
                .foldInItem("novelty", List.of(new Rating("u1", "novelty", 8)));
        List<Recommendation> none = model.recommend("u1", 20, itemId -> true, Exploration.none());
        assertThat(none).isEqualTo(model.recommend("u1", 20, itemId -> true));

        List<Recommendation> wide = model.recommend("u1", 2_000, itemId -> true, Exploration.upperConfidence(1_000));
        assertThat(wide).hasSize(1_101);
        double before = Double.POSITIVE_INFINITY;
        for (Recommendation item : wide) {
            double known = model.statedVariance("u1", item.itemId()) - model.noise(item.itemId());
            double rank = item.score()
                    + 1_000
                            * Math.sqrt(known
                                    * model.variance("u1", item.itemId()).orElseThrow()
                                    / model.statedVariance("u1", item.itemId()));
            assertThat(rank).isLessThanOrEqualTo(before + 1e-3);
            before = rank;
            assertThat(item.score()).isEqualTo(model.predict("u1", item.itemId()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"u1", "stranger"})
    void thompson_seeded_isRepeatableAndVaries(String userId) {
        FactorModel model = model(1_100, 5, RatingScale.of(-20, 30));
        List<Recommendation> first = model.recommend(userId, 10, itemId -> true, Exploration.thompson(1));

        assertThat(model.recommend(userId, 10, itemId -> true, Exploration.thompson(1)))
                .isEqualTo(first);
        assertThat(model.recommend(userId, 10, itemId -> true, Exploration.thompson(2)))
                .isNotEqualTo(first);
        for (Recommendation item : first) {
            assertThat(item.score()).isEqualTo(model.predict(userId, item.itemId()));
        }
        Set<String> allowed = Set.of("i1", "i2");
        assertThat(model.recommend(userId, 10, allowed::contains, Exploration.thompson(1)))
                .hasSize(2);
    }

    @Test
    void exploration_saysWhatItIs() {
        assertThat(Exploration.none()).hasToString("none");
        assertThat(Exploration.upperConfidence(1.5)).hasToString("upperConfidence(1.5)");
        assertThat(Exploration.thompson(7)).hasToString("thompson(7)");
        assertThatThrownBy(() -> Exploration.upperConfidence(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("width must be finite, but was NaN");
    }

    @Test
    void recommend_worldWithTaste_findsWhatTheUserLikes() {
        World world = World.of(5, 200, 80, 30).taste(2, 2).hidden(40).build();
        FactorModel model = MatrixFactorization.ofDefaults().fit(world.table);
        double chosen = 0;
        double all = 0;
        int hits = 0;
        for (Rating hidden : world.hidden) {
            all += hidden.value() / world.hidden.size();
            List<Recommendation> best = model.recommend(hidden.userId(), 10);
            if (best.stream().anyMatch(item -> item.itemId().equals(hidden.itemId()))) {
                chosen += hidden.value();
                hits++;
            }
        }
        assertThat(chosen / hits).isGreaterThan(all + 1);
    }

    /** Two items as near to each other as a sum in float cannot tell: the order is that of the predictions. */
    @Test
    void recommend_scoresThatFloatCannotTell_areInTheOrderOfPredictions() {
        ItemPriors priors = ItemPriors.of(
                1, Map.of("a", new ItemPriors.Prior(1002.5, 0.1), "b", new ItemPriors.Prior(1002.505, 0.1)));
        RatingTable none = RatingTable.builder(RatingScale.of(1000, 1005)).build();
        FactorModel found = MatrixFactorization.builder().factors(64).build().fit(none, priors);

        assertThat(found.predict("new", "b")).isGreaterThan(found.predict("new", "a"));
        assertThat(found.recommend("new", 1)).extracting(Recommendation::itemId).containsExactly("b");
    }
}
