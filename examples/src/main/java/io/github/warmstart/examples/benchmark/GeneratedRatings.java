// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.benchmark;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Generated ratings of the size and shape of public sets: item popularity by a power law, users of unequal activity,
 * tastes of rank ten, noise of 0.9, whole stars from one to five. The same seed gives the same ratings.
 */
final class GeneratedRatings {

    private static final int RANK = 10;
    private static final RatingScale SCALE = RatingScale.of(1, 5);

    final RatingTable training;
    /** Held-out rows: a tenth. */
    final RatingTable test;

    private GeneratedRatings(RatingTable training, RatingTable test) {
        this.training = training;
        this.test = test;
    }

    /** Ratings of a size: {@code 100k}, {@code 1m} (MovieLens 1M), {@code 5m} or {@code 20m} (MovieLens 20M). */
    static GeneratedRatings of(String size) {
        return switch (size) {
            case "100k" -> of(943, 1_682, 100_000);
            case "1m" -> of(6_040, 3_706, 1_000_209);
            case "5m" -> of(35_000, 13_000, 5_000_000);
            case "20m" -> of(138_493, 26_744, 20_000_263);
            default -> throw new IllegalArgumentException("size must be 100k, 1m, 5m or 20m, but was " + size);
        };
    }

    private static GeneratedRatings of(int users, int items, int ratings) {
        RatingTable all = RatingTable.read(
                RatingSource.of(SCALE, "generated ratings", to -> generate(users, items, ratings, to)));
        SplittableRandom random = new SplittableRandom(2);
        boolean[] hidden = new boolean[all.size()];
        for (int row = 0; row < hidden.length; row++) {
            hidden[row] = random.nextInt(10) == 0;
        }
        return new GeneratedRatings(all.where(row -> !hidden[row]), all.where(row -> hidden[row]));
    }

    private static void generate(int users, int items, int ratings, Consumer<Rating> to) {
        SplittableRandom random = new SplittableRandom(1);
        float[][] userTastes = tastes(users, random);
        float[][] itemTastes = tastes(items, random);
        double[] popularity = new double[items];
        double sum = 0;
        for (int item = 0; item < items; item++) {
            sum += 1 / StrictMath.pow(item + 10.0, 0.9);
            popularity[item] = sum;
        }
        // about one in eleven replaces a pair that exists already
        for (int n = 0; n < ratings + ratings / 10; n++) {
            int user = (int) (users * random.nextDouble() * random.nextDouble());
            int place = Arrays.binarySearch(popularity, sum * random.nextDouble());
            int item = Math.min(items - 1, place < 0 ? -place - 1 : place);
            double value = 3.5 + 0.9 * random.nextGaussian();
            for (int k = 0; k <= RANK; k++) {
                value += k == RANK
                        ? userTastes[user][k] + itemTastes[item][k]
                        : userTastes[user][k] * itemTastes[item][k];
            }
            to.accept(new Rating("u" + user, "i" + item, Math.max(1, Math.min(5, Math.rint(value)))));
        }
    }

    /** Tastes, then an effect: each of ten products has a standard deviation of 0.16, an effect one of 0.4. */
    private static float[][] tastes(int size, SplittableRandom random) {
        float[][] tastes = new float[size][RANK + 1];
        for (float[] taste : tastes) {
            for (int k = 0; k <= RANK; k++) {
                taste[k] = (float) (0.4 * random.nextGaussian());
            }
        }
        return tastes;
    }
}
