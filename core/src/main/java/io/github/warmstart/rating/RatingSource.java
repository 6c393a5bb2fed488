// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import io.github.warmstart.rating.BadRow.RowLocation;
import java.util.function.Consumer;

/**
 * Where the ratings of an application come from: a file, a database, a collection, or the application itself.
 *
 * <p>A source streams: it must not hold all rows in memory, and may be read more than once, each time from the
 * beginning. It needs no thread-safety: the library reads it on the calling thread, once per warm start.
 */
public interface RatingSource {

    /**
     * The scale that the ratings are on. A source states it, because guessing it from the values would hide off-scale
     * rows and shift every prediction.
     *
     * @return the scale
     */
    RatingScale scale();

    /**
     * Streams every row to the sink, in the order of the source.
     *
     * @param sink takes ratings and bad rows
     * @throws RatingException if the source cannot be read, or the sink refuses a row
     */
    void read(RatingSink sink);

    /**
     * A source from a lambda.
     *
     * <pre>{@code
     * RatingSource source = RatingSource.of(RatingScale.of(1, 5), "the shop's reviews",
     *         sink -> reviews.forEach(r -> sink.accept(new Rating(r.customer(), r.article(), r.stars()))));
     * }</pre>
     *
     * @param scale the scale that the ratings are on
     * @param name what errors call the source
     * @param rows hands every rating to the consumer that it is given
     * @return a source that runs the lambda at each read
     */
    static RatingSource of(RatingScale scale, String name, Consumer<Consumer<Rating>> rows) {
        return new RatingSource() {
            @Override
            public RatingScale scale() {
                return scale;
            }

            @Override
            public void read(RatingSink sink) {
                long[] row = {0};
                rows.accept(rating -> sink.accept(rating, new RowLocation(name, ++row[0])));
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /**
     * A source over ratings that are in memory already.
     *
     * @param scale the scale that the ratings are on
     * @param ratings the ratings, read anew at each call
     * @return a source that reads the collection in its order
     */
    static RatingSource of(RatingScale scale, Iterable<Rating> ratings) {
        return of(scale, "ratings", ratings::forEach);
    }
}
