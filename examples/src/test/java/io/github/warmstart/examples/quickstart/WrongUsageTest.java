// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.examples.fixture.SmallMovieLens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong arguments: each ends with exit code 2 and one line, before any other output and any request. */
class WrongUsageTest {

    private static final String KEY = "sk-test-0123456789abcdef";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --nonsense                        | unknown argument '--nonsense': see --help
            nonsense                          | unknown argument 'nonsense': see --help
            --Seed 1                          | unknown argument '--Seed': see --help
            --seed=1                          | unknown argument '--seed=1': see --help
            --seed                            | --seed needs a value: see --help
            --seed --users 3                  | --seed needs a value: see --help
            --out --nonsense                  | --out needs a value: see --help
            --seed 1 --seed 1                 | --seed is given twice: give it once
            --seed 4.2                        | --seed must be a whole number, but was '4.2'
            --seed 9223372036854775808        | --seed must be a whole number, but was '9223372036854775808'
            --users 0                         | --users must be a whole number >= 1, but was '0'
            --users -1                        | --users must be a whole number >= 1, but was '-1'
            --users many                      | --users must be a whole number >= 1, but was 'many'
            --users 301                       | --users must be at most 300 in the simulated community, but was '301'
            --ratings-limit -1                | --ratings-limit must be a whole number >= 0, but was '-1'
            --ratings-limit 1e3               | --ratings-limit must be a whole number >= 0, but was '1e3'
            --budget -1                       | --budget must be a whole number >= 0, but was '-1'
            --budget 99999999999              | --budget must be a whole number >= 0, but was '99999999999'
            --movielens no-such-folder        | --movielens must be a folder, but 'no-such-folder' is not
            --recordings no-such-folder       | --recordings must be a folder, but 'no-such-folder' is not
            --base-url http://localhost/v1    | --base-url needs --model NAME: the name of the model on that server
            --model m                         | no key for https://api.openai.com/v1: set OPENAI_API_KEY in the environment
            --model m --base-url https://a.example/v1 | no key for https://a.example/v1: set OPENAI_API_KEY in the environment
            """)
    void wrongArgument_endsWithOneLine(String typed, String message) throws InterruptedException {
        assertRefused(message, null, typed.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"--model", "--base-url", "--out", "--seed"})
    void blankValue_isNone(String name) throws InterruptedException {
        assertRefused(name + " needs a value: see --help", KEY, name, " ");
        assertRefused(name + " needs a value: see --help", KEY, name, "");
    }

    @Test
    void cleartextToAnotherMachine_isRefused() throws InterruptedException {
        assertRefusedInside(
                "--base-url cannot be used: baseUrl must be https, but was http://models.example",
                KEY,
                "--base-url",
                "http://models.example/v1",
                "--model",
                "m");
    }

    @Test
    void invalidAddress_isRefused() throws InterruptedException {
        assertRefusedInside(
                "--base-url cannot be used: baseUrl must be an http or https URL",
                KEY,
                "--base-url",
                "models",
                "--model",
                "m");
    }

    @Test
    void keyInTheAddress_isNotRepeated() throws InterruptedException {
        ProgramRun run = ProgramRun.of(
                null, "--model", "m", "--base-url", "https://me:" + KEY + "@models.example/v1?key=" + KEY);

        assertThat(run.code()).isEqualTo(QuickStart.WRONG_USAGE);
        assertThat(run.err())
                .startsWith("quick start: --base-url cannot be used: ")
                .doesNotContain(KEY);
    }

    @Test
    void invalidKey_isRefusedAndNotRepeated() throws InterruptedException {
        ProgramRun run = ProgramRun.of("sk secret\u00e9", "--model", "m");

        assertThat(run.code()).isEqualTo(QuickStart.WRONG_USAGE);
        assertThat(run.err())
                .startsWith(
                        "quick start: OPENAI_API_KEY cannot be used: apiKey must hold visible ASCII characters only")
                .hasLineCount(1)
                .doesNotContain("secret");
    }

    @Test
    void blankKey_isNone() throws InterruptedException {
        assertRefused(
                "no key for https://api.openai.com/v1: set OPENAI_API_KEY in the environment", "  ", "--model", "m");
    }

    @Test
    void folderWithoutMovieLens_isRefused(@TempDir Path folder) throws InterruptedException {
        assertRefusedInside(
                "folder must hold ratings.csv and movies.csv",
                null,
                "--movielens",
                folder.toString(),
                "--recordings",
                folder.toString());
    }

    @Test
    void folderWithoutRecordings_isRefused(@TempDir Path folder) throws Exception {
        SmallMovieLens small = new SmallMovieLens(folder);
        Files.delete(small.recordings().resolve("known.csv"));
        assertRefusedInside("must contain the file known.csv, but does not", null, small.arguments());
    }

    @Test
    void malformedRecordings_areRefusedWithTheirLocation(@TempDir Path folder) throws Exception {
        SmallMovieLens small = new SmallMovieLens(folder);
        Files.writeString(
                small.recordings().resolve("signals.csv"),
                "kind,subject,movieId,rating\nitem-prior,,film-001,nine\u001b[31m stars\n");
        ProgramRun run =
                assertRefusedInside("rating must be a number from 0.5 to 5.0, but was 'nine", null, small.arguments());
        assertThat(run.err()).contains("signals.csv:2").doesNotContain("\u001b");
    }

    @Test
    void recordingsAboutOtherPeople_areRefused(@TempDir Path folder) throws Exception {
        SmallMovieLens small = new SmallMovieLens(folder);
        Files.writeString(small.recordings().resolve("cold_users.csv"), "userId\nnobody\n");
        Files.writeString(small.recordings().resolve("known.csv"), "userId,movieId\nnobody,film-001\n");
        assertRefused(
                "--recordings must be about the users of --movielens, but none of its known.csv is among them",
                null,
                small.arguments());
    }

    @Test
    void malformedRatings_areRefusedWithTheirLocation(@TempDir Path folder) throws Exception {
        SmallMovieLens small = new SmallMovieLens(folder);
        Files.writeString(
                small.movieLens().resolve("ratings.csv"), "userId,movieId,rating,timestamp\nann,film-001,eleven,0\n");
        assertRefusedInside("ratings.csv:2", null, small.arguments());
    }

    @Test
    void moviesWithAnOpenQuote_areRefusedOnOneLine(@TempDir Path folder) throws Exception {
        SmallMovieLens small = new SmallMovieLens(folder);
        Files.writeString(small.movieLens().resolve("movies.csv"), "movieId,title,genres\n1,\"Open\n2,Two,Drama\n");
        assertRefusedInside("movies.csv", null, small.arguments());
    }

    @Test
    void movieLensWithoutEligibleUser_isRefused(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("ratings.csv"), "userId,movieId,rating,timestamp\nann,1,4.5,0\n");
        Files.writeString(folder.resolve("movies.csv"), "movieId,title,genres\n1,One,Drama\n");
        assertRefused(
                "--movielens must hold a user with 20 ratings or more, but holds none",
                KEY,
                "--movielens",
                folder.toString(),
                "--model",
                "m");
    }

    @Test
    void outBelowAFile_isReportedBeforeAnyRequest(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefusedInside(
                "cannot read or write: ", null, "--out", file.resolve("below").toString());
    }

    private static void assertRefused(String message, @Nullable String key, String... typed)
            throws InterruptedException {
        ProgramRun run = ProgramRun.of(key, typed);

        assertThat(run).as(Arrays.toString(typed)).isEqualTo(new ProgramRun(2, "", "quick start: " + message + "\n"));
    }

    private static ProgramRun assertRefusedInside(String part, @Nullable String key, String... typed)
            throws InterruptedException {
        ProgramRun run = ProgramRun.of(key, typed);

        assertThat(run.code()).isEqualTo(QuickStart.WRONG_USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("quick start: ").contains(part).hasLineCount(1);
        return run;
    }
}
