// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import io.github.warmstart.interaction.InteractionSink;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.internal.source.ColumnRole;
import io.github.warmstart.internal.source.RowKind;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Source of interactions that a query returns, one interaction a row: purchases, views, plays.
 *
 * <pre>{@code
 * InteractionSource source = JdbcInteractions.builder(dataSource,
 *                 "select customer, article, sum(pieces) as pieces, min(placed) as placed from orders group by 1, 2")
 *         .name("orders")
 *         .columns("customer", "article")
 *         .countColumn("pieces")
 *         .timeColumn("placed")
 *         .build();
 * }</pre>
 *
 * <p>Types, bad rows, transaction and errors are those of {@link JdbcRatings}, except that a count, where one is read, must
 * be a whole number of 1 or more. Rows of the same user and item are counted by the table.
 */
public final class JdbcInteractions extends JdbcQuery implements InteractionSource {

    private JdbcInteractions(Builder builder) {
        super(builder);
    }

    /**
     * Starts a source that reads the columns {@code user_id}, {@code item_id} and, if there is one, {@code occurred_at}.
     *
     * @param dataSource gives the connections, one at each read
     * @param sql the query
     * @return a builder for one thread
     */
    public static Builder builder(DataSource dataSource, String sql) {
        return new Builder(dataSource, sql);
    }

    /**
     * A builder with the same options.
     *
     * @return a new builder for one thread
     */
    public Builder toBuilder() {
        return new Builder(dataSource(), sql()).from(this);
    }

    @Override
    public void read(InteractionSink sink) {
        readRows(RowKind.interactions(sink));
    }

    /**
     * The columns of user and item.
     *
     * @return two labels
     */
    public List<String> columns() {
        return List.of(label(ColumnRole.USER), label(ColumnRole.ITEM));
    }

    /**
     * The column of counts.
     *
     * @return its label, or nothing if each row counts once
     */
    public Optional<String> countColumn() {
        return Optional.ofNullable(labels().get(ColumnRole.VALUE));
    }

    /** Options of a {@link JdbcInteractions}. For one thread. */
    public static final class Builder extends JdbcQuery.Options<Builder> {

        private Builder(DataSource dataSource, String sql) {
            super(dataSource, sql, "interactions");
            columns("user_id", "item_id").column(ColumnRole.TIME, "occurred_at");
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * The labels of the columns that the query returns. Case matters only between labels that differ in nothing else.
         *
         * @param user label of the column of user ids; {@code user_id} unless set
         * @param item label of the column of item ids; {@code item_id} unless set
         * @return this
         */
        public Builder columns(String user, String item) {
            return column(ColumnRole.USER, user).column(ColumnRole.ITEM, item);
        }

        /**
         * The label of the column of counts: pieces, plays.
         *
         * @param label the label; each row counts once unless set
         * @return this
         */
        public Builder countColumn(String label) {
            return column(ColumnRole.VALUE, label);
        }

        /**
         * Checks the options.
         *
         * @return the source
         * @throws IllegalArgumentException if the query is blank, columns coincide or the fetch size is below 1
         */
        public JdbcInteractions build() {
            check();
            return new JdbcInteractions(this);
        }
    }
}
