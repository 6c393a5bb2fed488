// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.examples.console.ProgressBar;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoNoHarmTest {

    private static final PlantedWorld.Size TINY = new PlantedWorld.Size(300, 60, 60);

    @TempDir
    private static Path folder;

    private static List<HarmCell> cells = List.of();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void runOnce() throws InterruptedException {
        HarmArguments arguments = new HarmArguments(
                false,
                TINY,
                List.of(HarmLevel.NOTHING, HarmLevel.of(0), HarmLevel.of(1000)),
                List.of(1L),
                Optional.empty(),
                Set.of(HarmArguments.WORLDS),
                1);
        try (ProgressBar bar = new ProgressBar(new PrintStream(OutputStream.nullOutputStream()), 80, false)) {
            cells = DoNoHarm.cells(arguments, bar);
        }
    }

    private static HarmCell cell(Behaviour behaviour, HarmLevel level) {
        return cells.stream()
                .filter(cell -> cell.behaviour() == behaviour && cell.level().equals(level))
                .findFirst()
                .orElseThrow();
    }

    private int run(String... args) throws InterruptedException {
        return DoNoHarm.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }

    @Test
    void warmStart_ofNoGeneratorButAnAdversarialOne_isSignificantlyWorseThanRealRatings() {
        assertThat(cells).hasSize(Behaviour.values().length * 3);
        assertThat(cells).filteredOn(HarmCell::harmful).isEmpty();
        assertThat(DoNoHarm.code(cells)).isZero();
    }

    @Test
    void naive_ofBiasedReversedOrUselessAnswers_isSignificantlyWorse() {
        for (Behaviour behaviour : List.of(Behaviour.BIASED, Behaviour.REVERSED, Behaviour.USELESS)) {
            assertThat(cell(behaviour, HarmLevel.of(1000)).naive().verdict())
                    .as(behaviour.label())
                    .isEqualTo("significantly worse");
        }
    }

    @Test
    void warmStart_ofAnHonestGenerator_isAppliedAndBetter() {
        HarmCell honest = cell(Behaviour.HONEST, HarmLevel.of(1000));

        assertThat(honest.applied()).isEqualTo(1);
        assertThat(honest.warmStart().verdict()).isEqualTo("better");
    }

    @Test
    void warmStart_whereNothingIsReal_appliesNothing() {
        for (Behaviour behaviour : Behaviour.values()) {
            HarmCell cell = cell(behaviour, HarmLevel.NOTHING);
            assertThat(cell.applied()).as(behaviour.label()).isZero();
            assertThat(cell.warmStart()).isEqualTo(new HarmCell.Arm(0, 0, 0, 0));
        }
    }

    @Test
    void trial_ofTheSameSeed_comesToTheSame() throws InterruptedException {
        HarmTrial.Outcome again = new HarmTrial(new PlantedWorld(1, TINY), HarmLevel.of(1000), Behaviour.SHARED).run();

        assertThat(HarmCell.of(List.of(again))).containsExactly(cell(Behaviour.SHARED, HarmLevel.of(1000)));
    }

    @Test
    void code_isOneOnlyIfAGeneratorThatIsNotAdversarialDoesHarm() {
        HarmCell.Arm worse = new HarmCell.Arm(0.02, 0.03, 0.01, 0.03);
        HarmCell.Arm better = new HarmCell.Arm(-0.02, 0.03, -0.03, -0.01);

        assertThat(DoNoHarm.code(List.of(new HarmCell(Behaviour.BIASED, HarmLevel.of(0), 2, 2, worse, better))))
                .isEqualTo(1);
        assertThat(DoNoHarm.code(
                        List.of(new HarmCell(Behaviour.ADVERSARIAL_USERS, HarmLevel.of(0), 2, 2, worse, worse))))
                .isZero();
        assertThat(DoNoHarm.code(List.of(new HarmCell(Behaviour.BIASED, HarmLevel.of(0), 2, 2, better, worse))))
                .isZero();
    }

    @Test
    void program_withAFolder_writesTheTableAndThePicture() throws Exception {
        int code = run(
                "--quick",
                "--levels",
                "nothing",
                "--seeds",
                "1",
                "--out",
                folder.resolve("new").toString());

        assertThat(code).isZero();
        String page = Files.readString(folder.resolve("new/do-no-harm.md"));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith(page)
                .endsWith("Written to " + folder.resolve("new") + ": do-no-harm.md, do-no-harm.svg, harm.json\n");
        assertThat(page).contains("| reversed | nothing | 0 of 1 | 0.00 % | 0.00 % | 0.00 % to 0.00 % | unchanged |");
        assertThat(Files.readString(folder.resolve("new/do-no-harm.svg")))
                .startsWith("<svg ")
                .endsWith("</svg>\n");
    }

    @Test
    void help_isTheManual() throws InterruptedException {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(HarmArguments.MANUAL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --nonsense    | unknown argument '--nonsense': see --help
            --seeds       | --seeds needs a value: see --help
            --seed 1 --seed 1 | --seed must be given once, but was given twice
            --seeds 0     | --seeds must be a whole number >= 1, but was '0'
            --seed many   | --seed must be a whole number >= 1, but was 'many'
            --levels -1   | --levels must be whole numbers >= 0 or 'nothing', separated by commas, but holds '-1'
            --levels 0,   | --levels must be whole numbers >= 0 or 'nothing', separated by commas, but holds ''
            --levels all  | --levels must be whole numbers >= 0 or 'nothing', separated by commas, but holds 'all'
            """)
    void wrongArgument_endsWithOneLine(String typed, String message) throws InterruptedException {
        assertThat(run(typed.split(" "))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("do-no-harm: " + message + "\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void out_thatIsAFile_isRefusedBeforeAnythingRuns() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("--out", file.toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("do-no-harm: --out must be a folder or a new one, but '" + file + "' is a file\n");
    }
}
