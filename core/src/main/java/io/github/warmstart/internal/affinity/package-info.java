// SPDX-License-Identifier: Apache-2.0
/**
 * Affinity: models of items chosen together, from the choices of warm users. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.affinity.Affinity}. Which learner is used is decided by the caller.
 */
@NullMarked
package io.github.warmstart.internal.affinity;

import org.jspecify.annotations.NullMarked;
