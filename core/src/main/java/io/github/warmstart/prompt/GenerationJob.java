// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.prompt.ModelWorkers.Call;
import io.github.warmstart.prompt.ModelWorkers.Completed;
import io.github.warmstart.prompt.ModelWorkers.Submission;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a generator: answers its requests, on the thread of the caller.
 *
 * <p>Complete replies are delivered at once. Missing items are asked about again at the end, those of the replies that lack
 * most first: a given number of further calls then brings the most rows. A request that is too long is split in two, and
 * from then on no request of that length is sent. A failure that ends the job stops further calls; calls in flight
 * complete, and all that was received is delivered before the failure is thrown.
 */
final class GenerationJob {

    /** The greatest number of times that the missing items of one request are asked about. */
    private static final int MAX_ROUNDS = 2;

    private final ModelWorkers workers;
    private final ModelCaller caller;
    private final AtomicInteger maxItems;
    private final Consumer<SignalReply> replies;
    private final Deque<Call> queue = new ArrayDeque<>();
    private final Set<PartialReply> incomplete = new LinkedHashSet<>();
    private int followUps;
    private int inFlight;
    private @Nullable SignalException end;

    /**
     * A job.
     *
     * @param maxItems the greatest number of items that one request may hold, lowered where the model refuses; shared by
     *     all jobs of a generator
     * @param followUps the greatest number of further calls about missing items
     */
    GenerationJob(
            ModelWorkers workers,
            ModelCaller caller,
            AtomicInteger maxItems,
            int followUps,
            Consumer<SignalReply> replies) {
        this.workers = workers;
        this.caller = caller;
        this.maxItems = maxItems;
        this.followUps = followUps;
        this.replies = replies;
    }

    void run(List<SignalRequest> requests) throws InterruptedException {
        int position = 0;
        for (SignalRequest request : requests) {
            queue.add(call(new PartialReply(position++, request), request));
        }
        try (Submission submission = workers.open(caller)) {
            do {
                while (!queue.isEmpty() || inFlight > 0) {
                    submit(submission);
                    if (inFlight > 0) {
                        add(submission.next(), submission);
                    }
                }
            } while (end == null && planFollowUps());
            incomplete.forEach(this::deliver);
        }
        if (end != null) {
            throw end;
        }
    }

    private static Call call(PartialReply reply, SignalRequest request) {
        reply.opened();
        return new Call(reply, request);
    }

    /** Submits queued calls as far as the workers take them. */
    private void submit(Submission submission) {
        while (!queue.isEmpty() && inFlight < workers.maxPending()) {
            Call call = queue.remove();
            if (call.request().items().size() > maxItems.get()) {
                call.reply().dropped();
                split(call);
            } else {
                inFlight++;
                submission.submit(call);
            }
        }
    }

    private void add(Completed completed, Submission submission) {
        inFlight--;
        PartialReply reply = completed.call().reply();
        CallResult result = completed.result();
        if (result == null) {
            reply.dropped();
        } else if (result.endsJob() && end == null) {
            // its usage goes with the exception
            end = result.failure();
            reply.dropped();
            submission.stop();
            queue.forEach(call -> call.reply().dropped());
            queue.clear();
        } else if (result.tooLong() && completed.call().request().items().size() > 1 && end == null) {
            maxItems.accumulateAndGet(completed.call().request().items().size() - 1, Math::min);
            reply.addUsage(result);
            split(completed.call());
        } else {
            reply.add(result);
        }
        if (reply.isIdle()) {
            finish(reply);
        }
    }

    /** Queues two calls of half the length; they go before others, so that the reply is not delayed. */
    private void split(Call call) {
        List<Item> items = call.request().items();
        int middle = (items.size() + 1) / 2;
        for (List<Item> half : List.of(items.subList(middle, items.size()), items.subList(0, middle))) {
            queue.addFirst(call(call.reply(), call.request().withItems(half)));
        }
    }

    /** Delivers a reply, or keeps it for a further call about its missing items. */
    private void finish(PartialReply reply) {
        if (end == null && reply.canBeCompleted() && reply.rounds() < MAX_ROUNDS && followUps > 0) {
            incomplete.add(reply);
        } else if (reply.hasResult()) {
            incomplete.remove(reply);
            deliver(reply);
        }
    }

    private void deliver(PartialReply reply) {
        replies.accept(reply.toReply());
    }

    /** Queues calls about missing items; returns whether there are any. */
    private boolean planFollowUps() {
        List<PartialReply> mostMissingFirst = new ArrayList<>(incomplete);
        mostMissingFirst.sort(
                Comparator.comparingInt((PartialReply reply) -> -reply.missing().size())
                        .thenComparingInt(PartialReply::position));
        incomplete.clear();
        for (PartialReply reply : mostMissingFirst) {
            List<Item> missing = reply.missing();
            int calls = reply.wasCutShort() && missing.size() > 1 && followUps > 1 ? 2 : 1;
            if (followUps < calls) {
                deliver(reply);
                continue;
            }
            followUps -= calls;
            reply.beginRound();
            int from = 0;
            for (int i = 1; i <= calls; i++) {
                int to = (int) ((long) missing.size() * i / calls);
                queue.add(call(reply, reply.request().withItems(missing.subList(from, to))));
                from = to;
            }
        }
        return !queue.isEmpty();
    }
}
