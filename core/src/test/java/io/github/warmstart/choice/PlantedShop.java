// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.choice.data.ChoiceSignals;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.interaction.InteractionTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Simulated shop without ratings: 300 items of three tastes whose exposure falls with their number, members of one taste
 * each, and newcomers with five visible and fifteen hidden purchases.
 */
final class PlantedShop {

    static final int ITEMS = 300;
    private static final int TASTES = 3;
    private static final int NEWCOMERS = 60;
    private static final int VISIBLE = 5;
    private static final int CHOICES = 20;

    final InteractionTable table;
    final Map<String, Set<String>> hidden = new LinkedHashMap<>();

    PlantedShop(long seed, int members) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Interaction> rows = new ArrayList<>();
        List<String> items = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            items.add("i" + item);
        }
        for (int member = 0; member < members; member++) {
            for (String item : choices(random, member, CHOICES)) {
                rows.add(new Interaction("m" + member, item));
            }
        }
        for (int newcomer = 0; newcomer < NEWCOMERS; newcomer++) {
            List<String> all = choices(random, newcomer, CHOICES);
            for (String item : all.subList(0, VISIBLE)) {
                rows.add(new Interaction("n" + newcomer, item));
            }
            hidden.put("n" + newcomer, new LinkedHashSet<>(all.subList(VISIBLE, CHOICES)));
        }
        table = InteractionTable.builder()
                .items(items)
                .addAll(InteractionSource.of(rows))
                .build();
    }

    private static List<String> choices(SplittableRandom random, int person, int count) {
        List<String> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            int item = random.nextInt(ITEMS);
            double chance = exposure(item) / 10 * (person % TASTES == item % TASTES ? 1 : 0.15);
            if (random.nextDouble() < chance && !chosen.contains("i" + item)) {
                chosen.add("i" + item);
            }
        }
        Collections.shuffle(chosen, new Random(random.nextLong()));
        return chosen;
    }

    private static double exposure(int item) {
        return 100.0 / (10 + item);
    }

    ChoiceData.Builder data() {
        return ChoiceData.builder(table).newcomers(hidden.keySet());
    }

    /** Exposure answers of a model that knows the shop, with some noise. */
    Map<String, Double> exposure(double noise, long seed) {
        Random random = new Random(seed);
        Map<String, Double> percents = new LinkedHashMap<>();
        for (int item = 0; item < ITEMS; item++) {
            percents.put("i" + item, exposure(item) * Math.exp(noise * random.nextGaussian()));
        }
        return percents;
    }

    /** For each item the ten most exposed of the same taste, or of the next. */
    Map<String, List<String>> similar(int shift) {
        Map<String, List<String>> similar = new LinkedHashMap<>();
        for (int item = 0; item < ITEMS; item++) {
            List<String> others = new ArrayList<>();
            for (int other = 0; others.size() < 10; other++) {
                if (other != item && other % TASTES == (item + shift) % TASTES) {
                    others.add("i" + other);
                }
            }
            similar.put("i" + item, others);
        }
        return similar;
    }

    /** For each newcomer twenty well-known items of the newcomer's taste, or of the next. */
    Map<String, List<String>> shortlists(int shift) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (int newcomer = 0; newcomer < NEWCOMERS; newcomer++) {
            List<String> list = new ArrayList<>();
            for (int item = (newcomer + shift) % TASTES; list.size() < 20; item += TASTES) {
                list.add("i" + item);
            }
            lists.put("n" + newcomer, list);
        }
        return lists;
    }

    ChoiceSignals everything(int shift) {
        return ChoiceSignals.builder()
                .exposure(exposure(0.3, 1))
                .similar(similar(shift))
                .shortlists(shortlists(shift))
                .build();
    }

    /** The share of the first ten items that the newcomer chose later. */
    double precision(ChoiceModel model) {
        return hidden.entrySet().stream()
                .mapToDouble(entry -> model.recommend(entry.getKey(), 10).stream()
                                .filter(item -> entry.getValue().contains(item.itemId()))
                                .count()
                        / 10.0)
                .average()
                .orElse(0);
    }
}
