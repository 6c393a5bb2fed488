// SPDX-License-Identifier: Apache-2.0
/**
 * Training of the parts of a choice model: exposure, affinities, and the weights of features on hidden choices. Not part of
 * the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.choice.HiddenChoices}, which learns and tests weights. The order of the steps
 * and the decisions of the gate are elsewhere.
 */
@NullMarked
package io.github.warmstart.internal.choice;

import org.jspecify.annotations.NullMarked;
