// SPDX-License-Identifier: Apache-2.0
/**
 * Conditional logit: the weights of features that explain which items were chosen out of all.
 *
 * <p>No part of the API. Enter by {@link io.github.warmstart.internal.logit.ConditionalLogit}.
 */
@NullMarked
package io.github.warmstart.internal.logit;

import org.jspecify.annotations.NullMarked;
