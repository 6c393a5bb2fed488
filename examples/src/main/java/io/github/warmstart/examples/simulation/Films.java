// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Films of a community with their public properties: quality, character and popularity.
 *
 * <p>A film's character is a vector of length {@link #RANK}, partly determined by its genres; over all films each component
 * has mean 0 and standard deviation 1. Immutable. Holds no data about members, so a model built on the films has none either.
 */
final class Films {

    /** Number of dimensions of taste. */
    static final int RANK = 4;

    /** The overall mean rating, in stars. */
    static final double MEAN_STARS = 3.5;

    /** Standard deviation of film quality, in stars. */
    static final double QUALITY_DEVIATION = 0.5;

    /** The share of the variance of characters that genres explain, before characters are standardized. */
    static final double GENRE_SHARE = 0.7;

    static final List<String> GENRES =
            List.of("Adventure", "Comedy", "Documentary", "Drama", "Fantasy", "Mystery", "Romance", "Thriller");

    private static final int FIRST_YEAR = 1960;
    private static final int YEARS = 65;
    private static final double FAME_DEVIATION = 0.9;
    /** Effect of one standard deviation of quality on the logarithm of fame: good films are watched more. */
    private static final double FAME_OF_QUALITY = 0.4;

    private final List<Item> items;
    private final ItemCatalog catalog;
    private final double[] qualities;
    private final double[][] characters;
    private final double[] fames;
    private final Map<String, Integer> byTitle = new HashMap<>();

    private Films(List<Item> items, double[] qualities, double[][] characters, double[] fames) {
        this.items = List.copyOf(items);
        this.catalog = ItemCatalog.of(items);
        this.qualities = qualities;
        this.characters = characters;
        this.fames = fames;
        for (int film = 0; film < items.size(); film++) {
            byTitle.put(items.get(film).title(), film);
        }
    }

    static Films plant(int count, long seed) {
        List<Set<String>> genres = drawGenres(count, new RandomStream(seed, "genres"));
        double[] qualities = new RandomStream(seed, "quality").spread(count, QUALITY_DEVIATION);
        double[] fames = new RandomStream(seed, "fame").spread(count, FAME_DEVIATION);
        for (int film = 0; film < count; film++) {
            fames[film] = StrictMath.exp(fames[film] + FAME_OF_QUALITY * qualities[film] / QUALITY_DEVIATION);
        }
        List<String> titles = FilmTitles.draw(count, new RandomStream(seed, "titles"));
        RandomStream years = new RandomStream(seed, "years");
        List<Item> items = new ArrayList<>();
        for (int film = 0; film < count; film++) {
            items.add(Item.of("film-%03d".formatted(film + 1), titles.get(film))
                    .with("genre", genres.get(film).toArray(String[]::new))
                    .with("year", Integer.toString(FIRST_YEAR + years.below(YEARS))));
        }
        return new Films(items, qualities, drawCharacters(genres, new RandomStream(seed, "characters")), fames);
    }

    private static List<Set<String>> drawGenres(int count, RandomStream chance) {
        List<Set<String>> genres = new ArrayList<>();
        for (int film = 0; film < count; film++) {
            int wanted = 1 + chance.below(3);
            Set<String> chosen = new LinkedHashSet<>();
            while (chosen.size() < wanted) {
                chosen.add(chance.oneOf(GENRES));
            }
            genres.add(chosen);
        }
        return genres;
    }

    private static double[][] drawCharacters(List<Set<String>> genres, RandomStream chance) {
        double[][] characters = new double[genres.size()][RANK];
        for (int k = 0; k < RANK; k++) {
            double[] pulls = chance.spread(GENRES.size(), 1);
            double[] column = new double[genres.size()];
            for (int film = 0; film < column.length; film++) {
                Set<String> own = genres.get(film);
                double pull = 0;
                for (String genre : own) {
                    pull += pulls[GENRES.indexOf(genre)];
                }
                column[film] = StrictMath.sqrt(GENRE_SHARE / own.size()) * pull
                        + StrictMath.sqrt(1 - GENRE_SHARE) * chance.gaussian();
            }
            RandomStream.standardize(column, 1);
            for (int film = 0; film < column.length; film++) {
                characters[film][k] = column[film];
            }
        }
        return characters;
    }

    ItemCatalog catalog() {
        return catalog;
    }

    int count() {
        return items.size();
    }

    Item item(int film) {
        return items.get(film);
    }

    OptionalInt withTitle(String title) {
        Integer film = byTitle.get(title);
        return film == null ? OptionalInt.empty() : OptionalInt.of(film);
    }

    /** Quality relative to the mean of all films, in stars. */
    double quality(int film) {
        return qualities[film];
    }

    /** The effect of a taste on the rating of a film, relative to its quality, in stars. */
    double appeal(double[] taste, int film) {
        double sum = 0;
        for (int k = 0; k < RANK; k++) {
            sum += taste[k] * characters[film][k];
        }
        return sum;
    }

    double character(int film, int k) {
        return characters[film][k];
    }

    /** Unnormalized probability that the film is watched next. */
    double fame(int film) {
        return fames[film];
    }

    /** The mean character of the films with one of these genres; all zero if there are none. */
    double[] typical(Set<String> genres) {
        double[] mean = new double[RANK];
        int found = 0;
        for (int film = 0; film < count(); film++) {
            List<String> own = items.get(film).attributes().getOrDefault("genre", List.of());
            if (own.stream().anyMatch(genres::contains)) {
                found++;
                for (int k = 0; k < RANK; k++) {
                    mean[k] += characters[film][k];
                }
            }
        }
        for (int k = 0; k < RANK && found > 0; k++) {
            mean[k] /= found;
        }
        return mean;
    }
}
