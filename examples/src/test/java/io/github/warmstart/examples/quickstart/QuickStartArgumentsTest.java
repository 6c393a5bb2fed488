// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartArgumentsTest {

    @Test
    void parse_nothing_givesTheDefaultsOfTheManual() {
        QuickStartArguments arguments = QuickStartArguments.parse();

        assertThat(arguments.help()).isFalse();
        assertThat(arguments.movieLens()).isEmpty();
        assertThat(arguments.recordings()).isEmpty();
        assertThat(arguments.realModel()).isFalse();
        assertThat(arguments.users()).isEmpty();
        assertThat(arguments.ratingsLimit()).isEmpty();
        assertThat(arguments.budget()).isEmpty();
        assertThat(arguments.seed()).isEqualTo(42);
        assertThat(arguments.out()).isEqualTo(Path.of("target/warmstart"));
        assertThat(QuickStartArguments.MANUAL).contains("(42)", "(target/warmstart)");
    }

    @Test
    void parse_everything_isRead(@TempDir Path folder) {
        QuickStartArguments arguments = QuickStartArguments.parse(
                "--movielens",
                folder.toString(),
                "--base-url",
                "http://localhost/v1",
                "--model",
                "m",
                "--users",
                "7",
                "--ratings-limit",
                "0",
                "--budget",
                "0",
                "--seed",
                "-9",
                "--out",
                folder.toString());

        assertThat(arguments.movieLens()).contains(folder);
        assertThat(arguments.baseUrl()).contains("http://localhost/v1");
        assertThat(arguments.model()).contains("m");
        assertThat(arguments.realModel()).isTrue();
        assertThat(arguments.users()).hasValue(7);
        assertThat(arguments.ratingsLimit()).hasValue(0);
        assertThat(arguments.budget()).hasValue(0);
        assertThat(arguments.seed()).isEqualTo(-9);
        assertThat(arguments.out()).isEqualTo(folder);
    }

    @Test
    void parse_help_overridesAllOthers() {
        assertThat(QuickStartArguments.parse("--help").help()).isTrue();
        assertThat(QuickStartArguments.parse("-h").help()).isTrue();
        assertThat(QuickStartArguments.parse("--nonsense", "--users", "--help").help())
                .isTrue();
        assertThat(QuickStartArguments.parse("--movielens", "no-such-folder", "-h")
                        .help())
                .isTrue();
    }

    @Test
    void parse_recordings_alone_isRefused(@TempDir Path folder) {
        assertRefused(
                "--recordings needs --movielens DIR: the recordings are about its ratings",
                "--recordings",
                folder.toString());
    }

    @Test
    void parse_recordingsAndAModel_isRefused(@TempDir Path folder) {
        assertRefused(
                "--recordings and --base-url or --model exclude each other: choose one",
                "--movielens",
                folder.toString(),
                "--recordings",
                folder.toString(),
                "--model",
                "m");
    }

    @Test
    void parse_movieLensAlone_isRefused(@TempDir Path folder) {
        assertRefused(
                "--movielens needs --recordings DIR, or --model NAME for a real model: "
                        + "the simulated model knows nothing of real films",
                "--movielens",
                folder.toString());
    }

    @Test
    void parse_folderThatIsAFile_isRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ratings.csv"), "");
        assertRefused("--movielens must be a folder, but '" + file + "' is not", "--movielens", file.toString());
        assertRefused("--out must be a folder, but '" + file + "' is a file", "--out", file.toString());
    }

    @Test
    void parse_invalidPath_isRefused() {
        assertRefused("--out must be a folder, but 'a\0b' is not a valid path", "--out", "a\0b");
    }

    @Test
    void manual_namesEveryArgument() {
        assertThat(QuickStartArguments.MANUAL)
                .contains(
                        "--movielens DIR",
                        "--recordings DIR",
                        "--base-url URL",
                        "--model NAME",
                        "--users N",
                        "--ratings-limit N",
                        "--budget N",
                        "--seed N",
                        "--out DIR",
                        "--help",
                        "OPENAI_API_KEY");
        assertThat(QuickStartArguments.MANUAL.lines()).allMatch(line -> line.length() <= 120);
        assertThat(Optional.of(QuickStartArguments.MANUAL))
                .hasValueSatisfying(page -> assertThat(page).endsWith("\n"));
    }

    private static void assertRefused(String message, String... typed) {
        assertThatThrownBy(() -> QuickStartArguments.parse(typed))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
