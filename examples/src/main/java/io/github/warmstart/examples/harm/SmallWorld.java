// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Simulated world of a few dozen users, for measuring evidence and not learners:
 * {@code rating = item mean + level of the user + noise}, in half stars. Half of the variance of the item means is
 * explained by a genre. Users rate what is popular. Immutable; determined by seed and shape.
 */
final class SmallWorld {

    static final RatingScale SCALE = RatingScale.of(0.5, 5, 0.5);

    private static final double CENTRE = 3.4;
    private static final double LEVEL = 0.4;
    private static final double NOISE = 0.8;
    private static final double ZIPF = 0.8;
    private static final int GENRES = 6;
    /** Number of hidden ratings of each user. */
    private static final int HIDDEN = 15;

    final long seed;
    final Shape shape;
    final double[] means;
    final ItemCatalog catalog;
    final List<Rating> visible = new ArrayList<>();
    final List<Rating> hidden = new ArrayList<>();

    /**
     * Size of a world.
     *
     * @param users number of users
     * @param ratings number of visible ratings per user
     * @param rated items that users choose from
     * @param others unrated items
     * @param spread standard deviation of the item means
     */
    record Shape(int users, int ratings, int rated, int others, double spread) {

        Shape withRatings(int other) {
            return new Shape(users, other, rated, others, spread);
        }
    }

    SmallWorld(long seed, Shape shape) {
        this.seed = seed;
        this.shape = shape;
        Random random = NamedRandom.of(seed, "small world");
        int count = shape.rated + shape.others;
        means = new double[count];
        double[] genres = random.doubles(GENRES)
                .map(any -> shape.spread * Math.sqrt(0.5) * random.nextGaussian())
                .toArray();
        List<Item> items = new ArrayList<>();
        for (int item = 0; item < count; item++) {
            int genre = random.nextInt(GENRES);
            means[item] = CENTRE + genres[genre] + shape.spread * Math.sqrt(0.5) * random.nextGaussian();
            items.add(Item.of(id(item), "Thing No. " + item).with("genre", "genre-" + genre));
        }
        catalog = ItemCatalog.of(items);
        for (int user = 0; user < shape.users; user++) {
            double level = LEVEL * random.nextGaussian();
            List<Integer> order = order(random);
            for (int k = 0; k < Math.min(order.size(), shape.ratings + HIDDEN); k++) {
                int item = order.get(k);
                double value = means[item] + level + NOISE * random.nextGaussian();
                Rating rating = new Rating("user-" + user, id(item), SCALE.clamp(Math.rint(2 * value) / 2));
                (k < shape.ratings ? visible : hidden).add(rating);
            }
        }
    }

    /** Rated items in random order, weighted by popularity. */
    private List<Integer> order(Random random) {
        double[] keys = new double[shape.rated];
        Integer[] order = new Integer[shape.rated];
        for (int item = 0; item < shape.rated; item++) {
            keys[item] = -StrictMath.log(1 - random.nextDouble()) * StrictMath.pow(item + 1, ZIPF);
            order[item] = item;
        }
        Arrays.sort(order, Comparator.comparingDouble(item -> keys[item]));
        return Arrays.asList(order);
    }

    /** Items with a visible rating, in the order of their numbers. */
    List<Integer> ratedItems() {
        Set<Integer> rated = new TreeSet<>();
        visible.forEach(rating -> rated.add(number(rating.itemId())));
        return new ArrayList<>(rated);
    }

    static String id(int item) {
        return "thing-" + item;
    }

    static int number(String itemId) {
        return Integer.parseInt(itemId.substring("thing-".length()));
    }
}
