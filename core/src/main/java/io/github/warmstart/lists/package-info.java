// SPDX-License-Identifier: Apache-2.0
/**
 * Warm start for lists, from interactions alone: purchases, views or plays. No rating is read, asked for or predicted.
 *
 * <p>Enter by {@code ColdStartBootstrapper.builder().interactions(source)}, which returns a
 * {@link io.github.warmstart.lists.ListBootstrapper.Builder}.
 */
@NullMarked
package io.github.warmstart.lists;

import org.jspecify.annotations.NullMarked;
