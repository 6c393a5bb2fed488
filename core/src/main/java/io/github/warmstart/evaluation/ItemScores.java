// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

/** Scores of all items of a catalogue for one user: what puts a list in order. */
@FunctionalInterface
public interface ItemScores {

    /**
     * Scores the items for a user.
     *
     * @param userId the application's own id
     * @return one value an item, in the order of the item ids that the judge was given; higher is better, none is NaN
     */
    double[] scores(String userId);
}
