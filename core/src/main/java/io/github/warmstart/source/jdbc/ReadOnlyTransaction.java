// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/**
 * Transaction for reading, rolled back at its end; the connection is then in its previous state.
 *
 * <p>Drivers stream only inside a transaction: PostgreSQL closes a cursor at its end. The transaction is read-only if the
 * driver allows that: those of SQLite and DuckDB refuse it on an open connection, which does no harm, because a source
 * only queries. A driver without transactions reads without one.
 */
final class ReadOnlyTransaction implements AutoCloseable {

    private final Connection connection;
    private final boolean autoCommit;
    private final boolean readOnly;
    private boolean readOnlyChanged;
    private boolean transactional;

    private ReadOnlyTransaction(Connection connection, boolean autoCommit, boolean readOnly) {
        this.connection = connection;
        this.autoCommit = autoCommit;
        this.readOnly = readOnly;
    }

    static ReadOnlyTransaction begin(Connection connection) throws SQLException {
        ReadOnlyTransaction transaction =
                new ReadOnlyTransaction(connection, connection.getAutoCommit(), connection.isReadOnly());
        transaction.requestReadOnly(); // before the transaction starts: later it is an error
        try {
            connection.setAutoCommit(false);
            transaction.transactional = true;
            return transaction;
        } catch (SQLFeatureNotSupportedException none) {
            return transaction;
        } catch (SQLException failed) {
            try {
                transaction.restore();
            } catch (SQLException restoreFailed) {
                failed.addSuppressed(restoreFailed);
            }
            throw failed;
        }
    }

    private void requestReadOnly() {
        try {
            connection.setReadOnly(true);
            readOnlyChanged = true;
        } catch (SQLException refused) {
            readOnlyChanged = false;
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        try {
            if (transactional) {
                connection.rollback();
            }
        } finally {
            restore();
        }
    }

    private void restore() throws SQLException {
        try {
            if (transactional) {
                connection.setAutoCommit(autoCommit);
            }
        } finally {
            if (readOnlyChanged) {
                connection.setReadOnly(readOnly);
            }
        }
    }
}
