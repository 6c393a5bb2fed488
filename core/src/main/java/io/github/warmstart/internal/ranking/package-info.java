// SPDX-License-Identifier: Apache-2.0
/**
 * Selection of the best entries from many. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.ranking.TopN}. It knows nothing of items or models.
 */
@NullMarked
package io.github.warmstart.internal.ranking;

import org.jspecify.annotations.NullMarked;
