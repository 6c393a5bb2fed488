// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.RecordingSink;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.TimeFormat;
import io.github.warmstart.rating.table.RatingTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcRatingsTest {

    private static final RatingScale STARS = RatingScale.of(1, 5);
    private static final Instant TIME = Instant.parse("2000-07-30T18:45:03Z");
    private static final String ALL = "select * from review order by user_id, item_id";

    private final OneConnection dataSource = new OneConnection();

    @BeforeEach
    void open() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:");
        dataSource.connection = h2.getConnection();
        run("create table review (user_id varchar, item_id bigint, rating decimal(3, 1))");
    }

    @AfterEach
    void close() throws SQLException {
        dataSource.connection().close();
    }

    @Test
    void read_theDefaultColumns_givesRatingsWithTheirRows() throws SQLException {
        run("insert into review values ('ann', 7, 5), ('bob', 8, 3.5)");

        RecordingSink sink = RecordingSink.of(source(ALL));

        assertThat(sink.ratings).containsExactly(new Rating("ann", "7", 5), new Rating("bob", "8", 3.5));
        assertThat(sink.locations).containsExactly(new RowLocation("ratings", 1), new RowLocation("ratings", 2));
        assertThat(sink.bad).isEmpty();
    }

    @Test
    void read_noRows_isNoRatings() {
        assertThat(RatingTable.read(source(ALL)).size()).isZero();
    }

    @Test
    void read_statedColumnsAndParameters_areUsed() throws SQLException {
        run("insert into review values ('ann', 7, 5), ('bob', 8, 3.5), ('cy', 9, 4)");
        JdbcRatings source = JdbcRatings.builder(
                        dataSource,
                        "select user_id as who, item_id as what, rating as stars, 964982703 as t from review"
                                + " where user_id > ? and rating < ?",
                        STARS)
                .columns("who", "what", "stars")
                .timeColumn("t")
                .parameters("ann", 4)
                .build();

        assertThat(RecordingSink.of(source).ratings).containsExactly(new Rating("bob", "8", 3.5, TIME));
    }

    @Test
    void read_eachTypeOfTime_isUnderstood() {
        assertThat(timeOf("timestamp '2000-07-30 18:45:03'")).isEqualTo(TIME);
        assertThat(timeOf("timestamp with time zone '2000-07-30 20:45:03+02'")).isEqualTo(TIME);
        assertThat(timeOf("964982703")).isEqualTo(TIME);
        assertThat(timeOf("'964982703'")).isEqualTo(TIME);
        assertThat(timeOf("date '2000-07-30'")).isEqualTo(Instant.parse("2000-07-30T00:00:00Z"));
    }

    @Test
    void read_aTimestampInAGapOfTheZoneOfTheMachine_isTakenForUtc() {
        assertThat(timeOf("timestamp '2024-03-31 02:30:00'")).isEqualTo(Instant.parse("2024-03-31T02:30:00Z"));
        assertThat(timeOf("timestamp '2024-03-10 02:30:00'")).isEqualTo(Instant.parse("2024-03-10T02:30:00Z"));
    }

    @Test
    void read_anUnknownTime_isKeptUnknown() {
        assertThat(RecordingSink.of(row("'ann', 'alien', 4, cast(null as timestamp)")).ratings)
                .containsExactly(new Rating("ann", "alien", 4));
    }

    @Test
    void read_eachTypeOfId_isText() {
        RecordingSink sink = RecordingSink.of(
                row("cast('0f8fad5b-d9cb-469f-a165-70867728950e' as uuid), cast(700 as decimal(20, 2)), '4.5', null"));

        assertThat(sink.ratings).containsExactly(new Rating("0f8fad5b-d9cb-469f-a165-70867728950e", "700", 4.5));
    }

    @Test
    void read_badValues_areBadRows() {
        assertBad("null, 'alien', 4, null", "user_id must not be NULL, but was 'NULL'");
        assertBad("'ann', null, 4, null", "item_id must not be NULL, but was 'NULL'");
        assertBad("'ann', 'alien', null, null", "rating must not be NULL, but was 'NULL'");
        assertBad("' ', 'alien', 4, null", "user_id must not be blank, but was ' '");
        assertBad("1.5, 'alien', 4, null", "user_id must be text, a whole number or a UUID, but was '1.5'");
        assertBad(
                "'ann', true, 4, null",
                "item_id must be text, a whole number or a UUID, but was 'a value of type Boolean'");
        assertBad("'ann', 'alien', 'four', null", "rating must be a number, but was 'four'");
        assertBad("'ann', 'alien', true, null", "rating must be a number, but was 'a value of type Boolean'");
        assertBad("'ann', 'alien', cast('NaN' as double), null", "rating must be finite, but was 'NaN'");
        assertBad(
                "'ann', 'alien', 4, 'noon'",
                "rated_at must be seconds since 1970, before the year 10000, but was 'noon'");
        assertBad(
                "'ann', 'alien', 4, true",
                "rated_at must be a timestamp, a number or text, but was 'a value of type Boolean'");
    }

    @Test
    void read_aBadRow_isNamedByQueryAndRowInTheError() throws SQLException {
        run("insert into review values ('ann', 7, 5), ('bob', null, 4)");

        assertThatThrownBy(() -> RatingTable.read(source(ALL)))
                .isInstanceOf(RatingException.class)
                .hasMessage("ratings:2: item_id must not be NULL, but was 'NULL':"
                        + " fix the row, or skip bad rows with BadRowPolicy.skipUpTo(n)");
    }

    @Test
    void read_aMissingColumn_isNamed() {
        assertThatThrownBy(() -> read(source("select user_id, rating from review")))
                .isInstanceOf(RatingException.class)
                .hasMessage("query 'ratings' must return a column 'item_id', but returns USER_ID, RATING: rename it in"
                        + " the query, or say its label with columns(...) or timeColumn(...)");
        assertThatThrownBy(() -> read(JdbcRatings.builder(dataSource, ALL, STARS)
                        .timeColumn("written")
                        .build()))
                .hasMessageStartingWith("query 'ratings' must return a column 'written'");
    }

    @Test
    void read_inAnyOutcome_restoresAndClosesTheConnection() throws SQLException {
        run("insert into review values ('ann', 7, 5)");
        IllegalStateException enough = new IllegalStateException("enough");

        read(source(ALL));
        assertThat(dataSource.given())
                .containsExactly(
                        "readOnly true", "autoCommit false", "rollback", "autoCommit true", "readOnly false", "close");
        assertThatThrownBy(() -> source(ALL).read(new RatingSink() {
                    @Override
                    public void accept(Rating rating, RowLocation location) {
                        throw enough;
                    }

                    @Override
                    public void reject(BadRow row) {}
                }))
                .isSameAs(enough);
        assertThat(dataSource.given())
                .containsExactly(
                        "readOnly true", "autoCommit false", "rollback", "autoCommit true", "readOnly false", "close");
        assertThatThrownBy(() -> read(source("select nonsense"))).isInstanceOf(RatingException.class);
        assertThat(dataSource.given())
                .containsExactly(
                        "readOnly true", "autoCommit false", "rollback", "autoCommit true", "readOnly false", "close");
    }

    @Test
    void read_aBrokenQuery_namesTheQueryAndTheState() {
        assertThatThrownBy(() -> read(JdbcRatings.builder(dataSource, "select * from nowhere", STARS)
                        .name("reviews of the shop")
                        .build()))
                .isInstanceOf(RatingException.class)
                .hasMessageStartingWith("query 'reviews of the shop' failed (SQLState 42S")
                .hasMessageContaining("NOWHERE")
                .hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void read_whenConnectingFails_keepsAddressAndPasswordSecret() {
        SQLException failure = new SQLException(
                "cannot open jdbc:postgresql://db.internal/shop?user=joe&password=hunter2, PASSWORD = 'hunter2'",
                "08001",
                7,
                new IllegalStateException("no route via http://joe:hunter2@proxy, pwd=hunter2"));
        failure.addSuppressed(new SQLException("jdbc:h2:mem:db.internal;password=hunter2"));
        dataSource.failure = failure;

        assertThatThrownBy(() -> read(source(ALL))).isInstanceOfSatisfying(RatingException.class, thrown -> {
            StringWriter all = new StringWriter();
            thrown.printStackTrace(new PrintWriter(all));
            assertThat(thrown)
                    .hasMessage("query 'ratings' failed (SQLState 08001): cannot open jdbc:***, PASSWORD=***");
            assertThat(all.toString())
                    .doesNotContain("hunter2", "db.internal")
                    .contains("IllegalStateException", "pwd=***", "//***@proxy");
        });
    }

    @Test
    void read_aColumnOfFixedLength_hasNoPadding() {
        RecordingSink sink = RecordingSink.of(
                source("select cast('ann' as char(8)) as user_id, cast(' b ' as varchar) as item_id, 4 as rating"));

        assertThat(sink.ratings).containsExactly(new Rating("ann", " b ", 4));
    }

    @Test
    void read_aLabelTwice_isAnError() {
        assertThatThrownBy(() -> read(source("select 1 as user_id, 2 as item_id, 3 as ITEM_ID, 4 as rating")))
                .isInstanceOf(RatingException.class)
                .hasMessage(
                        "query 'ratings' must return the column 'item_id' once, but returns USER_ID, ITEM_ID, ITEM_ID,"
                                + " RATING: give each column a label of its own with AS");
        assertThat(RecordingSink.of(source("select 1 as \"user_id\", 2 as user_id, 3 as item_id, 4 as rating")).ratings)
                .containsExactly(new Rating("1", "3", 4));
    }

    @Test
    void read_wholeNumbersInColumnsOfFractions_areIds() {
        RecordingSink sink = RecordingSink.of(row("cast(1.2e7 as double), cast(123 as real), 4, null"));

        assertThat(sink.ratings).containsExactly(new Rating("12000000", "123", 4));
        assertBad(
                "cast(1.5 as double), 'alien', 4, null",
                "user_id must be text, a whole number or a UUID, but was '1.5'");
    }

    @Test
    void read_aTimestampWithoutZone_isInTheZoneOfTheFormat() throws SQLException {
        JdbcRatings source = JdbcRatings.builder(
                        dataSource,
                        "select 'ann' as user_id, 'alien' as item_id, 4 as rating, timestamp '2000-07-30 20:45:03' as rated_at",
                        STARS)
                .timeFormat(TimeFormat.ISO_8601.inZone(ZoneId.of("Europe/Berlin")))
                .build();

        assertThat(RecordingSink.of(source).ratings).containsExactly(new Rating("ann", "alien", 4, TIME));
    }

    @Test
    void read_aMarkForNotRated_isCounted() {
        JdbcRatings source = JdbcRatings.builder(
                        dataSource, "select 'ann' as user_id, x as item_id, x as rating from system_range(0, 5)", STARS)
                .notRated("0", "5")
                .build();

        assertThat(RatingTable.read(source).readReport().notRated()).isEqualTo(2);
        assertThat(RatingTable.read(source).size()).isEqualTo(4);
    }

    @Test
    void build_badOptions_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcRatings.builder(dataSource, " ", STARS).build())
                .withMessage("sql must not be blank, but was ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        JdbcRatings.builder(dataSource, ALL, STARS).fetchSize(0).build())
                .withMessage("fetchSize must be >= 1, but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcRatings.builder(dataSource, ALL, STARS)
                        .columns("id", "ID", "rating")
                        .build())
                .withMessage("columns must differ, but were [id, ID, rating, rated_at]");
    }

    @Test
    void toBuilder_losesNothing() {
        JdbcRatings source = JdbcRatings.builder(dataSource, ALL, STARS)
                .name("reviews")
                .columns("a", "b", "c")
                .timeColumn("d")
                .timeFormat(TimeFormat.EPOCH_MILLIS)
                .parameters(1, "x")
                .fetchSize(17)
                .notRated("99")
                .build();

        assertThat(source.toBuilder().build())
                .usingRecursiveComparison()
                .ignoringFields("dataSource")
                .isEqualTo(source);
        assertThat(source).hasToString("reviews");
    }

    @Test
    void defaults_areTheDocumentedOnes() {
        JdbcRatings source = source(ALL);

        assertThat(source.name()).isEqualTo("ratings");
        assertThat(source.columns()).isEqualTo(List.of("user_id", "item_id", "rating"));
        assertThat(source.timeColumn()).isEqualTo("rated_at");
        assertThat(source.timeFormat()).isEqualTo(TimeFormat.EPOCH_SECONDS);
        assertThat(source.fetchSize()).isEqualTo(1000);
        assertThat(source.scale()).isEqualTo(STARS);
    }

    private Instant timeOf(String expression) {
        RecordingSink sink = RecordingSink.of(row("'ann', 'alien', 4, " + expression));
        assertThat(sink.bad).isEmpty();
        Instant time = sink.ratings.get(0).time();
        return time == null ? Instant.EPOCH : time;
    }

    private void assertBad(String values, String message) {
        RecordingSink sink = RecordingSink.of(row(values));
        assertThat(sink.bad).extracting(BadRow::toString).containsExactly("ratings:1: " + message);
        assertThat(sink.ratings).isEmpty();
    }

    private JdbcRatings row(String values) {
        return source("select * from (values (" + values + ")) as v(user_id, item_id, rating, rated_at)");
    }

    private JdbcRatings source(String sql) {
        return JdbcRatings.builder(dataSource, sql, STARS).build();
    }

    private static void read(RatingSource source) {
        source.read(new RecordingSink());
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        dataSource.given();
    }
}
