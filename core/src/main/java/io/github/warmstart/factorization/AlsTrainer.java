// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.internal.linear.NormalEquations;
import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.ItemPriors;
import java.util.SplittableRandom;

/**
 * Alternating least squares: sets all items, then all users, to the exact minimum of
 * <pre>{@code
 * sum over rows of w (r - b_u - m_i - p_u·q_i)^2
 *     + noise / userVariance  x sum over users of b_u^2
 *     + sum over items of noise / priorVariance_i x (m_i - priorMean_i)^2
 *     + penalty x (sum over users of sqrt(n_u) |p_u|^2 + sum over items of sqrt(n_i) |q_i|^2)
 * }</pre>
 * with {@code n} the sum of weights of the user's or item's rows, or 1 if it is less. Given the other side, effect and
 * vector of one user (item) are one weighted ridge regression on {@code (1, q_i)} (on {@code (1, p_u)}), so no sweep
 * increases the sum.
 *
 * <p>A row of the matrices is the effect, then the vector. One sweep costs O(rows x factors^2 + (users + items) x
 * factors^3) time; memory is O((users + items) x factors). Driven by one thread, which distributes the work; the result
 * does not depend on the distribution.
 */
final class AlsTrainer {

    /** Length of the starting vectors: small, so that the effects explain what they can first. */
    private static final double START = 0.3;

    private final RatingTable table;
    private final int size;
    private final double userPull;
    private final double[] itemPulls;
    private final double[] itemPriorMeans;
    private final double[] userPenalties;
    private final double[] itemPenalties;
    final double[] users;
    final double[] items;

    /**
     * Starts with the effects of the bias model and random vectors.
     *
     * @param table the rows
     * @param priors prior means of items
     * @param bias the variances, and the starting values of effects
     * @param factors the length of a vector
     * @param penalty in rating units, above 0
     * @param unit size of a rating unit; the products of starting vectors are proportional to it
     * @param random source of the starting vectors
     */
    AlsTrainer(
            RatingTable table,
            ItemPriors priors,
            BiasModel bias,
            int factors,
            double penalty,
            double unit,
            SplittableRandom random) {
        this.table = table;
        size = 1 + factors;
        double noise = bias.noiseVariance();
        userPull = noise / bias.userVariance();
        itemPulls = new double[table.itemCount()];
        itemPriorMeans = new double[table.itemCount()];
        users = start(table.userCount(), unit, random.split());
        items = start(table.itemCount(), unit, random.split());
        for (int user = 0; user < table.userCount(); user++) {
            users[user * size] = bias.userEffect(table.userId(user));
        }
        for (int item = 0; item < table.itemCount(); item++) {
            String itemId = table.itemId(item);
            items[item * size] = bias.itemMean(itemId);
            itemPriorMeans[item] =
                    priors.prior(itemId).map(ItemPriors.Prior::mean).orElse(bias.centre());
            itemPulls[item] =
                    noise / priors.prior(itemId).map(ItemPriors.Prior::variance).orElse(bias.itemVariance());
        }
        double[] userWeights = new double[table.userCount()];
        double[] itemWeights = new double[table.itemCount()];
        for (int row = 0; row < table.size(); row++) {
            userWeights[table.user(row)] += table.weight(row);
            itemWeights[table.item(row)] += table.weight(row);
        }
        userPenalties = penalties(userWeights, penalty);
        itemPenalties = penalties(itemWeights, penalty);
    }

    private double[] start(int rows, double unit, SplittableRandom random) {
        double[] matrix = new double[Math.multiplyExact(rows, size)];
        // uniform numbers of standard deviation 1: no logarithm that could differ between platforms
        double scale = START * Math.sqrt(12.0 * unit / (size - 1));
        for (int k = 0; k < matrix.length; k++) {
            matrix[k] = scale * (random.nextDouble() - 0.5);
        }
        return matrix;
    }

    private static double[] penalties(double[] weights, double penalty) {
        double[] penalties = new double[weights.length];
        for (int k = 0; k < weights.length; k++) {
            penalties[k] = penalty * Math.sqrt(Math.max(1, weights[k]));
        }
        return penalties;
    }

    /** Working memory of one thread. */
    private final class Workspace {
        final NormalEquations equations = new NormalEquations(size);
        final double[] features = new double[size];
    }

    /** Sets all items, then all users, so that users are fitted to the final items. */
    void sweep(WorkerTeam team) {
        team.run(table.itemCount(), Workspace::new, this::setItem);
        team.run(table.userCount(), Workspace::new, this::setUser);
    }

    private void setUser(Workspace workspace, int user) {
        workspace.equations.clear();
        workspace.equations.addPrior(0, userPull, 0);
        for (int row = table.userStart(user); row < table.userEnd(user); row++) {
            addRow(workspace, items, table.item(row), row);
        }
        solve(workspace, userPenalties[user], users, user);
    }

    private void setItem(Workspace workspace, int item) {
        workspace.equations.clear();
        workspace.equations.addPrior(0, itemPulls[item], itemPriorMeans[item]);
        for (int position = 0; position < table.itemSize(item); position++) {
            int row = table.itemRow(item, position);
            addRow(workspace, users, table.user(row), row);
        }
        solve(workspace, itemPenalties[item], items, item);
    }

    private void addRow(Workspace workspace, double[] others, int other, int row) {
        System.arraycopy(others, other * size, workspace.features, 0, size);
        double effect = workspace.features[0];
        workspace.features[0] = 1;
        workspace.equations.add(workspace.features, table.weight(row), table.value(row) - effect);
    }

    private void solve(Workspace workspace, double penalty, double[] matrix, int index) {
        for (int k = 1; k < size; k++) {
            workspace.equations.addPrior(k, penalty, 0);
        }
        System.arraycopy(workspace.equations.solve(), 0, matrix, index * size, size);
    }

    /** The objective, which no sweep increases. */
    double objective() {
        double sum = 0;
        for (int row = 0; row < table.size(); row++) {
            int p = table.user(row) * size;
            int q = table.item(row) * size;
            double error = table.value(row) - users[p] - items[q];
            for (int k = 1; k < size; k++) {
                error -= users[p + k] * items[q + k];
            }
            sum += table.weight(row) * error * error;
        }
        for (int user = 0; user < table.userCount(); user++) {
            double effect = users[user * size];
            sum += userPull * effect * effect + userPenalties[user] * squares(users, user);
        }
        for (int item = 0; item < table.itemCount(); item++) {
            double effect = items[item * size] - itemPriorMeans[item];
            sum += itemPulls[item] * effect * effect + itemPenalties[item] * squares(items, item);
        }
        return sum;
    }

    private double squares(double[] matrix, int index) {
        double sum = 0;
        for (int k = 1; k < size; k++) {
            sum += matrix[index * size + k] * matrix[index * size + k];
        }
        return sum;
    }
}
