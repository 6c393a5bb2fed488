// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.csv;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.source.ColumnRole;
import io.github.warmstart.internal.source.RowKind;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.TimeFormat;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CSV file and the options for reading it, whatever its rows become. Immutable and thread-safe. */
abstract class DelimitedFile {

    private static final int MAX_COLUMNS = 10_000;

    private final Path path;
    private final Map<ColumnRole, Column> columns;
    private final TimeFormat timeFormat;
    private final String separator;
    private final char quote;
    private final Charset charset;

    /** Column by its name, or by its number as text. */
    private record Column(String label, boolean named) {}

    DelimitedFile(Options<?> options) {
        path = options.path;
        columns = Collections.unmodifiableMap(new EnumMap<>(options.columns));
        timeFormat = options.timeFormat;
        separator = options.separator;
        quote = options.quote;
        charset = options.charset;
    }

    final void readRows(RowKind kind) {
        if (Files.isDirectory(path)) {
            throw new RatingException("path must be a file, but '%s' is a directory".formatted(path));
        }
        if (!Files.exists(path)) {
            throw new RatingException("path must be an existing file, but there is no '%s'".formatted(path));
        }
        try (LineBuffer lines = LineBuffer.open(path, charset)) {
            new CsvReading(this, lines, kind).run();
        } catch (IOException failed) {
            throw new RatingException("file '%s' could not be read: %s".formatted(path, failed), failed);
        }
    }

    /**
     * The file.
     *
     * @return the path as given
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
        return columns.values().iterator().next().named;
    }

    /**
     * The column of the time.
     *
     * @return its name or number, or nothing if no times are read
     */
    public Optional<String> timeColumn() {
        return label(ColumnRole.TIME);
    }

    /**
     * The format of times.
     *
     * @return the format
     */
    public TimeFormat timeFormat() {
        return timeFormat;
    }

    /**
     * The text between two fields.
     *
     * @return one character or more
     */
    public String separator() {
        return separator;
    }

    /**
     * The character around a field that holds separators, quotes or line ends.
     *
     * @return the quote, or NUL if there is none
     */
    public char quote() {
        return quote;
    }

    /**
     * The charset of the file.
     *
     * @return the charset
     */
    public Charset charset() {
        return charset;
    }

    final Optional<String> label(ColumnRole role) {
        return Optional.ofNullable(columns.get(role)).map(Column::label);
    }

    /** The name or number of each column that is read. */
    final Map<ColumnRole, String> labels() {
        return labels(columns);
    }

    private static Map<ColumnRole, String> labels(Map<ColumnRole, Column> columns) {
        Map<ColumnRole, String> labels = new EnumMap<>(ColumnRole.class);
        columns.forEach((role, column) -> labels.put(role, column.label));
        return labels;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /**
     * Options that do not depend on what rows become.
     *
     * @param <B> the builder that extends this one
     */
    abstract static class Options<B> {

        private final Path path;
        private final Map<ColumnRole, Column> columns = new EnumMap<>(ColumnRole.class);
        private TimeFormat timeFormat = TimeFormat.EPOCH_SECONDS;
        private String separator = ",";
        private char quote = '"';
        private Charset charset = StandardCharsets.UTF_8;

        Options(Path path) {
            this.path = path;
        }

        /** Takes over all options of a file. */
        final B from(DelimitedFile file) {
            columns.clear();
            columns.putAll(file.columns);
            timeFormat = file.timeFormat;
            separator = file.separator;
            quote = file.quote;
            charset = file.charset;
            return self();
        }

        abstract B self();

        final B column(ColumnRole role, String name) {
            columns.put(role, new Column(requireNonNull(name, "name"), true));
            return self();
        }

        final B column(ColumnRole role, int number) {
            if (number < 1 || number > MAX_COLUMNS) {
                throw new IllegalArgumentException(
                        "number of a column must be between 1 and %d, but was %d".formatted(MAX_COLUMNS, number));
            }
            columns.put(role, new Column(Integer.toString(number), false));
            return self();
        }

        /**
         * The column of times, by name.
         *
         * @param name name of the column; no times are read unless set
         * @return this
         */
        public B timeColumn(String name) {
            return column(ColumnRole.TIME, name);
        }

        /**
         * The column of times, by number, in a file without a header.
         *
         * @param number number of the column, counted from 1; no times are read unless set
         * @return this
         */
        public B timeColumn(int number) {
            return column(ColumnRole.TIME, number);
        }

        /**
         * The format of times.
         *
         * @param timeFormat the format; {@link TimeFormat#EPOCH_SECONDS} unless set
         * @return this
         */
        public B timeFormat(TimeFormat timeFormat) {
            this.timeFormat = requireNonNull(timeFormat, "timeFormat");
            return self();
        }

        /**
         * The text between two fields.
         *
         * @param separator one character or more; a comma unless set
         * @return this
         */
        public B separator(String separator) {
            this.separator = requireNonNull(separator, "separator");
            return self();
        }

        /**
         * The character around a field that holds separators, quotes or line ends.
         *
         * @param quote the quote; {@code "} unless set, NUL for a file in which quotes have no meaning
         * @return this
         */
        public B quote(char quote) {
            this.quote = quote;
            return self();
        }

        /**
         * The charset of the file.
         *
         * @param charset the charset; UTF-8 unless set
         * @return this
         */
        public B charset(Charset charset) {
            this.charset = requireNonNull(charset, "charset");
            return self();
        }

        /** Checks the options. */
        final void check() {
            List<String> labels = List.copyOf(labels(columns).values());
            if (columns.values().stream().map(Column::named).distinct().count() > 1) {
                throw new IllegalArgumentException(
                        "columns must be all names or all numbers, but were %s".formatted(labels));
            }
            if (new HashSet<>(labels).size() < labels.size()) {
                throw new IllegalArgumentException("columns must differ, but were %s".formatted(labels));
            }
            if (separator.isEmpty() || separator.indexOf('\n') >= 0 || separator.indexOf('\r') >= 0) {
                throw new IllegalArgumentException(
                        "separator must be one character or more and no line end, but was '%s'".formatted(separator));
            }
            if (quote == '\n' || quote == '\r' || quote == separator.charAt(0)) {
                throw new IllegalArgumentException(
                        "quote must be neither a line end nor the separator, but was '%s'".formatted(quote));
            }
        }
    }
}
