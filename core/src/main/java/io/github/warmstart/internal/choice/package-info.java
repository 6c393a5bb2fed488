// SPDX-License-Identifier: Apache-2.0
/**
 * How the parts of a choice model are fitted: exposure, affinities, and the weights of features by hidden choices.
 *
 * <p>No part of the API. Enter by {@link io.github.warmstart.internal.choice.WeightLearner}.
 */
@NullMarked
package io.github.warmstart.internal.choice;

import org.jspecify.annotations.NullMarked;
