// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import io.github.warmstart.openai.api.ApiKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Redaction of untrusted text for messages and logs: hides the key, removes control characters and shortens.
 *
 * <p>A server can put any text anywhere, even into its status line, so the exceptions of the HTTP client are redacted too.
 */
public final class Redaction {

    public static final String STARS = "***";

    /** Maximum number of characters of a server's text in a message. */
    static final int MAX_BRIEF = 200;

    /** Length from which a key is not an ordinary word: its prefix identifies it, and no reply contains it by chance. */
    private static final int MIN_UNMISTAKABLE = 16;

    private static final int PREFIX = 8;
    private static final String REST = "[^\\s\"'<>,;)\\]}]*";
    private static final Pattern TYPICAL = Pattern.compile("\\bsk-[A-Za-z0-9_-]{12,}|(?i:bearer)\\s+(?!\\*)\\S+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\s]+");

    private final @Nullable Pattern key;
    private final boolean unmistakable;

    public Redaction(@Nullable ApiKey apiKey) {
        String secret = apiKey == null ? "" : apiKey.secret();
        unmistakable = secret.length() >= MIN_UNMISTAKABLE;
        if (secret.isEmpty()) {
            key = null;
        } else if (unmistakable) {
            // servers that shorten an echoed key keep its prefix
            key = Pattern.compile(Pattern.quote(secret) + "|" + Pattern.quote(secret.substring(0, PREFIX)) + REST);
        } else {
            key = Pattern.compile(Pattern.quote(secret));
        }
    }

    /** The full text without the key. */
    public String cover(String text) {
        return TYPICAL.matcher(coverOwn(text)).replaceAll(STARS);
    }

    /** The text of a model without the key, if the key cannot occur in it by chance. */
    public String coverReply(String text) {
        return unmistakable ? coverOwn(text) : text;
    }

    /** The text without the key, as one line of at most {@link #MAX_BRIEF} characters. */
    public String brief(String text) {
        String line = UNPRINTABLE.matcher(cover(text)).replaceAll(" ").strip();
        return line.length() <= MAX_BRIEF ? line : line.substring(0, MAX_BRIEF - 1) + "…";
    }

    /** The exception itself, or a replacement if it contains the key. */
    public Throwable cover(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        if (cover(trace.toString()).equals(trace.toString())) {
            return thrown;
        }
        IOException replacement =
                new IOException(thrown.getClass().getSimpleName() + ": " + brief(String.valueOf(thrown.getMessage())));
        replacement.setStackTrace(thrown.getStackTrace());
        return replacement;
    }

    private String coverOwn(String text) {
        return key == null ? text : key.matcher(text).replaceAll(STARS);
    }
}
