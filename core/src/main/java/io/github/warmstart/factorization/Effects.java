// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.ItemPriors;
import org.ejml.data.FMatrixRMaj;

/**
 * User effects and item means by index, set anew in closed form whenever the vectors have moved.
 *
 * <p>Each is the precision-weighted mean of its residuals and its prior, under the variances of the bias model. Confined
 * to one thread while training; never changed after.
 */
final class Effects {

    private final RatingTable table;
    private final float[] residuals;
    private final double[] itemPriorMeans;
    private final double[] itemPriorPrecisions;
    final double[] userEffects;
    final double[] itemMeans;
    final double noise;
    private final double userPrecision;

    Effects(RatingTable table, BiasModel bias, ItemPriors priors) {
        this.table = table;
        userEffects = new double[table.userCount()];
        itemMeans = new double[table.itemCount()];
        itemPriorMeans = new double[table.itemCount()];
        itemPriorPrecisions = new double[table.itemCount()];
        noise = bias.noiseVariance();
        userPrecision = 1 / bias.userVariance();
        for (int user = 0; user < userEffects.length; user++) {
            userEffects[user] = bias.userEffect(table.userId(user));
        }
        for (int item = 0; item < itemMeans.length; item++) {
            String itemId = table.itemId(item);
            itemMeans[item] = bias.itemMean(itemId);
            itemPriorMeans[item] =
                    priors.prior(itemId).map(ItemPriors.Prior::mean).orElse(bias.centre());
            itemPriorPrecisions[item] =
                    1 / priors.prior(itemId).map(ItemPriors.Prior::variance).orElse(bias.itemVariance());
        }
        residuals = new float[table.size()];
        takeOff();
    }

    /** What is left of each row once the effects are taken off; the same array at each call. */
    float[] residuals() {
        return residuals;
    }

    /**
     * Sets item means, then user effects, given the vectors, and takes them off the rows.
     *
     * @param users the users' vectors. Not modified
     * @param items the items' vectors. Not modified
     * @return the weighted root mean squared error that is left, in rating units; 0 without rows
     */
    double refresh(FMatrixRMaj users, FMatrixRMaj items) {
        double[] rests = new double[table.size()];
        for (int row = 0; row < rests.length; row++) {
            rests[row] = table.value(row) - dot(users, table.user(row), items, table.item(row));
        }
        for (int item = 0; item < itemMeans.length; item++) {
            double sum = itemPriorMeans[item] * itemPriorPrecisions[item];
            double precision = itemPriorPrecisions[item];
            for (int position = 0; position < table.itemSize(item); position++) {
                int row = table.itemRow(item, position);
                sum += table.weight(row) * (rests[row] - userEffects[table.user(row)]) / noise;
                precision += table.weight(row) / noise;
            }
            itemMeans[item] = sum / precision;
        }
        for (int user = 0; user < userEffects.length; user++) {
            double sum = 0;
            double precision = userPrecision;
            for (int row = table.userStart(user); row < table.userEnd(user); row++) {
                sum += table.weight(row) * (rests[row] - itemMeans[table.item(row)]) / noise;
                precision += table.weight(row) / noise;
            }
            userEffects[user] = sum / precision;
        }
        takeOff();
        double squares = 0;
        double weights = 0;
        for (int row = 0; row < rests.length; row++) {
            double error = rests[row] - userEffects[table.user(row)] - itemMeans[table.item(row)];
            squares += table.weight(row) * error * error;
            weights += table.weight(row);
        }
        return weights == 0 ? 0 : Math.sqrt(squares / weights);
    }

    private void takeOff() {
        for (int row = 0; row < residuals.length; row++) {
            residuals[row] = (float) (table.value(row) - userEffects[table.user(row)] - itemMeans[table.item(row)]);
        }
    }

    static double dot(FMatrixRMaj users, int user, FMatrixRMaj items, int item) {
        double sum = 0;
        int p = user * users.numCols;
        int q = item * items.numCols;
        for (int k = 0; k < users.numCols; k++) {
            sum += (double) users.data[p + k] * items.data[q + k];
        }
        return sum;
    }
}
