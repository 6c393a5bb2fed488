// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.jdbc;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.TimeFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Ratings that a query returns, one a row.
 *
 * <pre>{@code
 * RatingSource source = JdbcRatings.builder(dataSource,
 *                 "select customer, article, stars, written from review where shop = ?", RatingScale.of(1, 5, 1))
 *         .name("reviews")
 *         .columns("customer", "article", "stars")
 *         .timeColumn("written")
 *         .parameters("berlin")
 *         .build();
 * }</pre>
 *
 * <p>Ids may be text, whole numbers or UUIDs; ratings numbers, or text that is one. Times may be timestamps (without a
 * zone they are taken for UTC), dates, or numbers or text as the {@linkplain Builder#timeFormat format} says; NULL is an
 * unknown time. Another type, or NULL where an id or a rating belongs, is a bad row, named by the query and the row.
 *
 * <p>Each read takes one connection, runs the query in a read-only transaction that ends with a rollback, and gives the
 * connection back as it was. Rows are handed on one by one; how many the driver holds
 * meanwhile is its affair. PostgreSQL's keeps to the fetch size, which is tested; MySQL's is said to need
 * {@code useCursorFetch=true} in its address.
 *
 * <p>Errors name the query. What looks like the address of the database or a password is taken out of them, causes included.
 */
public final class JdbcRatings implements RatingSource {

    private final DataSource dataSource;
    private final String sql;
    private final RatingScale scale;
    private final String name;
    private final List<String> columns;
    private final String timeColumn;
    private final boolean timeRequired;
    private final TimeFormat timeFormat;
    private final List<@Nullable Object> parameters;
    private final int fetchSize;

    private JdbcRatings(Builder builder) {
        dataSource = builder.dataSource;
        sql = builder.sql;
        scale = builder.scale;
        name = builder.name;
        columns = builder.columns;
        timeColumn = builder.timeColumn;
        timeRequired = builder.timeRequired;
        timeFormat = builder.timeFormat;
        parameters = builder.parameters;
        fetchSize = builder.fetchSize;
    }

    /**
     * Starts a source that reads the columns {@code user_id}, {@code item_id}, {@code rating} and, if there is one,
     * {@code rated_at}.
     *
     * @param dataSource gives the connections, one at each read
     * @param sql the query
     * @param scale the scale that the ratings are on
     * @return a builder for one thread
     */
    public static Builder builder(DataSource dataSource, String sql, RatingScale scale) {
        return new Builder(
                requireNonNull(dataSource, "dataSource"), requireNonNull(sql, "sql"), requireNonNull(scale, "scale"));
    }

    /**
     * A builder with the same options.
     *
     * @return a new builder for one thread
     */
    public Builder toBuilder() {
        Builder builder = new Builder(dataSource, sql, scale);
        builder.name = name;
        builder.columns = columns;
        builder.timeColumn = timeColumn;
        builder.timeRequired = timeRequired;
        builder.timeFormat = timeFormat;
        builder.parameters = parameters;
        builder.fetchSize = fetchSize;
        return builder;
    }

    @Override
    public RatingScale scale() {
        return scale;
    }

    @Override
    public void read(RatingSink sink) {
        try (Connection connection = dataSource.getConnection();
                ReadOnlyTransaction transaction = ReadOnlyTransaction.begin(connection)) {
            query(transaction.connection(), sink);
        } catch (SQLException failed) {
            SQLException harmless = SqlRedaction.without(failed);
            throw new RatingException(
                    "query '%s' failed (SQLState %s): %s".formatted(name, failed.getSQLState(), harmless.getMessage()),
                    harmless);
        }
    }

    private void query(Connection connection, RatingSink sink) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(fetchSize);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                new JdbcRows(this, rows).readInto(sink);
            }
        }
    }

    /**
     * What errors call the query.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The columns of user, item and rating.
     *
     * @return three labels
     */
    public List<String> columns() {
        return columns;
    }

    /**
     * The column of the time.
     *
     * @return its label
     */
    public String timeColumn() {
        return timeColumn;
    }

    /**
     * How times are written that are no timestamps.
     *
     * @return the format
     */
    public TimeFormat timeFormat() {
        return timeFormat;
    }

    /**
     * How many rows the driver fetches at a time.
     *
     * @return 1 or more
     */
    public int fetchSize() {
        return fetchSize;
    }

    /** Whether a result without the column of the time is an error: the host named it. */
    boolean timeRequired() {
        return timeRequired;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Gathers the options of a source. For one thread. */
    public static final class Builder {

        /** Rows that the driver fetches at a time, unless set. */
        public static final int FETCH_SIZE = 1000;

        private final DataSource dataSource;
        private final String sql;
        private final RatingScale scale;
        private String name = "ratings";
        private List<String> columns = List.of("user_id", "item_id", "rating");
        private String timeColumn = "rated_at";
        private boolean timeRequired;
        private TimeFormat timeFormat = TimeFormat.EPOCH_SECONDS;
        private List<@Nullable Object> parameters = List.of();
        private int fetchSize = FETCH_SIZE;

        private Builder(DataSource dataSource, String sql, RatingScale scale) {
            this.dataSource = dataSource;
            this.sql = sql;
            this.scale = scale;
        }

        /**
         * What errors call the query.
         *
         * @param name the name; {@code ratings} unless set
         * @return this
         */
        public Builder name(String name) {
            this.name = requireNonNull(name, "name");
            return this;
        }

        /**
         * The labels of the columns that the query returns. Case does not matter.
         *
         * @param user label of the column of user ids; {@code user_id} unless set
         * @param item label of the column of item ids; {@code item_id} unless set
         * @param rating label of the column of ratings; {@code rating} unless set
         * @return this
         */
        public Builder columns(String user, String item, String rating) {
            columns = List.of(user, item, rating);
            return this;
        }

        /**
         * The label of the column of times, which the query must return then.
         *
         * @param label the label; unless set, {@code rated_at} is read if the query returns it
         * @return this
         */
        public Builder timeColumn(String label) {
            timeColumn = requireNonNull(label, "label");
            timeRequired = true;
            return this;
        }

        /**
         * How times are written in a column of numbers or text.
         *
         * @param timeFormat the format; {@link TimeFormat#EPOCH_SECONDS} unless set
         * @return this
         */
        public Builder timeFormat(TimeFormat timeFormat) {
            this.timeFormat = requireNonNull(timeFormat, "timeFormat");
            return this;
        }

        /**
         * What stands for the question marks of the query.
         *
         * @param parameters the values in their order, of types that the driver knows; none unless set
         * @return this
         */
        public Builder parameters(@Nullable Object... parameters) {
            this.parameters = Collections.unmodifiableList(Arrays.asList(parameters.clone()));
            return this;
        }

        /**
         * How many rows the driver fetches at a time.
         *
         * @param fetchSize 1 or more; {@value #FETCH_SIZE} unless set
         * @return this
         */
        public Builder fetchSize(int fetchSize) {
            this.fetchSize = fetchSize;
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the source
         * @throws IllegalArgumentException if the query is blank or the fetch size below 1
         */
        public JdbcRatings build() {
            if (sql.isBlank()) {
                throw new IllegalArgumentException("sql must not be blank, but was '%s'".formatted(sql));
            }
            if (fetchSize < 1) {
                throw new IllegalArgumentException("fetchSize must be >= 1, but was " + fetchSize);
            }
            return new JdbcRatings(this);
        }
    }
}
