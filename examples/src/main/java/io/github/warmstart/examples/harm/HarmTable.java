// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Results as a page of Markdown. */
final class HarmTable {

    private final StringBuilder page = new StringBuilder();

    private HarmTable() {}

    static String write(HarmArguments arguments, List<HarmCell> cells) {
        HarmTable table = new HarmTable();
        table.line(
                "%d planted worlds of %d items, %d cold users and %d warm users. Learner: %s. Change of RMSE on later ratings of"
                        + " cold users against real ratings alone, below 0 is better: mean over worlds, worst world, and paired 95 %% interval"
                        + " over the users of all worlds.",
                arguments.seeds().size(),
                arguments.size().things(),
                arguments.size().coldUsers(),
                arguments.size().warmUsers(),
                HarmTrial.learner(arguments.seeds().get(0)));
        table.line("");
        table.line(
                "| generator | warm ratings | applied | warm start | worst | 95 %% interval | verdict | naive | worst | 95 %% interval | verdict |");
        table.line("|---|---|---|---|---|---|---|---|---|---|---|");
        cells.forEach(table::row);
        table.line("");
        table.conclusion(cells);
        table.line("");
        Arrays.stream(Behaviour.values())
                .forEach(behaviour -> table.line("- *%s*: %s", behaviour.label(), behaviour.description()));
        return table.page.toString();
    }

    private void row(HarmCell cell) {
        line(
                "| %s | %s | %d of %d | %s | %s |",
                cell.behaviour().label(),
                cell.level().label(),
                cell.applied(),
                cell.runs(),
                arm(cell.warmStart()),
                arm(cell.naive()));
    }

    private static String arm(HarmCell.Arm arm) {
        return String.format(
                Locale.ROOT,
                "%s | %s | %s to %s | %s",
                percent(arm.mean()),
                percent(arm.worst()),
                percent(arm.low()),
                percent(arm.high()),
                arm.significantlyWorse() ? "**" + arm.verdict() + "**" : arm.verdict());
    }

    /** Text of a share, without a sign where it rounds to zero. */
    private static String percent(double share) {
        double percent = Math.abs(100 * share) < 0.005 ? 0 : 100 * share;
        return String.format(Locale.ROOT, percent == 0 ? "%.2f %%" : "%+.2f %%", percent);
    }

    private void conclusion(List<HarmCell> cells) {
        List<HarmCell> promised =
                cells.stream().filter(cell -> !cell.behaviour().adversarial()).toList();
        List<HarmCell> broken = promised.stream().filter(HarmCell::harmful).toList();
        line(
                "Significantly worse than real ratings alone, of %d cells of generators that are not adversarial: warm start %d%s, naive %d.",
                promised.size(),
                broken.size(),
                broken.stream()
                        .map(cell ->
                                cell.behaviour().label() + " at " + cell.level().label())
                        .collect(Collectors.joining("; ", broken.isEmpty() ? "" : " (", broken.isEmpty() ? "" : ")")),
                promised.stream()
                        .filter(cell -> cell.naive().significantlyWorse())
                        .count());
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
