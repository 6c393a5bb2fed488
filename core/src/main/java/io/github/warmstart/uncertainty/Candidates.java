// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import io.github.warmstart.recommend.RatingModel;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Input of a policy: the pairs to choose from and the present model. Immutable except for its random numbers, which are
 * for one thread.
 */
public final class Candidates {

    private final RatingModel model;
    private final List<UserItem> pairs;
    private final SplittableRandom random;

    /**
     * Candidates for one choice.
     *
     * @param model the present model
     * @param pairs the pairs to choose from, in a fixed order
     * @param random random numbers for policies that need them
     */
    public Candidates(RatingModel model, List<UserItem> pairs, SplittableRandom random) {
        this.model = model;
        this.pairs = List.copyOf(pairs);
        this.random = random;
    }

    /**
     * The present model.
     *
     * @return the model that the answers shall improve
     */
    public RatingModel model() {
        return model;
    }

    /**
     * The pairs to choose from.
     *
     * @return unmodifiable, in a fixed order
     */
    public List<UserItem> pairs() {
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
