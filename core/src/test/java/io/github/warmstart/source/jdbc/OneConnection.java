// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Hands out one connection again and again, as a pool does, and notes what is done to it. */
final class OneConnection implements DataSource {

    private static final Set<String> NOTED = Set.of("setAutoCommit", "setReadOnly", "rollback", "commit", "close");

    @Nullable
    Connection connection;

    @Nullable
    SQLException failure;

    private final List<String> calls = new ArrayList<>();

    Connection connection() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("no connection was set");
        }
        return open;
    }

    /** What was done since this was last asked: {@code autoCommit false}, {@code rollback}, {@code close}. */
    List<String> given() {
        List<String> noted = List.copyOf(calls);
        calls.clear();
        return noted;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        Connection real = connection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    if (NOTED.contains(name)) {
                        String noted = name.startsWith("set")
                                ? Character.toLowerCase(name.charAt(3)) + name.substring(4) + " " + arguments[0]
                                : name;
                        calls.add(noted);
                    }
                    try {
                        return name.equals("close") ? null : method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
