// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A transaction that reads, and is rolled back at its end; the connection is then as it was before.
 *
 * <p>Drivers stream only inside a transaction: PostgreSQL keeps a cursor open no longer than that.
 */
final class ReadOnlyTransaction implements AutoCloseable {

    private final Connection connection;
    private final boolean autoCommit;
    private final boolean readOnly;

    private ReadOnlyTransaction(Connection connection, boolean autoCommit, boolean readOnly) {
        this.connection = connection;
        this.autoCommit = autoCommit;
        this.readOnly = readOnly;
    }

    static ReadOnlyTransaction begin(Connection connection) throws SQLException {
        ReadOnlyTransaction transaction =
                new ReadOnlyTransaction(connection, connection.getAutoCommit(), connection.isReadOnly());
        try {
            connection.setReadOnly(true); // before the transaction starts: later it is an error
            connection.setAutoCommit(false);
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

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.rollback();
        } finally {
            restore();
        }
    }

    private void restore() throws SQLException {
        try {
            connection.setAutoCommit(autoCommit);
        } finally {
            connection.setReadOnly(readOnly);
        }
    }
}
