// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.warmstart.internal.source.ColumnRole;
import io.github.warmstart.internal.source.RowKind;
import io.github.warmstart.internal.source.SourceRow;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.RatingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Single pass through a CSV file. */
final class CsvReading {

    /** A longer field is most likely a quote that is never closed. */
    private static final int MAX_FIELD_LENGTH = 1 << 20;

    private final DelimitedFile file;
    private final String name;
    private final LineBuffer lines;
    private final Map<ColumnRole, String> labels;
    private final SourceRow target;
    private final CsvRow row;
    private final String charsetRule;
    private Iterator<CsvRow> rows;
    /** Names of the columns, for errors; empty until the header or the first row is read. */
    private List<String> names = List.of();

    private int columnsExpected;
    private String columnsRule = "";

    CsvReading(DelimitedFile file, LineBuffer lines, RowKind kind) {
        this.file = file;
        this.lines = lines;
        name = file.path().toString();
        labels = file.labels();
        Map<ColumnRole, String> shown = new EnumMap<>(labels);
        if (!file.header()) {
            shown.replaceAll((role, number) -> "column " + number);
        }
        target = new SourceRow(kind, file.timeFormat(), shown);
        charsetRule = "must be valid " + file.charset().name();
        row = new CsvRow(lines);
        rows = parser();
    }

    private Iterator<CsvRow> parser() {
        return CsvReader.builder()
                .fieldSeparator(file.separator())
                .quoteCharacter(file.quote())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_FIELD_LENGTH)
                .build(row, lines)
                .iterator();
    }

    void run() throws IOException {
        Map<ColumnRole, Integer> positions = new EnumMap<>(ColumnRole.class);
        if (file.header()) {
            readHeader();
            labels.forEach((role, label) -> positions.put(role, position(label)));
        } else {
            labels.forEach((role, label) -> positions.put(role, Integer.parseInt(label) - 1));
        }
        row.keepOnly(positions);
        while (next()) {
            if (!row.blank()) {
                take();
            }
        }
    }

    /** Advances to the next well-formed row, and reports the malformed rows before it. */
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
                reject(row.columns(), lines.line(line), "must close each quote at its end, and double those inside");
                lines.goTo(line + 1);
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
                    .formatted(name, String.join(", ", labels.values())));
        }
        names = row.all().stream().map(String::strip).toList();
        columnsExpected = names.size();
        columnsRule = "must be %d as in the header".formatted(columnsExpected);
    }

    private int position(String column) {
        int position = names.indexOf(column);
        if (position < 0 && row.undecodable() >= 0) {
            throw new RatingException(new BadRow(location(), "header", row.undecodableText(), charsetRule)
                    + ": say the charset of the file with charset(...)");
        }
        if (position < 0 || position != names.lastIndexOf(column)) {
            throw new RatingException(
                    "%s: say which columns to read with columns(...) and timeColumn(...), by number if there is no header"
                            .formatted(new BadRow(
                                    location(),
                                    "header",
                                    String.join(file.separator(), names),
                                    "must have the column '%s' once".formatted(column))));
        }
        return position;
    }

    private void take() {
        if (row.undecodable() >= 0) {
            reject(row.undecodable(), row.undecodableText(), charsetRule);
            return;
        }
        if (columnsExpected == 0) {
            expectColumnsOfThisRow();
        }
        if (row.columns() != columnsExpected) {
            target.reject(new BadRow(location(), "columns", Integer.toString(row.columns()), columnsRule));
            return;
        }
        row.copyTo(target);
        target.finish(location());
    }

    /** Without a header the first row that is wide enough sets the number of columns. */
    private void expectColumnsOfThisRow() {
        int least = labels.values().stream().mapToInt(Integer::parseInt).max().orElse(1);
        if (row.columns() < least) {
            columnsRule = "must be at least " + least;
        } else {
            columnsExpected = row.columns();
            columnsRule = "must be %d as in line %d".formatted(columnsExpected, row.line());
        }
    }

    private void reject(int position, String value, String rule) {
        String column = position < names.size() ? names.get(position) : "column " + (position + 1);
        target.reject(new BadRow(location(), column, value, rule));
    }

    private RowLocation location() {
        return new RowLocation(name, row.line());
    }
}
