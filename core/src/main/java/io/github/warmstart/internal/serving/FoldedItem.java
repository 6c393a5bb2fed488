// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

/** Item folded in after training. Immutable. */
final class FoldedItem {

    /** Rating of an average user. */
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
