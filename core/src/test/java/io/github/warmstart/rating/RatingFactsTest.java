// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.table.PseudoRating;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small closed facts of the package cannot be wrong. */
class RatingFactsTest {

    @ParameterizedTest
    @CsvSource({"5, 1", "1, 1", "NaN, 1", "1, NaN", "-Infinity, 1", "1, Infinity", "-1e308, 1e308"})
    void ratingScale_withoutFiniteEndsInOrder_isRefused(double lowest, double highest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatingScale.of(lowest, highest))
                .withMessage("lowest and highest must be finite and in order, but were %s..%s", lowest, highest);
    }

    @ParameterizedTest
    @CsvSource({"1e300, 1e301", "0, 1e39", "1, 1.000000000001", "-1e-60, 1e-60"})
    void ratingScale_whoseEndsAreNotApartAsFloats_isRefused(double lowest, double highest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatingScale.of(lowest, highest))
                .withMessage(
                        "lowest and highest must be finite and apart as floats, in which ratings are kept, but were %s..%s",
                        lowest, highest);
    }

    @Test
    void item_withoutATitle_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> Item.of("a", nothing()))
                .withMessage("title of item 'a'");
    }

    /** What a database gives to a caller that no checker of nulls has seen. */
    @SuppressWarnings("NullAway")
    private static String nothing() {
        return null;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 4.5, Double.NaN, Double.POSITIVE_INFINITY})
    void ratingScale_withAStepThatDoesNotFit_isRefused(double step) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatingScale.of(1, 5, step))
                .withMessage("step must be between 0 and the length of the scale 4.0, but was %s", step);
    }

    @Test
    void ratingScale_knowsWhatLiesOnIt() {
        RatingScale scale = RatingScale.of(0.5, 5, 0.5);

        assertThat(scale.contains(0.5)).isTrue();
        assertThat(scale.contains(5)).isTrue();
        assertThat(scale.contains(5.1)).isFalse();
        assertThat(scale.contains(Double.NaN)).isFalse();
        assertThat(scale.clamp(7)).isEqualTo(5);
        assertThat(scale.clamp(-7)).isEqualTo(0.5);
        assertThat(scale.clamp(3.3)).isEqualTo(3.3);
        assertThat(scale.midpoint()).isEqualTo(2.75);
        assertThat(scale.length()).isEqualTo(4.5);
        assertThat(scale).hasToString("0.5..5.0 by 0.5");
        assertThat(RatingScale.of(1, 5)).hasToString("1.0..5.0");
    }

    @Test
    void rating_withBadFacts_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rating(" ", "alien", 5))
                .withMessage("userId must not be blank, but was ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rating("ann", "", 5))
                .withMessage("itemId must not be blank, but was ''");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rating("ann", "alien", Double.NaN))
                .withMessage("rating of user 'ann' for item 'alien' must be finite, but was NaN");
    }

    @Test
    void pseudoRating_withBadFacts_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PseudoRating("ann", " ", 3, 1))
                .withMessage("userId and itemId must not be blank, but were 'ann' and ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PseudoRating("ann", "alien", 3, 0))
                .withMessage("value must be finite and weight finite and > 0, but were 3.0 and 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PseudoRating("ann", "alien", Double.NaN, Double.NaN))
                .withMessage("value must be finite and weight finite and > 0, but were NaN and NaN");
    }

    @Test
    void item_keepsItsAttributesSortedAndToItself() {
        List<String> genres = new ArrayList<>(List.of("Horror"));
        Map<String, List<String>> attributes = new HashMap<>(Map.of("year", List.of("1979"), "genre", genres));
        Item item = new Item("7", "Alien", attributes);

        genres.add("Comedy");
        attributes.clear();

        assertThat(item.attributes()).containsOnlyKeys("genre", "year");
        assertThat(item.attributes().keySet()).containsExactly("genre", "year");
        assertThat(item.attributes().get("genre")).containsExactly("Horror");
        assertThat(item).isEqualTo(Item.of("7", "Alien").with("year", "1979").with("genre", "Horror"));
        assertThat(item.with("genre").attributes().get("genre")).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> item.attributes().put("x", List.of()));
    }

    @Test
    void item_withABlankId_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Item.of("", "Alien"))
                .withMessage("id of an item must not be blank, but was ''");
    }

    @Test
    void userProfile_keepsItsAttributesSortedAndToItself() {
        Map<String, List<String>> attributes = new HashMap<>(Map.of("b", List.of("1"), "a", List.of("2", "3")));
        UserProfile profile = new UserProfile("ann", attributes);

        attributes.clear();

        assertThat(profile.attributes().keySet()).containsExactly("a", "b");
        assertThat(UserProfile.of("ann").attributes()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UserProfile.of("\t"))
                .withMessage("userId must not be blank, but was '\t'");
    }

    @Test
    void itemCatalog_findsByIdAndKeepsTheOrder() {
        Item brazil = Item.of("8", "Brazil");
        Item alien = Item.of("7", "Alien");
        ItemCatalog catalog = ItemCatalog.of(List.of(brazil, alien));

        assertThat(catalog.items()).containsExactly(brazil, alien);
        assertThat(catalog.item("7")).contains(alien);
        assertThat(catalog.item("9")).isEmpty();
        assertThat(catalog.size()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ItemCatalog.of(List.of(alien, alien)))
                .withMessage("ids of items must be unique, but '7' occurs twice: merge the two");
    }

    @Test
    void badRow_isSafeToPrint() {
        RowLocation place = new RowLocation("reviews.csv", 7);

        assertThat(new BadRow(place, "rating", "a\nb\u001b", "must be a number"))
                .hasToString("reviews.csv:7: rating must be a number, but was 'a\uFFFDb\uFFFD'");
        assertThat(new BadRow(place, "rating", "\uD83D\uDC1F".repeat(81), "x").value())
                .isEqualTo("\uD83D\uDC1F".repeat(80) + "...");
        assertThat(new BadRow(place, "rating", "x".repeat(80), "x").value()).isEqualTo("x".repeat(80));
    }

    @Test
    void readReport_keepsItsExamplesToItself() {
        List<BadRow> examples = new ArrayList<>();
        ReadReport report = new ReadReport(1, 1, 0, 0, 0, examples);

        examples.add(new BadRow(new RowLocation("x", 1), "a", "b", "c"));

        assertThat(report.examples()).isEmpty();
    }
}
