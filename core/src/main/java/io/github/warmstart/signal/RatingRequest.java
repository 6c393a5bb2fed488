// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import io.github.warmstart.rating.RatingScale;

/** Request to estimate ratings: one value on the scale for each item. */
public sealed interface RatingRequest extends SignalRequest
        permits SignalRequest.AsUser, SignalRequest.AsPersona, SignalRequest.AsAudience {

    /**
     * The scale to rate on.
     *
     * @return the scale
     */
    RatingScale scale();
}
