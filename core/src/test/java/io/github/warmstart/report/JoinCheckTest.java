// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.interaction.InteractionTableBuilder;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.report.NearMiss.Difference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinCheckTest {

    @Test
    void ofRatings_idsThatAgree_hasNoWarning() {
        JoinCheck joins = JoinCheck.ofRatings(rated("a", "b"), catalog("a", "b", "c"), List.of("u0", "new"));

        assertThat(joins.knownItems()).isEqualTo(2);
        assertThat(joins.joinedItems()).isEqualTo(2);
        assertThat(joins.catalogItems()).isEqualTo(3);
        assertThat(joins.namedUsers()).isEqualTo(2);
        assertThat(joins.joinedUsers()).isEqualTo(1);
        assertThat(joins.missingItems()).isEmpty();
        assertThat(joins.unusedItems()).containsExactly("c");
        assertThat(joins.warnings()).isEmpty();
        assertThatCode(joins::requireJoinedItem).doesNotThrowAnyException();
        assertThat(joins)
                .hasToString("2 of 2 rated items are in the catalogue; 2 of its 3 items are rated;"
                        + " 1 of 2 named cold users have ratings or interactions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NUMBER_FORMAT|123.0|123",
                "NUMBER_FORMAT|1.2E7|12000000",
                "LEADING_ZEROS|123|0123",
                "CASE|SKU-a|sku-A",
                "WHITESPACE|` a b`|a b ",
                "WHITESPACE|`a\u200bb`|ab",
                "UNICODE|caf\u00e9|cafe\u0301",
                "PREFIX|item:7|7",
                "PREFIX|7|sku-7",
                "PREFIX|film-7|f7",
                "QUOTES|\"7\"|7",
                "QUOTES|[7]|7"
            })
    void nearItems_idsThatDifferInForm_areCountedAndShown(Difference difference, String rated, String offered) {
        JoinCheck joins = JoinCheck.ofRatings(rated(rated), catalog(offered), List.of());

        assertThat(joins.disjoint()).isTrue();
        assertThat(joins.nearItems()).extracting(NearMiss::difference).contains(difference);
        assertThat(joins.nearItems())
                .allSatisfy(near -> assertThat(near.count()).isEqualTo(1))
                .anySatisfy(near -> assertThat(near.counterpart()).isEqualTo(offered));
    }

    @Test
    void nearItems_ofManyIds_countsAll() {
        String[] floats = IntStream.range(1, 201).mapToObj(id -> id + ".0").toArray(String[]::new);
        String[] whole = IntStream.range(1, 151).mapToObj(Integer::toString).toArray(String[]::new);

        JoinCheck joins = JoinCheck.ofRatings(rated(floats), catalog(whole), List.of());

        assertThat(joins.nearItems()).containsExactly(new NearMiss(Difference.NUMBER_FORMAT, 150, "1.0", "1"));
        assertThat(joins.warnings())
                .containsExactly("200 of 200 rated items are not in the catalogue, such as '1.0', '2.0', '3.0';"
                        + " 150 differ only in the format of numbers: '1.0' and '1': use the same ids in both");
        assertThatThrownBy(joins::requireJoinedItem)
                .isInstanceOf(RatingException.class)
                .hasMessage(
                        "catalog must hold rated items, but none of its 150 items is among the 200 rated ones (rated:"
                                + " '1.0', '2.0', '3.0'; catalogue: '1', '2', '3'); 150 differ only in the format of numbers: '1.0' and"
                                + " '1': use the same ids in both, or call allowDisjointCatalog() if this is meant");
    }

    @Test
    void nearItems_idsOfDifferentKinds_areNotForced() {
        JoinCheck joins = JoinCheck.ofRatings(rated("alien", "brazil"), catalog("x-1", "x-2"), List.of());

        assertThat(joins.nearItems()).isEmpty();
        assertThat(joins.warnings())
                .containsExactly(
                        "2 of 2 rated items are not in the catalogue, such as 'alien', 'brazil', and the catalogue"
                                + " has others, such as 'x-1', 'x-2': use the same ids in both");
    }

    @Test
    void nearItems_aFewThatAreMissing_areNoWarning() {
        String[] ids = IntStream.range(0, 1000).mapToObj(id -> "i" + id).toArray(String[]::new);
        String[] rated =
                Stream.concat(Arrays.stream(ids), Stream.of("I-extra", "other")).toArray(String[]::new);

        assertThat(JoinCheck.ofRatings(rated(rated), catalog(ids), List.of()).warnings())
                .isEmpty();
    }

    @Test
    void nearUsers_namedInAnotherForm_areAWarningWithoutIds() {
        JoinCheck joins = JoinCheck.ofRatings(rated("a"), catalog("a"), List.of("U0", "brand-new"));

        assertThat(joins.nearUsers()).containsExactly(new NearMiss(Difference.CASE, 1, "U0", "u0"));
        assertThat(joins.warnings())
                .containsExactly(
                        "2 of 2 named cold users have no ratings or interactions; 1 differ only in upper and lower"
                                + " case: use the same ids in both");
    }

    @Test
    void ofInteractions_choices_areJoinedAlike() {
        InteractionTableBuilder builder = InteractionTable.builder().items(List.of("never"));
        builder.add(new Interaction("u0", "0007"));

        JoinCheck joins = JoinCheck.ofInteractions(builder.build(), catalog("7", "never"), List.of());

        assertThat(joins.knownItems()).isEqualTo(1);
        assertThat(joins.disjoint()).isTrue();
        assertThatThrownBy(joins::requireJoinedItem).hasMessageStartingWith("catalog must hold chosen items");
    }

    @Test
    void disjoint_anEmptySide_isNot() {
        assertThat(JoinCheck.ofRatings(rated("a"), catalog(), List.of()).disjoint())
                .isFalse();
        assertThat(JoinCheck.ofRatings(rated(), catalog("a"), List.of()).disjoint())
                .isFalse();
        assertThat(JoinCheck.ofRatings(rated(), catalog(), List.of()).warnings())
                .isEmpty();
    }

    @Test
    void nearMiss_hostileIds_areShortenedAndPrintable() {
        String hostile = "9".repeat(300) + "\n";

        JoinCheck joins = JoinCheck.ofRatings(rated(hostile, "1E999999999"), catalog("9".repeat(300)), List.of());

        assertThat(joins.warnings())
                .singleElement()
                .asString()
                .doesNotContain("\n")
                .hasSizeLessThan(500);
    }

    private static RatingTable rated(String... itemIds) {
        List<Rating> ratings = IntStream.range(0, itemIds.length)
                .mapToObj(item -> new Rating("u" + item, itemIds[item], 3))
                .toList();
        return RatingTable.read(RatingSource.of(RatingScale.of(1, 5), ratings));
    }

    private static ItemCatalog catalog(String... itemIds) {
        return ItemCatalog.of(
                Arrays.stream(itemIds).map(id -> Item.of(id, "title of " + id)).toList());
    }
}
