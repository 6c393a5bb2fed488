// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static io.github.warmstart.evaluation.FixedModel.STARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.statistics.PairedBootstrap;
import io.github.warmstart.statistics.PairedBootstrap.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelMetricsTest {

    /** Sums of a few dozen doubles in another order. */
    private static final double EXACT = 1e-12;

    private static HeldOutRatings heldOut(String... sentences) {
        return HeldOutRatings.of(
                STARS, Arrays.stream(sentences).map(Ratings::rating).toList());
    }

    @Test
    void errors_workedExample_areThoseByHand() {
        FixedModel model = new FixedModel("a", "b", "c")
                .predicting("ann", "a", 4)
                .predicting("ann", "c", 2)
                .predicting("bob", "a", 4);

        ModelMetrics judgement =
                heldOut("ann a 5", "ann b 3", "ann c 1", "bob a 2").judge(model);

        // ann misses by 1, 0 and 1, bob by 2
        assertThat(judgement.rmsePerUser()).isCloseTo((Math.sqrt(2 / 3.0) + 2) / 2, within(EXACT));
        assertThat(judgement.rmsePooled()).isCloseTo(Math.sqrt(6 / 4.0), within(EXACT));
        assertThat(judgement.mae()).isCloseTo(1, within(EXACT));
        assertThat(judgement.maePerUser()).isCloseTo((2 / 3.0 + 2) / 2, within(EXACT));
        assertThat(judgement.users()).isEqualTo(2);
        assertThat(judgement.ratings()).isEqualTo(4);
    }

    @Test
    void ndcg_workedExample_isThatByHand() {
        FixedModel model = new FixedModel("a", "b", "c")
                .predicting("ann", "a", 2)
                .predicting("ann", "b", 4)
                .predicting("ann", "c", 3);

        ModelMetrics judgement =
                heldOut("ann a 5", "ann b 3", "ann c 1", "bob a 5").judge(model);

        // gains 4, 2, 0, in the order b, c, a; bob has one item only
        double log3 = Math.log(3) / Math.log(2);
        assertThat(judgement.ndcg(3)).isCloseTo((2 + 0 / log3 + 4 / 2.0) / (4 + 2 / log3), within(EXACT));
        assertThat(judgement.ndcg(1)).isCloseTo(2 / 4.0, within(EXACT));
        assertThat(judgement.ndcg(100)).isEqualTo(judgement.ndcg(3));
    }

    @Test
    void ndcg_equalPredictions_standInTheOrderOfIds() {
        ModelMetrics judgement = heldOut("ann b 5", "ann a 1").judge(new FixedModel("a", "b"));

        assertThat(judgement.ndcg(1)).isZero();
    }

    @Test
    void ndcg_whereNoOrderIsBetter_leavesTheUserOut() {
        assertThat(heldOut("ann a 1", "ann b 1").judge(new FixedModel()).ndcg(5))
                .isNaN();
        assertThat(heldOut("ann a 4").judge(new FixedModel()).ndcg(5)).isNaN();
        assertThat(heldOut("ann a 4", "ann b 4").judge(new FixedModel()).ndcg(5))
                .isEqualTo(1);
    }

    @Test
    void ranking_workedExample_isThatByHand() {
        FixedModel model = new FixedModel("e", "d", "c", "b", "a")
                .predicting("ann", "a", 4)
                .predicting("ann", "e", 3.5)
                .predicting("ann", "d", 5)
                .having("ann", "d");

        ModelMetrics judgement = heldOut("ann a 5", "ann b 3", "bob a 2", "cay b 5", "cay c 4", "cay z 4")
                .judge(model);

        // ann: a, e, b, c, of which a is relevant; cay: a, b, c, d, e, of which b and c are, and z is not known; bob:
        // none
        assertThat(judgement.meanReciprocalRank()).isCloseTo((1 + 1 / 2.0) / 2, within(EXACT));
        assertThat(judgement.recall(1)).isCloseTo((1 + 0) / 2.0, within(EXACT));
        assertThat(judgement.recall(2)).isCloseTo((1 + 1 / 2.0) / 2, within(EXACT));
        assertThat(judgement.recall(3)).isCloseTo((1 + 2 / 3.0) / 2, within(EXACT));
        assertThat(judgement.coverage(1)).isCloseTo(1 / 5.0, within(EXACT));
        assertThat(judgement.coverage(2)).isCloseTo(3 / 5.0, within(EXACT));
        assertThat(judgement.coverage(9)).isEqualTo(1);
    }

    @Test
    void ranking_ofAnItemThatALearnerTakesForRated_stillCountsIt() {
        FixedModel model = new FixedModel("a", "b").predicting("ann", "b", 4).having("ann", "b");

        assertThat(heldOut("ann b 5").judge(model).meanReciprocalRank()).isEqualTo(1);
    }

    @Test
    void ranking_withoutRelevantItem_hasNoFigure() {
        ModelMetrics judgement = heldOut("ann a 3").judge(new FixedModel("a"));

        assertThat(judgement.recall(3)).isNaN();
        assertThat(judgement.meanReciprocalRank()).isNaN();
    }

    @Test
    void ranking_ofAModelWithoutItems_findsNothing() {
        ModelMetrics judgement = heldOut("ann a 5").judge(new FixedModel());

        assertThat(judgement.recall(3)).isZero();
        assertThat(judgement.meanReciprocalRank()).isZero();
        assertThat(judgement.coverage(3)).isNaN();
    }

    @Test
    void relevantFrom_anotherThreshold_changesWhatIsRelevant() {
        HeldOutRatings heldOut = heldOut("ann a 3", "ann b 4.1");
        FixedModel model = new FixedModel("a", "b");

        assertThat(heldOut.judge(model).meanReciprocalRank()).isEqualTo(0.5);
        assertThat(heldOut.relevantFrom(3).judge(model).meanReciprocalRank()).isEqualTo(1);
        assertThat(heldOut.relevantFrom(4.1).judge(model).meanReciprocalRank()).isEqualTo(0.5);
        assertThat(HeldOutRatings.of(STARS, List.of(new Rating("ann", "b", (float) 4.1)))
                        .relevantFrom(4.1)
                        .judge(model)
                        .recall(2))
                .isEqualTo(1);
        assertThatThrownBy(() -> heldOut.relevantFrom(5.5))
                .hasMessage("relevantFrom must be on the scale 1.0..5.0, but was 5.5");
    }

    private static final class Case {
        final List<String> items = ids("i", 14);
        final List<String> users = ids("u", 9);
        final List<Rating> ratings = new ArrayList<>();
        final FixedModel model;

        Case(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            model = FixedModel.ofChance(seed, items, users);
            for (String userId : users) {
                for (String itemId : ids("i", 17)) {
                    if (random.nextInt(3) == 0 && !model.ratedItems(userId).contains(itemId)) {
                        ratings.add(new Rating(userId, itemId, 1 + random.nextInt(9) / 2.0));
                    }
                }
            }
        }

        private static List<String> ids(String prefix, int count) {
            return IntStream.range(0, count).mapToObj(k -> prefix + k).toList();
        }

        List<Rating> of(String userId) {
            return ratings.stream().filter(one -> one.userId().equals(userId)).toList();
        }

        /** All candidates of a user, best first. */
        List<String> ranked(String userId) {
            List<String> ranked = new ArrayList<>(items);
            ranked.removeAll(model.ratedItems(userId));
            ranked.sort(order(userId));
            return ranked;
        }

        Comparator<String> order(String userId) {
            return Comparator.comparingDouble((String itemId) -> -model.predict(userId, itemId))
                    .thenComparing(itemId -> itemId);
        }

        Set<String> relevant(String userId) {
            return of(userId).stream()
                    .filter(one -> one.value() >= 4)
                    .map(Rating::itemId)
                    .collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void figures_randomData_agreeWithBruteForce(long seed) {
        Case data = new Case(seed);
        ModelMetrics judgement = HeldOutRatings.of(STARS, data.ratings).judge(data.model);
        for (int k = 1; k < 16; k += 2) {
            List<Double> ndcg = new ArrayList<>();
            List<Double> recall = new ArrayList<>();
            List<Double> reciprocal = new ArrayList<>();
            List<Double> rmse = new ArrayList<>();
            Set<String> shown = new HashSet<>();
            for (String userId : data.users) {
                List<Rating> own = data.of(userId);
                if (own.isEmpty()) {
                    continue;
                }
                rmse.add(Math.sqrt(own.stream()
                        .mapToDouble(one -> Math.pow(one.value() - data.model.predict(userId, one.itemId()), 2))
                        .average()
                        .orElseThrow()));
                double best = dcg(own, Comparator.comparingDouble(one -> -one.value()), k);
                if (own.size() > 1 && best > 0) {
                    ndcg.add(dcg(own, Comparator.comparing(Rating::itemId, data.order(userId)), k) / best);
                }
                List<String> ranked = data.ranked(userId);
                List<String> top = ranked.subList(0, Math.min(k, ranked.size()));
                shown.addAll(top);
                Set<String> relevant = data.relevant(userId);
                if (!relevant.isEmpty()) {
                    long hits = top.stream().filter(relevant::contains).count();
                    recall.add((double) hits / Math.min(k, relevant.size()));
                    reciprocal.add(IntStream.range(0, ranked.size())
                            .filter(index -> relevant.contains(ranked.get(index)))
                            .mapToDouble(index -> 1.0 / (index + 1))
                            .findFirst()
                            .orElse(0));
                }
            }
            assertThat(judgement.rmsePerUser()).as("seed %d", seed).isCloseTo(mean(rmse), within(EXACT));
            assertThat(judgement.ndcg(k)).as("seed %d, k %d", seed, k).isCloseTo(mean(ndcg), within(EXACT));
            assertThat(judgement.recall(k)).as("seed %d, k %d", seed, k).isCloseTo(mean(recall), within(EXACT));
            assertThat(judgement.meanReciprocalRank()).as("seed %d", seed).isCloseTo(mean(reciprocal), within(EXACT));
            assertThat(judgement.coverage(k))
                    .as("seed %d, k %d", seed, k)
                    .isCloseTo(shown.size() / (double) data.items.size(), within(EXACT));
        }
        assertThat(judgement.mae())
                .as("seed %d", seed)
                .isCloseTo(
                        data.ratings.stream()
                                .mapToDouble(
                                        one -> Math.abs(one.value() - data.model.predict(one.userId(), one.itemId())))
                                .average()
                                .orElseThrow(),
                        within(EXACT));
    }

    private static double dcg(List<Rating> ratings, Comparator<Rating> order, int k) {
        List<Rating> sorted = ratings.stream().sorted(order).limit(k).toList();
        return IntStream.range(0, sorted.size())
                .mapToDouble(index -> (sorted.get(index).value() - 1) / (Math.log(index + 2) / Math.log(2)))
                .sum();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void figures_ofPermutedRatings_areTheSameBits(long seed) {
        Case data = new Case(seed);
        ModelMetrics one = HeldOutRatings.of(STARS, data.ratings).judge(data.model);
        List<Rating> permuted = new ArrayList<>(data.ratings);
        Collections.shuffle(permuted, new Random(seed));

        ModelMetrics two = HeldOutRatings.of(STARS, permuted).judge(data.model);

        assertThat(figures(two)).as("seed %d", seed).containsExactly(figures(one));
        ModelMetrics before = HeldOutRatings.of(STARS, data.ratings).judge(new FixedModel());
        assertThat(two.comparedWith(before, Figure.POOLED_RMSE, 200, seed))
                .isEqualTo(one.comparedWith(before, Figure.POOLED_RMSE, 200, seed));
    }

    private static double[] figures(ModelMetrics judgement) {
        return new double[] {
            judgement.rmsePerUser(),
            judgement.rmsePooled(),
            judgement.mae(),
            judgement.maePerUser(),
            judgement.ndcg(10),
            judgement.recall(5),
            judgement.meanReciprocalRank(),
            judgement.coverage(5)
        };
    }

    @Test
    void comparedWith_aBetterModel_isAFall() {
        Case data = new Case(1);
        ModelMetrics before = HeldOutRatings.of(STARS, data.ratings).judge(data.model);
        FixedModel knowing = new FixedModel("i1");
        data.ratings.forEach(one -> knowing.predicting(one.userId(), one.itemId(), 0.9 * one.value() + 0.3));

        ModelMetrics after = HeldOutRatings.of(STARS, data.ratings).judge(knowing);

        PairedBootstrap change = after.comparedWith(before, Figure.PER_USER_RMSE, 500, 1);
        assertThat(change.before()).isEqualTo(before.rmsePerUser());
        assertThat(change.after()).isEqualTo(after.rmsePerUser());
        assertThat(change.bound()).isNegative();
        PairedBootstrap ndcg = after.ndcgComparedWith(before, 10, 500, 1);
        assertThat(ndcg.before()).isCloseTo(before.ndcg(10), within(EXACT));
        assertThat(ndcg.after()).isCloseTo(1, within(EXACT));
        assertThat(ndcg.low()).isPositive();
        assertThat(ndcg.ratings()).isLessThanOrEqualTo(after.ratings()).isGreaterThanOrEqualTo(2L * ndcg.users());
    }

    @Test
    void comparedWith_otherRatings_isAnError() {
        ModelMetrics one = heldOut("ann a 5").judge(new FixedModel());
        ModelMetrics other = heldOut("ann a 4").judge(new FixedModel());

        assertThatThrownBy(() -> one.comparedWith(other, Figure.POOLED_RMSE, 100, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("both models must be judged by the same ratings");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void ranks_belowOne_areAnError(int k) {
        ModelMetrics judgement = heldOut("ann a 5").judge(new FixedModel("a"));

        assertThatThrownBy(() -> judgement.ndcg(k)).hasMessage("k must be >= 1, but was " + k);
        assertThatThrownBy(() -> judgement.recall(k)).hasMessage("k must be >= 1, but was " + k);
        assertThatThrownBy(() -> judgement.coverage(k)).hasMessage("k must be >= 1, but was " + k);
    }

    @Test
    void comparedOverRuns_workedExample_isThatByHand() {
        HeldOutRatings heldOut = heldOut("ann a 3", "ann b 3", "bob a 3");
        ModelMetrics plain =
                heldOut.judge(new FixedModel().predicting("ann", "a", 4).predicting("bob", "a", 5));
        ModelMetrics first = heldOut.judge(new FixedModel().predicting("ann", "a", 4));
        ModelMetrics second =
                heldOut.judge(new FixedModel().predicting("ann", "b", 5).predicting("bob", "a", 4));

        PairedBootstrap perUser = ModelMetrics.comparedOverRuns(
                List.of(plain, plain), List.of(first, second), Figure.PER_USER_RMSE, 200, 1);
        PairedBootstrap pooled = ModelMetrics.comparedOverRuns(
                List.of(plain, plain), List.of(first, second), Figure.POOLED_RMSE, 200, 1);

        // before: ann 1 and 0, bob 2; after: ann 1 and 0, bob 0, then ann 0 and 2, bob 1
        double before = (Math.sqrt(1 / 2.0) + 2) / 2;
        double after = ((Math.sqrt(1 / 2.0) + Math.sqrt(4 / 2.0)) / 2 + (0 + 1) / 2.0) / 2;
        assertThat(perUser.before()).isCloseTo(before, within(EXACT));
        assertThat(perUser.after()).isCloseTo(after, within(EXACT));
        assertThat(perUser.change()).isCloseTo(after / before - 1, within(EXACT));
        assertThat(pooled.before()).isCloseTo(Math.sqrt(5 / 3.0), within(EXACT));
        assertThat(pooled.after()).isCloseTo(Math.sqrt(6 / 6.0), within(EXACT));
        assertThat(perUser.users()).isEqualTo(2);
        assertThat(pooled.users()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void comparedOverRuns_ofOneRun_isTheComparisonOfTwo(long seed) {
        Case data = new Case(seed);
        HeldOutRatings heldOut = HeldOutRatings.of(STARS, data.ratings);
        ModelMetrics before = heldOut.judge(new FixedModel());
        ModelMetrics after = heldOut.judge(data.model);
        for (Figure figure : Figure.values()) {
            PairedBootstrap runs = ModelMetrics.comparedOverRuns(List.of(before), List.of(after), figure, 300, seed);
            PairedBootstrap two = after.comparedWith(before, figure, 300, seed);
            assertThat(runs.change()).as("seed %d, %s", seed, figure).isCloseTo(two.change(), within(EXACT));
            assertThat(runs.low()).as("seed %d, %s", seed, figure).isCloseTo(two.low(), within(EXACT));
            assertThat(runs.high()).as("seed %d, %s", seed, figure).isCloseTo(two.high(), within(EXACT));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void comparedOverRuns_changePerUser_isThatOfTheMeanFigures(long seed) {
        Case data = new Case(seed);
        HeldOutRatings heldOut = HeldOutRatings.of(STARS, data.ratings);
        ModelMetrics before = heldOut.judge(new FixedModel());
        List<ModelMetrics> after = IntStream.range(0, 4)
                .mapToObj(run -> heldOut.judge(FixedModel.ofChance(seed + 10L * run, data.items, data.users)))
                .toList();

        PairedBootstrap runs =
                ModelMetrics.comparedOverRuns(Collections.nCopies(4, before), after, Figure.PER_USER_RMSE, 300, seed);

        double mean =
                after.stream().mapToDouble(ModelMetrics::rmsePerUser).average().orElseThrow();
        assertThat(runs.after()).as("seed %d", seed).isCloseTo(mean, within(EXACT));
        assertThat(runs.change()).as("seed %d", seed).isCloseTo(mean / before.rmsePerUser() - 1, within(EXACT));
        assertThat(runs.low()).as("seed %d", seed).isLessThan(runs.change());
        assertThat(runs.high()).as("seed %d", seed).isGreaterThan(runs.change());
    }

    @Test
    void comparedOverRuns_ofNoneOrOfAnotherNumber_isAnError() {
        ModelMetrics one = heldOut("ann a 5").judge(new FixedModel());

        assertThatThrownBy(() -> ModelMetrics.comparedOverRuns(List.of(), List.of(), Figure.POOLED_RMSE, 100, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("before and after must hold as many runs, one or more, but hold 0 and 0");
        assertThatThrownBy(() ->
                        ModelMetrics.comparedOverRuns(List.of(one), List.of(one, one), Figure.POOLED_RMSE, 100, 1))
                .hasMessage("before and after must hold as many runs, one or more, but hold 1 and 2");
    }

    @Test
    void comparedOverRuns_ofOtherRatings_isAnError() {
        ModelMetrics one = heldOut("ann a 5").judge(new FixedModel());
        ModelMetrics other = heldOut("ann a 4").judge(new FixedModel());

        assertThatThrownBy(() -> ModelMetrics.comparedOverRuns(
                        List.of(one, one), List.of(one, other), Figure.PER_USER_RMSE, 100, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("both models must be judged by the same ratings");
        assertThatThrownBy(() -> ModelMetrics.comparedOverRuns(
                        List.of(one, other), List.of(one, one), Figure.POOLED_RMSE, 100, 1))
                .hasMessageStartingWith("both models must be judged by the same ratings");
    }
}
