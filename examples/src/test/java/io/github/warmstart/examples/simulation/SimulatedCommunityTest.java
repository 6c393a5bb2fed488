// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedCommunityTest {

    /** Tolerance of standard deviations: they are exact before ratings are clamped to the scale. */
    private static final double CLIPPING = 0.1;

    private final SimulatedCommunity club = SimulatedCommunity.of(7);

    @Test
    void of_hasTheUsualSize() {
        assertThat(club.profiles()).hasSize(300);
        assertThat(club.catalog().size()).isEqualTo(200);
        assertThat(club.coldUsers()).hasSize(40);
        assertThat(club.seed()).isEqualTo(7);
    }

    @Test
    void catalog_hasReadableDifferentTitlesGenresAndYears() {
        assertThat(club.catalog().items()).extracting(Item::title).doesNotHaveDuplicates();
        assertThat(club.catalog().items()).allSatisfy(film -> {
            assertThat(film.title()).matches("[A-Z][A-Za-z ]{3,39}");
            assertThat(film.attributes().get("genre")).hasSizeBetween(1, 3).isSubsetOf(Films.GENRES);
            assertThat(film.attributes().get("year")).singleElement().asString().matches("19[6-9]\\d|20[0-2]\\d");
        });
    }

    @Test
    void ratings_areHalfStarsInOrderOfTimeAndOneAPair() {
        Set<String> pairs = new HashSet<>();
        String user = "";
        Instant last = Instant.MIN;
        for (Rating rating : club.ratings()) {
            assertThat(rating.value() * 2)
                    .isEqualTo(Math.rint(rating.value() * 2))
                    .isBetween(1.0, 10.0);
            Instant time = Objects.requireNonNull(rating.time());
            if (rating.userId().equals(user)) {
                assertThat(time).isAfter(last);
            }
            user = rating.userId();
            last = time;
            assertThat(pairs.add(rating.userId() + " " + rating.itemId())).isTrue();
        }
    }

    @Test
    void coldUsers_showTheirFirstFiveRatingsAndHideTheRest() {
        Map<String, List<Rating>> all = club.ratings().stream().collect(groupingBy(Rating::userId));
        Map<String, List<Rating>> hidden = club.hidden().stream().collect(groupingBy(Rating::userId));
        assertThat(hidden).containsOnlyKeys(club.coldUsers());
        for (String user : club.coldUsers()) {
            List<Rating> own = all.getOrDefault(user, List.of());
            assertThat(club.known(user)).isEqualTo(own.subList(0, 5));
            assertThat(hidden.get(user)).isEqualTo(own.subList(5, own.size())).hasSizeGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void visible_isSparseAndContainsNothingHidden() {
        Map<String, Long> shown = club.visibleRatings().stream().collect(groupingBy(Rating::userId, counting()));
        assertThat(shown).hasSize(300);
        shown.forEach(
                (user, count) -> assertThat(count).isEqualTo(club.coldUsers().contains(user) ? 5 : 10));
        assertThat(club.visibleRatings()).doesNotContainAnyElementsOf(club.hidden());
    }

    @Test
    void visible_readsAsATable() {
        RatingTable table = RatingTable.read(club.visible());
        assertThat(table.size()).isEqualTo(40 * 5 + 260 * 10);
        assertThat(table.scale()).isEqualTo(SimulatedCommunity.SCALE);
        assertThat(club.visible()).hasToString("simulated community");
    }

    @Test
    void known_ofAWarmUser_isEmpty() {
        assertThat(club.known("user-999")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void expected_hasTheSpecifiedVarianceShares(long seed) {
        SimulatedCommunity world = SimulatedCommunity.of(seed);
        double[][] stars = new double[300][200];
        List<UserProfile> users = world.profiles();
        List<Item> films = List.copyOf(world.catalog().items());
        for (int u = 0; u < 300; u++) {
            for (int i = 0; i < 200; i++) {
                stars[u][i] = world.expected(users.get(u).userId(), films.get(i).id());
            }
        }
        double[] byUser = new double[300];
        double[] byFilm = new double[200];
        double mean = 0;
        for (int u = 0; u < 300; u++) {
            for (int i = 0; i < 200; i++) {
                mean += stars[u][i] / 60_000;
                byUser[u] += stars[u][i] / 200;
                byFilm[i] += stars[u][i] / 300;
            }
        }
        double taste = 0;
        for (int u = 0; u < 300; u++) {
            for (int i = 0; i < 200; i++) {
                taste += square(stars[u][i] - byUser[u] - byFilm[i] + mean) / 60_000;
            }
        }
        assertThat(mean).isCloseTo(Films.MEAN_STARS, within(0.05));
        assertThat(Math.sqrt(variance(byFilm))).isCloseTo(Films.QUALITY_DEVIATION, within(CLIPPING));
        assertThat(Math.sqrt(variance(byUser))).isCloseTo(Members.GENEROSITY_DEVIATION, within(CLIPPING));
        assertThat(Math.sqrt(taste)).isCloseTo(Members.TASTE_DEVIATION, within(CLIPPING));
    }

    @Test
    void ratings_differFromExpectationByNoiseAndRounding() {
        double sum = 0;
        double squares = 0;
        for (Rating rating : club.ratings()) {
            double error = rating.value() - club.expected(rating.userId(), rating.itemId());
            sum += error;
            squares += error * error;
        }
        int n = club.ratings().size();
        double rounding = 0.5 * 0.5 / 12;
        double planted = RatingHistory.NOISE_DEVIATION * RatingHistory.NOISE_DEVIATION + rounding;
        assertThat(sum / n).as("mean").isCloseTo(0, within(0.05));
        assertThat(Math.sqrt(squares / n)).as("deviation").isCloseTo(Math.sqrt(planted), within(0.06));
    }

    @Test
    void characters_ofTheSameGenreAreSimilar() {
        Films films = club.films();
        double same = 0;
        double other = 0;
        int sames = 0;
        int others = 0;
        for (int a = 0; a < films.count(); a++) {
            for (int b = 0; b < a; b++) {
                double product = 0;
                for (int k = 0; k < Films.RANK; k++) {
                    product += films.character(a, k) * films.character(b, k) / Films.RANK;
                }
                if (genres(films, a).equals(genres(films, b))) {
                    same += product;
                    sames++;
                } else {
                    other += product;
                    others++;
                }
            }
        }
        assertThat(same / sames).isGreaterThan(0.4);
        assertThat(other / others).isCloseTo(0, within(0.1));
    }

    @Test
    void ratings_favourWellKnownFilms() {
        List<Long> counts = club.ratings().stream().collect(groupingBy(Rating::itemId, counting())).values().stream()
                .sorted(Comparator.reverseOrder())
                .toList();
        long best = counts.stream().limit(40).mapToLong(Long::longValue).sum();
        assertThat((double) best / club.ratings().size())
                .as("share of the best-known fifth")
                .isBetween(0.35, 0.7);
    }

    @Test
    void sameSeed_sameBits() {
        SimulatedCommunity again = SimulatedCommunity.of(7);
        assertThat(again.ratings()).isEqualTo(club.ratings());
        assertThat(again.catalog().items())
                .containsExactlyElementsOf(club.catalog().items());
        assertThat(again.coldUsers()).isEqualTo(club.coldUsers());
        assertThat(again.expected("user-001", "film-001")).isEqualTo(club.expected("user-001", "film-001"));
    }

    @Test
    void secondSeed_anotherWorld() {
        SimulatedCommunity other = SimulatedCommunity.of(8);
        assertThat(other.ratings()).isNotEqualTo(club.ratings());
        assertThat(other.coldUsers()).isNotEqualTo(club.coldUsers());
    }

    @Test
    void moreColdUsers_doNotChangeRatings() {
        SimulatedCommunity colder =
                SimulatedCommunity.builder().seed(7).coldUsers(80).build();
        assertThat(colder.ratings()).isEqualTo(club.ratings());
        assertThat(colder.coldUsers()).containsAll(club.coldUsers());
    }

    @Test
    void build_outOfRange_names() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SimulatedCommunity.builder().items(59).build())
                .withMessage("items must be between 60 and 2000, but was 59");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SimulatedCommunity.builder().users(20).coldUsers(21).build())
                .withMessage("coldUsers must be between 0 and 20, but was 21");
    }

    @Test
    void expected_ofUnknownUser_namesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> club.expected("nobody", "film-001"))
                .withMessage("userId and itemId must be of this community, but were 'nobody' and 'film-001'");
    }

    @Test
    void titles_areEnoughForTheLargestWorld() {
        assertThat(FilmTitles.draw(FilmTitles.MAX_TITLES, new RandomStream(3, "titles")))
                .hasSize(FilmTitles.MAX_TITLES);
    }

    private static Set<String> genres(Films films, int film) {
        return Set.copyOf(Objects.requireNonNull(films.item(film).attributes().get("genre")));
    }

    private static double variance(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += square(value - mean) / values.length;
        }
        return squares;
    }

    private static double square(double value) {
        return value * value;
    }
}
