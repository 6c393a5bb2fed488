// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reply to one request while it grows: the first answer, and those to questions about what that left out. */
final class PartialReply {

    private final int place;
    private final SignalRequest request;
    private final Map<String, SyntheticSignal> signals = new HashMap<>();
    private final Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
    private Usage usage = Usage.NONE;
    private @Nullable CallResult last;
    private int answers;
    private int open;
    private int rounds;

    PartialReply(int place, SignalRequest request) {
        this.place = place;
        this.request = request;
    }

    /** Where the request stands among those of its job. */
    int place() {
        return place;
    }

    SignalRequest request() {
        return request;
    }

    /** A question is on its way. */
    void asked() {
        open++;
    }

    /** What was asked is not on its way any more, and no answer comes. */
    void dropped() {
        open--;
    }

    /** Another question is to be asked about what is missing. */
    void begin() {
        rounds++;
        rejected.remove(RejectionReason.MISSING); // will be asked again
    }

    /** How often what was missing has been asked for. */
    int rounds() {
        return rounds;
    }

    /** Whether nothing is on its way. */
    boolean settled() {
        return open == 0;
    }

    /** Whether anything came that is worth handing over: signals, or only a bill. */
    boolean hasAnswer() {
        return answers > 0;
    }

    /** Adds what came. A question that was too long and is parted has cost what it cost, and says nothing else. */
    void take(CallResult answered, boolean parted) {
        open--;
        usage = usage.plus(answered.reply().usage());
        if (parted) {
            return;
        }
        answers++;
        last = answered;
        answered.reply().signals().forEach(signal -> signals.putIfAbsent(signal.itemId(), signal));
        answered.reply().rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
        if (answered.failure() != null && rounds > 0) {
            int lost = answered.reply().request().items().size();
            rejected.merge(RejectionReason.MISSING, lost, Integer::sum);
        }
    }

    /** The items without a signal, in the order of the request. */
    List<Item> unanswered() {
        return request.items().stream()
                .filter(item -> !signals.containsKey(item.id()))
                .toList();
    }

    boolean isWorthAsking() {
        return last != null
                && last.askAgain()
                && signals.size() < request.items().size();
    }

    /** Whether the answer ended before its first row: a shorter question is likelier to be answered. */
    boolean wasCutShort() {
        return last != null && last.reply().outcome() == Outcome.CUT;
    }

    SignalReply reply() {
        if (last == null) {
            return SignalReply.failed(request, Outcome.FAILED, usage, "the question was not asked");
        }
        List<SyntheticSignal> all = request.items().stream()
                .map(Item::id)
                .filter(signals::containsKey)
                .map(signals::get)
                .toList();
        Outcome outcome = all.size() == request.items().size()
                ? Outcome.COMPLETE
                : all.isEmpty() ? last.reply().outcome() : Outcome.PARTIAL;
        return new SignalReply(request, outcome, all, rejected, usage, reason(last.reply(), all.size()));
    }

    private String reason(SignalReply latest, int answered) {
        if (answered == request.items().size()) {
            return "";
        }
        if (answers == 1 || answered == 0) {
            return latest.reason();
        }
        String latestReason = latest.reason().isEmpty() ? "" : "; the last answer: " + latest.reason();
        return "%d of %d items were answered after %d questions%s"
                .formatted(answered, request.items().size(), answers, latestReason);
    }
}
