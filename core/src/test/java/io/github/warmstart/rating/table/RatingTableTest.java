// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RatingTableTest {

    private static final RatingScale STARS = RatingScale.of(1, 5);
    private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");

    private final RatingTable table = RatingTable.builder(STARS)
            .add(new Rating("bob", "brazil", 2))
            .add(new Rating("ann", "alien", 5, NOON))
            .add(new Rating("bob", "alien", 4))
            .add(new Rating("ann", "casablanca", 3))
            .build();

    @Test
    void indices_followFirstSight_andLeadBothWays() {
        assertThat(table.userCount()).isEqualTo(2);
        assertThat(table.itemCount()).isEqualTo(3);
        assertThat(table.userId(0)).isEqualTo("bob");
        assertThat(table.userIndex("ann")).isEqualTo(1);
        assertThat(table.userIndex("zoe")).isEqualTo(-1);
        assertThat(table.itemId(1)).isEqualTo("alien");
        assertThat(table.itemIndex("casablanca")).isEqualTo(2);
        assertThat(table.itemIndex("vertigo")).isEqualTo(-1);
    }

    @Test
    void rows_areSortedByUserAndThenByItem() {
        assertThat(rows(table))
                .containsExactly("bob brazil 2.0", "bob alien 4.0", "ann alien 5.0", "ann casablanca 3.0");
        assertThat(table.userStart(1)).isEqualTo(2);
        assertThat(table.userEnd(1)).isEqualTo(4);
        assertThat(table.userSize(0)).isEqualTo(2);
    }

    @Test
    void itemRows_areSortedByUser() {
        int alien = table.itemIndex("alien");

        assertThat(table.itemSize(alien)).isEqualTo(2);
        assertThat(table.user(table.itemRow(alien, 0))).isZero();
        assertThat(table.user(table.itemRow(alien, 1))).isEqualTo(1);
        assertThat(table.itemSize(table.itemIndex("brazil"))).isEqualTo(1);
    }

    @Test
    void row_ofAPair_isFoundOrNot() {
        assertThat(table.row(1, 2)).isEqualTo(3);
        assertThat(table.row(1, 0)).isEqualTo(-1);
        assertThat(table.row(-1, 0)).isEqualTo(-1);
        assertThat(table.row(0, -1)).isEqualTo(-1);
    }

    @Test
    void facts_ofARow_areWhatWasRead() {
        int row = table.row(1, 1);

        assertThat(table.time(row)).contains(NOON);
        assertThat(table.time(0)).isEmpty();
        assertThat(table.weight(row)).isEqualTo(1);
        assertThat(table.pseudo(row)).isFalse();
        assertThat(table.pseudoCount()).isZero();
        assertThat(table.scale()).isEqualTo(STARS);
        assertThat(table).hasToString("4 ratings and 0 pseudo ratings of 2 users for 3 items on 1.0..5.0");
    }

    @Test
    void ratingsOf_aUser_areTheRatingsThatWereGiven() {
        RatingTable more = table.plus(List.of(new PseudoRating("ann", "brazil", 1, 0.5)));

        assertThat(more.ratingsOf("ann"))
                .containsExactly(new Rating("ann", "alien", 5, NOON), new Rating("ann", "casablanca", 3));
        assertThat(more.ratingsOf("zoe")).isEmpty();
    }

    @Test
    void where_keepsRowsAndIndices() {
        RatingTable fives = table.where(row -> table.value(row) >= 4);

        assertThat(rows(fives)).containsExactly("bob alien 4.0", "ann alien 5.0");
        assertThat(fives.itemCount()).isEqualTo(3);
        assertThat(fives.itemSize(0)).isZero();
        assertThat(fives.itemSize(1)).isEqualTo(2);
        assertThat(fives.time(1)).contains(NOON);
        assertThat(fives.readReport()).isEqualTo(table.readReport());
        assertThat(table.size()).isEqualTo(4);
    }

    @Test
    void where_keepingNothing_isAnEmptyTable() {
        RatingTable none = table.where(row -> false);

        assertThat(none.size()).isZero();
        assertThat(none.userSize(1)).isZero();
        assertThat(none.row(0, 0)).isEqualTo(-1);
    }

    @Test
    void plus_addsMarkedRowsWithTheirWeights() {
        RatingTable more = table.plus(List.of(
                new PseudoRating("bob", "casablanca", 3.5, 0.25), new PseudoRating("persona-1", "vertigo", 4, 2)));

        assertThat(rows(more))
                .containsExactly(
                        "bob brazil 2.0",
                        "bob alien 4.0",
                        "bob casablanca 3.5 pseudo",
                        "ann alien 5.0",
                        "ann casablanca 3.0",
                        "persona-1 vertigo 4.0 pseudo");
        assertThat(more.pseudoCount()).isEqualTo(2);
        assertThat(more.weight(2)).isEqualTo(0.25);
        assertThat(more.weight(3)).isEqualTo(1);
        assertThat(more.time(3)).contains(NOON);
        assertThat(more.time(2)).isEmpty();
        assertThat(more.userIndex("persona-1")).isEqualTo(2);
        assertThat(table.userIndex("persona-1")).isEqualTo(-1);
        assertThat(table.size()).isEqualTo(4);
        assertThat(more).hasToString("4 ratings and 2 pseudo ratings of 3 users for 4 items on 1.0..5.0");
    }

    @Test
    void plus_aPairThatAPersonRated_keepsTheRating() {
        RatingTable more = table.plus(List.of(new PseudoRating("ann", "alien", 1, 9)));

        assertThat(more.size()).isEqualTo(4);
        assertThat(more.pseudoCount()).isZero();
        assertThat(more.value(more.row(1, 1))).isEqualTo(5);
        assertThat(more.weight(more.row(1, 1))).isEqualTo(1);
    }

    @Test
    void plus_severalForOnePair_countsTheFirst() {
        RatingTable more = table.plus(
                        List.of(new PseudoRating("zoe", "alien", 4, 1), new PseudoRating("zoe", "alien", 2, 1)))
                .plus(List.of(new PseudoRating("zoe", "alien", 1, 1)));

        assertThat(more.size()).isEqualTo(5);
        assertThat(more.value(4)).isEqualTo(4);
    }

    @Test
    void pseudoMarks_surviveFilteringAndFurtherRows() {
        RatingTable more = table.plus(List.of(new PseudoRating("zoe", "alien", 4, 0.5)))
                .where(row -> row != 0)
                .plus(List.of(new PseudoRating("bob", "brazil", 3, 0.5)));

        assertThat(rows(more))
                .containsExactly(
                        "bob brazil 3.0 pseudo",
                        "bob alien 4.0",
                        "ann alien 5.0",
                        "ann casablanca 3.0",
                        "zoe alien 4.0 pseudo");
        assertThat(more.where(row -> !more.pseudo(row)).pseudoCount()).isZero();
    }

    private static List<String> rows(RatingTable table) {
        return IntStream.range(0, table.size())
                .mapToObj(row -> table.userId(table.user(row)) + " " + table.itemId(table.item(row)) + " "
                        + table.value(row) + (table.pseudo(row) ? " pseudo" : ""))
                .toList();
    }
}
