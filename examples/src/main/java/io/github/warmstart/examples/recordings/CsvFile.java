// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.RatingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** CSV file of a recordings folder, with a fixed header. Every error message is one line. */
final class CsvFile {

    private final Path path;
    private final List<String> columns;

    CsvFile(Path path, String... columns) {
        this.path = path;
        this.columns = List.of(columns);
    }

    /** The names in the first line of a file; empty if it cannot be read. */
    static List<String> header(Path path) {
        try (BufferedReader text = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            String line = text.readLine();
            return line == null ? List.of() : List.of(line.strip().split(",", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Row of the file, with one field per column. */
    final class Row {

        private final long line;
        private final List<String> fields;

        private Row(CsvRecord csv) {
            line = csv.getStartingLineNumber();
            fields = csv.getFields();
        }

        /** The field of a column, stripped; may be empty. */
        String field(String column) {
            return fields.get(columns.indexOf(column)).strip();
        }

        String required(String column) {
            String value = field(column);
            if (value.isEmpty()) {
                throw broken(column, "must not be empty");
            }
            return value;
        }

        /** Creates an error about the value of a column. */
        RatingException broken(String column, String rule) {
            return bad(line, column, field(column), rule);
        }
    }

    void forEach(Consumer<Row> rows) {
        if (!Files.isRegularFile(path)) {
            throw new RatingException("recordings folder '%s' must contain the file %s, but does not"
                    .formatted(path.toAbsolutePath().getParent(), path.getFileName()));
        }
        long line = 0;
        try (BufferedReader text = Files.newBufferedReader(path, StandardCharsets.UTF_8);
                CsvReader<CsvRecord> reader = CsvReader.builder()
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .ofCsvRecord(text)) {
            for (CsvRecord csv : reader) {
                boolean header = line == 0;
                line = csv.getStartingLineNumber();
                if (header) {
                    checkHeader(csv);
                } else {
                    rows.accept(checked(csv));
                }
            }
        } catch (CsvParseException e) {
            throw new RatingException(
                    "%s: must be CSV, but cannot be parsed after line %d: check the quotes".formatted(path, line), e);
        } catch (IOException | UncheckedIOException e) {
            throw new RatingException(
                    "%s: must be readable UTF-8 text, but is not after line %d".formatted(path, line), e);
        }
        if (line == 0) {
            throw bad(1, "header", "", "must be '" + String.join(",", columns) + "'");
        }
    }

    private void checkHeader(CsvRecord csv) {
        String found = String.join(",", csv.getFields());
        String expected = String.join(",", columns);
        if (!found.equals(expected) && !found.equals('\uFEFF' + expected)) {
            throw bad(csv.getStartingLineNumber(), "header", found, "must be '" + expected + "'");
        }
    }

    private Row checked(CsvRecord csv) {
        if (csv.getFieldCount() != columns.size()) {
            throw bad(
                    csv.getStartingLineNumber(),
                    "row",
                    String.join(",", csv.getFields()),
                    "must have %d fields".formatted(columns.size()));
        }
        return new Row(csv);
    }

    private RatingException bad(long line, String column, String value, String rule) {
        return new RatingException(new BadRow(new RowLocation(path.toString(), line), column, value, rule).toString());
    }
}
