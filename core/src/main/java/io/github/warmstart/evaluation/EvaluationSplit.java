// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import java.util.List;

/**
 * Ratings in two parts: what a warm start may look at, and what it is judged by. The second can be judged on and not
 * read. Immutable and thread-safe.
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
     * The ratings that training, calibration and gate may look at.
     *
     * @return a source in memory, ordered by user and item
     */
    public RatingSource visible() {
        return visible;
    }

    /**
     * How many ratings are visible.
     *
     * @return 0 or more
     */
    public int visibleRatings() {
        return visibleRatings;
    }

    /**
     * The users who were made cold.
     *
     * @return in the order of their ids; empty if items were
     */
    public List<String> coldUsers() {
        return coldUsers;
    }

    /**
     * The items that were made cold.
     *
     * @return in the order of their ids; empty if users were
     */
    public List<String> coldItems() {
        return coldItems;
    }

    /**
     * The ratings that models are judged by.
     *
     * @return sealed
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
