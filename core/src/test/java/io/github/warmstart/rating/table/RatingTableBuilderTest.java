// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.DuplicatePolicy;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.rating.ReadRules;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingTableBuilderTest {

    private static final RatingScale STARS = RatingScale.of(1, 5);
    private static final Instant MORNING = Instant.parse("2001-01-01T06:00:00Z");
    private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"LATEST, 4, true", "FIRST, 1, false", "MEAN, 3, true"})
    void duplicates_withTimes_followTheRule(DuplicatePolicy rule, double value, boolean latestTime) {
        RatingTable table = RatingTable.builder(STARS)
                .readRules(ReadRules.DEFAULT.withDuplicates(rule))
                .add(new Rating("ann", "alien", 1, MORNING))
                .add(new Rating("bob", "alien", 2))
                .add(new Rating("ann", "alien", 4, NOON))
                .add(new Rating("ann", "alien", 4))
                .build();

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.value(0)).isEqualTo(value);
        assertThat(table.time(0)).contains(latestTime ? NOON : MORNING);
        assertThat(table.readReport()).isEqualTo(new ReadReport(4, 2, 2, 0, 0, List.of()));
    }

    @Test
    void duplicates_latestAmongUnknownTimes_isTheLastRead() {
        RatingTable table = RatingTable.builder(STARS)
                .add(new Rating("ann", "alien", 1))
                .add(new Rating("ann", "alien", 2))
                .build();

        assertThat(table.value(0)).isEqualTo(2);
    }

    @Test
    void duplicates_rejected_nameBothPlaces() {
        RatingTableBuilder builder = RatingTable.builder(STARS)
                .readRules(ReadRules.DEFAULT.withDuplicates(DuplicatePolicy.REJECT))
                .add(new Rating("ann", "alien", 1))
                .add(new Rating("ann", "brazil", 1));

        assertThatThrownBy(() -> builder.add(new Rating("ann", "alien", 2)))
                .isInstanceOf(RatingException.class)
                .hasMessage("row:3: pair must be rated only once (first at row:1), but was 'ann, alien':"
                        + " fix the row, or skip bad rows with BadRowPolicy.skipUpTo(n)");
    }

    @Test
    void duplicates_rejectedAndSkipped_areCountedAsBadRows() {
        ReadReport report = RatingTable.builder(STARS)
                .readRules(
                        ReadRules.DEFAULT.withDuplicates(DuplicatePolicy.REJECT).withBadRows(BadRowPolicy.skipUpTo(1)))
                .add(new Rating("ann", "alien", 1))
                .add(new Rating("ann", "alien", 2))
                .build()
                .readReport();

        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.kept()).isEqualTo(1);
        assertThat(report.duplicates()).isZero();
        assertThat(report.skipped()).isEqualTo(1);
    }

    @Test
    void duplicates_setAfterTheFirstRow_isRefused() {
        RatingTableBuilder builder = RatingTable.builder(STARS).add(new Rating("ann", "alien", 1));

        assertThatIllegalStateException()
                .isThrownBy(() -> builder.readRules(ReadRules.DEFAULT.withDuplicates(DuplicatePolicy.FIRST)))
                .withMessage("readRules must be set before the first row, but 1 rows were added");
    }

    @Test
    void badRows_byDefault_endTheReadingAtTheFirst() {
        assertThatThrownBy(() -> RatingTable.builder(STARS).add(new Rating("ann", "alien", 0.5)))
                .isInstanceOf(RatingException.class)
                .hasMessage("row:1: rating must be on the scale 1.0..5.0, but was '0.5':"
                        + " fix the row, or skip bad rows with BadRowPolicy.skipUpTo(n)");
    }

    @Test
    void badRows_upToTheLimit_areSkippedCountedAndExampled() {
        RatingTableBuilder builder =
                RatingTable.builder(STARS).readRules(ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(12)));
        IntStream.range(0, 12).forEach(n -> builder.add(new Rating("ann", "alien", 10 + n)));
        builder.add(new Rating("ann", "alien", 5));

        ReadReport report = builder.build().readReport();

        assertThat(report.rows()).isEqualTo(13);
        assertThat(report.kept()).isEqualTo(1);
        assertThat(report.skipped()).isEqualTo(12);
        assertThat(report.examples()).hasSize(ReadReport.MAX_EXAMPLES);
        assertThat(report.examples().get(0))
                .isEqualTo(new BadRow(new RowLocation("row", 1), "rating", "10.0", "must be on the scale 1.0..5.0"));
    }

    @Test
    void badRows_beyondTheLimit_endTheReadingWithTheFirstAndTheLast() {
        RatingTableBuilder builder = RatingTable.builder(STARS)
                .readRules(ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(1)))
                .add(new Rating("ann", "alien", 6));

        assertThatThrownBy(() -> builder.add(new Rating("bob", "alien", 7)))
                .isInstanceOf(RatingException.class)
                .hasMessage("2 bad rows, and the limit is 1; the last: row:2: rating must be on the scale 1.0..5.0,"
                        + " but was '7.0'; the first: row:1: rating must be on the scale 1.0..5.0, but was '6.0'");
    }

    @Test
    void badRows_neverMakeUsersOrItems() {
        RatingTable table = RatingTable.builder(STARS)
                .readRules(ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(1)))
                .add(new Rating("ann", "alien", 6))
                .build();

        assertThat(table.userCount()).isZero();
        assertThat(table.itemCount()).isZero();
    }

    @Test
    void badRows_aNegativeLimit_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BadRowPolicy.skipUpTo(-1))
                .withMessage("limit must be >= 0, but was -1");
    }

    @Test
    void addAll_aWiderScale_isRefused() {
        assertThatThrownBy(() -> RatingTable.builder(STARS).addAll(RatingSource.of(RatingScale.of(0, 5), List.of())))
                .isInstanceOf(RatingException.class)
                .hasMessage("the source's scale must lie within the table's 1.0..5.0, but was 0.0..5.0");
    }

    @Test
    void addAll_aNarrowerScale_isKeptToForThatSourceAlone() {
        RatingTableBuilder builder = RatingTable.builder(RatingScale.of(0, 10))
                .readRules(ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(1)))
                .addAll(RatingSource.of(STARS, List.of(new Rating("ann", "alien", 7), new Rating("ann", "brazil", 5))))
                .add(new Rating("bob", "alien", 7));

        RatingTable table = builder.build();

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.readReport().examples())
                .containsExactly(
                        new BadRow(new RowLocation("ratings", 1), "rating", "7.0", "must be on the scale 1.0..5.0"));
    }

    @Test
    void accept_aTimeBeyondAllCalendars_isABadRow() {
        assertThatThrownBy(() -> RatingTable.builder(STARS).add(new Rating("ann", "alien", 5, Instant.MAX)))
                .isInstanceOf(RatingException.class)
                .hasMessageStartingWith("row:1: time must be in the years -9999 to 9999, but was '+1000000000-");
    }

    @Test
    void values_atTheEndsOfTheScale_neverLeaveItByRounding() {
        RatingScale tenths = RatingScale.of(0.7, 1.1);
        RatingTable table = RatingTable.builder(tenths)
                .readRules(ReadRules.DEFAULT.withDuplicates(DuplicatePolicy.MEAN))
                .add(new Rating("ann", "alien", 0.7))
                .add(new Rating("ann", "brazil", 1.1))
                .add(new Rating("ann", "brazil", 1.1))
                .build();

        assertThat(tenths.contains(table.value(0))).isTrue();
        assertThat(tenths.contains(table.value(1))).isTrue();
        assertThat(tenths.contains((float) 0.7))
                .as("else this test shows nothing")
                .isFalse();
        assertThat(tenths.contains((float) 1.1))
                .as("else this test shows nothing")
                .isFalse();
    }

    @Test
    void build_twice_isRefused_andSoAreFurtherRows() {
        RatingTableBuilder builder = RatingTable.builder(STARS);
        RatingTable table = builder.build();

        assertThat(table.size()).isZero();
        assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessage("a builder builds one table, but build() was called already");
        assertThatIllegalStateException().isThrownBy(() -> builder.add(new Rating("ann", "alien", 5)));
    }
}
