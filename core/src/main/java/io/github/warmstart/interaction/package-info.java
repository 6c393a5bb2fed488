// SPDX-License-Identifier: Apache-2.0
/**
 * Choices of people: purchases, views, plays, or the fact that something was rated.
 *
 * <p>Start with {@link io.github.warmstart.interaction.InteractionSource} and
 * {@link io.github.warmstart.interaction.InteractionTable}. Nothing here knows how much somebody liked a choice; that is
 * what ratings are for.
 */
@NullMarked
package io.github.warmstart.interaction;

import org.jspecify.annotations.NullMarked;
