// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

/** A user's posterior, and the user's vector as the uncertainty of items sees it. Immutable. */
final class UserUncertainty {

    final String userId;
    final Posterior posterior;
    /** See {@link ItemUncertainty#view}. */
    final double[] view;

    UserUncertainty(String userId, Posterior posterior, double[] view) {
        this.userId = userId;
        this.posterior = posterior;
        this.view = view;
    }
}
