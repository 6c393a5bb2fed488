// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static io.github.warmstart.fixture.Entries.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.ItemPriors.Prior;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AttributeRegressionTest {

    private static final RatingScale STARS = RatingScale.of(0.5, 5, 0.5);

    /** Half of 200 items are horror, which costs 0.3; each later year is worth 0.01; half are known. */
    private static ItemCatalog films() {
        List<Item> items = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
            items.add(Item.of("i" + k, "film " + k)
                    .with("genre", k % 2 == 0 ? new String[] {"Horror", "Drama"} : new String[] {"Drama"})
                    .with("year", String.valueOf(1980 + k / 5)));
        }
        return ItemCatalog.of(items);
    }

    private static double truth(int k) {
        return 3.5 - (k % 2 == 0 ? 0.3 : 0) + 0.01 * (k / 5 - 20);
    }

    private static Map<String, Prior> known(double sd) {
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Prior> known = new LinkedHashMap<>();
        for (int k = 0; k < 200; k += random.nextInt(1, 3)) {
            known.put("i" + k, new Prior(truth(k) + sd * random.nextGaussian(), 0.02));
        }
        return known;
    }

    private static List<String> others(Map<String, Prior> known) {
        List<String> others = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
            if (!known.containsKey("i" + k)) {
                others.add("i" + k);
            }
        }
        return others;
    }

    @Test
    void priors_plantedEffects_areCarriedToUnaskedItems() {
        Map<String, Prior> known = known(0.1);
        List<String> others = others(known);

        Map<String, Prior> found = new AttributeRegression(films()).priors(known, others, Set.of(), Map.of(), STARS);

        assertThat(found.keySet()).containsExactlyElementsOf(others);
        assertThat(others).hasSizeGreaterThan(40);
        double misses = 0;
        double plain = 0;
        for (String itemId : others) {
            double truth = truth(Integer.parseInt(itemId.substring(1)));
            misses += Math.pow(at(found, itemId).mean() - truth, 2);
            plain += Math.pow(3.35 - truth, 2);
        }
        // the effects are shrunk a little: they are thought to be of 0.16 stars
        assertThat(Math.sqrt(misses / others.size())).isLessThan(0.08);
        assertThat(Math.sqrt(plain / others.size())).isGreaterThan(0.17);
    }

    @Test
    void priors_withoutAttributes_areTheMeanOfWhatIsKnown() {
        AttributeRegression regression = new AttributeRegression(ItemCatalog.of(List.of()));
        Map<String, Prior> known = Map.of("a", new Prior(3, 0.1), "b", new Prior(4, 0.1));

        Map<String, Prior> found = regression.priors(known, List.of("c", "d"), Set.of(), Map.of(), STARS);

        assertThat(at(found, "c").mean()).isCloseTo(3.5, within(1e-5));
        assertThat(at(found, "c")).isEqualTo(at(found, "d"));
        assertThat(at(found, "c").variance()).isGreaterThan(0.05);
    }

    /** Nothing is known of it, so it is taken for an average item of the catalogue, not for one that is no horror. */
    @Test
    void priors_ofItemsOutsideTheCatalogue_areThoseOfAnAverageItem() {
        List<String> asked = new ArrayList<>();
        films().items().forEach(item -> asked.add(item.id()));
        asked.add("stranger");

        Map<String, Prior> found =
                new AttributeRegression(films()).priors(known(0.1), asked, Set.of(), Map.of(), STARS);

        double average = films().items().stream()
                .mapToDouble(item -> at(found, item.id()).mean())
                .average()
                .orElseThrow();
        assertThat(at(found, "i99").mean() - at(found, "i100").mean()).isGreaterThan(0.2);
        assertThat(at(found, "stranger").mean()).isCloseTo(average, within(1e-9));
    }

    @Test
    void priors_nothingAsked_areNone() {
        assertThat(new AttributeRegression(films()).priors(known(0.1), List.of(), Set.of(), Map.of(), STARS))
                .isEmpty();
    }

    @Test
    void priors_offTheScale_areClamped() {
        Map<String, Prior> known = new LinkedHashMap<>();
        for (int k = 0; k < 20; k++) {
            known.put("i" + k, new Prior(7, 1e-4));
        }

        assertThat(at(new AttributeRegression(films()).priors(known, List.of("i40"), Set.of(), Map.of(), STARS), "i40")
                        .mean())
                .isEqualTo(5);
    }

    /** Numbers written as words, single values that few share, and constants are no covariates. */
    @Test
    void priors_attributesThatSayNothing_changeNothing() {
        List<Item> plain = new ArrayList<>();
        List<Item> dressed = new ArrayList<>();
        for (int k = 0; k < 20; k++) {
            Item item = Item.of("i" + k, "film").with("genre", k % 2 == 0 ? "Horror" : "Drama");
            plain.add(item);
            dressed.add(item.with("language", "en")
                    .with("director", "nr " + k + "x")
                    .with("length", "90"));
        }
        Map<String, ItemPriors.Prior> known = Map.of("i0", new Prior(2, 0.1), "i1", new Prior(4, 0.1));

        assertThat(new AttributeRegression(ItemCatalog.of(dressed))
                        .priors(known, List.of("i2", "i3"), Set.of(), Map.of(), STARS))
                .isEqualTo(new AttributeRegression(ItemCatalog.of(plain))
                        .priors(known, List.of("i2", "i3"), Set.of(), Map.of(), STARS));
    }

    /** A hump that no straight line could follow. */
    @Test
    void priors_numberWithABend_isFollowed() {
        List<Item> items = new ArrayList<>();
        Map<String, Prior> known = new LinkedHashMap<>();
        for (int k = 0; k < 200; k++) {
            items.add(Item.of("i" + k, "film").with("year", String.valueOf(1820 + k)));
            if (k % 2 == 0) {
                known.put("i" + k, new Prior(hump(k), 1e-3));
            }
        }
        List<String> others = items.stream()
                .map(Item::id)
                .filter(id -> !known.containsKey(id))
                .toList();

        Map<String, Prior> found =
                new AttributeRegression(ItemCatalog.of(items)).priors(known, others, Set.of(), Map.of(), STARS);

        double misses = 0;
        for (String itemId : others) {
            misses += Math.pow(at(found, itemId).mean() - hump(Integer.parseInt(itemId.substring(1))), 2);
        }
        // the best straight line, which is level, misses by 0.30
        assertThat(Math.sqrt(misses / others.size())).isLessThan(0.06);
    }

    private static double hump(int k) {
        return 3 + 0.5 * (1 - 2 * Math.abs(k - 99.5) / 99.5);
    }

    @Test
    void priors_missingNumber_isTheMeanNumber() {
        List<Item> items = new ArrayList<>();
        for (int k = 0; k < 11; k++) {
            Item item = Item.of("i" + k, "film");
            items.add(k == 10 ? item : item.with("year", String.valueOf(2000 + k)));
        }
        Map<String, Prior> known = new LinkedHashMap<>();
        for (int k = 0; k < 10; k++) {
            known.put("i" + k, new Prior(2 + 0.1 * k, 1e-4));
        }

        Map<String, Prior> found = new AttributeRegression(ItemCatalog.of(items))
                .priors(known, List.of("i10", "i9"), Set.of(), Map.of(), STARS);

        assertThat(at(found, "i10").mean()).isCloseTo(2.45, within(0.01));
        assertThat(at(found, "i9").mean()).isGreaterThan(2.75);
    }
}
