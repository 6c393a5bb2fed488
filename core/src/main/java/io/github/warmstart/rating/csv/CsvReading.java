// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.warmstart.internal.text.NumberParser;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** One pass through a CSV file. */
final class CsvReading {

    /** A field longer than this is taken for a quote that nobody closed. */
    private static final int MAX_FIELD_LENGTH = 1 << 20;

    private final CsvRatings options;
    private final String name;
    private final LineBuffer memory;
    private final RatingSink sink;
    private final CsvRow row;
    private final boolean timed;
    private Iterator<CsvRow> rows;
    /** Names of the columns, for errors; empty until the header or the first row is read. */
    private List<String> names = List.of();

    private int columnsWanted;
    private String columnsRule = "";

    CsvReading(CsvRatings options, LineBuffer memory, RatingSink sink) {
        this.options = options;
        this.memory = memory;
        this.sink = sink;
        name = options.path().toString();
        timed = options.timeColumn().isPresent();
        row = new CsvRow(memory);
        rows = parser();
    }

    private Iterator<CsvRow> parser() {
        return CsvReader.builder()
                .fieldSeparator(options.separator())
                .quoteCharacter(options.quote())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_FIELD_LENGTH)
                .build(row, memory)
                .iterator();
    }

    void run() throws IOException {
        if (options.header()) {
            readHeader();
        } else {
            int[] positions = options.wanted().stream()
                    .mapToInt(number -> Integer.parseInt(number) - 1)
                    .toArray();
            row.keepOnly(positions);
        }
        while (next()) {
            if (!row.blank()) {
                take();
            }
        }
    }

    /** Goes on to the next row that is written well, and reports those before it that are not. */
    private boolean next() throws IOException {
        while (true) {
            try {
                if (!rows.hasNext()) {
                    return false;
                }
                rows.next();
                return true;
            } catch (UncheckedIOException failed) {
                throw failed.getCause();
            } catch (CsvParseException malformed) {
                long line = row.line();
                reject(row.columns(), memory.line(line), "must close each quote at its end, and double those inside");
                memory.goTo(line + 1);
                row.linesBefore(line);
                rows = parser();
            }
        }
    }

    private void readHeader() throws IOException {
        boolean found = next();
        while (found && row.blank()) {
            found = next();
        }
        if (!found) {
            throw new RatingException("%s:1: header must have the columns %s, but the file is empty"
                    .formatted(name, String.join(", ", options.wanted())));
        }
        if (row.undecodable() >= 0) {
            throw new RatingException(new BadRow(place(), "header", row.undecodableText(), "must be valid UTF-8")
                    + ": save the file as UTF-8");
        }
        names = row.all().stream().map(String::strip).toList();
        columnsWanted = names.size();
        columnsRule = "must be %d as in the header".formatted(columnsWanted);
        row.keepOnly(options.wanted().stream().mapToInt(this::position).toArray());
    }

    private int position(String column) {
        int position = names.indexOf(column);
        if (position < 0 || position != names.lastIndexOf(column)) {
            throw new RatingException(
                    "%s: say which columns to read with columns(...) and timeColumn(...), by number if there is no header"
                            .formatted(new BadRow(
                                    place(),
                                    "header",
                                    String.join(options.separator(), names),
                                    "must have the column '%s' once".formatted(column))));
        }
        return position;
    }

    private void take() {
        if (row.undecodable() >= 0) {
            reject(row.undecodable(), row.undecodableText(), "must be valid UTF-8");
            return;
        }
        if (columnsWanted == 0) {
            expectColumnsAsHere();
        }
        if (row.columns() != columnsWanted) {
            sink.reject(new BadRow(place(), "columns", Integer.toString(row.columns()), columnsRule));
            return;
        }
        String userId = row.text(CsvRow.USER);
        String itemId = row.text(CsvRow.ITEM);
        double value = NumberParser.parse(row.text(CsvRow.RATING));
        boolean timeKnown = timed && !row.text(CsvRow.TIME).isBlank();
        Instant time = timeKnown ? options.timeFormat().parse(row.text(CsvRow.TIME)) : null;
        if (userId.isBlank()) {
            rejectWanted(CsvRow.USER, "must not be blank");
        } else if (itemId.isBlank()) {
            rejectWanted(CsvRow.ITEM, "must not be blank");
        } else if (Double.isNaN(value)) {
            rejectWanted(CsvRow.RATING, NumberParser.rule(row.text(CsvRow.RATING)));
        } else if (timeKnown && time == null) {
            rejectWanted(CsvRow.TIME, options.timeFormat().rule());
        } else {
            sink.accept(new Rating(userId, itemId, value, time), place());
        }
    }

    /** Without a header the first row that is wide enough tells how many columns each must have. */
    private void expectColumnsAsHere() {
        int least = options.wanted().stream().mapToInt(Integer::parseInt).max().orElse(1);
        if (row.columns() < least) {
            columnsRule = "must be at least " + least;
        } else {
            columnsWanted = row.columns();
            columnsRule = "must be %d as in line %d".formatted(columnsWanted, row.line());
        }
    }

    private void rejectWanted(int role, String rule) {
        sink.reject(new BadRow(place(), named(options.wanted().get(role)), row.text(role), rule));
    }

    private void reject(int position, String value, String rule) {
        String column = position < names.size() ? names.get(position) : "column " + (position + 1);
        sink.reject(new BadRow(place(), column, value, rule));
    }

    private String named(String column) {
        return options.header() ? column : "column " + column;
    }

    private RowLocation place() {
        return new RowLocation(name, row.line());
    }
}
