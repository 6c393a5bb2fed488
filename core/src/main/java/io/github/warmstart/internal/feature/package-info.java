// SPDX-License-Identifier: Apache-2.0
/**
 * Features of an item for a person, from which a list is scored.
 *
 * <p>No part of the API. Enter by {@link io.github.warmstart.internal.feature.FeatureSpace}.
 */
@NullMarked
package io.github.warmstart.internal.feature;

import org.jspecify.annotations.NullMarked;
