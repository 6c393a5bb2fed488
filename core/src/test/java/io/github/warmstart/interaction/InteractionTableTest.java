// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionTableTest {

    @Test
    void build_samePairTwice_countsAndKeepsTheEarliestTime() {
        InteractionTable table = InteractionTable.builder()
                .add(new Interaction("ann", "alien", Instant.ofEpochSecond(20)))
                .add(new Interaction("ann", "alien", Instant.ofEpochSecond(10)))
                .add(new Interaction("ann", "brazil"))
                .build();

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.total()).isEqualTo(3);
        int row = table.row(table.userIndex("ann"), table.itemIndex("alien"));
        assertThat(table.count(row)).isEqualTo(2);
        assertThat(table.time(row)).contains(Instant.ofEpochSecond(10));
        assertThat(table.time(table.row(0, table.itemIndex("brazil")))).isEmpty();
        assertThat(table).hasToString("2 interactions of 1 users with 2 items");
    }

    @Test
    void items_neverChosen_arePartOfTheTable() {
        InteractionTable table = InteractionTable.builder()
                .items(List.of("dune", "alien"))
                .add(new Interaction("ann", "alien"))
                .build();

        assertThat(table.itemCount()).isEqualTo(2);
        assertThat(table.itemSize(table.itemIndex("dune"))).isZero();
        assertThat(table.itemIndex("nowhere")).isEqualTo(-1);
        assertThat(table.row(-1, 0)).isEqualTo(-1);
    }

    @Test
    void rowsByTime_mixedTimes_unknownOnesLast() {
        InteractionTable table = InteractionTable.read(InteractionSource.of(List.of(
                new Interaction("ann", "a"),
                new Interaction("ann", "b", Instant.ofEpochSecond(9)),
                new Interaction("ann", "c", Instant.ofEpochSecond(3)))));

        assertThat(table.rowsByTime(0)).containsExactly(2, 1, 0);
    }

    @Test
    void where_someRows_keepsIndices() {
        InteractionTable table = InteractionTable.read(InteractionSource.of(List.of(
                new Interaction("ann", "alien", Instant.EPOCH), new Interaction("bob", "brazil", Instant.EPOCH))));

        InteractionTable bob = table.where(row -> table.user(row) == table.userIndex("bob"));

        assertThat(bob.size()).isEqualTo(1);
        assertThat(bob.userCount()).isEqualTo(2);
        assertThat(bob.userSize(bob.userIndex("ann"))).isZero();
        assertThat(bob.itemId(bob.item(0))).isEqualTo("brazil");
        assertThat(bob.time(0)).contains(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void build_randomRows_agreesWithAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> expected = new HashMap<>();
        InteractionTableBuilder builder = InteractionTable.builder();
        for (int row = 0; row < 600; row++) {
            int user = random.nextInt(20);
            int item = random.nextInt(30);
            builder.add(new Interaction("u" + user, "i" + item));
            expected.merge(user + " " + item, 1, Integer::sum);
        }
        InteractionTable table = builder.build();

        assertThat(table.size()).as("seed %d", seed).isEqualTo(expected.size());
        for (int row = 0; row < table.size(); row++) {
            String pair = table.userId(table.user(row)).substring(1)
                    + " "
                    + table.itemId(table.item(row)).substring(1);
            assertThat(table.count(row)).as("seed %d, pair %s", seed, pair).isEqualTo(expected.get(pair));
        }
        for (int item = 0; item < table.itemCount(); item++) {
            for (int position = 0; position < table.itemSize(item); position++) {
                assertThat(table.item(table.itemRow(item, position))).isEqualTo(item);
            }
        }
    }

    @Test
    void badRow_underTheDefaultRule_endsTheReading() {
        InteractionSource bad =
                sink -> sink.reject(new BadRow(new RowLocation("orders", 7), "user", "", "must not be blank"));

        assertThatThrownBy(() -> InteractionTable.read(bad))
                .isInstanceOf(RatingException.class)
                .hasMessageContaining("orders:7")
                .hasMessageContaining("skipUpTo");
    }

    @Test
    void badRow_underALimit_isCounted() {
        InteractionTableBuilder builder =
                InteractionTable.builder().readRules(ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(1)));
        builder.reject(new BadRow(new RowLocation("orders", 7), "user", "", "must not be blank"));
        builder.add(new Interaction("ann", "alien"));
        builder.add(new Interaction("ann", "alien"));

        ReadReport report = builder.build().readReport();

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.kept()).isEqualTo(1);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(1);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void counts_ofAPair_addUpAndStopAtTheGreatestInteger() {
        InteractionTable table = InteractionTable.read(InteractionSource.of(List.of(
                new Interaction("ann", "alien", null, 3),
                new Interaction("ann", "alien"),
                new Interaction("ann", "brazil", null, Integer.MAX_VALUE),
                new Interaction("ann", "brazil", null, 2))));

        assertThat(table.count(0)).isEqualTo(4);
        assertThat(table.count(1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(table.total()).isEqualTo(4L + Integer.MAX_VALUE);
        assertThat(table.where(row -> row == 0).count(0)).isEqualTo(4);
        assertThatThrownBy(() -> new Interaction("ann", "alien", null, 0)).hasMessage("count must be >= 1, but was 0");
    }

    @Test
    void readRules_afterTheFirstRow_areRefused() {
        InteractionTableBuilder builder = InteractionTable.builder().add(new Interaction("ann", "alien"));

        assertThatThrownBy(() -> builder.readRules(ReadRules.DEFAULT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("readRules must be set before the first row, but 1 rows were added");
    }

    @Test
    void time_beyondTheYears_isABadRow() {
        assertThatThrownBy(() -> InteractionTable.builder().add(new Interaction("ann", "alien", Instant.MAX)))
                .isInstanceOf(RatingException.class)
                .hasMessageContaining("-9999 to 9999");
    }

    @Test
    void ofRatings_anyValue_isAChoice() {
        RatingSource ratings = RatingSource.of(
                RatingScale.of(1, 5),
                List.of(new Rating("ann", "alien", 1, Instant.EPOCH), new Rating("bob", "dune", 5)));

        InteractionTable table = InteractionTable.read(InteractionSource.ofRatings(ratings));

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.time(0)).contains(Instant.EPOCH);
        assertThat(InteractionSource.ofRatings(ratings)).hasToString("ratings");
    }

    @Test
    void ofRatings_ofATable_takesTheRowsThatCountAndNothingMadeUp() {
        RatingTable ratings = Ratings.of("ann likes alien 5", "ann hates brazil 1", "bob likes alien 4")
                .plus(List.of(new PseudoRating("cy", "alien", 5, 1)));

        InteractionTable table = InteractionTable.ofRatings(ratings, row -> ratings.value(row) >= 4);

        assertThat(table).hasToString("2 interactions of 2 users with 1 items");
        assertThat(table.userIndex("cy")).isEqualTo(-1);
    }

    @Test
    void interaction_blankId_isRefused() {
        assertThatThrownBy(() -> new Interaction(" ", "alien")).hasMessage("userId must not be blank, but was ' '");
        assertThatThrownBy(() -> new Interaction("ann", "")).hasMessage("itemId must not be blank, but was ''");
        assertThatThrownBy(() -> InteractionTable.builder().items(List.of(" ")))
                .hasMessage("itemId must not be blank, but was ' '");
    }
}
