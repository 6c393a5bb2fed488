// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.source.ColumnRole;
import io.github.warmstart.internal.source.RowKind;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.RatingSource;
import java.util.List;
import javax.sql.DataSource;

/**
 * Source of ratings that a query returns, one rating a row.
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
 * <p>Ids may be text, whole numbers or UUIDs; the padding of columns of fixed length is removed. Ratings are numbers, or
 * text that is one. Times may be timestamps (in UTC if they have no zone, or in the zone of the
 * {@linkplain Builder#timeFormat format}), dates, or numbers or text in the format; NULL is an unknown time. Another type,
 * NULL in place of an id or a rating, and a cell that the driver cannot read are bad rows, named by the query and the row.
 *
 * <p>Each read takes one connection and runs the query in a transaction that ends with a rollback; the transaction is
 * read-only if the driver supports that. The connection is returned in its previous state. Rows are passed on one by one;
 * how many the driver holds meanwhile depends on the driver. PostgreSQL's obeys the fetch size, which is tested; MySQL's
 * needs {@code useCursorFetch=true} in its address, according to its manual.
 *
 * <p>Errors name the query. Addresses of databases and passwords are removed from them, causes included. Immutable, and
 * thread-safe if the data source is.
 */
public final class JdbcRatings extends JdbcQuery implements RatingSource {

    private final RatingScale scale;
    private final List<String> notRated;

    private JdbcRatings(Builder builder) {
        super(builder);
        scale = builder.scale;
        notRated = builder.notRated;
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
        return new Builder(dataSource, sql, requireNonNull(scale, "scale"));
    }

    /**
     * A builder with the same options.
     *
     * @return a new builder for one thread
     */
    public Builder toBuilder() {
        return new Builder(dataSource(), sql(), scale)
                .notRated(notRated.toArray(String[]::new))
                .from(this);
    }

    @Override
    public RatingScale scale() {
        return scale;
    }

    @Override
    public void read(RatingSink sink) {
        readRows(RowKind.ratings(sink, notRated));
    }

    /**
     * The columns of user, item and rating.
     *
     * @return three labels
     */
    public List<String> columns() {
        return List.of(label(ColumnRole.USER), label(ColumnRole.ITEM), label(ColumnRole.VALUE));
    }

    /**
     * The texts that mark a row without a rating.
     *
     * @return the marks, none unless set
     */
    public List<String> notRated() {
        return notRated;
    }

    /** Options of a {@link JdbcRatings}. For one thread. */
    public static final class Builder extends JdbcQuery.Options<Builder> {

        private final RatingScale scale;
        private List<String> notRated = List.of();

        private Builder(DataSource dataSource, String sql, RatingScale scale) {
            super(dataSource, sql, "ratings");
            this.scale = scale;
            columns("user_id", "item_id", "rating").column(ColumnRole.TIME, "rated_at");
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
         * @param rating label of the column of ratings; {@code rating} unless set
         * @return this
         */
        public Builder columns(String user, String item, String rating) {
            return column(ColumnRole.USER, user).column(ColumnRole.ITEM, item).column(ColumnRole.VALUE, rating);
        }

        /**
         * Values in the column of ratings where there is no rating: {@code notRated("0", "-1")}. Such rows are counted, and
         * are no bad rows.
         *
         * @param marks the values as text; numbers are compared as numbers, so {@code "0"} means {@code 0.0} as well; none
         *     unless set
         * @return this
         */
        public Builder notRated(String... marks) {
            notRated = List.of(marks);
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the source
         * @throws IllegalArgumentException if the query is blank, columns coincide or the fetch size is below 1
         */
        public JdbcRatings build() {
            check();
            return new JdbcRatings(this);
        }
    }
}
