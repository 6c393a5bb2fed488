// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.csv;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.interaction.InteractionSink;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.internal.source.ColumnRole;
import io.github.warmstart.internal.source.RowKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Source of interactions in a CSV file, one interaction a row: purchases, views, plays, or ratings whose values do not
 * matter.
 *
 * <pre>{@code
 * InteractionSource source = CsvInteractions.builder(Path.of("orders.csv"))
 *         .columns("customer", "article")
 *         .countColumn("pieces")
 *         .timeColumn("ordered")
 *         .timeFormat(TimeFormat.ISO_8601)
 *         .build();
 * }</pre>
 *
 * <p>Files, bad rows and errors are those of {@link CsvRatings}, except that a count, where one is read, must be a whole
 * number of 1 or more. Rows of the same user and item are counted by the table.
 *
 * <p>Each read streams the file anew, and holds one row and one buffer of it. Immutable and thread-safe.
 */
public final class CsvInteractions extends DelimitedFile implements InteractionSource {

    private CsvInteractions(Builder builder) {
        super(builder);
    }

    /**
     * Starts a source that reads the columns {@code userId} and {@code itemId} of a file with a header.
     *
     * @param path the file; it need not exist before it is read
     * @return a builder for one thread
     */
    public static Builder builder(Path path) {
        return new Builder(requireNonNull(path, "path"));
    }

    /**
     * A builder with the same options.
     *
     * @return a new builder for one thread
     */
    public Builder toBuilder() {
        return new Builder(path()).from(this);
    }

    @Override
    public void read(InteractionSink sink) {
        readRows(RowKind.interactions(sink));
    }

    /**
     * The columns of user and item.
     *
     * @return two names, or two numbers counted from 1 where there is no header
     */
    public List<String> columns() {
        return List.of(
                label(ColumnRole.USER).orElseThrow(), label(ColumnRole.ITEM).orElseThrow());
    }

    /**
     * The column of counts.
     *
     * @return its name or number, or nothing if each row counts once
     */
    public Optional<String> countColumn() {
        return label(ColumnRole.VALUE);
    }

    /** Options of a {@link CsvInteractions}. For one thread. */
    public static final class Builder extends DelimitedFile.Options<Builder> {

        private Builder(Path path) {
            super(path);
            columns("userId", "itemId");
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
         * @return this
         */
        public Builder columns(String user, String item) {
            return column(ColumnRole.USER, user).column(ColumnRole.ITEM, item);
        }

        /**
         * The columns, by number, in a file without a header.
         *
         * @param user number of the column of user ids, counted from 1
         * @param item number of the column of item ids
         * @return this
         */
        public Builder columns(int user, int item) {
            return column(ColumnRole.USER, user).column(ColumnRole.ITEM, item);
        }

        /**
         * The column of counts, by name: pieces, plays.
         *
         * @param name name of the column; each row counts once unless set
         * @return this
         */
        public Builder countColumn(String name) {
            return column(ColumnRole.VALUE, name);
        }

        /**
         * The column of counts, by number, in a file without a header.
         *
         * @param number number of the column, counted from 1; each row counts once unless set
         * @return this
         */
        public Builder countColumn(int number) {
            return column(ColumnRole.VALUE, number);
        }

        /**
         * Checks the options.
         *
         * @return the source
         * @throws IllegalArgumentException if columns coincide or are given partly by name and partly by number, or the
         *     separator or quote cannot be one
         */
        public CsvInteractions build() {
            check();
            return new CsvInteractions(this);
        }
    }
}
