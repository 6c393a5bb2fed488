// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import io.github.warmstart.openai.api.ApiKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes text of strangers fit for messages and logs: it covers the key, drops control characters and shortens.
 *
 * <p>A server can say anything anywhere, in its status line too, so that even the exceptions of the HTTP client pass
 * through here.
 */
public final class Redaction {

    public static final String STARS = "***";

    /** Characters of a server's text that a message holds at most. */
    static final int BRIEF = 200;

    /** A key of this length is no everyday word, so that its beginning gives it away and a reply's text never holds it. */
    private static final int UNMISTAKABLE = 16;

    private static final int BEGINNING = 8;
    private static final String REST = "[^\\s\"'<>,;)\\]}]*";
    private static final Pattern TYPICAL = Pattern.compile("\\bsk-[A-Za-z0-9_-]{12,}|(?i:bearer)\\s+(?!\\*)\\S+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\s]+");

    private final @Nullable Pattern key;
    private final boolean unmistakable;

    public Redaction(@Nullable ApiKey apiKey) {
        String secret = apiKey == null ? "" : apiKey.secret();
        unmistakable = secret.length() >= UNMISTAKABLE;
        if (secret.isEmpty()) {
            key = null;
        } else if (unmistakable) {
            // servers that shorten what they echo leave the beginning
            key = Pattern.compile(Pattern.quote(secret) + "|" + Pattern.quote(secret.substring(0, BEGINNING)) + REST);
        } else {
            key = Pattern.compile(Pattern.quote(secret));
        }
    }

    /** The text without the key, at full length. */
    public String cover(String text) {
        return TYPICAL.matcher(coverOwn(text)).replaceAll(STARS);
    }

    /** The words of a model without the key, if that key is one that they cannot hold by chance. */
    public String coverReply(String text) {
        return unmistakable ? coverOwn(text) : text;
    }

    /** One line without the key, of {@link #BRIEF} characters at most. */
    public String brief(String text) {
        String line = UNPRINTABLE.matcher(cover(text)).replaceAll(" ").strip();
        return line.length() <= BRIEF ? line : line.substring(0, BRIEF - 1) + "…";
    }

    /** The exception itself, or a stand-in if the key shows anywhere in it. */
    public Throwable cover(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        if (cover(trace.toString()).equals(trace.toString())) {
            return thrown;
        }
        IOException standIn =
                new IOException(thrown.getClass().getSimpleName() + ": " + brief(String.valueOf(thrown.getMessage())));
        standIn.setStackTrace(thrown.getStackTrace());
        return standIn;
    }

    private String coverOwn(String text) {
        return key == null ? text : key.matcher(text).replaceAll(STARS);
    }
}
