// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Version of this library, as recorded by the build. */
public final class LibraryVersion {

    private LibraryVersion() {}

    /** The version; {@code unknown} outside of a build. */
    public static String library() {
        Properties properties = new Properties();
        try (InputStream in = LibraryVersion.class.getResourceAsStream("/io/github/warmstart/warmstart.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
