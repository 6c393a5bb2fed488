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
 * Holds a reply against its request, whatever made it: a generator that hands through what it got does no harm.
 */
public final class SignalChecks {

    private SignalChecks() {}

    /**
     * Keeps the signals that answer the request, and counts the others by reason.
     *
     * <p>What a generator was shown is known from the request, so each signal gets that as its evidence, whatever it said
     * itself; what it says it was shown beyond that is kept, as an answer from a journal was made from the ratings of its
     * own time. Items that neither have a signal nor a rejected row are counted as missing, and an outcome that promises
     * more than was kept is lowered.
     *
     * @param reply what a generator handed over
     * @param maxGenerations the highest {@linkplain io.github.warmstart.signal.Origin#generation generation} to keep
     * @return the same reply with only those signals that are about the subject and an item of the request, for the first
     *     time, on the scale, and of a generation that is allowed
     */
    public static SignalReply check(SignalReply reply, int maxGenerations) {
        SignalRequest request = reply.request();
        RequestRules rules = new RequestRules(request);
        Set<List<String>> answered = new HashSet<>();
        List<SyntheticSignal> kept = new ArrayList<>();
        Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
        rejected.putAll(reply.rejected());
        // rows that stand for no item of the request that would go unanswered
        int beside = reply.rejected().getOrDefault(RejectionReason.UNKNOWN_ITEM, 0);
        for (SyntheticSignal signal : reply.signals()) {
            Optional<RejectionReason> reason = rules.rejection(signal);
            if (reason.isPresent()) {
                rejected.merge(reason.get(), 1, Integer::sum);
                beside += reason.get() == RejectionReason.UNKNOWN_ITEM ? 1 : 0;
            } else if (signal.origin().generation() > maxGenerations) {
                rejected.merge(RejectionReason.TOO_MANY_GENERATIONS, 1, Integer::sum);
            } else if (!answered.add(List.of(signal.subject().orElse(""), signal.itemId()))) {
                rejected.merge(RejectionReason.REPEATED, 1, Integer::sum);
                beside++;
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
                ? open + beside - rows
                : open > 0 && rows == 0 ? open : 0; // in lists, rejected rows stand for no item
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

    private static SignalReply.Outcome outcome(SignalReply.Outcome told, int kept, int asked) {
        if (kept == asked || (told != SignalReply.Outcome.COMPLETE && told != SignalReply.Outcome.PARTIAL)) {
            return told;
        }
        return kept == 0 ? SignalReply.Outcome.FAILED : SignalReply.Outcome.PARTIAL;
    }
}
