// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.List;

/**
 * Result of sending one batch.
 *
 * @param report counts and outcome
 * @param signals signals accepted by the checks, in the order of the requests
 * @param collapsed whether the diversity of the signals collapsed, so that they must be set aside
 * @param generatorDown whether the generator failed
 */
public record Round(RoundReport report, List<SyntheticSignal> signals, boolean collapsed, boolean generatorDown) {

    /** Copies the list. */
    public Round {
        signals = List.copyOf(signals);
    }

    /** Signals that may be used: none if diversity collapsed. */
    public List<SyntheticSignal> usable() {
        return collapsed ? List.of() : signals;
    }
}
