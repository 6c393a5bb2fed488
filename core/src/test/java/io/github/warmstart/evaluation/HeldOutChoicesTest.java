// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.evaluation.ListJudgement.Figure;
import io.github.warmstart.statistics.MeanDifference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldOutChoicesTest {

    private static final double EXACT = 1e-12;

    private static List<String> items(int count) {
        return IntStream.range(0, count).mapToObj(item -> "i" + item).toList();
    }

    /** Scores that put the items in the order of their numbers. */
    private static double[] falling(int count) {
        return IntStream.range(0, count).mapToDouble(item -> -item).toArray();
    }

    @Test
    void judge_oneHitAtRankTwoOfTwoRelevant_isTheWorkedExample() {
        HeldOutChoices heldOut = HeldOutChoices.builder(items(100), Map.of(), 1)
                .add("ann", List.of("i0"), List.of("i2", "i99"), List.of())
                .build();

        ListJudgement judged = heldOut.judge(userId -> falling(100));

        assertThat(judged.mean(Figure.NDCG10)).isCloseTo(0.3869, within(5e-5));
        assertThat(judged.mean(Figure.PRECISION10)).isCloseTo(0.1, within(EXACT));
        assertThat(judged.mean(Figure.RECALL50)).isCloseTo(0.5, within(EXACT));
        assertThat(judged.coverage10()).isEqualTo(10);
    }

    @Test
    void judge_popularitiesZeroAndThree_weighsByTheRoot() {
        HeldOutChoices heldOut = HeldOutChoices.builder(items(100), Map.of("i1", 3), 1)
                .add("ann", List.of(), List.of("i1", "i99"), List.of())
                .build();

        ListJudgement judged = heldOut.judge(userId -> falling(100));

        assertThat(judged.mean(Figure.IPS_RECALL50)).isCloseTo(0.5 / 1.5, within(EXACT));
        assertThat(judged.meanPopularity10()).isCloseTo(0.3, within(EXACT));
    }

    @Test
    void judge_equalScores_haveAHalfAgainstMatchedItems() {
        HeldOutChoices heldOut = HeldOutChoices.builder(items(40), Map.of(), 1)
                .add("ann", List.of(), List.of("i7"), List.of())
                .build();

        assertThat(heldOut.judge(userId -> new double[40]).mean(Figure.MATCHED_AUC))
                .isCloseTo(0.5, within(EXACT));
    }

    @Test
    void judge_popularityAlone_hasAboutAHalfAgainstMatchedItems() {
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Integer> popularity = new HashMap<>();
        items(2000).forEach(itemId -> popularity.put(itemId, random.nextInt(10_000)));
        HeldOutChoices.Builder builder = HeldOutChoices.builder(items(2000), popularity, 1);
        for (int user = 0; user < 50; user++) {
            Set<String> relevant = new LinkedHashSet<>();
            IntStream.range(0, 20).forEach(k -> relevant.add("i" + random.nextInt(2000)));
            builder.add("u" + user, List.of(), relevant, List.of());
        }

        double[] scores = items(2000).stream()
                .mapToDouble(itemId -> popularity.getOrDefault(itemId, 0))
                .toArray();

        assertThat(builder.build().judge(userId -> scores).mean(Figure.MATCHED_AUC))
                .isCloseTo(0.5, within(0.03));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void judge_randomLists_agreesWithTheDefinitions(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 80;
        Map<String, Integer> popularity = new HashMap<>();
        items(count).forEach(itemId -> popularity.put(itemId, random.nextInt(50)));
        Set<String> known = new LinkedHashSet<>(List.of("i3", "i4"));
        Set<String> relevant = new LinkedHashSet<>();
        IntStream.range(0, 12).forEach(k -> relevant.add("i" + (5 + random.nextInt(count - 5))));
        double[] scores = random.doubles(count).toArray();
        HeldOutChoices heldOut = HeldOutChoices.builder(items(count), popularity, seed)
                .add("ann", known, relevant, List.of())
                .build();

        ListJudgement judged = heldOut.judge(userId -> scores);

        List<String> list = new ArrayList<>(items(count));
        list.removeAll(known);
        list.sort(Comparator.comparingDouble(itemId -> -scores[Integer.parseInt(itemId.substring(1))]));
        double gain = 0;
        double ideal = 0;
        double hits10 = 0;
        double hits50 = 0;
        double weight50 = 0;
        for (int rank = 1; rank <= 50; rank++) {
            boolean hit = relevant.contains(list.get(rank - 1));
            double discount = Math.log(2) / Math.log(rank + 1);
            gain += hit && rank <= 10 ? discount : 0;
            ideal += rank <= Math.min(10, relevant.size()) ? discount : 0;
            hits10 += hit && rank <= 10 ? 1 : 0;
            hits50 += hit ? 1 : 0;
            weight50 += hit ? 1 / Math.sqrt(popularity.getOrDefault(list.get(rank - 1), 0) + 1) : 0;
        }
        double best = relevant.stream()
                .mapToDouble(itemId -> 1 / Math.sqrt(popularity.getOrDefault(itemId, 0) + 1))
                .sum();
        assertThat(judged.mean(Figure.NDCG10)).as("seed %d", seed).isCloseTo(gain / ideal, within(EXACT));
        assertThat(judged.mean(Figure.PRECISION10)).isCloseTo(hits10 / 10, within(EXACT));
        assertThat(judged.mean(Figure.RECALL50)).isCloseTo(hits50 / relevant.size(), within(EXACT));
        assertThat(judged.mean(Figure.IPS_RECALL50)).isCloseTo(weight50 / best, within(EXACT));
    }

    @Test
    void comparedWith_twoUsers_isTheMeanDifference() {
        HeldOutChoices heldOut = HeldOutChoices.builder(items(30), Map.of(), 1)
                .add("ann", List.of(), List.of("i0"), List.of())
                .add("bob", List.of(), List.of("i29"), List.of())
                .add("eve", List.of(), List.of(), List.of("i3"))
                .build();
        double[] backwards = IntStream.range(0, 30).mapToDouble(item -> item).toArray();

        MeanDifference change = heldOut.judge(userId -> userId.equals("ann") ? falling(30) : backwards)
                .comparedWith(heldOut.judge(userId -> falling(30)), Figure.PRECISION10, 500, 1);

        assertThat(heldOut.users()).isEqualTo(2);
        assertThat(change.before()).isCloseTo(0.05, within(EXACT));
        assertThat(change.after()).isCloseTo(0.1, within(EXACT));
        assertThat(change.difference()).isCloseTo(0.05, within(EXACT));
        assertThat(change.low()).isZero();
        assertThat(change.high()).isCloseTo(0.1, within(EXACT));
    }

    @Test
    void judge_wrongScores_areRefused() {
        HeldOutChoices heldOut = HeldOutChoices.builder(items(3), Map.of(), 1)
                .add("ann", List.of(), List.of("i0"), List.of())
                .build();

        assertThatThrownBy(() -> heldOut.judge(userId -> new double[2]))
                .hasMessage("scores of user 'ann' must be 3 numbers, but were 2, or one was NaN");
        assertThatThrownBy(() -> heldOut.judge(userId -> new double[] {1, Double.NaN, 2}))
                .hasMessageContaining("or one was NaN");
    }

    @Test
    void builder_unknownOrRepeatedItem_isRefused() {
        assertThatThrownBy(() -> HeldOutChoices.builder(List.of("a", "a"), Map.of(), 1))
                .hasMessage("ids of items must be unique, but 'a' stands twice");
        assertThatThrownBy(() -> HeldOutChoices.builder(List.of("a"), Map.of(), 1)
                        .add("ann", List.of(), List.of("b"), List.of()))
                .hasMessage("item 'b' must be in the catalogue, but is not");
    }

    @Test
    void concordance_fiveThreeThree_isAHalf() {
        assertThat(Concordance.of(new double[] {5, 3, 3}, new double[] {4, 4.5, 3}))
                .isEqualTo(0.5);
        assertThat(Concordance.of(new double[] {5, 3}, new double[] {1, 1})).isEqualTo(0.5);
        assertThat(Concordance.of(new double[] {3, 3}, new double[] {1, 2})).isNaN();
        assertThatThrownBy(() -> Concordance.of(new double[1], new double[2]))
                .hasMessage("ratings and predictions must be as many, but were 1 and 2");
    }
}
