// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.statistics.PairedBootstrap;
import io.github.warmstart.statistics.Power;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decision of the gate about the signals of some kinds.
 *
 * @param kinds the kinds of signals that were tested together
 * @param passed whether they may be used
 * @param trial errors on hidden real ratings, pooled over users, with the signals and without them: of the better model
 *     without any, or of the model with the kinds that passed before; empty without a trial
 * @param reason reason for the decision, as text
 * @param guardrails the same comparison for groups of users and items, sorted by name; empty without a trial
 * @param popularity popularity of the items that tested users would be recommended; empty without a trial
 * @param reliability reliability of the signals about each user; empty unless they were compared with users' own
 *     ratings
 * @param evidence evidence for signals about the audience; empty if the kinds contain none
 */
public record GateVerdict(
        Set<SignalKind> kinds,
        boolean passed,
        Optional<PairedBootstrap> trial,
        String reason,
        List<Guardrail> guardrails,
        Optional<PopularityShift> popularity,
        Optional<UserReliability> reliability,
        Optional<SignalEvidence> evidence) {

    /** Copies the collections. */
    public GateVerdict {
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        guardrails = List.copyOf(guardrails);
    }

    /**
     * Creates a verdict without guardrails and reliability.
     *
     * @param kinds the kinds of signals that were tested together
     * @param passed whether they may be used
     * @param trial comparison of errors; empty without a trial
     * @param reason reason for the decision, as text
     */
    public GateVerdict(Set<SignalKind> kinds, boolean passed, Optional<PairedBootstrap> trial, String reason) {
        this(kinds, passed, trial, reason, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Power of the trial: the gain that it would detect.
     *
     * @return empty without a trial
     */
    public Optional<Power> power() {
        return trial.map(Power::of);
    }

    /**
     * Broken guardrails.
     *
     * @return groups that the signals make worse, with confidence; empty if there is none
     */
    public List<Guardrail> broken() {
        return guardrails.stream().filter(Guardrail::broken).toList();
    }

    /**
     * Copy of this verdict with another reliability.
     *
     * @param other reliability of the signals about each user
     * @return a new verdict
     */
    public GateVerdict withReliability(Optional<UserReliability> other) {
        return new GateVerdict(kinds, passed, trial, reason, guardrails, popularity, other, evidence);
    }

    /**
     * Copy of this verdict with evidence.
     *
     * @param other the evidence
     * @return a new verdict
     */
    public GateVerdict with(SignalEvidence other) {
        return new GateVerdict(kinds, passed, trial, reason, guardrails, popularity, reliability, Optional.of(other));
    }

    /**
     * Copy of this verdict with another reason.
     *
     * @param other the reason, as text
     * @return a new verdict
     */
    public GateVerdict withReason(String other) {
        return new GateVerdict(kinds, passed, trial, other, guardrails, popularity, reliability, evidence);
    }
}
