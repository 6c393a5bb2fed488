// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import io.github.warmstart.choice.gate.OrderVerdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a {@link ChoiceModel} was made.
 *
 * @param weights of each feature, by name
 * @param affinities mean log share of hidden choices with each affinity learner that was tried, by name; {@code none} is
 *     the model without one. Empty where nothing could be hidden
 * @param affinity the name of the learner that was taken, or {@code none}
 * @param exposureSlope the fitted exponent of exposure answers; 0 where there were none
 * @param hiddenFrom how many warm users had hidden choices to learn weights by
 * @param verdicts of the gate, one for each kind of answers that there were
 */
public record ChoiceReport(
        Map<String, Double> weights,
        Map<String, Double> affinities,
        String affinity,
        double exposureSlope,
        int hiddenFrom,
        List<OrderVerdict> verdicts) {

    /** Copies the maps. */
    public ChoiceReport {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        verdicts = List.copyOf(verdicts);
        affinities = Collections.unmodifiableMap(new LinkedHashMap<>(affinities));
    }
}
