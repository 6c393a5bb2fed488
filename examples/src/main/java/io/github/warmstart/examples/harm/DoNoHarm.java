// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import io.github.warmstart.examples.console.ProgressBar;
import io.github.warmstart.examples.evaluation.setup.Together;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Program that measures warm starts with faulty generators: a table of mean change and worst harm, for a warm start and
 * for the naive method; see {@code --help}.
 */
public final class DoNoHarm {

    /** Exit code of a broken promise. */
    static final int HARM = 1;
    /** Exit code of a wrong argument or a folder that cannot be written. */
    static final int WRONG_USAGE = 2;

    private DoNoHarm() {}

    /**
     * Runs the program.
     *
     * @param args see {@code --help}
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        int code = run(System.out, System.err, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The program without its exit: 0, {@value #HARM}, or {@value #WRONG_USAGE} after one line on the error stream. */
    static int run(PrintStream out, PrintStream err, String... args) throws InterruptedException {
        HarmArguments arguments;
        try {
            arguments = HarmArguments.parse(args);
        } catch (IllegalArgumentException e) {
            err.println("do-no-harm: " + e.getMessage());
            return WRONG_USAGE;
        }
        if (arguments.help()) {
            out.print(HarmArguments.MANUAL);
            return 0;
        }
        try {
            List<HarmCell> cells = List.of();
            List<EvidenceCell> evidence;
            try (ProgressBar bar = ProgressBar.onConsole(err)) {
                if (arguments.parts().contains(HarmArguments.WORLDS)) {
                    cells = cells(arguments, bar);
                }
                evidence = evidence(arguments, bar);
            }
            String page = (cells.isEmpty() ? "" : HarmTable.write(arguments, cells)) + EvidenceTable.write(evidence);
            out.print(page);
            if (arguments.out().isPresent()) {
                Path folder = Files.createDirectories(arguments.out().get());
                Files.writeString(folder.resolve("do-no-harm.md"), page);
                if (!cells.isEmpty()) {
                    Files.writeString(folder.resolve("do-no-harm.svg"), HarmChart.svg(cells));
                }
                Files.writeString(folder.resolve("harm.json"), EvidenceTable.json(evidence));
                out.println();
                out.println("Written to " + folder + ": do-no-harm.md, " + (cells.isEmpty() ? "" : "do-no-harm.svg, ")
                        + "harm.json");
            }
            return code(cells);
        } catch (IOException e) {
            err.println("do-no-harm: " + e.getMessage());
            return WRONG_USAGE;
        }
    }

    /** Whether the promise holds, as an exit code. */
    static int code(List<HarmCell> cells) {
        return cells.stream().anyMatch(HarmCell::harmful) ? HARM : 0;
    }

    /** Cells of the parts about evidence, in the order of the parts. */
    static List<EvidenceCell> evidence(HarmArguments arguments, ProgressBar bar) throws InterruptedException {
        List<Callable<EvidenceCell>> cells = new ArrayList<>();
        for (String part : arguments.parts()) {
            if (!part.equals(HarmArguments.WORLDS)) {
                for (EvidenceParts.Task task : EvidenceParts.tasks(part)) {
                    cells.add(() -> task.run(arguments.seeds().get(0), arguments.smallWorlds()));
                }
            }
        }
        int[] done = {0};
        return Together.run(cells, () -> bar.update("Small worlds", ++done[0], cells.size()));
    }

    /** All cells, generator by generator and level by level. */
    static List<HarmCell> cells(HarmArguments arguments, ProgressBar bar) throws InterruptedException {
        List<PlantedWorld> worlds = arguments.seeds().stream()
                .map(seed -> new PlantedWorld(seed, arguments.size()))
                .toList();
        List<Callable<HarmTrial.Outcome>> trials = new ArrayList<>();
        for (Behaviour behaviour : Behaviour.values()) {
            for (HarmLevel level : arguments.levels()) {
                worlds.forEach(world -> trials.add(() -> new HarmTrial(world, level, behaviour).run()));
            }
        }
        int[] done = {0};
        return HarmCell.of(Together.run(trials, () -> bar.update("Warm starts", ++done[0], trials.size())));
    }
}
