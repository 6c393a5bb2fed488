// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import java.util.List;

/**
 * Ratings in two parts: those visible to a warm start, and those held out to measure it. The second part can be
 * measured on but not read. Immutable and thread-safe.
 */
public final class EvaluationSplit {

    private final RatingSource visible;
    private final int visibleRatings;
    private final List<String> coldUsers;
    private final List<String> coldItems;
    private final HeldOutRatings heldOut;

    EvaluationSplit(
            RatingScale scale,
            List<Rating> visible,
            List<String> coldUsers,
            List<String> coldItems,
            HeldOutRatings heldOut) {
        this.visible = RatingSource.of(scale, "visible ratings", List.copyOf(visible)::forEach);
        this.visibleRatings = visible.size();
        this.coldUsers = List.copyOf(coldUsers);
        this.coldItems = List.copyOf(coldItems);
        this.heldOut = heldOut;
    }

    /**
     * The ratings visible to training, calibration and gate.
     *
     * @return a source in memory, ordered by user and item
     */
    public RatingSource visible() {
        return visible;
    }

    /**
     * Number of visible ratings.
     *
     * @return 0 or more
     */
    public int visibleRatings() {
        return visibleRatings;
    }

    /**
     * The cold users.
     *
     * @return in the order of their ids; empty for a split by items
     */
    public List<String> coldUsers() {
        return coldUsers;
    }

    /**
     * The cold items.
     *
     * @return in the order of their ids; empty for a split by users
     */
    public List<String> coldItems() {
        return coldItems;
    }

    /**
     * The ratings that models are measured on.
     *
     * @return the held-out ratings, which cannot be read
     */
    public HeldOutRatings heldOut() {
        return heldOut;
    }

    @Override
    public String toString() {
        return "%d visible ratings, %d cold users, %d cold items, %s"
                .formatted(visibleRatings, coldUsers.size(), coldItems.size(), heldOut);
    }
}
