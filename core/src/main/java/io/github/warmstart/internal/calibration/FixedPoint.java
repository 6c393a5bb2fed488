// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import java.util.function.UnaryOperator;

/**
 * Accelerated iteration to the fixed point of a step of expectation maximisation: squared extrapolation (SQUAREM,
 * scheme S3). Two steps give the residuals {@code r} and {@code v}, and the parameters jump by {@code -2 a r + a^2 v}
 * with {@code a = -|r| / |v|}. A jump that does not reduce the residual is replaced by the plain steps, which always
 * approach the fixed point. In one dimension this is Steffensen's method; five jumps usually replace a hundred steps.
 *
 * @see <a href="https://doi.org/10.1111/j.1467-9469.2007.00585.x">Varadhan and Roland: Simple and Globally Convergent
 *     Methods for Accelerating the Convergence of Any EM Algorithm (2008), equation 9 and scheme S3</a>
 */
final class FixedPoint {

    /** Largest component of the last step: parameters are logarithms, so this is a relative change. */
    static final double TOLERANCE = 1e-7;

    private static final int MAX_STEPS = 200;

    private FixedPoint() {}

    /**
     * Iterates until a step moves no component by more than {@value #TOLERANCE}, or for 200 steps.
     *
     * @param step a step that contracts; must return a new array
     * @param start initial parameters. Not modified
     */
    static double[] of(UnaryOperator<double[]> step, double[] start) {
        double[] theta = start;
        double[] first = step.apply(theta);
        int steps = 1;
        while (largest(theta, first) > TOLERANCE && steps < MAX_STEPS) {
            double[] second = step.apply(first);
            steps++;
            double[] jumped = jump(theta, first, second);
            double[] next = step.apply(jumped);
            steps++;
            if (largest(jumped, next) <= largest(first, second)) {
                theta = jumped;
                first = next;
            } else {
                theta = second;
                first = step.apply(second);
                steps++;
            }
        }
        return first;
    }

    private static double[] jump(double[] theta, double[] first, double[] second) {
        double squaresOfR = 0;
        double squaresOfV = 0;
        for (int k = 0; k < theta.length; k++) {
            double r = first[k] - theta[k];
            double v = second[k] - first[k] - r;
            squaresOfR += r * r;
            squaresOfV += v * v;
        }
        // a plain double step has length -1; a straight path leaves no curvature to jump by
        double length = squaresOfV == 0 ? -1 : -Math.max(1, Math.sqrt(squaresOfR / squaresOfV));
        double[] jumped = new double[theta.length];
        for (int k = 0; k < theta.length; k++) {
            double r = first[k] - theta[k];
            double v = second[k] - first[k] - r;
            jumped[k] = theta[k] - 2 * length * r + length * length * v;
        }
        return jumped;
    }

    private static double largest(double[] from, double[] to) {
        double largest = 0;
        for (int k = 0; k < from.length; k++) {
            largest = Math.max(largest, Math.abs(to[k] - from[k]));
        }
        return largest;
    }
}
