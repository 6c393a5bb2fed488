// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;

/**
 * Takes the interactions that an {@link InteractionSource} streams, and the rows that could not become interactions.
 *
 * <p>What happens to a bad row is the sink's decision, never the source's.
 */
public interface InteractionSink {

    /**
     * Takes one interaction.
     *
     * @param interaction the interaction
     * @param location where it stands in the source
     * @throws io.github.warmstart.rating.RatingException if it breaks a rule of the sink
     */
    void accept(Interaction interaction, RowLocation location);

    /**
     * Takes note of a row that could not become an interaction.
     *
     * @param row the row and the rule that it broke
     * @throws io.github.warmstart.rating.RatingException if the sink takes no bad rows, or no more of them
     */
    void reject(BadRow row);
}
