// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.warmstart.examples.recordings.Recordings.Kind;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.signal.Persona;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private RecordingFolder folder;

    @BeforeEach
    void fill() {
        folder = new RecordingFolder(directory);
    }

    @Test
    void read_returnsTheContentOfTheFiles() {
        Recordings recordings = folder.read();
        assertThat(recordings.folder()).isEqualTo(directory);
        assertThat(recordings.coldUsers()).containsExactly("ann", "bob");
        assertThat(recordings.known()).containsExactly(entry("ann", Set.of("alien", "brazil")));
        assertThat(recordings.known().get("ann")).containsExactly("alien", "brazil");
        assertThat(recordings.personas())
                .containsExactly(new Persona("P0", "likes Comedy, War"), new Persona("P1", "likes Drama"));
        assertThat(recordings.coldItems()).containsExactly("new1", "new2");
        assertThat(recordings.answers(Kind.USER, Optional.of("ann")))
                .containsExactly(entry("casablanca", 4.5), entry("dune", 2.0));
        assertThat(recordings.answers(Kind.ITEM_PRIOR, Optional.empty()))
                .containsExactly(entry("alien", 4.07), entry("dune", 3.2));
        assertThat(recordings.answers(Kind.USER, Optional.of("nobody"))).isEmpty();
        assertThat(recordings.subjects(Kind.COLD_ITEM)).containsExactly("zoe");
        assertThat(recordings.subjects(Kind.ITEM_PRIOR)).isEmpty();
        assertThat(recordings.size(Kind.USER)).isEqualTo(2);
        assertThat(recordings.size(Kind.PERSONA)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cold_users.csv", "known.csv", "signals.csv"})
    void read_missingFile_namesIt(String file) {
        folder.delete(file);
        assertRefused("recordings folder '%s' must contain the file %s, but does not"
                .formatted(directory.toAbsolutePath(), file));
    }

    @Test
    void read_withoutPersonasAndColdItems_failsOnlyOnRequest() {
        Recordings recordings =
                folder.delete("personas.csv").delete("cold_items.csv").read();
        assertThatExceptionOfType(RatingException.class)
                .isThrownBy(recordings::personas)
                .withMessageContaining("must contain the file personas.csv");
        assertThatExceptionOfType(RatingException.class)
                .isThrownBy(recordings::coldItems)
                .withMessageContaining("must contain the file cold_items.csv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            users,ann,dune,2; kind must be user, persona, cold-item or item-prior, but was 'users'
            user,zoe,dune,2; subject must be a user of cold_users.csv, but was 'zoe'
            user,,dune,2; subject must not be empty, but was ''
            item-prior,ann,dune,2; subject must be empty for item-prior, but was 'ann'
            user,ann,,2; movieId must not be empty, but was ''
            user,ann,alien,2; movieId must not be a known movie of this user (known.csv), but was 'alien'
            user,ann,dune,5.5; rating must be a number from 0.5 to 5.0, but was '5.5'
            user,ann,dune,NaN; rating must be a number from 0.5 to 5.0, but was 'NaN'
            user,ann,dune,4d; rating must be a number from 0.5 to 5.0, but was '4d'
            user,ann,dune,; rating must not be empty, but was ''
            user,ann,heat,3; movieId must not occur twice for one kind and subject, but was 'heat'
            user,ann,dune; row must have 4 fields, but was 'user,ann,dune'
            user,ann,dune,2,x; row must have 4 fields, but was 'user,ann,dune,2,x'
            """)
    void read_brokenSignal_namesFileLineColumnValueAndRule(String row, String problem) {
        folder.write("signals.csv", "kind,subject,movieId,rating", "user,ann,heat,3", row);
        assertRefused(folder.file("signals.csv") + ":3: " + problem);
    }

    @Test
    void read_wrongHeader_saysWhatItMustBe() {
        folder.write("known.csv", "user,movie", "ann,alien");
        assertRefused(folder.file("known.csv") + ":1: header must be 'userId,movieId', but was 'user,movie'");
    }

    @Test
    void read_emptyFile_saysWhatItMustBe() throws IOException {
        Files.writeString(folder.file("known.csv"), "");
        assertRefused(folder.file("known.csv") + ":1: header must be 'userId,movieId', but was ''");
    }

    @Test
    void read_knownOfUnknownUser_isRefused() {
        folder.write("known.csv", "userId,movieId", "zoe,alien");
        assertRefused(folder.file("known.csv") + ":2: userId must be a user of cold_users.csv, but was 'zoe'");
    }

    @Test
    void read_repeatedId_isRefused() {
        folder.write("cold_users.csv", "userId", "ann", "ann");
        assertRefused(folder.file("cold_users.csv") + ":3: userId must not occur twice, but was 'ann'");
    }

    @Test
    void read_openQuote_isRefused() {
        folder.write("cold_users.csv", "userId", "ann", "\"bob");
        assertRefused(
                folder.file("cold_users.csv") + ": must be CSV, but cannot be parsed after line 2: check the quotes");
    }

    @Test
    void read_anotherEncoding_isRefused() throws IOException {
        Files.write(folder.file("cold_users.csv"), "userId\nJos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(RatingException.class)
                .isThrownBy(folder::read)
                .withMessageStartingWith(folder.file("cold_users.csv") + ": must be readable UTF-8 text, but is not");
    }

    @Test
    void read_byteOrderMark_isSkipped() {
        folder.write("cold_users.csv", "\uFEFFuserId", "ann");
        assertThat(folder.read().coldUsers()).containsExactly("ann");
    }

    @Test
    void personas_emptyInterest_isRefused() {
        Recordings recordings = folder.write("personas.csv", "personaId,interests", "P0,Drama||War")
                .read();
        assertThatExceptionOfType(RatingException.class)
                .isThrownBy(recordings::personas)
                .withMessage(folder.file("personas.csv")
                        + ":2: interests must be words separated by single bars, but was 'Drama||War'");
    }

    /** The recordings are not part of the project; if they are present, they must be readable. */
    @Test
    void read_theFolderBesideTheProject() {
        Path real = Path.of("..", "..", "shared", "recordings");
        assumeTrue(Files.isDirectory(real), "no recordings folder beside the project: nothing to check");
        Recordings recordings = Recordings.read(real);
        assertThat(recordings.coldUsers()).hasSize(120);
        assertThat(recordings.known()).hasSize(60);
        assertThat(recordings.known().values())
                .allSatisfy(movies -> assertThat(movies).hasSize(5));
        assertThat(recordings.personas()).hasSize(24);
        assertThat(recordings.coldItems()).hasSize(40);
        assertThat(Map.of(
                        Kind.USER, recordings.size(Kind.USER),
                        Kind.PERSONA, recordings.size(Kind.PERSONA),
                        Kind.COLD_ITEM, recordings.size(Kind.COLD_ITEM),
                        Kind.ITEM_PRIOR, recordings.size(Kind.ITEM_PRIOR)))
                .containsOnly(
                        entry(Kind.USER, 2400),
                        entry(Kind.PERSONA, 1200),
                        entry(Kind.COLD_ITEM, 480),
                        entry(Kind.ITEM_PRIOR, 1200));
    }

    private void assertRefused(String message) {
        assertThatExceptionOfType(RatingException.class)
                .isThrownBy(folder::read)
                .withMessage(message);
    }
}
