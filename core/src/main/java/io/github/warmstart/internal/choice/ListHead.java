// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import io.github.warmstart.internal.logit.ChoiceSet;
import io.github.warmstart.internal.logit.ConditionalLogit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Choices among the best alternatives alone: those that a list can show.
 *
 * <p>The weights that explain choices among all items say first of all what tells the head of a catalogue from its tail,
 * which no list needs; within the head popularity counts for less, and personal features for more. Where the logit holds for
 * all items, choices among any set of alternatives that does not depend on what was chosen have the same weights
 * (independence of irrelevant alternatives), so that leaving out the others costs precision only. Where it does not hold,
 * what is learned is right where lists are made.
 *
 * <p>Worked example: utilities 3, 2, 1 and a head of 2: the third alternative is left out, and with it a person who chose
 * nothing else.
 *
 * @see <a href="https://eml.berkeley.edu/~train/distant.html">Train: Discrete Choice Methods with Simulation, 3.7 (2009)</a>
 */
final class ListHead {

    private ListHead() {}

    /**
     * The same choices among the best alternatives.
     *
     * @param sets choices
     * @param weights that say which alternatives are best
     * @param size how many alternatives are kept, more if the last ones are equal
     * @return choices of those who chose one of the best alternatives
     */
    static List<ChoiceSet> of(List<ChoiceSet> sets, double[] weights, int size) {
        List<ChoiceSet> heads = new ArrayList<>();
        for (ChoiceSet set : sets) {
            double[] utilities = new double[set.multiplicities().length];
            ConditionalLogit.utilities(set, weights, utilities);
            double[] sorted = utilities.clone();
            Arrays.sort(sorted);
            double least = sorted[Math.max(0, sorted.length - size)];
            ChoiceSet head = set.where(position -> utilities[position] >= least);
            if (head.targets().length > 0) {
                heads.add(head);
            }
        }
        return heads;
    }
}
