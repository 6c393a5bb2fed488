// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.interaction.InteractionTable;
import java.util.Arrays;
import java.util.Set;

/**
 * EASE by itself, without popularity or anything else, as in the paper: a baseline that shares no code with the library's.
 *
 * @see <a href="https://doi.org/10.1145/3308558.3313710">Steck: Embarrassingly Shallow Autoencoders for Sparse Data
 *     (2019)</a>
 */
final class EaseBaseline {

    private static final double LAMBDA = 300;

    private final InteractionTable table;
    /** For each user the row in the matrix, or -1. */
    private final int[] rows;

    private final double[][] inverse;

    EaseBaseline(InteractionTable table, Set<String> cold) {
        this.table = table;
        rows = new int[table.userCount()];
        int count = 0;
        for (int user = 0; user < rows.length; user++) {
            boolean warm = table.userSize(user) > 0 && !cold.contains(table.userId(user));
            rows[user] = warm ? count++ : -1;
        }
        double[][] gram = new double[count][count];
        for (int item = 0; item < table.itemCount(); item++) {
            int[] users = users(item);
            for (int a : users) {
                for (int b : users) {
                    gram[a][b]++;
                }
            }
        }
        for (int row = 0; row < count; row++) {
            gram[row][row] += LAMBDA;
        }
        inverse = inverted(gram);
    }

    private int[] users(int item) {
        int[] users = new int[table.itemSize(item)];
        Arrays.setAll(users, position -> rows[table.user(table.itemRow(item, position))]);
        return Arrays.stream(users).filter(row -> row >= 0).toArray();
    }

    /** Gauss and Jordan in place; the matrix is symmetric and positive definite, so that no pivot is sought. */
    private static double[][] inverted(double[][] matrix) {
        int n = matrix.length;
        for (int k = 0; k < n; k++) {
            double[] pivotRow = matrix[k];
            double pivot = 1 / pivotRow[k];
            pivotRow[k] = 1;
            for (int column = 0; column < n; column++) {
                pivotRow[column] *= pivot;
            }
            for (int row = 0; row < n; row++) {
                if (row != k) {
                    double[] other = matrix[row];
                    double factor = other[k];
                    other[k] = 0;
                    for (int column = 0; column < n; column++) {
                        other[column] -= factor * pivotRow[column];
                    }
                }
            }
        }
        return matrix;
    }

    /** The scores of all items for a user with these choices. */
    double[] scores(String userId) {
        int user = table.userIndex(userId);
        double[] loads = new double[inverse.length];
        for (int row = table.userStart(user); row < table.userEnd(user); row++) {
            for (int other : users(table.item(row))) {
                loads[other]++;
            }
        }
        double[] weights = new double[inverse.length];
        for (int row = 0; row < weights.length; row++) {
            for (int other = 0; loads[row] != 0 && other < weights.length; other++) {
                weights[other] += loads[row] * inverse[row][other];
            }
        }
        double[] scores = new double[table.itemCount()];
        for (int item = 0; item < scores.length; item++) {
            double sum = 0;
            double own = 0;
            int[] users = users(item);
            for (int a : users) {
                sum += weights[a];
                for (int b : users) {
                    own += inverse[a][b];
                }
            }
            scores[item] = sum / (1 - own);
        }
        return scores;
    }
}
