// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Item of a list, with the parts of its score.
 *
 * @param itemId the application's own id
 * @param score the logarithm of P(choose) x P(like given chosen), up to a constant that is the same for all items of a list
 * @param parts parts of the score, which sum to it. Parts without data are absent
 */
public record RankedItem(String itemId, double score, Map<ScorePart, Double> parts) {

    /** Copies the parts, in the order of the enumeration. */
    public RankedItem {
        parts = parts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(parts));
    }
}
