// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.interaction.InteractionTableBuilder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImplicitFactorizationTest {

    private static final ImplicitFactorization SMALL =
            ImplicitFactorization.builder().factors(8).build();

    /** People of three kinds, each of whom mostly meets items of the own third; hidden is what they meet later. */
    private static final class Kinds {
        final InteractionTable seen;
        final Map<String, Set<String>> hidden = new HashMap<>();
        private final Map<String, Integer> popularity = new HashMap<>();

        Kinds(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            InteractionTableBuilder builder = InteractionTable.builder();
            for (int user = 0; user < 150; user++) {
                for (int time = 0; time < 20; time++) {
                    int kind = random.nextInt(10) == 0 ? random.nextInt(3) : user % 3;
                    // the square of a uniform number: some items are met far more than others
                    double draw = random.nextDouble();
                    String itemId = "i" + (3 * (int) (60 * draw * draw) + kind);
                    if (time < 14) {
                        builder.add(new Interaction("u" + user, itemId));
                        popularity.merge(itemId, 1, Integer::sum);
                    } else {
                        hidden.computeIfAbsent("u" + user, none -> new HashSet<>())
                                .add(itemId);
                    }
                }
            }
            seen = builder.build();
            hidden.forEach((userId, items) -> items.removeIf(itemId -> count(seen, userId, itemId) > 0));
            hidden.values().removeIf(Set::isEmpty);
        }

        List<String> popular(String userId) {
            return popularity.keySet().stream()
                    .filter(itemId -> count(seen, userId, itemId) == 0)
                    .sorted(Comparator.<String>comparingInt(itemId -> -popularity.getOrDefault(itemId, 0))
                            .thenComparing(itemId -> itemId))
                    .limit(10)
                    .toList();
        }
    }

    static int count(InteractionTable table, String userId, String itemId) {
        int row = table.row(table.userIndex(userId), table.itemIndex(itemId));
        return row < 0 ? 0 : table.count(row);
    }

    static double recall(Map<String, Set<String>> hidden, Function<String, List<String>> top) {
        double sum = 0;
        for (Map.Entry<String, Set<String>> entry : hidden.entrySet()) {
            List<String> found = top.apply(entry.getKey());
            long hits = found.stream().filter(entry.getValue()::contains).count();
            sum += hits / (double) Math.min(found.size(), entry.getValue().size());
        }
        return sum / hidden.size();
    }

    static List<String> top(ImplicitModel model, String userId) {
        return model.recommend(userId, 10).stream()
                .map(ImplicitModel.ScoredItem::itemId)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fit_plantedKinds_beatsPopularity(long seed) {
        Kinds kinds = new Kinds(seed);
        ImplicitModel model = SMALL.fit(kinds.seen);

        double byModel = recall(kinds.hidden, userId -> top(model, userId));

        assertThat(byModel).as("seed %d", seed).isGreaterThan(1.5 * recall(kinds.hidden, kinds::popular));
    }

    @Test
    void foldIn_ofWhatTheTrainingHeld_isTheTrainedUser() {
        InteractionTable seen = new Kinds(4).seen;
        ImplicitModel model = SMALL.fit(seen);
        Map<String, Double> history = new HashMap<>();
        model.itemsOf("u3").forEach(itemId -> history.put(itemId, (double) count(seen, "u3", itemId)));

        ImplicitModel folded = model.foldIn("newcomer", history);
        ImplicitModel same = model.foldIn("u3", Map.of());

        for (String itemId : model.itemIds()) {
            double expected = model.score("u3", itemId);
            assertThat(folded.score("newcomer", itemId)).isCloseTo(expected, within(1e-12));
            assertThat(same.score("u3", itemId)).isCloseTo(expected, within(1e-12));
            assertThat(folded.score("u5", itemId)).isEqualTo(model.score("u5", itemId));
        }
        assertThat(folded.knowsUser("newcomer")).isTrue();
        assertThat(model.knowsUser("newcomer")).isFalse();
        assertThat(folded.itemsOf("newcomer")).isEqualTo(model.itemsOf("u3"));
    }

    @Test
    void foldIn_twice_isFoldInOfTheSum() {
        ImplicitModel model = SMALL.fit(new Kinds(5).seen);

        ImplicitModel twice = model.foldIn("eve", Map.of("i0", 1.0, "i3", 2.0)).foldIn("eve", Map.of("i0", 2.5));
        ImplicitModel once = model.foldIn("eve", Map.of("i0", 3.5, "i3", 2.0));

        assertThat(twice.score("eve", "i6")).isCloseTo(once.score("eve", "i6"), within(1e-12));
        assertThat(once.score("eve", "i6")).isGreaterThan(once.score("eve", "i7"));
    }

    @Test
    void recommend_leavesOutWhatWasMetAndIsSortedByScore() {
        ImplicitModel model = SMALL.fit(new Kinds(6).seen);

        List<ImplicitModel.ScoredItem> found = model.recommend("u1", 1000);

        assertThat(found).hasSize(model.itemIds().size() - model.itemsOf("u1").size());
        assertThat(found).extracting(ImplicitModel.ScoredItem::itemId).doesNotContainAnyElementsOf(model.itemsOf("u1"));
        assertThat(found).allSatisfy(one -> assertThat(one.score()).isEqualTo(model.score("u1", one.itemId())));
        assertThat(model.recommend("u1", 5)).isEqualTo(found.subList(0, 5));
        for (int k = 1; k < found.size(); k++) {
            assertThat(found.get(k).score())
                    .isLessThanOrEqualTo(found.get(k - 1).score());
        }
        assertThat(model.recommend("u1", 3, itemId -> itemId.equals("i2")))
                .extracting(ImplicitModel.ScoredItem::itemId)
                .containsExactly("i2");
        assertThat(model.recommend("u1", 0)).isEmpty();
        assertThatThrownBy(() -> model.recommend("u1", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must be >= 0, but was -1");
    }

    @Test
    void recommend_equalScores_areInTheOrderOfTheirIds() {
        InteractionTableBuilder builder = InteractionTable.builder();
        for (String itemId : List.of("d", "a", "c", "b")) {
            builder.add(new Interaction("ann", itemId)).add(new Interaction("bob", itemId));
        }
        ImplicitModel model =
                ImplicitFactorization.builder().factors(1).sweeps(200).build().fit(builder.build());

        assertThat(model.recommend("eve", 2, itemId -> true))
                .extracting(ImplicitModel.ScoredItem::itemId)
                .containsExactly("a", "b");
    }

    @Test
    void strangers_getTheAverageUserAndZero() {
        ImplicitModel model = SMALL.fit(new Kinds(7).seen);
        double sum = 0;
        for (int user = 0; user < 150; user++) {
            sum += model.score("u" + user, "i4");
        }

        assertThat(model.score("nobody", "i4")).isCloseTo(sum / 150, within(1e-12));
        assertThat(model.score("u1", "nothing")).isZero();
        assertThat(model.knowsItem("nothing")).isFalse();
        assertThat(model.itemsOf("nobody")).isEmpty();
        ImplicitModel folded = model.foldIn("eve", Map.of("nothing", 3.0));
        assertThat(folded.score("eve", "i4")).isEqualTo(model.score("nobody", "i4"));
        assertThat(folded.itemsOf("eve")).containsExactly("nothing");
    }

    @Test
    void fit_nothingAtAll_recommendsNothing() {
        ImplicitModel model = SMALL.fit(InteractionTable.builder().build());

        assertThat(model.recommend("ann", 5)).isEmpty();
        assertThat(model.foldIn("ann", Map.of("alien", 1.0)).score("ann", "alien"))
                .isZero();
    }

    @Test
    void fit_strengths_areThoseOfTheRowsAndCountsByDefault() {
        InteractionTable table = InteractionTable.builder()
                .add(new Interaction("ann", "alien", null, 3))
                .add(new Interaction("ann", "brazil"))
                .add(new Interaction("bob", "brazil"))
                .build();

        double byCount = SMALL.fit(table).score("ann", "alien");

        assertThat(SMALL.fit(table, row -> row == 0 ? 3 : 1).score("ann", "alien"))
                .isEqualTo(byCount);
        assertThat(SMALL.fit(table, row -> 1).score("ann", "alien")).isLessThan(byCount);
        assertThat(SMALL.fit(table, row -> row == 0 ? 0 : 1).knowsItem("alien")).isFalse();
        assertThatThrownBy(() -> SMALL.fit(table, row -> -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("strength must be finite and >= 0, but was -1.0");
    }

    @Test
    void foldIn_badArguments_areErrors() {
        ImplicitModel model = SMALL.fit(
                InteractionTable.builder().add(new Interaction("ann", "alien")).build());

        assertThatThrownBy(() -> model.foldIn(" ", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("userId must not be blank, but was ' '");
        assertThatThrownBy(() -> model.foldIn("ann", Map.of("alien", -1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("strength must be finite and >= 0, but was -1.0");
    }

    @Test
    void fit_sameSeed_sameBitsOnAnyThreadsAndAnotherSeedDiffers() {
        InteractionTable seen = new Kinds(8).seen;
        double one = SMALL.toBuilder().threads(1).build().fit(seen).score("u1", "i9");

        assertThat(SMALL.toBuilder().threads(3).build().fit(seen).score("u1", "i9"))
                .isEqualTo(one);
        assertThat(SMALL.toBuilder().seed(1).build().fit(seen).score("u1", "i9"))
                .isNotEqualTo(one);
    }

    @Test
    void fit_interrupted_endsAndLeavesTheFlagSet() {
        InteractionTable seen = new Kinds(9).seen;
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> SMALL.fit(seen)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void build_optionsOutOfRange_areErrors() {

        assertError(ImplicitFactorization.builder().factors(513), "factors must be between 1 and 512, but was 513");
        assertError(ImplicitFactorization.builder().sweeps(0), "sweeps must be between 1 and 10000, but was 0");
        assertError(
                ImplicitFactorization.builder().unseenWeight(0), "unseenWeight must be finite and > 0, but was 0.0");
        assertError(
                ImplicitFactorization.builder().regularization(Double.NaN),
                "regularization must be finite and > 0, but was NaN");
        assertError(
                ImplicitFactorization.builder().frequencyScaling(-0.5),
                "frequencyScaling must be between 0 and 2, but was -0.5");
        assertError(ImplicitFactorization.builder().threads(0), "threads must be between 1 and 1024, but was 0");
    }

    private static void assertError(ImplicitFactorization.Builder builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void toBuilder_losesNothing() {
        ImplicitFactorization unusual = ImplicitFactorization.builder()
                .factors(3)
                .sweeps(7)
                .unseenWeight(0.3)
                .regularization(0.07)
                .frequencyScaling(0.5)
                .seed(99)
                .threads(5)
                .build();

        ImplicitFactorization copy = unusual.toBuilder().build();

        assertThat(copy)
                .hasToString(
                        "ImplicitFactorization(factors=3, sweeps=7, unseenWeight=0.3, regularization=0.07, frequencyScaling=0.5, seed=99)");
        assertThat(copy).usingRecursiveComparison().isEqualTo(unusual);
        assertThat(copy.threads()).hasValue(5);
        assertThat(copy.seed()).isEqualTo(99);
        assertThat(ImplicitFactorization.ofDefaults().factors()).isEqualTo(ImplicitFactorization.DEFAULT_FACTORS);
        assertThat(ImplicitFactorization.ofDefaults().sweeps()).isEqualTo(ImplicitFactorization.DEFAULT_SWEEPS);
    }
}
