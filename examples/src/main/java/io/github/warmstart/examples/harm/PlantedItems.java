// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Items of a simulated world: {@code mean = 3.4 + genres + year + popularity + own}, where genres, year and popularity
 * explain about half of the variance, and attributes contain genres and year. Items are in the order of popularity,
 * which follows Zipf's law.
 */
final class PlantedItems {

    static final int GENRES = 8;

    private static final double CENTRE = 3.4;
    private static final double GENRE = 0.3;
    private static final double YEAR = 0.1;
    private static final double POPULARITY = 0.2;
    private static final double OWN = 0.42;
    private static final double ZIPF = 0.8;

    final double[] means;
    final double[] popularities;
    final int[][] genres;
    final ItemCatalog catalog;

    PlantedItems(long seed, int count) {
        Random random = NamedRandom.of(seed, "things");
        double[] genreEffects =
                random.doubles(GENRES).map(any -> GENRE * random.nextGaussian()).toArray();
        means = new double[count];
        popularities = new double[count];
        genres = new int[count][];
        List<Item> items = new ArrayList<>();
        for (int item = 0; item < count; item++) {
            Set<Integer> some = new LinkedHashSet<>();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                some.add(random.nextInt(GENRES));
            }
            genres[item] = some.stream().mapToInt(genre -> genre).toArray();
            double age = random.nextDouble();
            popularities[item] = StrictMath.pow(item + 1, -ZIPF);
            double rank = (item + 0.5) / count;
            means[item] = CENTRE
                    + some.stream().mapToDouble(genre -> genreEffects[genre]).sum() / StrictMath.sqrt(some.size())
                    + YEAR * (2 * age - 1)
                    + POPULARITY * (1 - 2 * rank)
                    + OWN * random.nextGaussian();
            items.add(Item.of(id(item), "Thing No. " + item)
                    .with("genre", some.stream().map(genre -> "genre-" + genre).toArray(String[]::new))
                    .with("year", String.valueOf(2020 - (int) (40 * age))));
        }
        catalog = ItemCatalog.of(items);
    }

    int count() {
        return means.length;
    }

    static String id(int item) {
        return "thing-" + item;
    }

    static int number(String itemId) {
        return Integer.parseInt(itemId.substring("thing-".length()));
    }

    /** Affinity of a taste over genres to an item. */
    double affinity(double[] taste, int item) {
        double sum = 0;
        for (int genre : genres[item]) {
            sum += taste[genre];
        }
        return sum / StrictMath.sqrt(genres[item].length);
    }
}
