// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.movielens;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.source.csv.CsvInteractions;
import io.github.warmstart.source.csv.CsvRatings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Folder of an unpacked MovieLens dataset: its ratings, its ratings read as choices, and its movies as items with
 * {@code genre} and {@code year}.
 *
 * <p>The first pair of files that exists determines the layout:
 *
 * <ol>
 *   <li>{@code ratings.csv} and {@code movies.csv} (ml-latest, ml-25m and their like): half stars, 0.5 to 5;
 *   <li>{@code ratings.dat} and {@code movies.dat} (ml-1m, ml-10m): half stars from 0.5 to 5 if a rating in the file has
 *       a fraction, else whole stars from 1 to 5. To find out, the file is read up to the first fraction;
 *   <li>{@code u.data} and {@code u.item} (ml-100k): whole stars, 1 to 5.
 * </ol>
 *
 * <p>Movie files other than CSV are read as UTF-8 if they are valid UTF-8, as ml-10m is, else as ISO-8859-1.
 *
 * @see <a href="https://grouplens.org/datasets/movielens/">MovieLens datasets</a>
 */
public final class MovieLensFolder implements RatingSource {

    private static final RatingScale HALF_STARS = RatingScale.of(0.5, 5, 0.5);
    private static final RatingScale WHOLE_STARS = RatingScale.of(1, 5, 1);

    private final Path folder;
    private final Layout layout;
    private final CsvRatings ratings;

    private MovieLensFolder(Path folder, Layout layout, RatingScale scale) {
        this.folder = folder;
        this.layout = layout;
        ratings = layout.ratings(folder, scale);
    }

    /**
     * Detects the layout of a folder and the scale of its ratings.
     *
     * @param folder the unpacked dataset
     * @return the dataset
     * @throws RatingException if the folder holds no known pair of files
     */
    public static MovieLensFolder of(Path folder) {
        Layout layout = Layout.of(requireNonNull(folder, "folder"));
        boolean halves = switch (layout) {
            case CSV -> true;
            case TABS -> false;
            case COLONS -> hasFraction(layout.ratings(folder, HALF_STARS));
        };
        return new MovieLensFolder(folder, layout, halves ? HALF_STARS : WHOLE_STARS);
    }

    /**
     * Detects the layout of a folder of known scale.
     *
     * @param folder the unpacked dataset
     * @param scale the scale that the ratings are on
     * @return the dataset
     * @throws RatingException if the folder holds no known pair of files
     */
    public static MovieLensFolder of(Path folder, RatingScale scale) {
        return new MovieLensFolder(folder, Layout.of(requireNonNull(folder, "folder")), requireNonNull(scale, "scale"));
    }

    @Override
    public RatingScale scale() {
        return ratings.scale();
    }

    @Override
    public void read(RatingSink sink) {
        ratings.read(sink);
    }

    /**
     * The ratings read as choices: what was rated was chosen. The values of the ratings are not read.
     *
     * @return a source of one interaction for each rating
     */
    public InteractionSource interactions() {
        return layout.interactions(folder);
    }

    /**
     * Reads the movies. Titles are kept as they are; {@code genre} holds one or more values, {@code year} the year in
     * brackets at the end of the title. An item without genres, or without a year, lacks the attribute.
     *
     * @return every movie of the folder, rated or not, in the order of the file
     * @throws RatingException if the file cannot be read, or a row of it is malformed
     */
    public ItemCatalog catalog() {
        Path movies = folder.resolve(layout.movies);
        return switch (layout) {
            case CSV -> MovieLensMovies.csv(movies);
            case COLONS -> MovieLensMovies.colons(movies);
            case TABS -> MovieLensMovies.flags(movies, folder.resolve("u.genre"));
        };
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private static boolean hasFraction(RatingSource ratings) {
        try {
            ratings.read(new RatingSink() {
                @Override
                public void accept(Rating rating, RowLocation location) {
                    if (rating.value() != Math.rint(rating.value())) {
                        throw new FractionFound();
                    }
                }

                @Override
                public void reject(BadRow row) {
                    // the table that reads the ratings decides about bad rows
                }
            });
            return false;
        } catch (FractionFound found) {
            return true;
        }
    }

    /** Ends the search. */
    private static final class FractionFound extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FractionFound() {
            super(null, null, false, false);
        }
    }

    private enum Layout {
        CSV("ratings.csv", "movies.csv"),
        COLONS("ratings.dat", "movies.dat"),
        TABS("u.data", "u.item");

        final String ratings;
        final String movies;

        Layout(String ratings, String movies) {
            this.ratings = ratings;
            this.movies = movies;
        }

        static Layout of(Path folder) {
            for (Layout layout : values()) {
                if (Files.isRegularFile(folder.resolve(layout.ratings))
                        && Files.isRegularFile(folder.resolve(layout.movies))) {
                    return layout;
                }
            }
            throw new RatingException("folder must hold %s, but '%s' %s"
                    .formatted(
                            Arrays.stream(values())
                                    .map(layout -> layout.ratings + " and " + layout.movies)
                                    .collect(Collectors.joining(", or ")),
                            folder,
                            Files.isDirectory(folder) ? "holds no such pair" : "is no folder"));
        }

        CsvInteractions interactions(Path folder) {
            CsvInteractions.Builder builder = CsvInteractions.builder(folder.resolve(ratings));
            if (this == CSV) {
                return builder.columns("userId", "movieId")
                        .timeColumn("timestamp")
                        .build();
            }
            return builder.columns(1, 2)
                    .timeColumn(4)
                    .separator(separator())
                    .quote('\0')
                    .build();
        }

        private String separator() {
            return this == COLONS ? "::" : "\t";
        }

        CsvRatings ratings(Path folder, RatingScale scale) {
            CsvRatings.Builder builder = CsvRatings.builder(folder.resolve(ratings), scale);
            if (this == CSV) {
                return builder.columns("userId", "movieId", "rating")
                        .timeColumn("timestamp")
                        .build();
            }
            return builder.columns(1, 2, 3)
                    .timeColumn(4)
                    .separator(separator())
                    .quote('\0')
                    .build();
        }
    }
}
