// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.data;

import java.util.Collection;
import java.util.List;

/**
 * Probability that a choice is liked, given that it is made. Implementations are thread-safe.
 */
public interface Liking {

    /**
     * The logarithm of the probability that a user likes each item, given that the user chooses it.
     *
     * @param userId the application's own id, seen or not
     * @param itemIds the items
     * @return one value an item, finite, 0 or less
     */
    double[] logProbabilities(String userId, List<String> itemIds);

    /**
     * The same, using only some of the user's opinions, as for a new user.
     *
     * @param userId the application's own id
     * @param knownItemIds items whose opinions may be used
     * @param itemIds the items
     * @return one value an item, finite, 0 or less
     */
    double[] logProbabilitiesAsNewcomer(String userId, Collection<String> knownItemIds, List<String> itemIds);

    /**
     * The known opinion of a user on a choice.
     *
     * @param userId the application's own id
     * @param itemId the application's own id
     * @return the opinion
     */
    Opinion opinion(String userId, String itemId);

    /** Opinion on a choice, and the resulting weight of the choice as evidence of other choices. */
    enum Opinion {
        /** At or above the like threshold. */
        LIKED(1),
        /** Below it, in the upper half of the scale. */
        MIXED(0.6),
        /** In the lower half of the scale. */
        DISLIKED(0.2),
        /** Not known. */
        UNKNOWN(1);

        private final double worth;

        Opinion(double worth) {
            this.worth = worth;
        }

        /**
         * Weight of the choice as evidence of the person's other choices.
         *
         * @return 0 to 1
         */
        public double worth() {
            return worth;
        }
    }
}
