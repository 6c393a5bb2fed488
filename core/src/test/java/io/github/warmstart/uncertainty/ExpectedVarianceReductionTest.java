// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.LinearModel;
import io.github.warmstart.fixture.Matrix;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.BootstrapEnsemble;
import io.github.warmstart.recommend.RatingModel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedVarianceReductionTest {

    /** Looks at everything, leaves nothing to chance, and never stops. */
    private static ExpectedVarianceReduction.Builder strict() {
        return ExpectedVarianceReduction.builder().directions(512).tolerance(0).minGain(0);
    }

    private static List<UncertaintyPolicy.UserItem> pairs(String userId, LinearModel model) {
        return model.itemIds().stream()
                .map(itemId -> new UncertaintyPolicy.UserItem(userId, itemId))
                .toList();
    }

    private static List<UncertaintyPolicy.UserItem> choose(
            UncertaintyPolicy policy, RatingModel model, List<UncertaintyPolicy.UserItem> pairs, int limit) {
        return policy.choose(new UncertaintyPolicy.Candidates(model, pairs, new SplittableRandom(1)), limit);
    }

    private static List<String> items(List<UncertaintyPolicy.UserItem> pairs) {
        return pairs.stream().map(UncertaintyPolicy.UserItem::itemId).toList();
    }

    /** Greedy by the book: every pair tried at every step, every covariance found by inverting its precision. */
    private static List<UncertaintyPolicy.UserItem> exhaustive(
            LinearModel model,
            List<UncertaintyPolicy.UserItem> pairs,
            int limit,
            double answerNoise,
            ToDoubleFunction<UncertaintyPolicy.UserItem> cost) {
        Map<String, Matrix> covariances = new LinkedHashMap<>(model.covariances);
        List<UncertaintyPolicy.UserItem> left = new ArrayList<>(pairs);
        List<UncertaintyPolicy.UserItem> chosen = new ArrayList<>();
        while (chosen.size() < limit && !left.isEmpty()) {
            UncertaintyPolicy.UserItem best = left.get(0);
            double most = Double.NEGATIVE_INFINITY;
            for (UncertaintyPolicy.UserItem pair : left) {
                Matrix before = covariances.getOrDefault(pair.userId(), Matrix.identity(model.size));
                double fall = model.averageVariance(before)
                        - model.averageVariance(model.after(before, pair.itemId(), answerNoise));
                if (fall / cost.applyAsDouble(pair) > most) {
                    most = fall / cost.applyAsDouble(pair);
                    best = pair;
                }
            }
            UncertaintyPolicy.UserItem winner = best;
            covariances.computeIfPresent(
                    winner.userId(), (userId, before) -> model.after(before, winner.itemId(), answerNoise));
            left.remove(winner);
            chosen.add(winner);
        }
        return chosen;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void choose_isWhatTryingEveryPairFinds(long seed) {
        LinearModel model = LinearModel.random(seed, 1 + (int) seed, 30, 3);
        List<UncertaintyPolicy.UserItem> pairs = new ArrayList<>();
        for (String userId : List.of("u0", "u1", "u2")) {
            pairs.addAll(pairs(userId, model));
        }
        Collections.shuffle(pairs, new Random(seed));
        double worth = seed % 2 == 0 ? 1 : 0.2;
        double answerNoise = model.averageNoise() * (1 - worth) / worth;

        assertThat(choose(strict().effectiveRatings(worth).build(), model, pairs, 25))
                .as("seed %d", seed)
                .isEqualTo(exhaustive(model, pairs, 25, answerNoise, pair -> 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void choose_withCosts_isWhatTryingEveryPairFinds(long seed) {
        LinearModel model = LinearModel.random(seed, 5, 30, 1);
        ToDoubleFunction<UncertaintyPolicy.UserItem> cost =
                pair -> 1 + Math.floorMod(pair.itemId().hashCode() * 31L, 7);

        assertThat(choose(strict().effectiveRatings(1).cost(cost).build(), model, pairs("u0", model), 12))
                .as("seed %d", seed)
                .isEqualTo(exhaustive(model, pairs("u0", model), 12, 0, cost))
                .isNotEqualTo(exhaustive(model, pairs("u0", model), 12, 0, pair -> 1));
    }

    @Test
    void choose_dearItem_isPassedOverUntilTheCheapTeachLittle() {
        LinearModel model = new LinearModel(1)
                .item("best", 0.5, 9, 1)
                .item("good", 0.7, 9, 1)
                .item("fair", 0.9, 9, 1)
                .user("ann", 1);
        ExpectedVarianceReduction.Builder options = strict().effectiveRatings(1);

        assertThat(items(choose(options.build(), model, pairs("ann", model), 3)))
                .containsExactly("best", "good", "fair");
        UncertaintyPolicy dear =
                options.cost(pair -> pair.itemId().equals("best") ? 3 : 1).build();
        assertThat(items(choose(dear, model, pairs("ann", model), 3))).containsExactly("good", "fair", "best");
    }

    /** Two alike items and one that tells something else: after the first, its like has little to add. */
    @Test
    void choose_aBatch_doesNotAskTheSameTwice() {
        LinearModel model = new LinearModel(2)
                .item("war", 0.1, 10, 1, 0)
                .item("more-war", 0.1, 10, 1, 0)
                .item("love", 0.1, 5, 0, 1)
                .user("ann", 1, 1);

        assertThat(items(choose(strict().effectiveRatings(1).build(), model, pairs("ann", model), 2)))
                .containsExactly("war", "love");
        // an answer that is worth next to nothing leaves the first question as open as before
        assertThat(items(choose(strict().effectiveRatings(0.001).build(), model, pairs("ann", model), 2)))
                .containsExactly("war", "more-war");
    }

    /** The greatest variance is not the greatest gain: nobody meets the items that it is about. */
    @Test
    void choose_oddItemOfGreatVariance_isLeftAlone() {
        LinearModel model = new LinearModel(2)
                .item("hit", 0.5, 400, 1, 0)
                .item("other-hit", 0.6, 300, 1, 0.1)
                .item("odd", 0.5, 1, 0, 3)
                .user("ann", 1, 1);

        assertThat(items(choose(strict().effectiveRatings(1).build(), model, pairs("ann", model), 3)))
                .containsExactly("hit", "other-hit", "odd");
    }

    @Test
    void choose_noisyItem_isAskedAboutLater() {
        LinearModel model = new LinearModel(1)
                .item("quarrel", 2, 9, 1)
                .item("agreed", 0.4, 9, 1)
                .user("ann", 1);

        assertThat(items(choose(strict().effectiveRatings(1).build(), model, pairs("ann", model), 2)))
                .containsExactly("agreed", "quarrel");
    }

    @Test
    void choose_usersOfUnlikeDoubt_asksTheLessKnown() {
        LinearModel model = new LinearModel(1)
                .item("a", 1, 9, 1)
                .item("b", 1, 9, 1)
                .user("old", 0.05)
                .user("new", 1);
        List<UncertaintyPolicy.UserItem> pairs = new ArrayList<>(pairs("old", model));
        pairs.addAll(pairs("new", model));

        assertThat(choose(strict().effectiveRatings(1).build(), model, pairs, 3))
                .containsExactly(
                        new UncertaintyPolicy.UserItem("new", "a"),
                        new UncertaintyPolicy.UserItem("new", "b"),
                        new UncertaintyPolicy.UserItem("old", "a"));
    }

    @Test
    void choose_equalPairs_keepTheOrderOfTheCandidates() {
        LinearModel model = new LinearModel(1).user("ann", 1).user("bob", 1);
        List<UncertaintyPolicy.UserItem> pairs = new ArrayList<>();
        for (String itemId : List.of("d", "b", "c", "a")) {
            model.item(itemId, 1, 5, 1);
            pairs.add(new UncertaintyPolicy.UserItem("bob", itemId));
            pairs.add(new UncertaintyPolicy.UserItem("ann", itemId));
        }

        assertThat(choose(strict().build(), model, pairs, 8))
                .containsExactly(
                        pairs.get(0),
                        pairs.get(1),
                        pairs.get(2),
                        pairs.get(3),
                        pairs.get(4),
                        pairs.get(5),
                        pairs.get(6),
                        pairs.get(7));
    }

    /** Of 20 questions, ten are as good as each other and ten half as good: each of the ten is first in a tenth. */
    @Test
    void choose_withinTheTolerance_chanceDecides() {
        LinearModel model = new LinearModel(1).user("ann", 1);
        for (int item = 0; item < 10; item++) {
            model.item("near" + item, 1 + 0.01 * item, 5, 1).item("far" + item, 3, 5, 1);
        }
        UncertaintyPolicy policy = ExpectedVarianceReduction.builder()
                .effectiveRatings(1)
                .tolerance(0.1)
                .build();
        Map<String, Integer> first = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int draw = 0; draw < 2000; draw++) {
            UncertaintyPolicy.Candidates candidates =
                    new UncertaintyPolicy.Candidates(model, pairs("ann", model), random);
            first.merge(policy.choose(candidates, 1).get(0).itemId(), 1, Integer::sum);
        }

        // four standard errors of 200 are 54
        assertThat(first).hasSize(10).allSatisfy((itemId, count) -> {
            assertThat(itemId).startsWith("near");
            assertThat((double) count).isCloseTo(200, within(54.0));
        });
    }

    @Test
    void choose_sameSeed_choosesTheSameAndAnotherSeedNot() {
        LinearModel model = LinearModel.random(5, 6, 200, 1);
        UncertaintyPolicy policy =
                ExpectedVarianceReduction.builder().tolerance(0.2).build();
        HashSet<List<UncertaintyPolicy.UserItem>> choices = new HashSet<>();
        HashSet<List<UncertaintyPolicy.UserItem>> usual = new HashSet<>();
        for (long seed = 1; seed <= 10; seed++) {
            List<UncertaintyPolicy.UserItem> chosen = policy.choose(
                    new UncertaintyPolicy.Candidates(model, pairs("u0", model), new SplittableRandom(seed)), 20);
            assertThat(policy.choose(
                            new UncertaintyPolicy.Candidates(model, pairs("u0", model), new SplittableRandom(seed)),
                            20))
                    .isEqualTo(chosen);
            choices.add(chosen);
            usual.add(Policies.expectedVarianceReduction()
                    .choose(
                            new UncertaintyPolicy.Candidates(model, pairs("u0", model), new SplittableRandom(seed)),
                            20));
        }
        assertThat(choices).hasSizeGreaterThan(5);
        assertThat(usual).hasSize(1);
    }

    @Test
    void choose_samePairTwice_isChosenOnce() {
        LinearModel model = LinearModel.random(2, 3, 4, 1);
        List<UncertaintyPolicy.UserItem> pairs = new ArrayList<>(pairs("u0", model));
        pairs.addAll(pairs("u0", model));

        assertThat(choose(strict().build(), model, pairs, 10))
                .hasSize(4)
                .doesNotHaveDuplicates()
                .isEqualTo(choose(strict().build(), model, pairs("u0", model), 10));
    }

    @Test
    void choose_noCandidates_isNothing() {
        assertThat(choose(Policies.expectedVarianceReduction(), LinearModel.random(1, 2, 3, 1), List.of(), 5))
                .isEmpty();
        assertThat(choose(Policies.expectedVarianceReduction(), new LinearModel(2), List.of(), 5))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 30, 100})
    void choose_limit_isKept(int limit) {
        LinearModel model = LinearModel.random(1, 4, 30, 1);

        assertThat(choose(strict().build(), model, pairs("u0", model), limit))
                .hasSize(Math.min(limit, 30))
                .doesNotHaveDuplicates();
    }

    /** One effect of variance 1 and noise 1: the n-th answer takes off {@code 1 / (n (n + 1))} of a squared error of 2. */
    @ParameterizedTest
    @CsvSource({"0.26, 0", "0.24, 1", "0.08, 2", "0.05, 2", "0.04, 3", "0.0046, 9", "0.0045, 10", "0, 50"})
    void choose_gainBelowTheLeast_stops(double minGain, int asked) {
        LinearModel model = new LinearModel(1).user("ann", 1);
        for (int item = 0; item < 50; item++) {
            model.item("i" + item, 1, 3, 1);
        }
        UncertaintyPolicy policy = ExpectedVarianceReduction.builder()
                .effectiveRatings(1)
                .minGain(minGain)
                .build();

        assertThat(choose(policy, model, pairs("ann", model), 50)).hasSize(asked);
    }

    @Test
    void choose_costAboveTheGain_stops() {
        LinearModel model = new LinearModel(1).item("a", 1, 3, 1).user("ann", 1);
        ExpectedVarianceReduction.Builder options =
                ExpectedVarianceReduction.builder().effectiveRatings(1).minGain(0.1);

        assertThat(choose(options.cost(pair -> 2).build(), model, pairs("ann", model), 1))
                .hasSize(1);
        assertThat(choose(options.cost(pair -> 3).build(), model, pairs("ann", model), 1))
                .isEmpty();
    }

    @Test
    void choose_userOfManyRatings_isNotAskedByDefault() {
        LinearModel model =
                new LinearModel(1).item("a", 1, 3, 1).user("known", 0.009).user("new", 0.3);

        assertThat(choose(Policies.expectedVarianceReduction(), model, pairs("known", model), 1))
                .isEmpty();
        assertThat(choose(Policies.expectedVarianceReduction(), model, pairs("new", model), 1))
                .hasSize(1);
    }

    /** A worth of a half doubles the noise of 1, so that the first answer takes off a third of a variance of 1, not half. */
    @Test
    void choose_answersOfLessWorth_teachLess() {
        LinearModel model = new LinearModel(1).item("a", 1, 3, 1).user("ann", 1);
        ExpectedVarianceReduction.Builder options =
                ExpectedVarianceReduction.builder().effectiveRatings(0.5);

        assertThat(choose(options.minGain(0.16).build(), model, pairs("ann", model), 1))
                .hasSize(1);
        assertThat(choose(options.minGain(0.17).build(), model, pairs("ann", model), 1))
                .isEmpty();
    }

    /** Items that the model never saw have no features here; a model that names no items goes by what is offered. */
    @Test
    void choose_strangersAndModelsWithoutItems_areNoTrouble() {
        LinearModel model = LinearModel.random(3, 3, 5, 1);
        List<UncertaintyPolicy.UserItem> pairs = new ArrayList<>(pairs("u0", model));
        pairs.add(0, new UncertaintyPolicy.UserItem("u0", "stranger"));
        List<UncertaintyPolicy.UserItem> chosen = choose(strict().build(), model, pairs, 6);
        assertThat(chosen).hasSize(6);
        assertThat(chosen.get(5).itemId()).isEqualTo("stranger");

        BiasModel empty = new BiasRecommender().fit(Ratings.of());
        assertThat(choose(
                        Policies.expectedVarianceReduction(),
                        empty,
                        List.of(new UncertaintyPolicy.UserItem("ann", "a"), new UncertaintyPolicy.UserItem("ann", "b")),
                        2))
                .hasSize(2);
    }

    @Test
    void choose_ofABiasModel_prefersItemsOfWellKnownMean() {
        RatingModel model = new BiasRecommender()
                .fit(Ratings.of("eve likes alien 4", "eve likes brazil 3", "ian likes alien 4", "ann likes dune 4"));
        List<UncertaintyPolicy.UserItem> pairs = List.of(
                new UncertaintyPolicy.UserItem("kim", "casino"),
                new UncertaintyPolicy.UserItem("kim", "brazil"),
                new UncertaintyPolicy.UserItem("kim", "alien"));

        assertThat(items(choose(strict().build(), model, pairs, 3))).containsExactly("alien", "brazil", "casino");
    }

    @Test
    void choose_modelOfAnotherFit_isLookedAtAnew() {
        LinearModel one = LinearModel.random(1, 4, 40, 1);
        LinearModel other = LinearModel.random(2, 4, 40, 1);
        ExpectedVarianceReduction policy = strict().build();

        for (LinearModel model : List.of(one, other, one)) {
            assertThat(choose(policy, model, pairs("u0", model), 10))
                    .isEqualTo(choose(strict().build(), model, pairs("u0", model), 10));
        }
    }

    @Test
    void choose_ensembleWithoutLinearPosterior_goesByItsVariance() {
        World world = World.of(1, 30, 20, 6).build();
        RatingModel ensemble = new BootstrapEnsemble(new BiasRecommender(), 3, 1).fit(world.table);
        List<UncertaintyPolicy.UserItem> pairs = ensemble.itemIds().stream()
                .map(itemId -> new UncertaintyPolicy.UserItem("nobody", itemId))
                .toList();

        assertThat(choose(Policies.expectedVarianceReduction(), ensemble, pairs, 5))
                .isEqualTo(choose(Policies.posteriorVariance(), ensemble, pairs, 5));
    }

    @ResourceLock(Resources.SYSTEM_ERR)
    @Test
    void choose_modelThatKnowsNoVariance_goesByChanceAndSaysSoOnce() {
        LinearModel model = LinearModel.random(1, 2, 20, 0);
        UncertaintyPolicy policy = Policies.expectedVarianceReduction();
        PrintStream usual = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            for (int again = 0; again < 3; again++) {
                assertThat(choose(policy, model, pairs("u0", model), 5))
                        .isEqualTo(choose(Policies.random(), model, pairs("u0", model), 5));
            }
        } finally {
            System.setErr(usual);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce(
                        "policy expected-variance-reduction needs a model with a linear posterior, and LinearModel has none: choosing by random instead");
    }

    @Test
    void choose_posteriorThatIsNotFinite_isNamed() {
        LinearModel model = LinearModel.random(1, 2, 5, 1);
        model.covariance("u0").set(1, 1, Double.NaN);

        assertThatThrownBy(() -> choose(strict().build(), model, pairs("u0", model), 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "a linear posterior must be finite, but its features or its covariance hold or make NaN: look at linearPosterior(...) of the model");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void choose_badCost_isNamed(double cost) {
        LinearModel model = LinearModel.random(1, 2, 1, 1);

        assertThatThrownBy(() -> choose(strict().cost(pair -> cost).build(), model, pairs("u0", model), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the cost of a question must be finite and > 0, but that of item 'i0' for user 'u0' is %s: check cost(...)",
                        cost);
    }

    @Test
    void builder_optionOutOfRange_isNamed() {
        ExpectedVarianceReduction.Builder builder = ExpectedVarianceReduction.builder();
        assertThatThrownBy(() -> builder.effectiveRatings(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("effectiveRatings must be above 0 and at most 1, but was 0.0");
        assertThatThrownBy(() -> builder.effectiveRatings(1.5))
                .hasMessage("effectiveRatings must be above 0 and at most 1, but was 1.5");
        assertThatThrownBy(() -> builder.minGain(-0.1))
                .hasMessage("minGain must be at least 0 and below 1, but was -0.1");
        assertThatThrownBy(() -> builder.minGain(Double.NaN))
                .hasMessage("minGain must be at least 0 and below 1, but was NaN");
        assertThatThrownBy(() -> builder.tolerance(1))
                .hasMessage("tolerance must be at least 0 and below 1, but was 1.0");
        assertThatThrownBy(() -> builder.directions(0)).hasMessage("directions must be >= 1, but was 0");
    }

    @Test
    void toString_namesWhatIsNotUsual() {
        assertThat(Policies.expectedVarianceReduction()).hasToString("expected-variance-reduction");
        assertThat(ExpectedVarianceReduction.builder()
                        .effectiveRatings(0.5)
                        .minGain(0.01)
                        .tolerance(0.25)
                        .directions(2)
                        .build())
                .hasToString(
                        "expected-variance-reduction(effectiveRatings=0.5, minGain=0.01, tolerance=0.25, directions=2)");
    }
}
