// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.warmstart.fixture.RecordingSink;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads from a real PostgreSQL on a free port; skipped with a word where none can be started. */
@Tag("slow")
class JdbcRatingsPostgresTest {

    private static final RatingScale STARS = RatingScale.of(1, 5);

    /** Row 5000 cannot be computed: whoever sees rows before it has not waited for all of them. */
    private static final String BREAKS_AT_5000 =
            "select 'u' || g as user_id, 'i' as item_id, 3 / (case when g = 5000 then 0 else 1 end) as rating"
                    + " from generate_series(1, 1000000) g";

    private static final String OPEN_CURSORS = "select count(*) from pg_cursors"
            + " where statement like '%generate_series%' and statement not like '%pg_cursors%'";

    private static @Nullable EmbeddedPostgres postgres;

    private final OneConnection dataSource = new OneConnection();

    @BeforeAll
    static void start() {
        try {
            postgres = EmbeddedPostgres.builder().start();
        } catch (IOException | RuntimeException failed) {
            System.out.println("skipped: PostgreSQL cannot be started here: " + failed);
            abort("PostgreSQL cannot be started here: " + failed);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void open() throws SQLException {
        EmbeddedPostgres running = postgres;
        if (running != null) {
            dataSource.connection = running.getPostgresDatabase().getConnection();
        }
    }

    @AfterEach
    void close() throws SQLException {
        dataSource.connection().close();
    }

    @Test
    void read_theTypesOfPostgres_areUnderstood() {
        RecordingSink sink = RecordingSink.of(source("""
                select '0f8fad5b-d9cb-469f-a165-70867728950e'::uuid as user_id, 7::bigint as item_id,
                       4.5::numeric as rating, timestamptz '2000-07-30 20:45:03+02' as rated_at
                union all select 'b7c1e0a2-1111-4c1f-9a53-70867728950e'::uuid, 8, 3, null
                """));

        assertThat(sink.bad).isEmpty();
        assertThat(sink.ratings)
                .containsExactly(
                        new Rating(
                                "0f8fad5b-d9cb-469f-a165-70867728950e",
                                "7",
                                4.5,
                                Instant.parse("2000-07-30T18:45:03Z")),
                        new Rating("b7c1e0a2-1111-4c1f-9a53-70867728950e", "8", 3));
    }

    @Test
    void read_aTimestampWithoutZone_isTakenForUtc() {
        RecordingSink sink = RecordingSink.of(source("select 'ann' as user_id, 'alien' as item_id, 4::real as rating,"
                + " timestamp '2024-03-31 02:30:00' as rated_at"));

        assertThat(sink.ratings).containsExactly(new Rating("ann", "alien", 4, Instant.parse("2024-03-31T02:30:00Z")));
    }

    @Test
    void read_valuesThatOnlyPostgresKnows_areBadRows() {
        RecordingSink sink = RecordingSink.of(source("select 'ann' as user_id, 7 as item_id, 'NaN'::numeric as rating"
                + " union all select null, 7, 3 union all select 'ann', 7, null"));

        assertThat(sink.bad)
                .extracting(BadRow::toString)
                .containsExactly(
                        "ratings:1: rating must be finite, but was 'NaN'",
                        "ratings:2: user_id must not be NULL, but was 'NULL'",
                        "ratings:3: rating must not be NULL, but was 'NULL'");
    }

    @Test
    void read_aTimeThatNeverEnds_isABadRowOfTheTable() {
        RatingSource source =
                source("select 'ann' as user_id, 7 as item_id, 3 as rating," + " 'infinity'::timestamptz as rated_at");

        assertThatThrownBy(() -> RatingTable.read(source))
                .isInstanceOf(RatingException.class)
                .hasMessageStartingWith("ratings:1: time must be in the years -9999 to 9999, but was '");
    }

    @Test
    void read_aQueryThatBreaksMidway_hasDeliveredEveryFetchBeforeIt() {
        RecordingSink sink = new RecordingSink();

        assertThatThrownBy(() -> source(BREAKS_AT_5000).read(sink))
                .isInstanceOf(RatingException.class)
                .hasMessageStartingWith("query 'ratings' failed (SQLState 22012): ERROR: division by zero");

        assertThat(sink.ratings).hasSize(4900);
    }

    @Test
    void read_whenTheSinkThrows_neverFetchesWhatFollows() throws SQLException {
        IllegalStateException enough = new IllegalStateException("enough");
        List<Rating> seen = new ArrayList<>();

        assertThatThrownBy(() -> source(BREAKS_AT_5000).read(new RatingSink() {
                    @Override
                    public void accept(Rating rating, RowLocation location) {
                        seen.add(rating);
                        if (seen.size() == 150) {
                            throw enough;
                        }
                    }

                    @Override
                    public void reject(BadRow row) {}
                }))
                .isSameAs(enough)
                .hasNoSuppressedExceptions();

        assertThat(seen).hasSize(150);
        assertThat(dataSource.connection().getAutoCommit()).isTrue();
        assertThat(dataSource.connection().isReadOnly()).isFalse();
        assertThat(number(OPEN_CURSORS)).isZero();
    }

    @Test
    void read_whileItLasts_holdsAServerSideCursorInAReadOnlyTransaction() {
        List<Long> cursors = new ArrayList<>();
        List<Long> readOnly = new ArrayList<>();

        source("select 'u' || g as user_id, 'i' as item_id, 3 as rating from generate_series(1, 101) g")
                .read(new RatingSink() {
                    @Override
                    public void accept(Rating rating, RowLocation location) {
                        if (location.line() == 1) {
                            cursors.add(number(OPEN_CURSORS));
                            readOnly.add(number("select current_setting('transaction_read_only')::boolean::int"));
                        }
                    }

                    @Override
                    public void reject(BadRow row) {}
                });

        assertThat(cursors).containsExactly(1L);
        assertThat(readOnly).containsExactly(1L);
    }

    private JdbcRatings source(String sql) {
        return JdbcRatings.builder(dataSource, sql, STARS).fetchSize(100).build();
    }

    private long number(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }
}
