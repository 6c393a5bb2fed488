// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;

/**
 * Receiver of the interactions that an {@link InteractionSource} streams, and of the rows that could not become
 * interactions.
 *
 * <p>The sink decides about a bad row, never the source: an {@link InteractionTableBuilder} throws an error that names the
 * row, or skips and counts it, according to its {@link io.github.warmstart.rating.ReadRules}.
 */
public interface InteractionSink {

    /**
     * Accepts one interaction.
     *
     * @param interaction the interaction
     * @param location its position in the source
     * @throws io.github.warmstart.rating.RatingException if it breaks a rule of the sink
     */
    void accept(Interaction interaction, RowLocation location);

    /**
     * Reports a row that could not become an interaction.
     *
     * @param row the row and the rule that it breaks
     * @throws io.github.warmstart.rating.RatingException if the sink allows no bad rows, or no more of them
     */
    void reject(BadRow row);
}
