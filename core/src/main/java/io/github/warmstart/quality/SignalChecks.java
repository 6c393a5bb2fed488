// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.quality;

import io.github.warmstart.rating.Item;
import io.github.warmstart.signal.RejectionReason;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a reply against its request, whatever made it: a generator that hands through what it got does no harm.
 */
public final class SignalChecks {

    private SignalChecks() {}

    /**
     * Keeps the signals that answer the request, and counts the others by reason.
     *
     * @param reply what a generator handed over
     * @return the same reply with only those signals that are about the subject and an item of the request, for the first
     *     time, and on the scale
     */
    public static SignalReply check(SignalReply reply) {
        Set<String> asked = new HashSet<>();
        reply.request().items().stream().map(Item::id).forEach(asked::add);
        Set<String> answered = new HashSet<>();
        List<SyntheticSignal> kept = new ArrayList<>();
        Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
        rejected.putAll(reply.rejected());
        for (SyntheticSignal signal : reply.signals()) {
            if (signal.kind() != reply.request().kind()
                    || !signal.subject().equals(reply.request().subjectId())
                    || !asked.contains(signal.itemId())) {
                rejected.merge(RejectionReason.UNKNOWN_ITEM, 1, Integer::sum);
            } else if (!reply.request().scale().contains(signal.value())) {
                rejected.merge(RejectionReason.OFF_SCALE, 1, Integer::sum);
            } else if (!answered.add(signal.itemId())) {
                rejected.merge(RejectionReason.REPEATED, 1, Integer::sum);
            } else {
                kept.add(signal);
            }
        }
        return new SignalReply(reply.request(), reply.outcome(), kept, rejected, reply.usage(), reply.reason());
    }
}
