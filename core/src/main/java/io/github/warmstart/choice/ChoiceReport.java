// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import io.github.warmstart.choice.gate.OrderVerdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Report of the training of a {@link ChoiceModel}.
 *
 * @param weights weight of each feature, by name
 * @param affinities mean log share of hidden choices with each candidate affinity learner, by name; {@code none} is the model
 *     without one. Empty if no choices could be hidden
 * @param affinity name of the selected affinity learner, or {@code none}
 * @param exposureSlope the fitted exponent of exposure answers; 0 without answers
 * @param hiddenFrom number of warm users with hidden choices for learning weights
 * @param verdicts verdicts of the gate, one for each kind of answers received
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
