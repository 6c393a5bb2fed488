// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import java.util.function.Consumer;

/**
 * Source of an application's interactions: a file, a database, a collection, or the application itself.
 *
 * <p>A source streams: it must not hold all rows in memory, and may be read more than once, each time from the
 * beginning. It need not be thread-safe: the library reads it on the calling thread.
 */
@FunctionalInterface
public interface InteractionSource {

    /**
     * Streams every row to the sink, in the order of the source.
     *
     * @param sink receiver of interactions and bad rows
     * @throws io.github.warmstart.rating.RatingException if the source cannot be read, or the sink refuses a row
     */
    void read(InteractionSink sink);

    /**
     * A source from a lambda, for example over a stream.
     *
     * <pre>{@code
     * InteractionSource source = InteractionSource.of("the shop's orders",
     *         sink -> orders.forEach(o -> sink.accept(new Interaction(o.customer(), o.article(), o.placed()))));
     * }</pre>
     *
     * @param name the name of the source in errors
     * @param rows passes every interaction to its argument
     * @return a source that runs the lambda at each read
     */
    static InteractionSource of(String name, Consumer<Consumer<Interaction>> rows) {
        return new InteractionSource() {
            @Override
            public void read(InteractionSink sink) {
                long[] row = {0};
                rows.accept(interaction -> sink.accept(interaction, new RowLocation(name, ++row[0])));
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /**
     * A source of interactions in memory.
     *
     * @param interactions the interactions, iterated at each read
     * @return a source that reads the collection in its order
     */
    static InteractionSource of(Iterable<Interaction> interactions) {
        return of("interactions", interactions::forEach);
    }

    /**
     * The choices in a source of ratings: what was rated was chosen. The values of the ratings do not matter, so a rating
     * off the scale is a choice as well; a row that is {@linkplain RatingSink#notRated not rated} is none.
     *
     * @param ratings the ratings, for example of a database
     * @return a source of one interaction for each rating
     */
    static InteractionSource ofRatings(RatingSource ratings) {
        return new InteractionSource() {
            @Override
            public void read(InteractionSink sink) {
                ratings.read(new RatingSink() {
                    @Override
                    public void accept(Rating rating, RowLocation location) {
                        sink.accept(new Interaction(rating.userId(), rating.itemId(), rating.time()), location);
                    }

                    @Override
                    public void reject(BadRow row) {
                        sink.reject(row);
                    }
                });
            }

            @Override
            public String toString() {
                return ratings.toString();
            }
        };
    }
}
