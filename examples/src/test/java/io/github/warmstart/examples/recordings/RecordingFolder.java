// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small valid recordings folder, to be modified by tests. */
final class RecordingFolder {

    private final Path folder;

    RecordingFolder(Path folder) {
        this.folder = folder;
        write("cold_users.csv", "userId", "ann", "bob");
        write("known.csv", "userId,movieId", "ann,alien", "ann,brazil");
        write("personas.csv", "personaId,interests", "P0,Comedy|War", "P1,Drama");
        write("cold_items.csv", "movieId", "new1", "new2");
        write(
                "signals.csv",
                "kind,subject,movieId,rating",
                "user,ann,casablanca,4.5",
                "user,ann,dune,2",
                "persona,P0,alien,3.5",
                "cold-item,zoe,new1,3.0",
                "item-prior,,alien,4.07",
                "item-prior,,dune,3.2");
    }

    RecordingFolder write(String file, String... lines) {
        try {
            Files.writeString(folder.resolve(file), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    RecordingFolder delete(String file) {
        try {
            Files.delete(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Recordings read() {
        return Recordings.read(folder);
    }
}
