// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.csv;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.TimeFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ratings in a CSV file in UTF-8, one a row.
 *
 * <pre>{@code
 * RatingSource source = CsvRatings.builder(Path.of("reviews.csv"), RatingScale.of(1, 5, 1))
 *         .columns("customer", "article", "stars")
 *         .timeColumn("written")
 *         .timeFormat(TimeFormat.ISO_8601)
 *         .build();
 * }</pre>
 *
 * <p>Fields may be quoted, lines may end with LF, CRLF or CR, and a byte order mark and blank lines are skipped. Ids
 * are taken as they are, spaces included; around numbers and times spaces are ignored. An empty time is an unknown one.
 *
 * <p>A bad row is reported with its line and column: a rating that is no finite number, a blank id, a malformed time,
 * more or fewer columns than the header (without one: than the first row), bytes that are not UTF-8 (and U+FFFD, which
 * is what earlier mistakes leave behind), and a quote that is not closed at the end of its field. Reading goes on with
 * the next line. A file without the expected header, an empty one included, is an error; a header alone is no ratings.
 *
 * <p>Each read streams the file anew, and holds no more than one row and one buffer of it.
 */
public final class CsvRatings implements RatingSource {

    private static final int MAX_COLUMNS = 10_000;

    private final Path path;
    private final RatingScale scale;
    private final boolean header;
    private final List<String> columns;
    private final @Nullable String timeColumn;
    private final TimeFormat timeFormat;
    private final String separator;
    private final char quote;

    private CsvRatings(Builder builder) {
        path = builder.path;
        scale = builder.scale;
        header = builder.header;
        columns = builder.columns;
        timeColumn = builder.timeColumn;
        timeFormat = builder.timeFormat;
        separator = builder.separator;
        quote = builder.quote;
    }

    /**
     * Starts a source that reads the columns {@code userId}, {@code itemId} and {@code rating} of a file with a header.
     *
     * @param path the file; it need not exist before it is read
     * @param scale the scale that the ratings are on
     * @return a builder for one thread
     */
    public static Builder builder(Path path, RatingScale scale) {
        return new Builder(requireNonNull(path, "path"), requireNonNull(scale, "scale"));
    }

    /**
     * A builder with the same options.
     *
     * @return a new builder for one thread
     */
    public Builder toBuilder() {
        Builder builder = new Builder(path, scale);
        builder.header = header;
        builder.columns = columns;
        builder.timeColumn = timeColumn;
        builder.timeHeader = header;
        builder.timeFormat = timeFormat;
        builder.separator = separator;
        builder.quote = quote;
        return builder;
    }

    @Override
    public RatingScale scale() {
        return scale;
    }

    @Override
    public void read(RatingSink sink) {
        if (Files.isDirectory(path)) {
            throw new RatingException("path must be a file, but '%s' is a directory".formatted(path));
        }
        if (!Files.exists(path)) {
            throw new RatingException("path must be an existing file, but there is no '%s'".formatted(path));
        }
        try (LineBuffer memory = LineBuffer.open(path)) {
            new CsvReading(this, memory, sink).run();
        } catch (IOException failed) {
            throw new RatingException("file '%s' could not be read: %s".formatted(path, failed), failed);
        }
    }

    /**
     * The file.
     *
     * @return the path as it was given
     */
    public Path path() {
        return path;
    }

    /**
     * Whether the first row names the columns.
     *
     * @return true unless the columns were given by number
     */
    public boolean header() {
        return header;
    }

    /**
     * The columns of user, item and rating.
     *
     * @return three names, or three numbers counted from 1 where there is no header
     */
    public List<String> columns() {
        return columns;
    }

    /**
     * The column of the time.
     *
     * @return its name or number, or nothing if no times are read
     */
    public Optional<String> timeColumn() {
        return Optional.ofNullable(timeColumn);
    }

    /**
     * How times are written.
     *
     * @return the format
     */
    public TimeFormat timeFormat() {
        return timeFormat;
    }

    /**
     * What stands between two fields.
     *
     * @return one character or more
     */
    public String separator() {
        return separator;
    }

    /**
     * What stands around a field that holds separators, quotes or line ends.
     *
     * @return the quote, or NUL if there is none
     */
    public char quote() {
        return quote;
    }

    /** The columns of user, item, rating and, if it is read, time. */
    List<String> wanted() {
        return wanted(columns, timeColumn);
    }

    private static List<String> wanted(List<String> columns, @Nullable String timeColumn) {
        List<String> wanted = new ArrayList<>(columns);
        if (timeColumn != null) {
            wanted.add(timeColumn);
        }
        return wanted;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** Gathers the options of a source. For one thread. */
    public static final class Builder {

        private final Path path;
        private final RatingScale scale;
        private boolean header = true;
        private List<String> columns = List.of("userId", "itemId", "rating");
        private @Nullable String timeColumn;
        private boolean timeHeader = true;
        private TimeFormat timeFormat = TimeFormat.EPOCH_SECONDS;
        private String separator = ",";
        private char quote = '"';

        private Builder(Path path, RatingScale scale) {
            this.path = path;
            this.scale = scale;
        }

        /**
         * Finds the columns by the names that stand in the first row.
         *
         * @param user name of the column of user ids; {@code userId} unless set
         * @param item name of the column of item ids; {@code itemId} unless set
         * @param rating name of the column of ratings; {@code rating} unless set
         * @return this
         */
        public Builder columns(String user, String item, String rating) {
            columns = List.of(user, item, rating);
            header = true;
            return this;
        }

        /**
         * Finds the columns by number, in a file without a header.
         *
         * @param user number of the column of user ids, counted from 1
         * @param item number of the column of item ids
         * @param rating number of the column of ratings
         * @return this
         */
        public Builder columns(int user, int item, int rating) {
            columns = List.of(number(user), number(item), number(rating));
            header = false;
            return this;
        }

        /**
         * Reads times from a column of this name.
         *
         * @param name name of the column; no times are read unless set
         * @return this
         */
        public Builder timeColumn(String name) {
            timeColumn = requireNonNull(name, "name");
            timeHeader = true;
            return this;
        }

        /**
         * Reads times from a column of this number, in a file without a header.
         *
         * @param number number of the column, counted from 1; no times are read unless set
         * @return this
         */
        public Builder timeColumn(int number) {
            timeColumn = number(number);
            timeHeader = false;
            return this;
        }

        /**
         * How times are written.
         *
         * @param timeFormat the format; {@link TimeFormat#EPOCH_SECONDS} unless set
         * @return this
         */
        public Builder timeFormat(TimeFormat timeFormat) {
            this.timeFormat = requireNonNull(timeFormat, "timeFormat");
            return this;
        }

        /**
         * What stands between two fields.
         *
         * @param separator one character or more; a comma unless set
         * @return this
         */
        public Builder separator(String separator) {
            this.separator = requireNonNull(separator, "separator");
            return this;
        }

        /**
         * What stands around a field that holds separators, quotes or line ends.
         *
         * @param quote the quote; {@code "} unless set, NUL for a file in which quotes mean nothing
         * @return this
         */
        public Builder quote(char quote) {
            this.quote = quote;
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the source
         * @throws IllegalArgumentException if columns coincide or are given partly by name and partly by number, or the
         *     separator or quote cannot be one
         */
        public CsvRatings build() {
            List<String> wanted = wanted(columns, timeColumn);
            if (timeColumn != null && timeHeader != header) {
                throw new IllegalArgumentException(
                        "columns must be all names or all numbers, but were %s".formatted(wanted));
            }
            if (new HashSet<>(wanted).size() < wanted.size()) {
                throw new IllegalArgumentException("columns must differ, but were %s".formatted(wanted));
            }
            if (separator.isEmpty() || separator.indexOf('\n') >= 0 || separator.indexOf('\r') >= 0) {
                throw new IllegalArgumentException(
                        "separator must be one character or more and no line end, but was '%s'".formatted(separator));
            }
            if (quote == '\n' || quote == '\r' || quote == separator.charAt(0)) {
                throw new IllegalArgumentException(
                        "quote must be neither a line end nor the separator, but was '%s'".formatted(quote));
            }
            return new CsvRatings(this);
        }

        private static String number(int number) {
            if (number < 1 || number > MAX_COLUMNS) {
                throw new IllegalArgumentException(
                        "number of a column must be between 1 and %d, but was %d".formatted(MAX_COLUMNS, number));
            }
            return Integer.toString(number);
        }
    }
}
