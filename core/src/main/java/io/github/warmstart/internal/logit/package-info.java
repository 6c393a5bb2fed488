// SPDX-License-Identifier: Apache-2.0
/**
 * Conditional logit: estimation of the weights of features from choices among alternatives. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.logit.ConditionalLogit}. It does not know the meaning of a feature.
 */
@NullMarked
package io.github.warmstart.internal.logit;

import org.jspecify.annotations.NullMarked;
