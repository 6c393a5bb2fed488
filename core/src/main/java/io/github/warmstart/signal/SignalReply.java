// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of one request.
 *
 * @param request the question
 * @param outcome how it ended
 * @param signals what was accepted; at most one a requested item
 * @param rejected how many rows were not, by reason
 * @param usage what it cost, failed tries included
 * @param reason why it is not complete, in words without secrets; empty if it is
 */
public record SignalReply(
        SignalRequest request,
        Outcome outcome,
        List<SyntheticSignal> signals,
        Map<RejectionReason, Integer> rejected,
        Usage usage,
        String reason) {

    /** How a request ended. */
    public enum Outcome {
        /** Every item was answered. */
        COMPLETE,
        /** Some items were answered. */
        PARTIAL,
        /** The model refused. */
        REFUSED,
        /** A content filter of the provider cut in. */
        FILTERED,
        /** The answer was cut before its end, and nothing of it could be used. */
        CUT,
        /** No usable answer came. */
        FAILED
    }

    /** Copies the collections. */
    public SignalReply {
        requireNonNull(request, "request");
        requireNonNull(outcome, "outcome");
        signals = List.copyOf(signals);
        Map<RejectionReason, Integer> copy = new EnumMap<>(RejectionReason.class);
        copy.putAll(rejected);
        rejected = Collections.unmodifiableMap(copy);
        requireNonNull(usage, "usage");
        requireNonNull(reason, "reason");
    }

    /**
     * A request that brought nothing.
     *
     * @param request the question
     * @param outcome how it ended
     * @param usage what it cost nevertheless
     * @param reason why, in words without secrets
     * @return a reply without signals
     */
    public static SignalReply failed(SignalRequest request, Outcome outcome, Usage usage, String reason) {
        return new SignalReply(request, outcome, List.of(), Map.of(), usage, reason);
    }
}
