// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.util.Optional;
import java.util.Set;

/**
 * What a generator made up about one item, as it came: calibration adds to it and never changes it.
 *
 * @param kind whose opinion it guesses
 * @param subject the id of the user or persona; nothing for the audience
 * @param itemId the item
 * @param value the raw value, finite and on the scale of the request
 * @param evidence the items whose ratings by the same user the generator was shown. A check against one of those
 *     ratings would be no check, because the generator has seen it
 * @param origin where it came from
 */
public record SyntheticSignal(
        SignalKind kind, Optional<String> subject, String itemId, double value, Set<String> evidence, Origin origin) {

    /**
     * Checks the value and the subject.
     *
     * @throws IllegalArgumentException if the value is not finite, or the subject does not fit the kind
     */
    public SyntheticSignal {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "value of a signal for item '%s' must be finite, but was %s".formatted(itemId, value));
        }
        if (subject.isPresent() == (kind == SignalKind.AUDIENCE)) {
            throw new IllegalArgumentException("subject must be given except for the audience, but was %s for kind %s"
                    .formatted(subject.orElse("none"), kind.label()));
        }
        evidence = Set.copyOf(evidence);
    }
}
