// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import java.util.List;

/**
 * Potential scale reduction of the two halves of a chain: near 1 if the chain has converged, above if it drifts.
 * Variances are pooled over the observed numbers before they are divided, so that one number of little variance has
 * little influence.
 *
 * @see <a href="https://doi.org/10.1201/b16018">Gelman et al.: Bayesian Data Analysis (2013), equation 11.4</a>
 */
final class SplitRHat {

    private SplitRHat() {}

    /**
     * The potential scale reduction of the halves of a chain.
     *
     * @param chain the numbers of each sweep, equally many; of an odd number of sweeps the first is left out
     * @return about 1 or more; 1 if all numbers are constant, or for fewer than 4 sweeps
     */
    static double of(List<double[]> chain) {
        int half = chain.size() / 2;
        if (half < 2) {
            return 1;
        }
        List<double[]> first = chain.subList(chain.size() - 2 * half, chain.size() - half);
        List<double[]> second = chain.subList(chain.size() - half, chain.size());
        double within = 0;
        double between = 0;
        for (int number = 0; number < chain.get(0).length; number++) {
            double a = mean(first, number);
            double b = mean(second, number);
            within += (variance(first, number, a) + variance(second, number, b)) / 2;
            // the variance of two means is half the square of their difference
            between += (a - b) * (a - b) / 2;
        }
        if (!(within > 0)) {
            return between > 0 ? Double.MAX_VALUE : 1;
        }
        return Math.sqrt((double) (half - 1) / half + between / within);
    }

    private static double mean(List<double[]> chain, int number) {
        return chain.stream().mapToDouble(sweep -> sweep[number]).sum() / chain.size();
    }

    private static double variance(List<double[]> chain, int number, double mean) {
        double squares = chain.stream()
                .mapToDouble(sweep -> (sweep[number] - mean) * (sweep[number] - mean))
                .sum();
        return squares / (chain.size() - 1);
    }
}
