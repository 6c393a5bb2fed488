// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

/** What a model learned of an item after training. Immutable. */
final class FoldedItem {

    /** What an average user gives. */
    final double mean;
    /** The variance of that mean. */
    final double variance;

    final double[] vector;
    /** Summed weight of the ratings over their noise. */
    final double information;

    FoldedItem(double mean, double variance, double[] vector, double information) {
        this.mean = mean;
        this.variance = variance;
        this.vector = vector;
        this.information = information;
    }
}
