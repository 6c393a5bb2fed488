// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Table of how often signals were used in small worlds, as Markdown and as JSON. */
final class EvidenceTable {

    private EvidenceTable() {}

    /** Page of Markdown; empty without cells. */
    static String write(List<EvidenceCell> cells) {
        if (cells.isEmpty()) {
            return "";
        }
        StringBuilder page = new StringBuilder("""

                ## How often signals are used in small worlds

                | part | answers | overlapping items | spread of items | worlds | used | mean change | worst | mean change where used, over all worlds |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (EvidenceCell cell : cells) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.2f | %d | %.1f %% | %+.2f %% | %+.2f %% | %+.3f %% |%n",
                    cell.part(),
                    cell.generator(),
                    cell.overlap().isPresent() ? String.valueOf(cell.overlap().getAsInt()) : "all",
                    cell.spread(),
                    cell.worlds(),
                    100.0 * cell.applied() / cell.worlds(),
                    cell.meanChangePct(),
                    cell.worstChangePct(),
                    cell.falseHarmPct()));
        }
        return page.toString();
    }

    static String json(List<EvidenceCell> cells) {
        return cells.stream()
                .map(EvidenceCell::json)
                .collect(Collectors.joining(",\n  ", "{\"results\": [\n  ", "\n]}\n"));
    }
}
