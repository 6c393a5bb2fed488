// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.source.ColumnRole;
import io.github.warmstart.internal.source.RowKind;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.TimeFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Query and the options for running it, whatever its rows become. Immutable and thread-safe. */
abstract class JdbcQuery {

    private static final int FETCH_SIZE = 1000;

    private final DataSource dataSource;
    private final String sql;
    private final String name;
    private final Map<ColumnRole, String> columns;
    private final boolean timeRequired;
    private final TimeFormat timeFormat;
    private final List<@Nullable Object> parameters;
    private final int fetchSize;

    JdbcQuery(Options<?> options) {
        dataSource = options.dataSource;
        sql = options.sql;
        name = options.name;
        columns = Collections.unmodifiableMap(new EnumMap<>(options.columns));
        timeRequired = options.timeRequired;
        timeFormat = options.timeFormat;
        parameters = options.parameters;
        fetchSize = options.fetchSize;
    }

    final void readRows(RowKind kind) {
        try (Connection connection = dataSource.getConnection();
                ReadOnlyTransaction transaction = ReadOnlyTransaction.begin(connection)) {
            query(transaction.connection(), kind);
        } catch (SQLException failed) {
            SQLException harmless = SqlRedaction.without(failed);
            throw new RatingException(
                    "query '%s' failed (SQLState %s): %s".formatted(name, failed.getSQLState(), harmless.getMessage()),
                    harmless);
        }
    }

    private void query(Connection connection, RowKind kind) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(fetchSize);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                new JdbcRows(this, rows, kind).readAll();
            }
        }
    }

    final DataSource dataSource() {
        return dataSource;
    }

    final String sql() {
        return sql;
    }

    /** The label of each column that is read. */
    final Map<ColumnRole, String> labels() {
        return columns;
    }

    final String label(ColumnRole role) {
        return requireNonNull(columns.get(role));
    }

    /** Whether a result without the column of the time is an error: the host named it. */
    final boolean timeRequired() {
        return timeRequired;
    }

    /**
     * The name of the query in errors.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The column of the time.
     *
     * @return its label
     */
    public String timeColumn() {
        return label(ColumnRole.TIME);
    }

    /**
     * The format of times that are numbers or text.
     *
     * @return the format
     */
    public TimeFormat timeFormat() {
        return timeFormat;
    }

    /**
     * Rows that the driver fetches at a time.
     *
     * @return 1 or more
     */
    public int fetchSize() {
        return fetchSize;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Options that do not depend on what rows become.
     *
     * @param <B> the builder that extends this one
     */
    abstract static class Options<B> {

        private final DataSource dataSource;
        private final String sql;
        private final Map<ColumnRole, String> columns = new EnumMap<>(ColumnRole.class);
        private String name;
        private boolean timeRequired;
        private TimeFormat timeFormat = TimeFormat.EPOCH_SECONDS;
        private List<@Nullable Object> parameters = List.of();
        private int fetchSize = FETCH_SIZE;

        Options(DataSource dataSource, String sql, String name) {
            this.dataSource = requireNonNull(dataSource, "dataSource");
            this.sql = requireNonNull(sql, "sql");
            this.name = name;
        }

        /** Takes over all options of a query. */
        final B from(JdbcQuery query) {
            columns.clear();
            columns.putAll(query.columns);
            name = query.name;
            timeRequired = query.timeRequired;
            timeFormat = query.timeFormat;
            parameters = query.parameters;
            fetchSize = query.fetchSize;
            return self();
        }

        abstract B self();

        final B column(ColumnRole role, String label) {
            columns.put(role, requireNonNull(label, "label"));
            return self();
        }

        /**
         * The name of the query in errors.
         *
         * @param name the name; {@code ratings} or {@code interactions} unless set
         * @return this
         */
        public B name(String name) {
            this.name = requireNonNull(name, "name");
            return self();
        }

        /**
         * The label of the column of times, which the query must then return.
         *
         * @param label the label; unless set, {@code rated_at} of ratings and {@code occurred_at} of interactions are read
         *     if the query returns them
         * @return this
         */
        public B timeColumn(String label) {
            timeRequired = true;
            return column(ColumnRole.TIME, label);
        }

        /**
         * The format of times in a column of numbers or text, and the zone of timestamps that have none.
         *
         * @param timeFormat the format; {@link TimeFormat#EPOCH_SECONDS} unless set
         * @return this
         */
        public B timeFormat(TimeFormat timeFormat) {
            this.timeFormat = requireNonNull(timeFormat, "timeFormat");
            return self();
        }

        /**
         * The values of the question marks in the query.
         *
         * @param parameters the values in their order, of types that the driver knows; none unless set
         * @return this
         */
        public B parameters(@Nullable Object... parameters) {
            this.parameters = Collections.unmodifiableList(Arrays.asList(parameters.clone()));
            return self();
        }

        /**
         * Rows that the driver fetches at a time.
         *
         * @param fetchSize 1 or more; {@value #FETCH_SIZE} unless set
         * @return this
         */
        public B fetchSize(int fetchSize) {
            this.fetchSize = fetchSize;
            return self();
        }

        /** Checks the options. */
        final void check() {
            if (sql.isBlank()) {
                throw new IllegalArgumentException("sql must not be blank, but was '%s'".formatted(sql));
            }
            if (fetchSize < 1) {
                throw new IllegalArgumentException("fetchSize must be >= 1, but was " + fetchSize);
            }
            long different = columns.values().stream()
                    .map(label -> label.toLowerCase(Locale.ROOT))
                    .distinct()
                    .count();
            if (different < columns.size()) {
                throw new IllegalArgumentException("columns must differ, but were %s".formatted(columns.values()));
            }
        }
    }
}
