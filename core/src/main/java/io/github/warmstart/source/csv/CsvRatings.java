// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.csv;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.source.ColumnRole;
import io.github.warmstart.internal.source.RowKind;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import java.nio.file.Path;
import java.util.List;

/**
 * Source of ratings in a CSV file, one rating a row.
 *
 * <pre>{@code
 * RatingSource source = CsvRatings.builder(Path.of("reviews.csv"), RatingScale.of(1, 5, 1))
 *         .columns("customer", "article", "stars")
 *         .timeColumn("written")
 *         .timeFormat(TimeFormat.ISO_8601)
 *         .build();
 * }</pre>
 *
 * <p>Fields may be quoted, lines may end with LF, CRLF or CR; a byte order mark and blank lines are skipped. Ids are taken
 * as they are, spaces included; spaces around numbers and times are ignored. An empty time is unknown.
 *
 * <p>A bad row is reported with its line and column: a rating that is not a finite number, a blank id, a malformed time,
 * more or fewer columns than the header (without one: than the first row), bytes outside the charset in a column that is
 * read (and U+FFFD, the trace of an earlier wrong decoding), and a quote that is not closed at the end of its field.
 * Reading continues with the next line. A file without the expected header, an empty one included, is an error; a header
 * alone is no ratings.
 *
 * <p>Each read streams the file anew, and holds one row and one buffer of it. Immutable and thread-safe.
 */
public final class CsvRatings extends DelimitedFile implements RatingSource {

    private final RatingScale scale;
    private final List<String> notRated;

    private CsvRatings(Builder builder) {
        super(builder);
        scale = builder.scale;
        notRated = builder.notRated;
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
        return new Builder(path(), scale)
                .notRated(notRated.toArray(String[]::new))
                .from(this);
    }

    @Override
    public RatingScale scale() {
        return scale;
    }

    @Override
    public void read(RatingSink sink) {
        readRows(RowKind.ratings(sink, notRated));
    }

    /**
     * The columns of user, item and rating.
     *
     * @return three names, or three numbers counted from 1 where there is no header
     */
    public List<String> columns() {
        return List.of(
                label(ColumnRole.USER).orElseThrow(),
                label(ColumnRole.ITEM).orElseThrow(),
                label(ColumnRole.VALUE).orElseThrow());
    }

    /**
     * The texts that mark a row without a rating.
     *
     * @return the marks, none unless set
     */
    public List<String> notRated() {
        return notRated;
    }

    /** Options of a {@link CsvRatings}. For one thread. */
    public static final class Builder extends DelimitedFile.Options<Builder> {

        private final RatingScale scale;
        private List<String> notRated = List.of();

        private Builder(Path path, RatingScale scale) {
            super(path);
            this.scale = scale;
            columns("userId", "itemId", "rating");
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * The columns, by the names in the first row.
         *
         * @param user name of the column of user ids; {@code userId} unless set
         * @param item name of the column of item ids; {@code itemId} unless set
         * @param rating name of the column of ratings; {@code rating} unless set
         * @return this
         */
        public Builder columns(String user, String item, String rating) {
            return column(ColumnRole.USER, user).column(ColumnRole.ITEM, item).column(ColumnRole.VALUE, rating);
        }

        /**
         * The columns, by number, in a file without a header.
         *
         * @param user number of the column of user ids, counted from 1
         * @param item number of the column of item ids
         * @param rating number of the column of ratings
         * @return this
         */
        public Builder columns(int user, int item, int rating) {
            return column(ColumnRole.USER, user).column(ColumnRole.ITEM, item).column(ColumnRole.VALUE, rating);
        }

        /**
         * Texts that stand in the column of ratings where there is no rating: {@code notRated("0", "-1")}, or {@code ""}
         * for an empty field. Such rows are counted, and are no bad rows.
         *
         * @param marks the texts; numbers are compared as numbers, so {@code "0"} means {@code 0.0} as well; none unless
         *     set
         * @return this
         */
        public Builder notRated(String... marks) {
            notRated = List.of(marks);
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
            check();
            return new CsvRatings(this);
        }
    }
}
