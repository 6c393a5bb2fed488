// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.choice.data.ChoiceSignals;
import io.github.warmstart.choice.gate.ChoiceSignal;
import io.github.warmstart.choice.gate.OrderVerdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceLearnerTest {

    private static OrderVerdict verdict(ChoiceModel model, ChoiceSignal signal) {
        return model.report().verdicts().stream()
                .filter(one -> one.signal() == signal)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fit_newcomersAlone_answersImproveTheList(long seed) {
        PlantedShop shop = new PlantedShop(seed, 0);

        ChoiceModel without = ChoiceLearner.ofDefaults().fit(shop.data().build());
        ChoiceModel with = ChoiceLearner.ofDefaults()
                .fit(shop.data().signals(shop.everything(0)).build());

        assertThat(shop.precision(with)).as("seed %d", seed).isGreaterThan(shop.precision(without) + 0.05);
        assertThat(with.report().verdicts()).hasSize(3).allMatch(OrderVerdict::applied);
        assertThat(verdict(with, ChoiceSignal.SHORTLIST).weight()).isEqualTo(OrderVerdict.HALF);
        assertThat(without.report().verdicts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fit_manyMembers_anAffinityIsChosenAndHelps(long seed) {
        PlantedShop shop = new PlantedShop(seed, 120);

        ChoiceModel without = ChoiceLearner.builder()
                .affinities(EnumSet.noneOf(AffinityKind.class))
                .build()
                .fit(shop.data().build());
        ChoiceModel with = ChoiceLearner.ofDefaults().fit(shop.data().build());

        assertThat(with.report().affinity()).as("seed %d", seed).isNotEqualTo("none");
        assertThat(with.report().affinities())
                .containsKeys("none", with.report().affinity());
        assertThat(with.report().weights()).containsKey("affinity");
        assertThat(shop.precision(with)).as("seed %d", seed).isGreaterThan(shop.precision(without));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fit_answersOfAnotherTaste_areWithheld(long seed) {
        PlantedShop shop = new PlantedShop(seed, 60);

        ChoiceModel model = ChoiceLearner.ofDefaults()
                .fit(shop.data().signals(shop.everything(1)).build());

        assertThat(verdict(model, ChoiceSignal.SIMILAR).applied())
                .as("seed %d", seed)
                .isFalse();
        assertThat(verdict(model, ChoiceSignal.SHORTLIST).applied())
                .as("seed %d", seed)
                .isFalse();
        assertThat(model.report().weights()).doesNotContainKeys("similar", "shortlist");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 100})
    void fit_scrambledOrInvertedExposure_isWithheld(int members) {
        PlantedShop shop = new PlantedShop(5, members);
        Map<String, Double> right = shop.exposure(0, 1);
        List<Double> values = new ArrayList<>(right.values());
        Collections.shuffle(values, new Random(7));
        Map<String, Double> scrambled = new LinkedHashMap<>();
        Map<String, Double> inverted = new LinkedHashMap<>();
        right.forEach((itemId, percent) -> {
            scrambled.put(itemId, values.get(scrambled.size()));
            inverted.put(itemId, 1 / percent);
        });

        for (Map<String, Double> wrong : List.of(scrambled, inverted)) {
            ChoiceModel model = ChoiceLearner.ofDefaults()
                    .fit(shop.data()
                            .signals(ChoiceSignals.builder().exposure(wrong).build())
                            .build());

            assertThat(verdict(model, ChoiceSignal.EXPOSURE).applied())
                    .as("%d members: %s", members, verdict(model, ChoiceSignal.EXPOSURE))
                    .isFalse();
            assertThat(model.report().exposureSlope()).isZero();
        }
    }

    @Test
    void fit_notGated_usesWhateverWasSaid() {
        PlantedShop shop = new PlantedShop(1, 20);

        ChoiceModel model = ChoiceLearner.builder()
                .gated(false)
                .build()
                .fit(shop.data().signals(shop.everything(1)).build());

        assertThat(model.report().verdicts()).isEmpty();
        assertThat(model.report().weights()).containsKeys("similar", "shortlist");
    }

    @Test
    void fit_sameSeed_isTheSameToTheBit() {
        PlantedShop shop = new PlantedShop(1, 60);
        ChoiceLearner learner = ChoiceLearner.builder().seed(3).build();

        double[] first =
                learner.fit(shop.data().signals(shop.everything(0)).build()).scores("n3");
        double[] second =
                learner.fit(shop.data().signals(shop.everything(0)).build()).scores("n3");

        assertThat(second).isEqualTo(first);
    }

    @Test
    void recommend_parts_addUpToTheScore() {
        PlantedShop shop = new PlantedShop(1, 60);
        ChoiceModel model = ChoiceLearner.ofDefaults()
                .fit(shop.data().signals(shop.everything(0)).build());

        List<RankedItem> list = model.recommend("n0", 10);

        assertThat(list).hasSize(10).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        for (RankedItem item : list) {
            double sum =
                    item.parts().values().stream().mapToDouble(part -> part).sum();
            assertThat(sum).isCloseTo(item.score(), within(1e-9));
            assertThat(item.parts()).containsKeys(ScorePart.EXPOSURE, ScorePart.SIMILAR);
        }
    }

    @Test
    void recommend_ownChoices_areLeftOutUnlessTheFilterLetsThem() {
        PlantedShop shop = new PlantedShop(1, 20);
        ChoiceModel model = ChoiceLearner.ofDefaults().fit(shop.data().build());
        int user = shop.table.userIndex("n0");

        assertThat(model.recommend("n0", PlantedShop.ITEMS)).hasSize(PlantedShop.ITEMS - shop.table.userSize(user));
        assertThat(model.recommend("n0", PlantedShop.ITEMS, itemId -> true)).hasSize(PlantedShop.ITEMS);
        assertThat(model.recommend("nobody", 3)).hasSize(3);
        assertThat(model.recommend("n0", 0)).isEmpty();
        assertThatThrownBy(() -> model.recommend("n0", -1)).hasMessage("n must be >= 0, but was -1");
    }

    @Test
    void popularity_none_leavesThePersonalPart() {
        PlantedShop shop = new PlantedShop(1, 60);
        ChoiceModel model = ChoiceLearner.ofDefaults()
                .fit(shop.data().signals(shop.everything(0)).build());

        assertThat(model.popularity(1).scores("n0")).isEqualTo(model.scores("n0"));
        assertThat(model.popularity(0).recommend("n0", 1).get(0).parts().get(ScorePart.EXPOSURE))
                .isCloseTo(0.0, within(0.0));
        assertThatThrownBy(() -> model.popularity(-1)).hasMessage("share must be finite and >= 0, but was -1.0");
    }

    @Test
    void fit_emptyShop_listsTheCatalogue() {
        PlantedShop shop = new PlantedShop(1, 0);
        ChoiceModel model = ChoiceLearner.ofDefaults()
                .fit(ChoiceData.builder(shop.table.where(row -> false)).build());

        assertThat(model.recommend("anybody", 5))
                .extracting(RankedItem::itemId)
                .containsExactly("i0", "i1", "i10", "i100", "i101");
    }

    @Test
    void toBuilder_everyOption_losesNothing() {
        ChoiceLearner learner = ChoiceLearner.builder()
                .seed(9)
                .affinities(EnumSet.of(AffinityKind.EASE))
                .gated(false)
                .build();

        assertThat(learner.toBuilder().build()).hasToString(learner.toString());
        assertThat(learner.affinities()).containsExactly(AffinityKind.EASE);
    }
}
