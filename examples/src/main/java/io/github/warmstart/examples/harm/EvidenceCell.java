// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Results of one generator in many small worlds.
 *
 * @param part name of the part
 * @param generator kind of answers
 * @param overlap number of rated items with an answer; empty if all have one
 * @param spread standard deviation of the item means
 * @param worlds number of worlds
 * @param applied number of worlds in which signals were used
 * @param meanChangePct change of the pooled error on hidden ratings against real-only, mean over worlds
 * @param worstChangePct change in the worst world
 * @param falseHarmPct mean change, with worlds without signals counted as 0
 */
record EvidenceCell(
        String part,
        String generator,
        OptionalInt overlap,
        double spread,
        int worlds,
        int applied,
        double meanChangePct,
        double worstChangePct,
        double falseHarmPct) {

    /** Result of one world. */
    record Outcome(boolean applied, double change) {}

    static EvidenceCell of(String part, String generator, OptionalInt overlap, double spread, List<Outcome> outcomes) {
        return new EvidenceCell(
                part,
                generator,
                overlap,
                spread,
                outcomes.size(),
                (int) outcomes.stream().filter(Outcome::applied).count(),
                100 * outcomes.stream().mapToDouble(Outcome::change).average().orElse(0),
                100 * outcomes.stream().mapToDouble(Outcome::change).max().orElse(0),
                100
                        * outcomes.stream()
                                .mapToDouble(outcome -> outcome.applied() ? outcome.change() : 0)
                                .average()
                                .orElse(0));
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"part\": \"%s\", \"generator\": \"%s\", \"overlap\": %s, \"spread\": %s, \"worlds\": %d, \"applied\": %d, \"meanChangePct\": %.4f, \"worstChangePct\": %.4f, \"appliedHarmPct\": %.4f}",
                part,
                generator,
                overlap.isPresent() ? String.valueOf(overlap.getAsInt()) : "null",
                Double.isNaN(spread) ? "null" : String.valueOf(spread),
                worlds,
                applied,
                meanChangePct,
                worstChangePct,
                falseHarmPct);
    }
}
