// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.logit;

import java.util.Arrays;

/**
 * Independent normal priors of weights, truncated at 0.
 *
 * @param means mean of each weight, 0 or more
 * @param deviations standard deviation of each weight, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // internal, and never compared
public record LogitPrior(double[] means, double[] deviations) {

    /** Copies both arrays. */
    public LogitPrior {
        means = means.clone();
        deviations = deviations.clone();
    }

    /**
     * The prior of a subset of the weights.
     *
     * @param kept positions of the weights, in the order of the result
     * @return a new prior
     */
    public LogitPrior only(int... kept) {
        return new LogitPrior(
                Arrays.stream(kept).mapToDouble(k -> means[k]).toArray(),
                Arrays.stream(kept).mapToDouble(k -> deviations[k]).toArray());
    }
}
