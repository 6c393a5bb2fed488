// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.exposure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/**
 * Minimization of a function of a few variables without derivatives, by the Nelder-Mead simplex method.
 *
 * <p>Reflection 1, expansion 2, contraction and shrinkage 1/2, as in the original. Points where the function is infinite or
 * NaN are rejected, so a bound is expressed as an infinite value beyond it. The result depends on the arguments only.
 *
 * @see <a href="https://doi.org/10.1093/comjnl/7.4.308">Nelder, Mead: A Simplex Method for Function Minimization (1965)</a>
 */
final class NelderMead {

    private static final double TOLERANCE = 1e-7;

    private final ToDoubleFunction<double[]> function;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Vertex(double[] point, double value) {}

    private NelderMead(ToDoubleFunction<double[]> function) {
        this.function = function;
    }

    /**
     * Searches from a point.
     *
     * @param function finite at the start
     * @param start not modified
     * @param step the length of the first steps, in every direction
     * @param maxEvaluations limit of evaluations
     * @return the best point found
     */
    static double[] minimize(ToDoubleFunction<double[]> function, double[] start, double step, int maxEvaluations) {
        return new NelderMead(function).search(start, step, maxEvaluations);
    }

    private double[] search(double[] start, double step, int maxEvaluations) {
        int n = start.length;
        Vertex[] simplex = new Vertex[n + 1];
        simplex[0] = at(start.clone());
        for (int k = 0; k < n; k++) {
            double[] point = start.clone();
            point[k] += step;
            simplex[k + 1] = at(point);
        }
        int evaluations = n + 1;
        while (evaluations < maxEvaluations) {
            Arrays.sort(simplex, Comparator.comparingDouble(Vertex::value));
            if (simplex[n].value - simplex[0].value < TOLERANCE * (1 + Math.abs(simplex[0].value))) {
                break;
            }
            double[] center = center(simplex);
            Vertex reflected = at(along(center, simplex[n].point, -1));
            evaluations++;
            if (reflected.value < simplex[0].value) {
                Vertex expanded = at(along(center, simplex[n].point, -2));
                evaluations++;
                simplex[n] = expanded.value < reflected.value ? expanded : reflected;
            } else if (reflected.value < simplex[n - 1].value) {
                simplex[n] = reflected;
            } else {
                boolean outside = reflected.value < simplex[n].value;
                Vertex contracted = at(along(center, simplex[n].point, outside ? -0.5 : 0.5));
                evaluations++;
                if (contracted.value < Math.min(reflected.value, simplex[n].value)) {
                    simplex[n] = contracted;
                } else {
                    for (int k = 1; k <= n; k++) {
                        simplex[k] = at(along(simplex[0].point, simplex[k].point, 0.5));
                    }
                    evaluations += n;
                }
            }
        }
        Arrays.sort(simplex, Comparator.comparingDouble(Vertex::value));
        return simplex[0].point;
    }

    private Vertex at(double[] point) {
        double value = function.applyAsDouble(point);
        return new Vertex(point, Double.isNaN(value) ? Double.POSITIVE_INFINITY : value);
    }

    /** The mean of all vertices but the last. */
    private static double[] center(Vertex[] simplex) {
        int n = simplex.length - 1;
        double[] center = new double[n];
        for (int vertex = 0; vertex < n; vertex++) {
            for (int k = 0; k < n; k++) {
                center[k] += simplex[vertex].point[k] / n;
            }
        }
        return center;
    }

    /** The point {@code from + factor (to - from)}. */
    private static double[] along(double[] from, double[] to, double factor) {
        double[] point = new double[from.length];
        Arrays.setAll(point, k -> from[k] + factor * (to[k] - from[k]));
        return point;
    }
}
