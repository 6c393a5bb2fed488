// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSink;
import java.util.List;

/**
 * Sink that keeps the ratings of one user.
 *
 * @param userId the user
 * @param kept list to which the ratings are added
 */
record OneUser(String userId, List<Rating> kept) implements RatingSink {

    @Override
    public void accept(Rating rating, RowLocation location) {
        if (rating.userId().equals(userId)) {
            kept.add(rating);
        }
    }

    @Override
    public void reject(BadRow row) {
        // reported when the table was read
    }
}
