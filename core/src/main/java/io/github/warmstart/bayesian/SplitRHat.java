// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import java.util.List;

/**
 * By how much the spread of a number over a whole chain exceeds that within its two halves: near 1 if the chain has
 * settled, above if it still drifts.
 *
 * @see <a href="https://doi.org/10.1201/b16018">Gelman et al.: Bayesian Data Analysis (2013), equation 11.4</a>
 */
final class SplitRHat {

    private SplitRHat() {}

    /**
     * The potential scale reduction of the halves of a chain.
     *
     * @param chain at least 4 numbers; of an odd number the first is left out
     * @return about 1 or more; 1 if the chain does not move at all
     */
    static double of(List<Double> chain) {
        int half = chain.size() / 2;
        double[] first = moments(chain.subList(chain.size() - 2 * half, chain.size() - half));
        double[] second = moments(chain.subList(chain.size() - half, chain.size()));
        double within = (first[1] + second[1]) / 2;
        // the variance of two numbers is half the square of their difference
        double between = (first[0] - second[0]) * (first[0] - second[0]) / 2;
        if (!(within > 0)) {
            return between > 0 ? Double.MAX_VALUE : 1;
        }
        return Math.sqrt((within * (half - 1) / half + between) / within);
    }

    private static double[] moments(List<Double> numbers) {
        double mean = numbers.stream().mapToDouble(v -> v).sum() / numbers.size();
        double squares =
                numbers.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new double[] {mean, squares / (numbers.size() - 1)};
    }
}
