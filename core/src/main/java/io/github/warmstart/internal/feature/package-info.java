// SPDX-License-Identifier: Apache-2.0
/**
 * Features of an item for a person, whose weighted sum is the score in a list. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.feature.FeatureSpace}. Weights are learned elsewhere.
 */
@NullMarked
package io.github.warmstart.internal.feature;

import org.jspecify.annotations.NullMarked;
