// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.internal.linear.GaussianPosterior;

/** Posterior of a user, with the projections of the user's vector that item variances need. Immutable. */
public final class UserUncertainty {

    public final String userId;
    public final GaussianPosterior posterior;
    /** See {@code ItemUncertainty.squaredProjections}. */
    final double[] projections;

    UserUncertainty(String userId, GaussianPosterior posterior, double[] projections) {
        this.userId = userId;
        this.posterior = posterior;
        this.projections = projections;
    }
}
