// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import io.github.warmstart.rating.BadRow.RowLocation;
import java.util.function.Consumer;

/**
 * Source of the ratings of an application: a file, a database, a collection, or the application itself.
 *
 * <p>A source streams: it must not hold all rows in memory, and may be read more than once, each time from the
 * beginning. It need not be thread-safe: the library reads it on the calling thread, once per warm start.
 */
public interface RatingSource {

    /**
     * The scale of the ratings. A source states it, because a scale inferred from the values would hide off-scale rows and
     * shift every prediction.
     *
     * @return the scale
     */
    RatingScale scale();

    /**
     * Streams every row to the sink, in the order of the source.
     *
     * @param sink receiver of ratings and bad rows
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
     * @param name the name of the source in errors
     * @param rows passes every rating to its argument
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
     * A source of ratings in memory.
     *
     * @param scale the scale that the ratings are on
     * @param ratings the ratings, iterated at each read
     * @return a source that reads the collection in its order
     */
    static RatingSource of(RatingScale scale, Iterable<Rating> ratings) {
        return of(scale, "ratings", ratings::forEach);
    }
}
