// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.movielens;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.RatingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reader of the movie files of MovieLens, in three layouts. */
final class MovieLensMovies {

    private static final List<String> HEADER = List.of("movieId", "title", "genres");
    private static final String NO_GENRES = "(no genres listed)";
    /** The first flag of {@code u.item}: the genres are unknown. */
    private static final String UNKNOWN_GENRE = "unknown";

    /** The order of the flags in {@code u.item}, where {@code u.genre} is missing. */
    private static final List<String> GENRES = List.of(
            UNKNOWN_GENRE,
            "Action",
            "Adventure",
            "Animation",
            "Children's",
            "Comedy",
            "Crime",
            "Documentary",
            "Drama",
            "Fantasy",
            "Film-Noir",
            "Horror",
            "Musical",
            "Mystery",
            "Romance",
            "Sci-Fi",
            "Thriller",
            "War",
            "Western");

    private static final int COLUMNS_BEFORE_FLAGS = 5;

    private final Path file;
    private final Map<String, Item> items = new LinkedHashMap<>();

    private MovieLensMovies(Path file) {
        this.file = file;
    }

    /** {@code movieId,title,genres}, with a header, quoted where needed, genres joined by bars. */
    static ItemCatalog csv(Path file) {
        MovieLensMovies movies = new MovieLensMovies(file);
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(text(file, false))) {
            Iterator<CsvRecord> rows = records.iterator();
            List<String> header = rows.hasNext() ? rows.next().getFields() : List.of();
            if (!header.equals(HEADER)) {
                throw movies.bad(1, "header", String.join(",", header), "must be " + String.join(",", HEADER));
            }
            while (rows.hasNext()) {
                CsvRecord row = rows.next();
                movies.add(row.getStartingLineNumber(), row.getFields());
            }
        } catch (CsvParseException malformed) {
            throw new RatingException("%s: %s".formatted(file, malformed.getMessage()), malformed);
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
        return movies.catalog();
    }

    /** {@code MovieID::Title::Genres}, genres joined by bars. */
    static ItemCatalog colons(Path file) {
        MovieLensMovies movies = new MovieLensMovies(file);
        long number = 0;
        for (String line : text(file, true).lines().toList()) {
            number++;
            if (!line.isBlank()) {
                movies.add(number, split(line, "::"));
            }
        }
        return movies.catalog();
    }

    /** {@code id|title|release date|video date|address}, and then one flag, 0 or 1, for each genre. */
    static ItemCatalog flags(Path file, Path genreFile) {
        List<String> genres = Files.exists(genreFile) ? genres(genreFile) : GENRES;
        MovieLensMovies movies = new MovieLensMovies(file);
        long number = 0;
        for (String line : text(file, true).lines().toList()) {
            number++;
            if (!line.isBlank()) {
                movies.addFlagged(number, split(line, "|"), genres);
            }
        }
        return movies.catalog();
    }

    /** {@code name|number}, in the order of the flags. */
    private static List<String> genres(Path file) {
        return text(file, true)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> split(line, "|").get(0))
                .toList();
    }

    private void add(long line, List<String> columns) {
        if (columns.size() != 3) {
            throw bad(line, "columns", Integer.toString(columns.size()), "must be 3: id, title, genres");
        }
        String genres = columns.get(2);
        add(line, columns, genres.isBlank() || genres.equals(NO_GENRES) ? List.of() : split(genres, "|"));
    }

    private void addFlagged(long line, List<String> columns, List<String> genres) {
        int expected = COLUMNS_BEFORE_FLAGS + genres.size();
        if (columns.size() != expected) {
            throw bad(
                    line,
                    "columns",
                    Integer.toString(columns.size()),
                    "must be %d: 5 and %d genre flags".formatted(expected, genres.size()));
        }
        List<String> flagged = new ArrayList<>();
        for (int genre = 0; genre < genres.size(); genre++) {
            String flag = columns.get(COLUMNS_BEFORE_FLAGS + genre).strip();
            if (!flag.equals("0") && !flag.equals("1")) {
                throw bad(line, "flag of genre " + genres.get(genre), flag, "must be 0 or 1");
            }
            if (flag.equals("1") && !genres.get(genre).equals(UNKNOWN_GENRE)) {
                flagged.add(genres.get(genre));
            }
        }
        add(line, columns, flagged);
    }

    private void add(long line, List<String> columns, List<String> genres) {
        String id = columns.get(0);
        String title = columns.get(1);
        if (id.isBlank()) {
            throw bad(line, "movie id", id, "must not be blank");
        }
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        if (!genres.isEmpty()) {
            attributes.put("genre", genres);
        }
        String year = year(title);
        if (!year.isEmpty()) {
            attributes.put("year", List.of(year));
        }
        if (items.put(id, new Item(id, title, attributes)) != null) {
            throw bad(line, "movie id", id, "must be unique");
        }
    }

    /** The four digits in brackets that end the title, or nothing. */
    private static String year(String title) {
        String text = title.stripTrailing();
        int open = text.length() - 6;
        if (open < 0 || text.charAt(open) != '(' || text.charAt(open + 5) != ')') {
            return "";
        }
        String year = text.substring(open + 1, open + 5);
        return year.chars().allMatch(c -> c >= '0' && c <= '9') ? year : "";
    }

    private ItemCatalog catalog() {
        return ItemCatalog.of(items.values());
    }

    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String text(Path file, boolean orLatin1) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = orLatin1 && !utf8(bytes)
                    ? new String(bytes, StandardCharsets.ISO_8859_1)
                    : new String(bytes, StandardCharsets.UTF_8);
            int damaged = orLatin1 ? -1 : text.indexOf('\uFFFD');
            if (damaged >= 0) {
                long line = text.substring(0, damaged)
                                .chars()
                                .filter(c -> c == '\n')
                                .count()
                        + 1;
                throw new RatingException(
                        "%s:%d: line must be valid UTF-8: save the file as UTF-8".formatted(file, line));
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
    }

    private static boolean utf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private RatingException bad(long line, String column, String value, String rule) {
        return new RatingException(new BadRow(new RowLocation(file.toString(), line), column, value, rule).toString());
    }

    private static RatingException unreadable(Path file, IOException failed) {
        return new RatingException("file '%s' could not be read: %s".formatted(file, failed), failed);
    }
}
