// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import io.github.warmstart.recommend.RatingModel;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Policy that chooses the pairs to ask a generator about next.
 *
 * <p>A policy gets candidate pairs and returns those to ask about, best first. It may evaluate the batch as a whole; if
 * a score for each pair suffices, {@link Policies#scoring} makes a policy of a lambda. The same candidates must give
 * the same choice.
 */
@FunctionalInterface
public interface UncertaintyPolicy {

    /**
     * Chooses among candidates.
     *
     * @param candidates the pairs, and the model to be improved by the answers
     * @param limit maximum number to choose, 1 or more
     * @return at most {@code limit} of the pairs, best first, none of them twice; fewer, or none, if more are not worth
     *     their cost
     */
    List<UserItem> choose(Candidates candidates, int limit);

    /**
     * Pair of a user and an item that a generator can be asked about.
     *
     * @param userId the application's own id of the user
     * @param itemId the application's own id of the item
     */
    record UserItem(String userId, String itemId) {}

    /**
     * Input of a policy: the pairs to choose from and the present model. Immutable except for its random numbers, which are
     * for one thread.
     */
    static final class Candidates {

        private final RatingModel model;
        private final List<UncertaintyPolicy.UserItem> pairs;
        private final SplittableRandom random;

        /**
         * Candidates for one choice.
         *
         * @param model the present model
         * @param pairs the pairs to choose from, in a fixed order
         * @param random random numbers for policies that need them
         */
        public Candidates(RatingModel model, List<UncertaintyPolicy.UserItem> pairs, SplittableRandom random) {
            this.model = model;
            this.pairs = List.copyOf(pairs);
            this.random = random;
        }

        /**
         * The present model.
         *
         * @return the model to be improved by the answers
         */
        public RatingModel model() {
            return model;
        }

        /**
         * The pairs to choose from.
         *
         * @return unmodifiable, in a fixed order
         */
        public List<UncertaintyPolicy.UserItem> pairs() {
            return pairs;
        }

        /**
         * Random numbers from the seed of the warm start.
         *
         * @return a stream of this choice only
         */
        public SplittableRandom random() {
            return random;
        }
    }
}
