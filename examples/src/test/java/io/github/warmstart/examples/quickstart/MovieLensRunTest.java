// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.examples.fixture.RecordedData;
import io.github.warmstart.examples.fixture.SmallMovieLens;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieLensRunTest {

    @TempDir
    private Path folder;

    @Test
    void smallFolderWithRecordings_runsToTheEnd() throws Exception {
        SmallMovieLens small = new SmallMovieLens(folder);

        ProgramRun run = ProgramRun.to(folder.resolve("out"), small.arguments("--ratings-limit", "500"));

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("The ratings are REAL. The answers are RECORDED")
                .contains("Warm start: APPLIED", "Ratings: 600 ")
                .contains(" of 20 cold users, ");
        assertThat(run.comparison().get(0)).endsWith(": better");
        assertThat(run.listed("after the warm start")).hasSize(5);
        assertThat(ProgramRun.json(folder.resolve("out")).get("applied")).isEqualTo(true);
    }

    @Test
    void fewerUsers_areTheFirstOfTheRecordings() throws Exception {
        SmallMovieLens small = new SmallMovieLens(folder);

        ProgramRun run = ProgramRun.to(folder.resolve("out"), small.arguments("--users", "3", "--budget", "0"));

        assertThat(run.out()).contains(" of 3 cold users, ");
    }

    @Test
    void hostileTitles_neverReachTheTerminal() throws Exception {
        SmallMovieLens small = new SmallMovieLens(
                folder, title -> "\u001b[2J\u001b]0;owned\u0007\u202e\r\n" + title + "\u009b31m " + "long ".repeat(50));

        ProgramRun run = ProgramRun.to(folder.resolve("out"), small.arguments("--ratings-limit", "0"));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("?[2J?]0;owned???");
        for (String said : List.of(run.out(), run.err(), ProgramRun.read(folder.resolve("out/report.txt")))) {
            assertThat(said).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
            assertThat(said.lines()).allMatch(line -> line.length() < 300);
        }
    }

    @Test
    void drawnUsers_areThoseOfTheSeed_andKeepTheirEarliestRatings() throws Exception {
        SmallMovieLens small = new SmallMovieLens(folder);

        try (MovieLensScene scene = scene(small, "1");
                MovieLensScene again = scene(small, "1");
                MovieLensScene other = scene(small, "2")) {
            assertThat(scene.coldUsers())
                    .hasSize(15)
                    .isEqualTo(again.coldUsers())
                    .isNotEqualTo(other.coldUsers());
            assertThat(scene.hidden()).isEqualTo(again.hidden()).isNotEmpty();
            RatingTable visible = RatingTable.read(scene.visible());
            for (String userId : scene.coldUsers()) {
                List<Rating> shown = visible.ratingsOf(userId);
                assertThat(shown).hasSize(5).doesNotContainAnyElementsOf(scene.hidden());
                assertThat(scene.hidden().stream()
                                .filter(rating -> rating.userId().equals(userId)))
                        .isNotEmpty()
                        .allSatisfy(later -> assertThat(shown)
                                .allSatisfy(early -> assertThat(early.time()).isBeforeOrEqualTo(later.time())));
            }
            assertThat(visible.size()).isEqualTo(15 * 5 + 300);
        }
    }

    private static MovieLensScene scene(SmallMovieLens small, String seed) {
        return new MovieLensScene(
                QuickStartArguments.parse(
                        "--movielens", small.movieLens().toString(),
                        "--base-url", "http://localhost:1/v1",
                        "--model", "m",
                        "--users", "15",
                        "--ratings-limit", "300",
                        "--seed", seed),
                null);
    }

    @Test
    void realRatings_whereTheyAre_areBetterPredictedWithRecordedAnswers() throws Exception {
        RecordedData data = RecordedData.find();

        ProgramRun run = ProgramRun.to(
                folder,
                "--movielens",
                data.movieLens().toString(),
                "--recordings",
                data.recordings().toString(),
                "--ratings-limit",
                "1000");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Warm start: APPLIED");
        assertThat(run.comparison()).hasSize(2).allMatch(line -> line.endsWith(": better"));
    }
}
