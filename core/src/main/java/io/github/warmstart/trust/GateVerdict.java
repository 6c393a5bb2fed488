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
 * What the gate says of the signals of some kinds.
 *
 * @param kinds the kinds of signals that were tried together
 * @param passed whether they are shown to help, and no group is shown to be worse
 * @param trial the errors on hidden real ratings with the signals and before them, pooled over users: of the better model
 *     without any, or of the kinds that had passed; nothing where no trial could be made
 * @param reason the verdict in words
 * @param guardrails the same comparison for groups of users and items, sorted by name; empty where no trial could be made
 * @param popularity how popular the items are that judged users would be recommended; nothing where no trial could be made
 * @param beliefs how far the signals about each user are believed; nothing unless they were held against users' own ratings
 * @param evidence what the ratings say of signals about the audience; nothing if the kinds hold none
 */
public record GateVerdict(
        Set<SignalKind> kinds,
        boolean passed,
        Optional<PairedBootstrap> trial,
        String reason,
        List<Guardrail> guardrails,
        Optional<PopularityShift> popularity,
        Optional<UserReliability> beliefs,
        Optional<SignalEvidence> evidence) {

    /** Copies the collections. */
    public GateVerdict {
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
        guardrails = List.copyOf(guardrails);
    }

    /**
     * A verdict without guardrails and beliefs.
     *
     * @param kinds the kinds of signals that were tried together
     * @param passed whether they are shown to help
     * @param trial the comparison, if there was one
     * @param reason the verdict in words
     */
    public GateVerdict(Set<SignalKind> kinds, boolean passed, Optional<PairedBootstrap> trial, String reason) {
        this(kinds, passed, trial, reason, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * How large a gain must be for this gate to let it through.
     *
     * @return nothing where no trial could be made
     */
    public Optional<Power> power() {
        return trial.map(Power::of);
    }

    /**
     * The guardrails that are broken.
     *
     * @return groups that the signals make worse, with confidence; empty if there is none
     */
    public List<Guardrail> broken() {
        return guardrails.stream().filter(Guardrail::broken).toList();
    }

    /**
     * The same verdict with other beliefs.
     *
     * @param other how far the signals about each user are believed
     * @return a new verdict
     */
    public GateVerdict believing(Optional<UserReliability> other) {
        return new GateVerdict(kinds, passed, trial, reason, guardrails, popularity, other, evidence);
    }

    /**
     * The same verdict with what the ratings say of the audience's signals.
     *
     * @param other the evidence
     * @return a new verdict
     */
    public GateVerdict with(SignalEvidence other) {
        return new GateVerdict(kinds, passed, trial, reason, guardrails, popularity, beliefs, Optional.of(other));
    }

    /**
     * The same verdict with another reason.
     *
     * @param other the reason in words
     * @return a new verdict
     */
    public GateVerdict because(String other) {
        return new GateVerdict(kinds, passed, trial, other, guardrails, popularity, beliefs, evidence);
    }
}
