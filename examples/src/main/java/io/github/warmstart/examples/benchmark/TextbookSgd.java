// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.benchmark;

import io.github.warmstart.rating.table.RatingTable;
import java.util.SplittableRandom;

/**
 * Textbook implementation of biased matrix factorization, rows one after another in a {@code float[]}: the reference
 * for training. It visits the rows in an order drawn once.
 */
final class TextbookSgd {

    private final int factors;
    private final float[] users;
    private final float[] items;
    private final float[] userEffects;
    private final float[] itemEffects;
    private final int[] rowUsers;
    private final int[] rowItems;
    private final float[] values;
    private final float mean;

    TextbookSgd(RatingTable table, int factors) {
        this.factors = factors;
        SplittableRandom random = new SplittableRandom(3);
        users = start(table.userCount(), random);
        items = start(table.itemCount(), random);
        userEffects = new float[table.userCount()];
        itemEffects = new float[table.itemCount()];
        int rows = table.size();
        int[] order = new int[rows];
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            int other = random.nextInt(row + 1);
            order[row] = order[other];
            order[other] = row;
            sum += table.value(row);
        }
        mean = (float) (sum / rows);
        rowUsers = new int[rows];
        rowItems = new int[rows];
        values = new float[rows];
        for (int place = 0; place < rows; place++) {
            rowUsers[place] = table.user(order[place]);
            rowItems[place] = table.item(order[place]);
            values[place] = (float) table.value(order[place]);
        }
    }

    private float[] start(int size, SplittableRandom random) {
        float[] vectors = new float[size * factors];
        for (int k = 0; k < vectors.length; k++) {
            vectors[k] = (float) (0.2 / Math.sqrt(factors) * random.nextGaussian());
        }
        return vectors;
    }

    void epoch(float rate, float penalty) {
        for (int place = 0; place < values.length; place++) {
            int user = rowUsers[place];
            int item = rowItems[place];
            int p = user * factors;
            int q = item * factors;
            float dot = 0;
            for (int k = 0; k < factors; k++) {
                dot += users[p + k] * items[q + k];
            }
            float error = values[place] - mean - userEffects[user] - itemEffects[item] - dot;
            userEffects[user] += rate * (error - penalty * userEffects[user]);
            itemEffects[item] += rate * (error - penalty * itemEffects[item]);
            for (int k = 0; k < factors; k++) {
                float before = users[p + k];
                users[p + k] += rate * (error * items[q + k] - penalty * before);
                items[q + k] += rate * (error * before - penalty * items[q + k]);
            }
        }
    }

    double predict(int user, int item) {
        double sum = mean + userEffects[user] + itemEffects[item];
        for (int k = 0; k < factors; k++) {
            sum += users[user * factors + k] * items[item * factors + k];
        }
        return sum;
    }
}
