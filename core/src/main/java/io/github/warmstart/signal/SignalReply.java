// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Result of one request.
 *
 * @param request the request
 * @param outcome whether it was answered
 * @param signals the accepted signals: at most one for each pair of subject and item
 * @param rejected the number of rejected rows by reason
 * @param usage the usage, failed attempts included
 * @param reason why the reply is not complete, in words without secrets; empty if it is
 */
public record SignalReply(
        SignalRequest request,
        Outcome outcome,
        List<SyntheticSignal> signals,
        Map<RejectionReason, Integer> rejected,
        Usage usage,
        String reason) {

    /** Outcome of a request. */
    public enum Outcome {
        /** Every item was answered; of a shortlist, one item or more was named. */
        COMPLETE,
        /** Some items were answered. */
        PARTIAL,
        /** The model refused. */
        REFUSED,
        /** A content filter of the provider blocked the answer. */
        FILTERED,
        /** The answer was cut off, and no row of it could be used. */
        CUT,
        /** There was no usable answer. */
        FAILED
    }

    /** Reason why a row of an answer did not become a signal. */
    public enum RejectionReason {
        /** The row is about an item that was not asked about, or names one that was not offered. */
        UNKNOWN_ITEM,
        /** The row names an item that the request gave as known, or the item that it was asked to find others for. */
        KNOWN_ITEM,
        /** The item was answered before, with the same value or another. */
        REPEATED,
        /** The value is out of its range: off the scale, not a share or grade, or beyond the length of a list. */
        OFF_SCALE,
        /** The value is NaN or infinite. */
        NOT_FINITE,
        /** The generation of the signal is higher than allowed. */
        TOO_MANY_GENERATIONS,
        /** The row cannot be read with certainty. */
        UNREADABLE,
        /** The item was asked about and not answered. */
        MISSING;

        /**
         * The reason in words, as reports show it.
         *
         * @return lower case, words separated by blanks
         */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
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
     * A reply without signals.
     *
     * @param request the request
     * @param outcome its outcome
     * @param usage the usage, which may be more than none
     * @param reason the reason, in words without secrets
     * @return a reply without signals
     */
    public static SignalReply failed(SignalRequest request, Outcome outcome, Usage usage, String reason) {
        return new SignalReply(request, outcome, List.of(), Map.of(), usage, reason);
    }

    /**
     * A reply of a generator to a request of a kind that it does not answer.
     *
     * @param request the request
     * @return a failed reply without usage, which says so
     */
    public static SignalReply declined(SignalRequest request) {
        return failed(
                request,
                Outcome.FAILED,
                Usage.NONE,
                "this generator does not answer questions of kind "
                        + request.kind().label());
    }
}
