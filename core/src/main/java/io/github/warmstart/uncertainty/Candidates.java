// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import io.github.warmstart.recommend.RatingModel;
import java.util.List;
import java.util.SplittableRandom;

/** What a policy chooses from. Immutable but for its source of chance, which is for one thread. */
public final class Candidates {

    private final RatingModel model;
    private final List<UserItem> pairs;
    private final SplittableRandom random;

    /**
     * Candidates for one choice.
     *
     * @param model what is known at present
     * @param pairs the pairs to choose from, in a fixed order
     * @param random chance for policies that need it
     */
    public Candidates(RatingModel model, List<UserItem> pairs, SplittableRandom random) {
        this.model = model;
        this.pairs = List.copyOf(pairs);
        this.random = random;
    }

    /**
     * What is known at present.
     *
     * @return the model that the answers are to improve
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
     * Chance, drawn from the seed of the warm start.
     *
     * @return a source that no other choice shares
     */
    public SplittableRandom random() {
        return random;
    }
}
