// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ratings made by the model's own story, so that the truth is known. */
public final class Planted {

    public static final double EFFECT = 0.7;
    static final RatingScale SCALE = RatingScale.of(-3, 13);

    private Planted() {}

    /** Effects, vectors of some rank, and normal noise; some of the pairs, chosen by chance. */
    public static RatingTable table(int users, int items, int rank, double sigma, double share, long seed) {
        Random random = new Random(seed);
        double[][] u = vectors(random, users, rank);
        double[][] v = vectors(random, items, rank);
        List<Rating> ratings = new ArrayList<>();
        for (int a = 0; a < users; a++) {
            for (int b = 0; b < items; b++) {
                double rating = 5 + EFFECT * (u[a][rank] + v[b][rank]);
                for (int k = 0; k < rank; k++) {
                    rating += 0.7 * u[a][k] * v[b][k];
                }
                double noisy = rating + sigma * random.nextGaussian();
                if (random.nextDouble() < share) {
                    ratings.add(new Rating("u" + a, "i" + b, SCALE.clamp(noisy)));
                }
            }
        }
        return Ratings.table(SCALE, ratings);
    }

    private static double[][] vectors(Random random, int count, int rank) {
        double[][] vectors = new double[count][rank + 1];
        for (double[] vector : vectors) {
            for (int k = 0; k <= rank; k++) {
                vector[k] = random.nextGaussian();
            }
        }
        return vectors;
    }
}
