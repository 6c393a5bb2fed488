// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.reply.RequestRules;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Accumulated reply to one request: the result of the first call, and of further calls about missing items. */
final class PartialReply {

    private final int position;
    private final SignalRequest request;
    private final RequestRules rules;
    private final Map<String, List<SyntheticSignal>> signals = new LinkedHashMap<>();
    private final Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
    private Usage usage = Usage.NONE;
    private @Nullable CallResult last;
    private int results;
    private int open;
    private int rounds;

    PartialReply(int position, SignalRequest request) {
        this.position = position;
        this.request = request;
        rules = new RequestRules(request);
    }

    /** The position of the request in its job. */
    int position() {
        return position;
    }

    SignalRequest request() {
        return request;
    }

    /** Counts a call that is queued or in flight. */
    void opened() {
        open++;
    }

    /** Counts out a call without result. */
    void dropped() {
        open--;
    }

    /** Begins another round of calls about missing items. */
    void beginRound() {
        rounds++;
        rejected.remove(RejectionReason.MISSING); // will be asked again
    }

    /** The number of rounds about missing items. */
    int rounds() {
        return rounds;
    }

    /** Whether no call is queued or in flight. */
    boolean isIdle() {
        return open == 0;
    }

    /** Whether there is a result to deliver, with signals or only with usage. */
    boolean hasResult() {
        return results > 0;
    }

    /** Adds the usage of a call that was too long and is split. */
    void addUsage(CallResult result) {
        open--;
        usage = usage.plus(result.reply().usage());
    }

    /** Adds the result of a call. */
    void add(CallResult result) {
        addUsage(result);
        results++;
        last = result;
        Map<String, List<SyntheticSignal>> answers =
                result.reply().signals().stream().collect(Collectors.groupingBy(RequestRules::question));
        if (request.kind() == SignalKind.SHORTLIST) { // parts of a list that was too long are one answer
            answers.forEach((question, more) ->
                    signals.computeIfAbsent(question, q -> new ArrayList<>()).addAll(more));
        } else {
            answers.forEach(signals::putIfAbsent);
        }
        result.reply().rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
        if (result.failure() != null && rounds > 0) {
            int lost = result.reply().request().items().size();
            rejected.merge(RejectionReason.MISSING, lost, Integer::sum);
        }
    }

    /** The items without an answer, in the order of the request. */
    List<Item> missing() {
        return rules.unanswered(all());
    }

    private List<SyntheticSignal> all() {
        return signals.values().stream().flatMap(List::stream).toList();
    }

    private int answered() {
        return request.items().size() - missing().size();
    }

    /** Whether items are missing that another call may answer. */
    boolean canBeCompleted() {
        return last != null
                && last.retryMissing()
                && answered() < request.items().size();
    }

    /** Whether the answer ended before its first row: a shorter request is more likely to be answered. */
    boolean wasCutShort() {
        return last != null && last.reply().outcome() == Outcome.CUT;
    }

    /** The reply so far. */
    SignalReply toReply() {
        if (last == null) {
            return SignalReply.failed(request, Outcome.FAILED, usage, "the question was not asked");
        }
        List<SyntheticSignal> all = inOrder();
        int answered = answered();
        Outcome outcome = answered == request.items().size()
                ? Outcome.COMPLETE
                : answered == 0 ? last.reply().outcome() : Outcome.PARTIAL;
        return new SignalReply(request, outcome, all, rejected, usage, reason(last.reply(), answered));
    }

    /** All signals, in the order of the items of the request. */
    private List<SyntheticSignal> inOrder() {
        return request.items().stream()
                .map(item -> RequestRules.question(request, item))
                .distinct()
                .flatMap(question -> signals.getOrDefault(question, List.of()).stream())
                .toList();
    }

    private String reason(SignalReply latest, int answered) {
        if (answered == request.items().size()) {
            return "";
        }
        if (results == 1 || answered == 0) {
            return latest.reason();
        }
        String latestReason = latest.reason().isEmpty() ? "" : "; the last answer: " + latest.reason();
        return "%d of %d items were answered after %d questions%s"
                .formatted(answered, request.items().size(), results, latestReason);
    }
}
