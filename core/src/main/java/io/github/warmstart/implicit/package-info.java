// SPDX-License-Identifier: Apache-2.0
/**
 * Recommendations from what people did, not from what they said: watched, bought, listened to.
 *
 * <p>Enter by {@link io.github.warmstart.implicit.ImplicitFactorization}. Its scores order items and are no ratings, so
 * nothing here is a {@code Recommender} or takes part in a warm start.
 */
@NullMarked
package io.github.warmstart.implicit;

import org.jspecify.annotations.NullMarked;
