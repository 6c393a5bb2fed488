// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.RecordingInteractions;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.TimeFormat;
import java.sql.SQLException;
import java.time.Instant;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcInteractionsTest {

    private final OneConnection dataSource = new OneConnection();

    @BeforeEach
    void open() throws SQLException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:");
        dataSource.connection = h2.getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        dataSource.connection().close();
    }

    @Test
    void read_theDefaultColumns_givesInteractions() {
        RecordingInteractions sink = RecordingInteractions.of(source("select * from (values ('ann', 7, timestamp"
                        + " '2000-07-30 18:45:03'), ('bob', 8, null)) as v(user_id, item_id, occurred_at)")
                .build());

        assertThat(sink.interactions)
                .containsExactly(
                        new Interaction("ann", "7", Instant.parse("2000-07-30T18:45:03Z")),
                        new Interaction("bob", "8"));
        assertThat(sink.locations).extracting(Object::toString).containsExactly("interactions:1", "interactions:2");
    }

    @Test
    void read_countsUnderOtherLabels_areRead() {
        InteractionTable table = InteractionTable.read(source(
                        "select cast('ann' as char(9)) as who, x as what, x as pieces from system_range(1, 3) where x <> ?")
                .columns("who", "what")
                .countColumn("pieces")
                .parameters(2)
                .build());

        assertThat(table.total()).isEqualTo(4);
        assertThat(table.userIndex("ann")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|must not be NULL|NULL",
                "0|must be a whole number from 1 to 2147483647|0",
                "-2|must be a whole number from 1 to 2147483647|-2",
                "1.5|must be a whole number from 1 to 2147483647|1.5",
                "3000000000|must be a whole number from 1 to 2147483647|3000000000",
                "cast('NaN' as double)|must be a whole number from 1 to 2147483647|NaN",
                "true|must be a number|a value of type Boolean"
            })
    void read_aCountThatIsNone_isABadRow(String count, String rule, String shown) {
        RecordingInteractions sink =
                RecordingInteractions.of(source("select 'ann' as user_id, 'alien' as item_id, " + count + " as n")
                        .countColumn("n")
                        .build());

        assertThat(sink.bad)
                .extracting(BadRow::toString)
                .containsExactly("interactions:1: n " + rule + ", but was '" + shown + "'");
        assertThat(sink.interactions).isEmpty();
    }

    @Test
    void read_aMissingColumn_isNamed() {
        assertThatThrownBy(() -> InteractionTable.read(source("select 1 as user_id, 2 as item_id")
                        .countColumn("n")
                        .build()))
                .isInstanceOf(RatingException.class)
                .hasMessageStartingWith("query 'interactions' must return a column 'n', but returns USER_ID, ITEM_ID");
    }

    @Test
    void build_columnsThatCoincide_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> source("select 1").columns("id", "Id").build())
                .withMessage("columns must differ, but were [id, Id, occurred_at]");
    }

    @Test
    void toBuilder_losesNothing() {
        JdbcInteractions source = source("select 1")
                .name("orders")
                .columns("a", "b")
                .countColumn("c")
                .timeColumn("d")
                .timeFormat(TimeFormat.EPOCH_MILLIS)
                .parameters(1, "x")
                .fetchSize(17)
                .build();

        assertThat(source.toBuilder().build())
                .usingRecursiveComparison()
                .ignoringFields("dataSource")
                .isEqualTo(source);
        assertThat(source.columns()).containsExactly("a", "b");
        assertThat(source.countColumn()).contains("c");
        assertThat(source).hasToString("orders");
    }

    private JdbcInteractions.Builder source(String sql) {
        return JdbcInteractions.builder(dataSource, sql);
    }
}
