// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.linear;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import org.ejml.data.FMatrixRMaj;

/**
 * Variance of the ratings of each item around their predictions, which differs between items.
 *
 * <p>The mean square of an item's errors, relative to that of all errors, is shrunk towards 1 by as many prior ratings
 * as the data suggest: with {@code t} the variance of the true ratios over items, estimated as the variance of the
 * observed ratios beyond chance (DerSimonian and Laird's moments), a ratio from n ratings keeps {@code n t / (n t + v)}
 * of its distance, v being the variance of one squared error. Errors are divided by {@code 1 - h} with leverage
 * {@code h}, by which training reduces them.
 *
 * @see <a href="https://doi.org/10.1016/0197-2456(86)90046-2">DerSimonian and Laird: Meta-Analysis in Clinical Trials
 *     (1986)</a>
 */
public final class ItemNoise {

    /** Minimum ratio of the variance of an item to that of all. */
    private static final double MIN_RATIO = 0.1;

    private final float[] ratios;
    private final double pooled;

    public ItemNoise(RatingTable table, BiasModel bias, BiasTerms effects, FMatrixRMaj users, FMatrixRMaj items) {
        pooled = effects.noise;
        int count = table.itemCount();
        double[] squares = new double[count];
        double[] weights = new double[count];
        double all = 0;
        double fourth = 0;
        double total = 0;
        double userPrecision = effects.noise / bias.userVariance();
        double itemPrecision = effects.noise / bias.itemVariance();
        boolean nothingReal = table.pseudoCount() == table.size();
        for (int row = 0; row < table.size(); row++) {
            if (table.pseudo(row) && !nothingReal) {
                continue;
            }
            int user = table.user(row);
            int item = table.item(row);
            double error = table.value(row)
                    - effects.userEffects[user]
                    - effects.itemMeans[item]
                    - Vectors.dot(users, user, items, item);
            double free =
                    (1 - 1 / (table.userSize(user) + userPrecision)) * (1 - 1 / (table.itemSize(item) + itemPrecision));
            double square = error * error / Math.max(MIN_RATIO, free);
            squares[item] += square;
            weights[item] += 1;
            all += square;
            fourth += square * square;
            total += 1;
        }
        ratios = new float[count];
        double mean = total == 0 ? 1 : all / total;
        // rows that are fitted without any error do not show chance
        double chance = mean > 0 && total > 0 ? Math.max(1e-9, fourth / total / (mean * mean) - 1) : 1;
        double kept = between(squares, weights, mean, chance, total);
        for (int item = 0; item < count; item++) {
            double share = weights[item] * kept / (weights[item] * kept + chance);
            double ratio = mean > 0 && weights[item] > 0 ? squares[item] / weights[item] / mean : 1;
            ratios[item] = (float) Math.max(MIN_RATIO, 1 + share * (ratio - 1));
        }
    }

    /** The variance of the true ratios over items: 0 if the observed ones vary no more than by chance. */
    private static double between(double[] squares, double[] weights, double mean, double chance, double total) {
        double excess = 0;
        double rated = 0;
        double weightSquares = 0;
        for (int item = 0; item < squares.length; item++) {
            if (weights[item] > 0 && mean > 0) {
                double distance = squares[item] / weights[item] / mean - 1;
                excess += weights[item] * distance * distance;
                weightSquares += weights[item] * weights[item];
                rated++;
            }
        }
        double free = total - weightSquares / Math.max(1, total);
        return free <= 0 ? 0 : Math.max(0, (excess - chance * Math.max(0, rated - 1)) / free);
    }

    /** The variance of a rating of weight 1 around its prediction; the pooled one for an item of index -1. */
    public double of(int item) {
        return item < 0 ? pooled : pooled * ratios[item];
    }
}
