// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import org.ejml.data.FMatrixRMaj;

/**
 * How far ratings of each item scatter around what is predicted: people agree on some items, and quarrel over others
 * without a pattern.
 *
 * <p>The mean of an item's squared errors is shrunk towards that of all errors as in credibility theory: from n ratings it
 * keeps {@code n / (n + v / t)} of its distance, v being the variance of a squared error within an item and t that of the
 * true means over items, both estimated without bias (Bühlmann and Straub). Where items scatter no more than chance, all
 * keep the common noise. Pseudo ratings do not count. A squared error is divided by what the two effects took off it,
 * {@code (1 - 1 / (n_u + c_u)) (1 - 1 / (n_i + c_i))} with the constants of their shrinkage. O(rows x factors). Immutable.
 *
 * @see <a href="https://doi.org/10.1007/3-540-29273-X_4">Bühlmann and Gisler: A Course in Credibility Theory (2005),
 *     chapter 4</a>
 */
final class ItemNoise {

    /** No item is taken to be surer than this share of the common noise, however well its ratings agree. */
    private static final double LEAST_SHARE = 0.05;

    private final double common;
    private final float[] noises;

    ItemNoise(RatingTable table, BiasModel bias, Effects effects, FMatrixRMaj users, FMatrixRMaj items) {
        common = effects.noise;
        int[] counts = new int[table.itemCount()];
        double[] sums = new double[counts.length];
        double[] squares = new double[counts.length];
        double userConstant = common / bias.userVariance();
        double itemConstant = common / bias.itemVariance();
        for (int row = 0; row < table.size(); row++) {
            if (!table.pseudo(row)) {
                int user = table.user(row);
                int item = table.item(row);
                double error = table.value(row)
                        - effects.userEffects[user]
                        - effects.itemMeans[item]
                        - Effects.dot(users, user, items, item);
                double left = (1 - 1 / (table.userSize(user) + userConstant))
                        * (1 - 1 / (table.itemSize(item) + itemConstant));
                double square = table.weight(row) * error * error / left;
                counts[item]++;
                sums[item] += square;
                squares[item] += square * square;
            }
        }
        noises = shrunken(counts, sums, squares, common);
    }

    /**
     * The variance of one rating.
     *
     * @param item the index in the table; below 0 for an item that it does not hold
     */
    double of(int item) {
        return item < 0 ? common : noises[item];
    }

    /** Shrunken means of groups, scaled so that their common mean is {@code common}. */
    static float[] shrunken(int[] counts, double[] sums, double[] squares, double common) {
        double total = 0;
        double sum = 0;
        double within = 0;
        int seen = 0;
        double countSquares = 0;
        for (int group = 0; group < counts.length; group++) {
            if (counts[group] > 0) {
                total += counts[group];
                sum += sums[group];
                within += squares[group] - sums[group] * sums[group] / counts[group];
                countSquares += (double) counts[group] * counts[group];
                seen++;
            }
        }
        double mean = total == 0 ? 0 : sum / total;
        double between = 0;
        for (int group = 0; group < counts.length; group++) {
            if (counts[group] > 0) {
                double distance = sums[group] / counts[group] - mean;
                between += counts[group] * distance * distance;
            }
        }
        double v = total > seen ? within / (total - seen) : 0;
        double spread = total - countSquares / Math.max(1, total);
        double t = spread > 0 ? (between - (seen - 1) * v) / spread : 0;
        float[] shrunken = new float[counts.length];
        for (int group = 0; group < counts.length; group++) {
            double kept = t > 0 && counts[group] > 0 ? counts[group] / (counts[group] + v / t) : 0;
            double ratio = kept > 0 ? 1 + kept * (sums[group] / counts[group] / mean - 1) : 1;
            shrunken[group] = (float) (common * Math.max(LEAST_SHARE, ratio));
        }
        return shrunken;
    }
}
