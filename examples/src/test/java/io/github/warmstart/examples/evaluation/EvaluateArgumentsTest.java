// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.examples.evaluation.setup.Arm;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.fixture.SmallMovieLens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each wrong argument or folder ends with exit code 2 and one line. */
class EvaluateArgumentsTest {

    @TempDir
    private static Path shared;

    private static SmallMovieLens small;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeFolders() throws IOException {
        small = new SmallMovieLens(shared).withPersonalAnswers();
    }

    private static void assertRefused(Evaluated run, String message) {
        assertThat(run.err()).isEqualTo("evaluate: " + message + "\n");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    private String[] complete(String... more) {
        List<String> args = new ArrayList<>(
                List.of(small.arguments("--out", folder.resolve("out").toString())));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --nonsense              | unknown argument '--nonsense': see --help
            nonsense                | unknown argument 'nonsense': see --help
            --Seed 1                | unknown argument '--Seed': see --help
            --seed=1                | unknown argument '--seed=1': see --help
            --seed                  | --seed needs a value: see --help
            --seed --quick          | --seed needs a value: see --help
            --seed 1 --seed 1       | --seed stands twice
            --out elsewhere         | --out stands twice
            --seed 0                | --seed must be a whole number >= 1, but was '0'
            --seed 4.2              | --seed must be a whole number >= 1, but was '4.2'
            --seed 99999999999      | --seed must be a whole number >= 1, but was '99999999999'
            --seeds 0               | --seeds must be a whole number >= 1, but was '0'
            --seeds -1              | --seeds must be a whole number >= 1, but was '-1'
            --seeds many            | --seeds must be a whole number >= 1, but was 'many'
            --levels -1             | --levels must be whole numbers >= 0 or 'all', parted by commas, but was '-1'
            --levels 0,1e3          | --levels must be whole numbers >= 0 or 'all', parted by commas, but was '0,1e3'
            --levels 0,,all         | --levels must be whole numbers >= 0 or 'all', parted by commas, but was '0,,all'
            --levels ALL            | --levels must be whole numbers >= 0 or 'all', parted by commas, but was 'ALL'
            --levels 99999999999    | --levels must be whole numbers >= 0 or 'all', parted by commas, but was '99999999999'
            --arms best             | --arms must be among real-only, naive, warm-start, placebo, item-mean, items-only, but was 'best'
            --arms naive,           | --arms must be among real-only, naive, warm-start, placebo, item-mean, items-only, but was ''
            --parts cold-users,warm | --parts must be among cold-users, cold-items, active, order, but was 'warm'
            """)
    void wrongArgument_endsWithOneLine(String typed, String message) throws InterruptedException {
        assertRefused(Evaluated.of(complete(typed.split(" "))), message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void missingFolders_areNamed() throws InterruptedException {
        String ml = small.movieLens().toString();
        String recordings = small.recordings().toString();

        assertRefused(Evaluated.of(), "--movielens DIR is required: see --help");
        assertRefused(Evaluated.of("--movielens", ml), "--recordings DIR is required: see --help");
        assertRefused(Evaluated.of("--movielens", ml, "--recordings", recordings), "--out DIR is required: see --help");
        assertRefused(
                Evaluated.of("--movielens", "no-such-folder", "--recordings", recordings, "--out", "x"),
                "--movielens must be a folder, but 'no-such-folder' is none");
        assertRefused(
                Evaluated.of("--movielens", ml, "--recordings", "no-such-folder", "--out", "x"),
                "--recordings must be a folder, but 'no-such-folder' is none");
    }

    @Test
    void interactions_standInPlaceOfRatings_forListsAlone() throws InterruptedException {
        String folders = "--interactions %s --recordings %s --out x".formatted(small.movieLens(), small.recordings());

        assertThat(EvaluateArguments.parse(folders.split(" ")).parts()).containsExactly("order");
        assertRefused(
                Evaluated.of((folders + " --parts order,active").split(" ")),
                "--parts must be order with --interactions, but was 'order,active'");
        assertRefused(
                Evaluated.of((folders + " --movielens " + small.movieLens()).split(" ")),
                "--movielens and --interactions exclude each other: see --help");
    }

    @Test
    void outThatIsAFile_isRefusedBeforeAnythingRuns() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");

        assertRefused(
                Evaluated.of(small.arguments("--out", file.toString())),
                "--out must be a folder or a new one, but '%s' is a file".formatted(file));
        assertThat(file).hasContent("text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void help_printsTheManual(String typed) throws InterruptedException {
        Evaluated run = Evaluated.of("--seed", "3", typed, "--nonsense");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo(EvaluateArguments.MANUAL);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void manual_namesEachArgument_andFitsATerminal() {
        assertThat(EvaluateArguments.MANUAL)
                .contains(
                        "--movielens",
                        "--interactions",
                        "--recordings",
                        "--out",
                        "--levels",
                        "--seeds",
                        "--seed ",
                        "--arms",
                        "--parts",
                        "--quick",
                        "--help");
        assertThat(EvaluateArguments.MANUAL.lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void defaults_areThoseOfTheProtocol() {
        EvaluateArguments arguments = EvaluateArguments.parse(complete());

        assertThat(arguments.levels().toString()).isEqualTo("[0, 500, 1000, 2000, 5000, 20000, all]");
        assertThat(arguments.seeds()).isEqualTo(5);
        assertThat(arguments.seed()).isEqualTo(1);
        assertThat(arguments.randomSeeds()).isEqualTo(20);
        assertThat(arguments.arms()).containsExactly(Arm.values());
        assertThat(arguments.parts()).containsExactly("cold-users", "cold-items", "active", "order");
        assertThat(arguments.orderLevels().toString()).isEqualTo("[0, 1000, 5000, 20000, all]");
        assertThat(arguments.ratings()).isTrue();
    }

    @Test
    void quick_changesWhatIsNotSaid() {
        EvaluateArguments quick = EvaluateArguments.parse(complete("--quick"));
        EvaluateArguments said = EvaluateArguments.parse(complete("--quick", "--levels", "5 , all,5", "--seeds", "3"));

        assertThat(quick.levels().toString()).isEqualTo("[0, 1000, all]");
        assertThat(quick.orderLevels().toString()).isEqualTo("[0, 1000]");
        assertThat(said.orderLevels().toString()).isEqualTo("[5, all]");
        assertThat(quick.seeds()).isEqualTo(1);
        assertThat(said.levels().toString()).isEqualTo("[5, all]");
        assertThat(said.seeds()).isEqualTo(3);
    }

    private void assertRefusedFolder(SmallMovieLens spoilt, String part) throws InterruptedException {
        Evaluated run = Evaluated.of(spoilt.arguments(
                "--out", folder.resolve("out").toString(), "--levels", "0", "--seeds", "1", "--parts", part));
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("evaluate: ").doesNotContain("Exception", "null");
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            answers/signals.csv    | kind,subject,movieId,rating;item-prior,,1,eleven
            answers/signals.csv    | kind,subject,movieId,rating;item-prior,,1,4,5
            answers/signals.csv    | kind,subject,movieId,rating;guess,,1,4
            answers/signals.csv    | movieId,rating;1,4
            answers/signals.csv    | kind,subject,movieId,rating;item-prior,,"1,4
            answers/known.csv      | userId,movieId;nobody,1
            answers/known.csv      | userId,movieId
            answers/cold_users.csv | id
            answers/cold_items.csv | id;1
            answers/cold_items.csv | movieId
            ml/ratings.csv         | userId,movieId,rating,timestamp;1,1,eleven,0
            ml/ratings.csv         | userId,movieId,rating,timestamp;1,1
            ml/ratings.csv         | userId,movieId,rating,timestamp
            ml/movies.csv          | a,b,c
            """)
    void brokenFile_endsWithOneLine(String file, String text) throws Exception {
        SmallMovieLens spoilt = new SmallMovieLens(folder).withPersonalAnswers();
        Files.writeString(folder.resolve(file), text.replace(';', '\n') + "\n");

        assertRefusedFolder(spoilt, file.contains("cold_items") ? "cold-items" : "cold-users");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "answers/signals.csv",
                "answers/known.csv",
                "answers/cold_users.csv",
                "answers/cold_items.csv",
                "ml/ratings.csv",
                "ml/movies.csv"
            })
    void missingFile_endsWithOneLine(String file) throws Exception {
        SmallMovieLens spoilt = new SmallMovieLens(folder).withPersonalAnswers();
        Files.delete(folder.resolve(file));

        assertRefusedFolder(spoilt, file.contains("cold_items") ? "cold-items" : "cold-users");
    }

    @Test
    void coldItems_withoutAnAnswerAboutThem_stillRun() throws Exception {
        SmallMovieLens plain = new SmallMovieLens(folder).withPersonalAnswers();
        Path signals = plain.recordings().resolve("signals.csv");
        Files.write(
                signals,
                Files.readAllLines(signals).stream()
                        .filter(line -> !line.startsWith("cold-item"))
                        .toList());

        Evaluated.to(folder.resolve("out"), plain, "--seeds", "1", "--parts", "cold-items");

        assertThat(Evaluated.results(folder.resolve("out"))).hasSize(12);
    }
}
