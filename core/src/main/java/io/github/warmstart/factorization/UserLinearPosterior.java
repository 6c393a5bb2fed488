// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.internal.linear.GaussianPosterior;
import io.github.warmstart.internal.serving.FoldInState;
import io.github.warmstart.recommend.LinearPosterior;

/** Linear posterior of one user: features {@code (1, q_i)}, and the noise of each item. Immutable. */
final class UserLinearPosterior implements LinearPosterior {

    private final FoldInState state;
    private final GaussianPosterior posterior;
    private final int size;

    UserLinearPosterior(FoldInState state, GaussianPosterior posterior, int factors) {
        this.state = state;
        this.posterior = posterior;
        size = 1 + factors;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public double[] features(String itemId) {
        double[] features = new double[size];
        features[0] = 1;
        System.arraycopy(state.itemVector(itemId), 0, features, 1, size - 1);
        return features;
    }

    @Override
    public double[] covariance() {
        return posterior.covariance();
    }

    @Override
    public double noise(String itemId) {
        return state.noise(itemId);
    }
}
