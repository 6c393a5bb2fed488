// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the gate says of the signals of some kinds.
 *
 * @param kinds the kinds of signals that were tried together
 * @param passed whether they are shown to help
 * @param trial the errors on hidden real ratings with the signals and before them, pooled over users: of the better model
 *     without any, or of the kinds that had passed; nothing where no trial could be made
 * @param reason the verdict in words
 */
public record GateVerdict(Set<SignalKind> kinds, boolean passed, Optional<PairedBootstrap> trial, String reason) {

    /** Copies the kinds. */
    public GateVerdict {
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    }
}
