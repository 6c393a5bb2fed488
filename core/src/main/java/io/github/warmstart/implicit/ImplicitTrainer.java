// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import io.github.warmstart.internal.linear.NormalEquations;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.internal.parallel.WorkerTeam;
import java.util.SplittableRandom;

/**
 * Alternating least squares for implicit feedback: sets all items, then all users, to the exact minimum of
 * <pre>{@code
 * sum over observed pairs of s_ui (1 - p_u·q_i)^2 + unseen x sum over all pairs of (p_u·q_i)^2
 *     + regularization x (sum over users of (s_u + unseen |I|)^frequency |p_u|^2
 *                       + sum over items of (s_i + unseen |U|)^frequency |q_i|^2)
 * }</pre>
 * with {@code s_u} and {@code s_i} sums of strengths: Rendle et al. (2021), equations 1 to 5, with strengths for counts.
 * The sum over all pairs needs the Gram matrix of the other side only (Hu, Koren, Volinsky 2008, section 4).
 *
 * <p>One sweep costs O(pairs x factors^2 + (users + items) x factors^3) time. Driven by one thread, which distributes
 * the work; the result does not depend on the distribution.
 */
final class ImplicitTrainer {

    /** Length of the starting vectors, of the order of the final ones. */
    private static final double START = 0.1;

    /** Rows of a Gram matrix that are summed together: a fixed number, so that sums never depend on threads. */
    private static final int BLOCK = 512;

    private final StrengthMatrix interactions;
    private final int factors;
    private final double unseen;
    final Penalty userPenalty;
    final Penalty itemPenalty;
    final double[] users;
    final double[] items;

    /** L2 penalty on a vector, by the strengths of its user or item. */
    record Penalty(double regularization, double frequency, double unseenStrength) {
        double of(double strength) {
            return regularization * StrictMath.pow(strength + unseenStrength, frequency);
        }
    }

    ImplicitTrainer(StrengthMatrix interactions, ImplicitFactorization options) {
        this.interactions = interactions;
        factors = options.factors();
        unseen = options.unseenWeight();
        int userCount = interactions.userIds.size();
        int itemCount = interactions.itemIds.size();
        userPenalty = new Penalty(options.regularization(), options.frequencyScaling(), unseen * itemCount);
        itemPenalty = new Penalty(options.regularization(), options.frequencyScaling(), unseen * userCount);
        SplittableRandom random = new SplittableRandom(options.seed());
        users = start(userCount, random.split());
        items = start(itemCount, random.split());
    }

    private double[] start(int rows, SplittableRandom random) {
        double[] matrix = new double[Math.multiplyExact(rows, factors)];
        // uniform numbers of standard deviation 1: no logarithm that could differ between platforms
        double scale = START * Math.sqrt(12.0 / factors);
        for (int k = 0; k < matrix.length; k++) {
            matrix[k] = scale * (random.nextDouble() - 0.5);
        }
        return matrix;
    }

    /** Sets all items, then all users, so that users equal a fold-in of their interactions. */
    void sweep(WorkerTeam team) {
        turn(team, interactions.byItem, users, itemPenalty, items);
        turn(team, interactions.byUser, items, userPenalty, users);
    }

    private void turn(WorkerTeam team, StrengthMatrix.Side side, double[] others, Penalty penalty, double[] own) {
        double[] gram = gram(team, others, factors);
        team.run(side.keys(), () -> new OneVector(factors, gram, unseen), (one, key) -> {
            for (int position = side.starts[key]; position < side.starts[key + 1]; position++) {
                one.add(others, side.others[position], side.strengths[position]);
            }
            System.arraycopy(one.solve(penalty.of(side.strength(key))), 0, own, key * factors, factors);
        });
    }

    /** Ridge regression of one vector on the fixed vectors of the other side. */
    static final class OneVector {

        private final NormalEquations equations;
        private final double[] gram;
        private final double unseen;
        private final double[] features;

        OneVector(int factors, double[] gram, double unseen) {
            equations = new NormalEquations(factors);
            features = new double[factors];
            this.gram = gram;
            this.unseen = unseen;
            equations.clear(gram, unseen);
        }

        void add(double[] others, int other, double strength) {
            System.arraycopy(others, other * features.length, features, 0, features.length);
            equations.add(features, strength, 1);
        }

        /** Solves and resets; the array is overwritten by the next call. */
        double[] solve(double penalty) {
            for (int k = 0; k < features.length; k++) {
                equations.addPrior(k, penalty, 0);
            }
            double[] solution = equations.solve();
            equations.clear(gram, unseen);
            return solution;
        }
    }

    /** The sum of {@code q q'} over all rows of a matrix. */
    static double[] gram(WorkerTeam team, double[] matrix, int factors) {
        int rows = matrix.length / factors;
        double[][] parts = new double[(rows + BLOCK - 1) / BLOCK][];
        team.run(parts.length, block -> {
            double[] part = new double[factors * factors];
            for (int row = block * BLOCK; row < Math.min(rows, (block + 1) * BLOCK); row++) {
                for (int a = 0; a < factors; a++) {
                    double scaled = matrix[row * factors + a];
                    for (int b = 0; b < factors; b++) {
                        part[a * factors + b] += scaled * matrix[row * factors + b];
                    }
                }
            }
            parts[block] = part;
        });
        double[] sum = new double[factors * factors];
        for (double[] part : parts) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += part[k];
            }
        }
        return sum;
    }

    /** The objective, which no sweep increases. */
    double objective(WorkerTeam team) {
        StrengthMatrix.Side side = interactions.byUser;
        double sum = 0;
        for (int user = 0; user < side.keys(); user++) {
            for (int position = side.starts[user]; position < side.starts[user + 1]; position++) {
                double error = 1 - Vectors.dot(users, user * factors, items, side.others[position] * factors, factors);
                sum += side.strengths[position] * error * error;
            }
        }
        double[] userGram = gram(team, users, factors);
        double[] itemGram = gram(team, items, factors);
        for (int k = 0; k < userGram.length; k++) {
            sum += unseen * userGram[k] * itemGram[k];
        }
        return sum
                + penalties(interactions.byUser, userPenalty, users)
                + penalties(interactions.byItem, itemPenalty, items);
    }

    private double penalties(StrengthMatrix.Side side, Penalty penalty, double[] matrix) {
        double sum = 0;
        for (int key = 0; key < side.keys(); key++) {
            sum += penalty.of(side.strength(key)) * Vectors.dot(matrix, key * factors, matrix, key * factors, factors);
        }
        return sum;
    }
}
