// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.checks;

import io.github.warmstart.internal.reply.RequestRules;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Validity checks of a reply against its request. They run for every generator, so a generator that passes on unchecked output
 * does no harm.
 */
public final class SignalChecks {

    private SignalChecks() {}

    /**
     * Keeps the signals that answer the request, and counts the others by reason.
     *
     * <p>The evidence of a signal is the union of what the request showed the generator and what the signal itself lists: a
     * journaled answer was generated from the ratings known at that time. Items with neither a signal nor a rejected row are
     * counted as missing. An outcome better than the kept signals justify is lowered.
     *
     * @param reply the generator's reply
     * @param maxGenerations the highest {@linkplain io.github.warmstart.signal.Origin#generation generation} to keep
     * @return the reply with only those signals that match the request's kind, subject and items, are on the scale and of an
     *     allowed generation; only the first per item
     */
    public static SignalReply check(SignalReply reply, int maxGenerations) {
        SignalRequest request = reply.request();
        RequestRules rules = new RequestRules(request);
        Set<List<String>> answered = new HashSet<>();
        List<SyntheticSignal> kept = new ArrayList<>();
        Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
        rejected.putAll(reply.rejected());
        // rejected rows that do not account for an unanswered item of the request
        int surplus = reply.rejected().getOrDefault(RejectionReason.UNKNOWN_ITEM, 0);
        for (SyntheticSignal signal : reply.signals()) {
            Optional<RejectionReason> reason = rules.rejection(signal);
            if (reason.isPresent()) {
                rejected.merge(reason.get(), 1, Integer::sum);
                surplus += reason.get() == RejectionReason.UNKNOWN_ITEM ? 1 : 0;
            } else if (signal.origin().generation() > maxGenerations) {
                rejected.merge(RejectionReason.TOO_MANY_GENERATIONS, 1, Integer::sum);
            } else if (!answered.add(List.of(signal.subject().orElse(""), signal.itemId()))) {
                rejected.merge(RejectionReason.REPEATED, 1, Integer::sum);
                surplus++;
            } else {
                kept.add(new SyntheticSignal(
                        signal.kind(),
                        signal.subject(),
                        signal.itemId(),
                        signal.value(),
                        union(rules.evidence(), signal.evidence()),
                        signal.origin()));
            }
        }
        int asked = request.items().size();
        int open = rules.unanswered(kept).size();
        int rows = rejected.values().stream().mapToInt(count -> count).sum();
        int missing = RequestRules.isSingle(request.kind())
                ? open + surplus - rows
                : open > 0 && rows == 0 ? open : 0; // in lists, rejected rows are not counted by item
        if (missing > 0) {
            rejected.merge(RejectionReason.MISSING, missing, Integer::sum);
        }
        SignalReply.Outcome outcome = outcome(reply.outcome(), asked - open, asked);
        String reason = reply.reason().isEmpty() && outcome != SignalReply.Outcome.COMPLETE
                ? "%d of %d items got a usable signal".formatted(asked - open, asked)
                : reply.reason();
        return new SignalReply(request, outcome, kept, rejected, reply.usage(), reason);
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        if (some.containsAll(more)) {
            return some;
        }
        Set<String> both = new HashSet<>(some);
        both.addAll(more);
        return both;
    }

    private static SignalReply.Outcome outcome(SignalReply.Outcome reported, int kept, int asked) {
        if (kept == asked || (reported != SignalReply.Outcome.COMPLETE && reported != SignalReply.Outcome.PARTIAL)) {
            return reported;
        }
        return kept == 0 ? SignalReply.Outcome.FAILED : SignalReply.Outcome.PARTIAL;
    }
}
