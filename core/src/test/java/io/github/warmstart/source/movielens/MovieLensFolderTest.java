// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.movielens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.fixture.RecordingInteractions;
import io.github.warmstart.fixture.RecordingSink;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieLensFolderTest {

    private static final RatingScale HALF_STARS = RatingScale.of(0.5, 5, 0.5);
    private static final RatingScale WHOLE_STARS = RatingScale.of(1, 5, 1);
    private static final Instant TIME = Instant.parse("2000-07-30T18:45:03Z");

    @TempDir
    Path folder;

    @Test
    void of_csvFiles_readsHalfStarsAndMovies() {
        file("ratings.csv", "userId,movieId,rating,timestamp\n1,31,2.5,964982703\n");
        file("movies.csv", """
                movieId,title,genres
                31,"American President, The (1995)",Comedy|Drama|Romance
                171011,Planet Earth II (2016) ,(no genres listed)
                40697,Babylon 5,Sci-Fi
                7,"11'09""01 (2002-2003)",Drama
                """);

        MovieLensFolder movieLens = MovieLensFolder.of(folder);

        assertThat(movieLens.scale()).isEqualTo(HALF_STARS);
        assertThat(RecordingSink.of(movieLens).ratings).containsExactly(new Rating("1", "31", 2.5, TIME));
        assertThat(RecordingInteractions.of(movieLens.interactions()).interactions)
                .containsExactly(new Interaction("1", "31", TIME));
        assertThat(movieLens.catalog().items())
                .containsExactly(
                        Item.of("31", "American President, The (1995)")
                                .with("genre", "Comedy", "Drama", "Romance")
                                .with("year", "1995"),
                        Item.of("171011", "Planet Earth II (2016) ").with("year", "2016"),
                        Item.of("40697", "Babylon 5").with("genre", "Sci-Fi"),
                        Item.of("7", "11'09\"01 (2002-2003)").with("genre", "Drama"));
        assertThat(movieLens).hasToString(folder.toString());
    }

    @Test
    void of_datFilesOfWholeStars_isOnWholeStars() {
        file("ratings.dat", "1::31::2::964982703\n1::32::5::964982703\n");
        latin1("movies.dat", "31::Mis\u00e9rables, Les (1995)::Drama|Musical\n32::\"Quoted\" (1996)::Comedy\n");

        MovieLensFolder movieLens = MovieLensFolder.of(folder);

        assertThat(movieLens.scale()).isEqualTo(WHOLE_STARS);
        assertThat(RecordingSink.of(movieLens).ratings)
                .containsExactly(new Rating("1", "31", 2, TIME), new Rating("1", "32", 5, TIME));
        assertThat(movieLens.catalog().items())
                .containsExactly(
                        Item.of("31", "Mis\u00e9rables, Les (1995)")
                                .with("genre", "Drama", "Musical")
                                .with("year", "1995"),
                        Item.of("32", "\"Quoted\" (1996)")
                                .with("genre", "Comedy")
                                .with("year", "1996"));
    }

    @Test
    void of_datFilesWithAFraction_isOnHalfStars() {
        file("ratings.dat", "1::31::2::964982703\n1::32::3.5::964982703\n");
        file("movies.dat", "31::Am\u00e9lie (2001)::Comedy\n");

        MovieLensFolder movieLens = MovieLensFolder.of(folder);

        assertThat(movieLens.scale()).isEqualTo(HALF_STARS);
        assertThat(movieLens.catalog().item("31").orElseThrow().title()).isEqualTo("Am\u00e9lie (2001)");
    }

    @Test
    void of_aStatedScale_isBelieved() {
        file("ratings.dat", "1::31::2::964982703\n");
        file("movies.dat", "31::Alien (1979)::Horror\n");

        assertThat(MovieLensFolder.of(folder, HALF_STARS).scale()).isEqualTo(HALF_STARS);
    }

    @Test
    void of_tabFiles_readsFlagsByTheNamesOfTheGenreFile() {
        file("u.data", "196\t242\t3\t964982703\n");
        latin1("u.item", "242|Caf\u00e9 Noir (1996)|24-Jan-1997||http://example.org/|0|1|1\n267|unknown||||1|0|0\n");
        file("u.genre", "unknown|0\nNoir|1\nDrama|2\n\n");

        MovieLensFolder movieLens = MovieLensFolder.of(folder);

        assertThat(movieLens.scale()).isEqualTo(WHOLE_STARS);
        assertThat(RecordingSink.of(movieLens).ratings).containsExactly(new Rating("196", "242", 3, TIME));
        assertThat(movieLens.catalog().items())
                .containsExactly(
                        new Item(
                                "242",
                                "Caf\u00e9 Noir (1996)",
                                Map.of("genre", List.of("Noir", "Drama"), "year", List.of("1996"))),
                        Item.of("267", "unknown"));
    }

    @Test
    void of_tabFilesWithoutGenreFile_usesTheUsualNames() {
        file("u.data", "");
        file("u.item", "1|Toy Story (1995)|||" + "|0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|1\n");

        assertThat(MovieLensFolder.of(folder).catalog().items())
                .containsExactly(Item.of("1", "Toy Story (1995)")
                        .with("genre", "Animation", "Children's", "Comedy", "Western")
                        .with("year", "1995"));
    }

    @Test
    void of_anotherFolder_saysWhatWasLookedFor() {
        file("ratings.csv", "userId,movieId,rating,timestamp\n");

        assertThatThrownBy(() -> MovieLensFolder.of(folder))
                .isInstanceOf(RatingException.class)
                .hasMessage("folder must hold ratings.csv and movies.csv, or ratings.dat and movies.dat,"
                        + " or u.data and u.item, but '%s' holds no such pair".formatted(folder));
        assertThatThrownBy(() -> MovieLensFolder.of(folder.resolve("none")))
                .isInstanceOf(RatingException.class)
                .hasMessageEndingWith("but '%s' is no folder".formatted(folder.resolve("none")));
    }

    @Test
    void read_aBadRow_isReportedByFileAndLine() {
        file(
                "ratings.dat",
                "1::31::2::964982703\n1::31::two::964982703\n::31::2::964982703\n1::31::2\n1::31::2::noon\n");
        file("movies.dat", "");

        String name = folder.resolve("ratings.dat").toString();
        assertThat(RecordingSink.of(MovieLensFolder.of(folder)).bad)
                .extracting(BadRow::toString)
                .containsExactly(
                        name + ":2: column 3 must be a number, but was 'two'",
                        name + ":3: column 1 must not be blank, but was ''",
                        name + ":4: columns must be 4 as in line 1, but was '3'",
                        name + ":5: column 4 must be seconds since 1970, before the year 10000, but was 'noon'");
    }

    @Test
    void catalog_malformedCsvMovies_areErrors() {
        file("ratings.csv", "userId,movieId,rating,timestamp\n");

        assertCsvMoviesFail("id,title\n1,x\n", ":1: header must be movieId,title,genres, but was 'id,title'");
        assertCsvMoviesFail("movieId,title,genres\n1,x\n", ":2: columns must be 3: id, title, genres, but was '2'");
        assertCsvMoviesFail("movieId,title,genres\n,x,y\n", ":2: movie id must not be blank, but was ''");
        assertCsvMoviesFail("movieId,title,genres\n1,x,y\n\n1,z,y\n", ":4: movie id must be unique, but was '1'");
        assertCsvMoviesFail("movieId,title,genres\n1,\"x\"z,y\n", "record starting at line 2");
        assertCsvMoviesFail("movieId,title,genres\n1,x,y\n2,\"x,y\n", "record starting at line 3");
        assertCsvMoviesFail("", ":1: header must be movieId,title,genres, but was ''");
        latin1("movies.csv", "movieId,title,genres\n1,Caf\u00e9,y\n");
        assertThatThrownBy(() -> MovieLensFolder.of(folder).catalog())
                .isInstanceOf(RatingException.class)
                .hasMessageEndingWith("movies.csv:2: line must be valid UTF-8: save the file as UTF-8");
    }

    @Test
    void catalog_malformedFlags_areErrors() {
        file("u.data", "");
        file("u.genre", "unknown|0\nAction|1\n");
        file("u.item", "1|Alien (1979)||||0|yes\n");
        assertThatThrownBy(() -> MovieLensFolder.of(folder).catalog())
                .isInstanceOf(RatingException.class)
                .hasMessageEndingWith("u.item:1: flag of genre Action must be 0 or 1, but was 'yes'");

        file("u.item", "1|Alien (1979)||||0\n");
        assertThatThrownBy(() -> MovieLensFolder.of(folder).catalog())
                .isInstanceOf(RatingException.class)
                .hasMessageEndingWith("u.item:1: columns must be 7: 5 and 2 genre flags, but was '6'");
    }

    private void assertCsvMoviesFail(String text, String message) {
        file("movies.csv", text);
        assertThatThrownBy(() -> MovieLensFolder.of(folder).catalog())
                .isInstanceOf(RatingException.class)
                .hasMessageContaining(folder.resolve("movies.csv").toString())
                .hasMessageContaining(message);
    }

    private void file(String name, String text) {
        write(name, text, StandardCharsets.UTF_8);
    }

    private void latin1(String name, String text) {
        write(name, text, StandardCharsets.ISO_8859_1);
    }

    private void write(String name, String text, Charset charset) {
        try {
            Files.writeString(folder.resolve(name), text, charset);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
