// SPDX-License-Identifier: Apache-2.0
/**
 * Affinity: which items people choose who chose the same as a newcomer did.
 *
 * <p>No part of the API. Enter by {@link io.github.warmstart.internal.affinity.Affinity}.
 */
@NullMarked
package io.github.warmstart.internal.affinity;

import org.jspecify.annotations.NullMarked;
