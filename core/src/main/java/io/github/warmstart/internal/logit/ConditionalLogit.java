// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.logit;

import java.util.Arrays;
import java.util.List;

/**
 * Conditional logit with normal priors: estimation of the weights of features.
 *
 * <pre>{@code
 * L(t) = sum over sets w_s sum over targets i log( exp(t'x_si) / sum over alternatives j m_sj exp(t'x_sj) )
 *        - 1/2 sum over k ((t_k - m_k) / s_k)^2            t_k >= 0
 * }</pre>
 *
 * <p>The function is concave and maximized by Newton's method with step halving; weights that would become negative are kept
 * at 0. Worked example: one feature, two alternatives with values 1 and 0, the first chosen, a flat prior: the gradient at
 * {@code t} is {@code 1 - e^t / (1 + e^t)}, 0.5 at {@code t = 0}.
 *
 * <p>One evaluation costs O(sets x alternatives x features^2). The result depends on the arguments only.
 *
 * @see <a href="https://eml.berkeley.edu/reprints/mcfadden/zarembka.pdf">McFadden: Conditional Logit Analysis of Qualitative
 *     Choice Behavior (1974)</a>
 * @see <a href="https://cowles.yale.edu/sites/default/files/2022-09/d0477.pdf">McFadden: Modelling the Choice of Residential
 *     Location (1978)</a>
 */
public final class ConditionalLogit {

    private static final int MAX_STEPS = 30;
    private static final int MAX_HALVINGS = 12;
    private static final double TOLERANCE = 1e-5;

    private final List<ChoiceSet> sets;
    private final LogitPrior prior;
    private final int features;

    /**
     * Creates an estimation problem.
     *
     * @param sets choice sets, each with as many columns as the prior has weights
     * @param prior prior of the weights
     */
    public ConditionalLogit(List<ChoiceSet> sets, LogitPrior prior) {
        this.sets = List.copyOf(sets);
        this.prior = prior;
        features = prior.means().length;
    }

    /** Value, gradient and negative Hessian at a point. */
    private static final class Point {
        final double[] weights;
        final double[] gradient;
        final double[][] curvature;
        double value;

        Point(double[] weights) {
            this.weights = weights;
            gradient = new double[weights.length];
            curvature = new double[weights.length][weights.length];
        }
    }

    /**
     * The weights of highest posterior density.
     *
     * @return one weight per feature, each 0 or more
     */
    public double[] fit() {
        return fit(prior.means());
    }

    /**
     * The weights of highest posterior density, searched from a starting point; a good one saves iterations.
     *
     * @param start one weight per feature, each 0 or more
     * @return one weight per feature, each 0 or more
     */
    public double[] fit(double[] start) {
        Point here = at(start.clone());
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] direction = direction(here);
            double size = 1;
            Point next = at(moved(here.weights, direction, size));
            for (int halving = 0; halving < MAX_HALVINGS && next.value < here.value; halving++) {
                size /= 2;
                next = at(moved(here.weights, direction, size));
            }
            if (next.value <= here.value + TOLERANCE) {
                return next.value >= here.value ? next.weights : here.weights;
            }
            here = next;
        }
        return here.weights;
    }

    private static double[] moved(double[] weights, double[] direction, double size) {
        double[] moved = new double[weights.length];
        Arrays.setAll(moved, k -> Math.max(0, weights[k] + size * direction[k]));
        return moved;
    }

    /** The Newton step of the weights that are not at their bound. */
    private double[] direction(Point here) {
        boolean[] held = new boolean[features];
        for (int k = 0; k < features; k++) {
            held[k] = here.weights[k] == 0 && here.gradient[k] <= 0;
        }
        double[][] matrix = new double[features][features];
        double[] right = new double[features];
        for (int k = 0; k < features; k++) {
            for (int l = 0; l < features; l++) {
                matrix[k][l] = held[k] || held[l] ? (k == l ? 1 : 0) : here.curvature[k][l];
            }
            right[k] = held[k] ? 0 : here.gradient[k];
        }
        return solved(matrix, right);
    }

    /** Gaussian elimination without pivoting: the matrix is symmetric and positive definite. */
    private static double[] solved(double[][] matrix, double[] right) {
        int n = right.length;
        for (int k = 0; k < n; k++) {
            for (int row = k + 1; row < n; row++) {
                double factor = matrix[row][k] / matrix[k][k];
                for (int column = k; column < n; column++) {
                    matrix[row][column] -= factor * matrix[k][column];
                }
                right[row] -= factor * right[k];
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            for (int column = k + 1; column < n; column++) {
                right[k] -= matrix[k][column] * right[column];
            }
            right[k] /= matrix[k][k];
        }
        return right;
    }

    /**
     * The logarithm of the posterior density, up to a constant.
     *
     * @param weights one per feature
     * @return a finite number
     */
    public double value(double... weights) {
        return at(weights.clone()).value;
    }

    /**
     * The gradient of {@link #value}.
     *
     * @param weights one per feature
     * @return a new array
     */
    public double[] gradient(double... weights) {
        return at(weights.clone()).gradient;
    }

    private Point at(double[] weights) {
        Point point = new Point(weights);
        for (ChoiceSet set : sets) {
            add(point, set);
        }
        for (int k = 0; k < features; k++) {
            double precision = 1 / (prior.deviations()[k] * prior.deviations()[k]);
            double distance = weights[k] - prior.means()[k];
            point.value -= 0.5 * precision * distance * distance;
            point.gradient[k] -= precision * distance;
            point.curvature[k][k] += precision;
        }
        return point;
    }

    private void add(Point point, ChoiceSet set) {
        float[][] columns = set.columns();
        double[] shares = new double[set.multiplicities().length];
        double logSum = shares(set, point.weights, shares);
        double scale = set.weight() * set.targets().length;
        double[] scaled = new double[shares.length];
        double[] means = new double[features];
        for (int k = 0; k < features; k++) {
            float[] column = columns[k];
            double mean = 0;
            for (int position = 0; position < scaled.length; position++) {
                scaled[position] = shares[position] * column[position];
                mean += scaled[position];
            }
            means[k] = mean;
            double chosen = 0;
            for (int target : set.targets()) {
                chosen += column[target];
            }
            point.value += set.weight() * point.weights[k] * chosen;
            point.gradient[k] += set.weight() * chosen - scale * mean;
            for (int l = 0; l <= k; l++) {
                double covariance = scale * (dot(scaled, columns[l]) - mean * means[l]);
                point.curvature[k][l] += covariance;
                if (l < k) {
                    point.curvature[l][k] += covariance;
                }
            }
        }
        point.value -= scale * logSum;
    }

    /** Four partial sums, because a single sum waits for each addition. */
    private static double dot(double[] scaled, float[] column) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int position = 0;
        for (; position < scaled.length - 3; position += 4) {
            s0 += scaled[position] * column[position];
            s1 += scaled[position + 1] * column[position + 1];
            s2 += scaled[position + 2] * column[position + 2];
            s3 += scaled[position + 3] * column[position + 3];
        }
        for (; position < scaled.length; position++) {
            s0 += scaled[position] * column[position];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** Computes the share of each alternative, and returns the log-sum-exp of the utilities. */
    private static double shares(ChoiceSet set, double[] weights, double[] shares) {
        utilities(set, weights, shares);
        double highest = Double.NEGATIVE_INFINITY;
        for (double utility : shares) {
            highest = Math.max(highest, utility);
        }
        double sum = 0;
        for (int position = 0; position < shares.length; position++) {
            shares[position] = set.multiplicities()[position] * StrictMath.exp(shares[position] - highest);
            sum += shares[position];
        }
        for (int position = 0; position < shares.length; position++) {
            shares[position] /= sum;
        }
        return highest + StrictMath.log(sum);
    }

    /**
     * The utility of each alternative.
     *
     * @param set the choice set
     * @param weights one per feature
     * @param utilities output, one value per alternative
     */
    public static void utilities(ChoiceSet set, double[] weights, double[] utilities) {
        Arrays.fill(utilities, 0);
        for (int k = 0; k < weights.length; k++) {
            float[] column = set.columns()[k];
            double weight = weights[k];
            for (int position = 0; position < utilities.length; position++) {
                utilities[position] += weight * column[position];
            }
        }
    }

    /**
     * The mean log share of the targets of a set under some weights.
     *
     * @param set the choice set
     * @param weights one per feature
     * @return a number below 0; NaN without targets
     */
    public static double logShare(ChoiceSet set, double[] weights) {
        double[] shares = new double[set.multiplicities().length];
        double logSum = shares(set, weights, shares);
        double[] utilities = new double[shares.length];
        utilities(set, weights, utilities);
        double sum = 0;
        for (int target : set.targets()) {
            sum += utilities[target] - logSum;
        }
        return sum / set.targets().length;
    }
}
