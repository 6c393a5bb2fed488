// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.warmstart.fixture.RecordingInteractions;
import io.github.warmstart.fixture.RecordingSink;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.TimeFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same table read through drivers that differ in what they refuse. A driver that is not there is skipped. */
@Tag("slow")
class JdbcDriversTest {

    private static final RatingScale STARS = RatingScale.of(0, 5);
    private static final Instant TIME = Instant.parse("2024-03-31T02:30:00Z");

    @TempDir
    Path folder;

    private final OneConnection dataSource = new OneConnection();

    /** Drivers, with the address of an empty database. DuckDB's is 80 MB: only the profile {@code heavy} brings it. */
    enum Driver {
        H2("org.h2.Driver", "jdbc:h2:mem:", "double precision"),
        HSQLDB("org.hsqldb.jdbc.JDBCDriver", "jdbc:hsqldb:mem:drivers", "double"),
        DERBY("org.apache.derby.iapi.jdbc.AutoloadedDriver", "jdbc:derby:memory:drivers;create=true", "double"),
        SQLITE("org.sqlite.JDBC", "jdbc:sqlite:", "real"),
        DUCKDB("org.duckdb.DuckDBDriver", "jdbc:duckdb:", "double");

        final String driver;
        final String address;
        final String number;

        Driver(String driver, String address, String number) {
            this.driver = driver;
            this.address = address;
            this.number = number;
        }
    }

    @ParameterizedTest
    @EnumSource
    void read_aPlainTable_isTheSameOnEveryDriver(Driver driver) throws SQLException {
        try (Connection connection = open(driver)) {
            run(
                    connection,
                    "create table r (user_id bigint, item_id varchar(8), rating %s, rated_at timestamp)"
                            .formatted(driver.number));
            run(connection, "insert into r values (1, 'ab', 4.5, %s), (2, 'cd', 3, null)".formatted(time(driver)));
            String sql = "select user_id, item_id, rating, rated_at from r order by user_id";

            RecordingSink sink =
                    RecordingSink.of(JdbcRatings.builder(dataSource, sql, STARS).build());
            RecordingInteractions choices = RecordingInteractions.of(JdbcInteractions.builder(dataSource, sql)
                    .timeColumn("rated_at")
                    .timeFormat(TimeFormat.ISO_8601.inZone(ZoneId.of("Asia/Tokyo")))
                    .build());

            assertThat(sink.bad).isEmpty();
            assertThat(sink.ratings).containsExactly(new Rating("1", "ab", 4.5, TIME), new Rating("2", "cd", 3));
            assertThat(choices.interactions)
                    .containsExactly(
                            new Interaction("1", "ab", Instant.parse("2024-03-30T17:30:00Z")),
                            new Interaction("2", "cd"));
            run(connection, "drop table r"); // writing is possible again, and no cursor is open
        }
    }

    @ParameterizedTest
    @EnumSource
    void read_columnsOfFixedLength_haveNoPadding(Driver driver) throws SQLException {
        try (Connection connection = open(driver)) {
            run(connection, "create table p (user_id char(6), item_id char(6), rating integer)");
            run(connection, "insert into p values ('ann', 'ab', 4)");

            RecordingSink sink = RecordingSink.of(
                    JdbcRatings.builder(dataSource, "select * from p", STARS).build());

            assertThat(sink.ratings).containsExactly(new Rating("ann", "ab", 4));
            run(connection, "drop table p");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void read_aCellThatTheDriverCannotRead_isABadRow(Driver driver) throws SQLException {
        try (Connection connection = open(driver)) {
            run(connection, "create table c (user_id integer, item_id text, rating real, rated_at timestamp)");
            run(
                    connection,
                    "insert into c values (1, 'a', 4, '2024-03-31 02:30:00'), (1, 'b', 4, 'noon'), (1, 'c', 4, '')");

            RecordingSink sink = RecordingSink.of(JdbcRatings.builder(dataSource, "select * from c", STARS)
                    .timeFormat(TimeFormat.ISO_8601)
                    .build());

            assertThat(sink.bad)
                    .extracting(BadRow::toString)
                    .containsExactly("ratings:2: rated_at must be a date or time such as 2000-07-30 or"
                            + " 2000-07-30T18:45:03Z, but was 'noon'");
            assertThat(sink.ratings).containsExactly(new Rating("1", "a", 4, TIME), new Rating("1", "c", 4));
        }
    }

    private Connection open(Driver driver) throws SQLException {
        try {
            Class.forName(driver.driver);
        } catch (ClassNotFoundException absent) {
            assumeTrue(false, "no driver of " + driver);
        }
        System.setProperty(
                "derby.stream.error.file", folder.resolve("derby.log").toString());
        Connection connection = DriverManager.getConnection(driver.address);
        dataSource.connection = connection;
        return connection;
    }

    private static String time(Driver driver) {
        return switch (driver) {
            case DERBY -> "timestamp('2024-03-31 02:30:00')";
            case SQLITE -> "'2024-03-31 02:30:00.000'";
            default -> "timestamp '2024-03-31 02:30:00'";
        };
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
