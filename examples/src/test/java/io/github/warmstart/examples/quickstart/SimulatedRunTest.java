// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs without arguments, offline, as a new user starts the program. */
class SimulatedRunTest {

    private static final String KEY = "sk-test-0123456789abcdef";
    private static final String FILM = "  [0-5]\\.\\d  \\S.*";

    @TempDir
    private static Path folder;

    private static ProgramRun usual;

    @BeforeAll
    static void run() throws InterruptedException {
        usual = ProgramRun.of(KEY, "--out", folder.toString());
    }

    @Test
    void run_endsWell_andShowsProgressOnTheErrorStream() {
        assertThat(usual.code()).isZero();
        assertThat(usual.err().lines()).contains("Round 1: asking (audience): 0%", "Round 1: asking (audience): 100%");
        assertThat(usual.err()).doesNotContain("Exception", "\tat ");
        assertThat(usual.out()).doesNotContain("Exception", "\tat ", "asking (");
    }

    @Test
    void run_saysFirstThatAllIsSimulated() {
        assertThat(usual.out().lines().limit(2)).allMatch(line -> line.contains("SIMULATED"));
    }

    @Test
    void run_showsBeforeAndAfterWithAnInterval() {
        assertThat(usual.comparison()).hasSize(2);
        assertThat(usual.comparison().get(0))
                .matches("  RMSE, mean over users +0\\.\\d{4} +0\\.\\d{4} +-\\d+\\.\\d\\d % +"
                        + "-\\d+\\.\\d\\d % to -\\d+\\.\\d\\d %: better");
    }

    @Test
    void run_showsFiveTitlesBeforeAndAfter() {
        assertThat(usual.listed("before, real ratings only")).hasSize(5).allMatch(line -> line.matches(FILM));
        assertThat(usual.listed("after the warm start"))
                .hasSize(5)
                .allMatch(line -> line.matches(FILM))
                .isNotEqualTo(usual.listed("before, real ratings only"))
                .noneMatch(line -> line.contains("film-"));
    }

    @Test
    void run_writesTheReportThatItPrints() {
        String page = ProgramRun.read(folder.resolve("report.txt"));

        assertThat(usual.out()).contains(page);
        assertThat(usual.out())
                .endsWith("Report written to " + folder.resolve("report.txt") + " and " + folder.resolve("report.json")
                        + "\n");
        Map<?, ?> json = ProgramRun.json(folder);
        assertThat(json.get("applied")).isEqualTo(true);
        assertThat(page).startsWith("Warm start: APPLIED");
        assertThat(page.replaceAll("\\s+", " ")).contains(String.valueOf(json.get("reason")));
        assertThat(((List<?>) json.get("rounds")))
                .hasSameSizeAs(page.lines()
                        .filter(line -> line.matches("Round \\d+, .*"))
                        .toList());
        assertThat(String.valueOf(json.get("setting"))).contains("seed=42.0");
    }

    @Test
    void run_keyOfTheEnvironment_isNowhere() {
        assertThat(usual.out() + usual.err()).doesNotContain(KEY);
        assertThat(ProgramRun.read(folder.resolve("report.txt")) + ProgramRun.read(folder.resolve("report.json")))
                .doesNotContain(KEY);
    }

    @Test
    void sameSeed_saysTheSame_andAnotherSeedSaysOther() throws InterruptedException {
        assertThat(ProgramRun.to(folder, "--seed", "42").outWithoutTimes()).isEqualTo(usual.outWithoutTimes());

        ProgramRun other = ProgramRun.to(folder.resolve("other"), "--seed", "43", "--budget", "3");
        assertThat(other.code()).isZero();
        assertThat(other.listed("before, real ratings only")).isNotEqualTo(usual.listed("before, real ratings only"));
    }

    @Test
    void budgetOfNothing_asksNothing_andSaysWhyItIsWithheld() throws InterruptedException {
        Path out = folder.resolve("nothing");
        ProgramRun run = ProgramRun.to(out, "--budget", "0");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Warm start: WITHHELD")
                .contains("budget exhausted")
                .contains("after the warm start: signals were withheld, catalogue attributes are used")
                .contains("0 requests")
                .doesNotContain("Exception", "\tat ");
        assertThat(run.comparison()).allMatch(line -> line.endsWith(": no difference shown"));
        assertThat(ProgramRun.json(out).get("applied")).isEqualTo(false);
    }

    @Test
    void oneUser_isComparedWithoutAVerdict() throws InterruptedException {
        ProgramRun run = ProgramRun.to(folder.resolve("one"), "--users", "1", "--budget", "3");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains(" of 1 cold user, ");
        assertThat(run.comparison()).hasSize(2).allMatch(line -> line.endsWith(": too few users to tell"));
    }

    @Test
    void everybodyCold_endsWithAReport() throws InterruptedException {
        ProgramRun run = ProgramRun.to(folder.resolve("all"), "--users", "300", "--budget", "3");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Warm start: ");
    }

    @Test
    void noRatingOfOthers_endsWithAReport() throws InterruptedException {
        ProgramRun run = ProgramRun.to(folder.resolve("cold"), "--ratings-limit", "0", "--budget", "3");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Warm start: ", "Ratings: 200 ").doesNotContain("NaN", "Exception");
    }

    @Test
    void help_isTheManual_onTheStandardOutput() throws InterruptedException {
        assertThat(ProgramRun.of(KEY, "--help")).isEqualTo(new ProgramRun(0, QuickStartArguments.MANUAL, ""));
    }
}
