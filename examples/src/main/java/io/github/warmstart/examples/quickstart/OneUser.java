// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSink;
import java.util.List;

/**
 * Keeps the ratings of one user.
 *
 * @param userId whose
 * @param kept where they go
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
        // told when the table was read
    }
}
