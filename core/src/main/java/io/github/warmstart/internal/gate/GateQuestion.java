// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.List;
import java.util.Set;

/**
 * One question to the gate: which of some sets of kinds of signals help, in which trials, and against what.
 *
 * @param trials the trials
 * @param table all real ratings
 * @param signals all signals that may be used
 * @param base kinds that have passed, which the candidates are compared with; empty where they are compared with models
 *     without signals
 * @param candidates sets of kinds to test, each against the same trials; one set unless the trials are of newcomers
 * @param coldUsers the users that the signals are for
 */
public record GateQuestion(
        Trials trials,
        RatingTable table,
        List<SyntheticSignal> signals,
        Set<SignalKind> base,
        List<Set<SignalKind>> candidates,
        Set<String> coldUsers) {

    /** What is hidden in the trials, and what candidates are compared with. */
    public enum Trials {
        /** Warm users are made cold; candidates are compared with the better of two models without signals. */
        NEWCOMERS,
        /** Warm users are made cold; the candidate is compared with the base. */
        ADDITION,
        /** Cold users' own ratings are hidden in turn; the generator was shown them, so the verdict is weaker. */
        OWN_RATINGS,
        /** Rated items are made new; the candidate is compared with the model on attributes. */
        NEW_ITEMS
    }

    /**
     * Checks the number of candidates.
     *
     * @throws IllegalArgumentException if there is none, or more than one where the trials take one
     */
    public GateQuestion {
        if (candidates.isEmpty() || (trials != Trials.NEWCOMERS && candidates.size() > 1)) {
            throw new IllegalArgumentException(
                    "candidates must hold one set of kinds, or more in trials of newcomers, but holds %d in %s"
                            .formatted(candidates.size(), trials));
        }
        signals = List.copyOf(signals);
        candidates = List.copyOf(candidates);
    }

    /** Number of trainings that the answer takes. */
    public int steps() {
        return steps(trials, candidates.size());
    }

    /** Number of trainings for a number of candidates. */
    public static int steps(Trials trials, int candidates) {
        return ColdStartTrials.TRIALS * (trials == Trials.NEWCOMERS ? 2 + candidates : 2);
    }
}
