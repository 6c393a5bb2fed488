// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One item of a list, and why it is there.
 *
 * @param itemId the application's own id
 * @param score the logarithm of P(choose) x P(like given chosen), up to a constant that is the same for all items of a list
 * @param parts the score, taken apart: the sum is the score. Parts that nothing is known of are absent
 */
public record RankedItem(String itemId, double score, Map<ScorePart, Double> parts) {

    /** Copies the parts, in the order of the enumeration. */
    public RankedItem {
        parts = parts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(parts));
    }
}
