// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.util.Optional;
import java.util.Set;

/**
 * Estimate of one rating by a generator, as received: calibration does not change it.
 *
 * @param kind the kind of subject
 * @param subject the id of the user or persona; empty for the audience
 * @param itemId the item
 * @param value the raw value, finite and on the scale of the request
 * @param evidence the items whose ratings by the same user the generator was shown. These
 *     ratings cannot test the signal
 * @param origin its provenance
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
