// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.source;

import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionSink;
import io.github.warmstart.internal.text.NumberParser;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSink;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kind of the rows of a source, ratings or interactions: the meaning of the value, and the receiver. For one thread. */
public abstract class RowKind {

    private RowKind() {}

    /**
     * Rows with a rating as value.
     *
     * @param sink receiver
     * @param notRated texts that mark a row without a rating; numbers are compared as numbers
     */
    public static RowKind ratings(RatingSink sink, List<String> notRated) {
        return new RatingKind(sink, notRated);
    }

    /** Rows with a count as value, or none. */
    public static RowKind interactions(InteractionSink sink) {
        return new InteractionKind(sink);
    }

    /** Whether the text of the value marks a row that holds none. */
    abstract boolean isUnrated(String value);

    /** The number in the text of the value, or NaN if it breaks the rule. */
    abstract double parse(String value);

    /** The rule that the text breaks if {@link #parse} returns NaN for it. */
    abstract String rule(String value);

    abstract void accept(String userId, String itemId, double value, @Nullable Instant time, RowLocation location);

    abstract void unrated(RowLocation location);

    abstract void reject(BadRow row);

    private static final class RatingKind extends RowKind {

        private final RatingSink sink;
        private final List<String> texts;
        private final double[] numbers;

        RatingKind(RatingSink sink, List<String> notRated) {
            this.sink = sink;
            texts = notRated.stream().map(String::strip).toList();
            numbers = texts.stream()
                    .mapToDouble(NumberParser::parse)
                    .filter(Double::isFinite)
                    .toArray();
        }

        @Override
        boolean isUnrated(String value) {
            if (texts.isEmpty()) {
                return false;
            }
            double number = NumberParser.parse(value);
            for (double mark : numbers) {
                if (mark == number) {
                    return true;
                }
            }
            return texts.contains(value.strip());
        }

        @Override
        double parse(String value) {
            return NumberParser.parse(value);
        }

        @Override
        String rule(String value) {
            return NumberParser.rule(value);
        }

        @Override
        void accept(String userId, String itemId, double value, @Nullable Instant time, RowLocation location) {
            sink.accept(new Rating(userId, itemId, value, time), location);
        }

        @Override
        void unrated(RowLocation location) {
            sink.notRated(location);
        }

        @Override
        void reject(BadRow row) {
            sink.reject(row);
        }
    }

    private static final class InteractionKind extends RowKind {

        private final InteractionSink sink;

        InteractionKind(InteractionSink sink) {
            this.sink = sink;
        }

        @Override
        boolean isUnrated(String value) {
            return false;
        }

        @Override
        double parse(String value) {
            double count = NumberParser.parse(value);
            return count >= 1 && count <= Integer.MAX_VALUE && count == Math.rint(count) ? count : Double.NaN;
        }

        @Override
        String rule(String value) {
            return "must be a whole number from 1 to " + Integer.MAX_VALUE;
        }

        @Override
        void accept(String userId, String itemId, double value, @Nullable Instant time, RowLocation location) {
            sink.accept(new Interaction(userId, itemId, time, (int) value), location);
        }

        @Override
        void unrated(RowLocation location) {
            throw new IllegalStateException("interactions have no mark for unrated rows");
        }

        @Override
        void reject(BadRow row) {
            sink.reject(row);
        }
    }
}
