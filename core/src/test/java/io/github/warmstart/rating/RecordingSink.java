// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import java.util.ArrayList;
import java.util.List;

/** Takes everything and remembers it. */
final class RecordingSink implements RatingSink {

    final List<Rating> ratings = new ArrayList<>();
    final List<Place> places = new ArrayList<>();
    final List<BadRow> bad = new ArrayList<>();

    static RecordingSink of(RatingSource source) {
        RecordingSink sink = new RecordingSink();
        source.read(sink);
        return sink;
    }

    @Override
    public void accept(Rating rating, Place place) {
        ratings.add(rating);
        places.add(place);
    }

    @Override
    public void reject(BadRow row) {
        bad.add(row);
    }
}
