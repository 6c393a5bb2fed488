// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.jdbc;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Remover of addresses and passwords from the messages of drivers and pools, so that an error may be logged. */
final class SqlRedaction {

    private static final Pattern ADDRESS = Pattern.compile("(?i)\\bjdbc:[^\\s'\",]+");
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?i)\\b(user|username|password|passwd|pwd|passphrase|token|secret)\\s*[=:]\\s*(\"[^\"]*\"|'[^']*'|[^\\s;&,'\"]+)");
    private static final Pattern AUTHORITY = Pattern.compile("//[^\\s/@]*@");

    private SqlRedaction() {}

    /** A copy of an error with stack, state, code and causes, but without secrets. */
    static SQLException without(SQLException failed) {
        SQLException harmless =
                new SQLException(without(failed.getMessage()), failed.getSQLState(), failed.getErrorCode());
        harmless.setStackTrace(failed.getStackTrace());
        Throwable cause = failed.getCause();
        if (cause != null && cause != failed) {
            harmless.initCause(without(cause, 1));
        }
        for (Throwable suppressed : failed.getSuppressed()) {
            harmless.addSuppressed(without(suppressed, 1));
        }
        return harmless;
    }

    private static Throwable without(Throwable cause, int depth) {
        Exception harmless = new Exception(cause.getClass().getName() + ": " + without(cause.getMessage()));
        harmless.setStackTrace(cause.getStackTrace());
        Throwable deeper = cause.getCause();
        if (deeper != null && depth < 8) {
            harmless.initCause(without(deeper, depth + 1));
        }
        return harmless;
    }

    private static String without(@Nullable String message) {
        String text = ADDRESS.matcher(String.valueOf(message)).replaceAll("jdbc:***");
        text = CREDENTIAL.matcher(text).replaceAll("$1=***");
        return AUTHORITY.matcher(text).replaceAll("//***@");
    }
}
