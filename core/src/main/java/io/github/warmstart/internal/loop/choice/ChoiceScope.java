// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.choice;

import java.util.List;
import java.util.Map;

/**
 * How much is asked about choices.
 *
 * @param exposureItems the greatest number of items whose exposure is asked for
 * @param similarItems the greatest number of items that similar items are asked for
 * @param shortlistUsers the greatest number of newcomers that shortlists are asked for
 * @param probes the number of warm users to be made newcomers
 * @param probeChoices the choices to show of warm users that the host chose as probes; empty to choose them by chance
 * @param attributes the attributes to grade items on; empty for none
 */
public record ChoiceScope(
        int exposureItems,
        int similarItems,
        int shortlistUsers,
        int probes,
        Map<String, List<String>> probeChoices,
        List<String> attributes) {

    /** Copies the collections. */
    public ChoiceScope {
        probeChoices = Map.copyOf(probeChoices);
        attributes = List.copyOf(attributes);
    }
}
