// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.util.Optional;
import java.util.Set;

/**
 * Estimate of one value by a generator, as received: calibration does not change it.
 *
 * @param kind the kind of question
 * @param subject what the signal is about beside its item: a user or persona; for {@link SignalKind#SIMILAR} the item that
 *     was asked about; for {@link SignalKind#GRADES} the attribute; empty for {@link SignalKind#AUDIENCE} and
 *     {@link SignalKind#EXPOSURE}
 * @param itemId the item that is rated, graded or named
 * @param value the raw value, finite: a rating on the scale of the request, a share in per cent, a rank from 1, or a grade
 * @param evidence the items whose ratings or choices by the same user the generator was shown. They cannot test the signal
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
        if (subject.isPresent() != kind.hasSubject()) {
            throw new IllegalArgumentException(
                    "subject must be given except for kinds audience and exposure, but was %s for kind %s"
                            .formatted(subject.orElse("none"), kind.label()));
        }
        evidence = Set.copyOf(evidence);
    }
}
