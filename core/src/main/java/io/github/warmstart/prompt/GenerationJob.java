// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.prompt.ModelWorkers.Desk;
import io.github.warmstart.prompt.ModelWorkers.Question;
import io.github.warmstart.prompt.ModelWorkers.Taken;
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
 * Answers the requests of one call of a generator, on the thread of the caller.
 *
 * <p>What is answered in full is handed over at once. What was left out is asked for again at the end, the replies that
 * lack most first: a given number of further questions then brings the most rows. A request that is too long is parted in
 * two, and from then on none of that length is sent. A failure that ends the job ends the asking; what is under way comes
 * to its end, and all that was received is handed over before the failure is thrown.
 */
final class GenerationJob {

    /** How often the same request is asked about what is missing. */
    private static final int MAX_ROUNDS = 2;

    private final ModelWorkers crew;
    private final ModelCaller asker;
    private final AtomicInteger longest;
    private final Consumer<SignalReply> replies;
    private final Deque<Question> waiting = new ArrayDeque<>();
    private final Set<PartialReply> held = new LinkedHashSet<>();
    private int followUps;
    private int underWay;
    private @Nullable SignalException end;

    /**
     * A job.
     *
     * @param longest more items than this are known to be too many for one request; shared by all jobs of a generator
     * @param followUps how many further questions may be asked in all
     */
    GenerationJob(
            ModelWorkers crew, ModelCaller asker, AtomicInteger longest, int followUps, Consumer<SignalReply> replies) {
        this.crew = crew;
        this.asker = asker;
        this.longest = longest;
        this.followUps = followUps;
        this.replies = replies;
    }

    void run(List<SignalRequest> requests) throws InterruptedException {
        Set<PartialReply> drafts = new LinkedHashSet<>();
        for (SignalRequest request : requests) {
            PartialReply draft = new PartialReply(drafts.size(), request);
            drafts.add(draft);
            waiting.add(new Question(draft, request));
            draft.asked();
        }
        try (Desk desk = crew.open(asker)) {
            do {
                while (!waiting.isEmpty() || underWay > 0) {
                    giveAway(desk);
                    if (underWay > 0) {
                        take(desk, desk.take());
                    }
                }
            } while (end == null && askAgain());
            held.forEach(this::handOver);
        }
        if (end != null) {
            throw end;
        }
    }

    private void giveAway(Desk desk) {
        while (!waiting.isEmpty() && underWay < crew.places()) {
            Question question = waiting.remove();
            if (question.request().items().size() > longest.get()) {
                part(question, false);
            } else {
                underWay++;
                desk.give(question);
            }
        }
    }

    private void take(Desk desk, Taken taken) {
        underWay--;
        PartialReply draft = taken.question().draft();
        CallResult answered = taken.answered();
        if (answered == null) {
            draft.dropped();
        } else if (answered.endsJob() && end == null) {
            // its usage goes with the exception
            end = answered.failure();
            draft.dropped();
            desk.stop();
            waiting.forEach(question -> question.draft().dropped());
            waiting.clear();
        } else if (answered.tooLong() && taken.question().request().items().size() > 1 && end == null) {
            longest.accumulateAndGet(taken.question().request().items().size() - 1, Math::min);
            draft.take(answered, true);
            part(taken.question(), true);
        } else {
            draft.take(answered, false);
        }
        if (draft.settled()) {
            settle(draft);
        }
    }

    /** Two questions of half the length instead of one; they go before others, so that a reply is not kept waiting. */
    private void part(Question question, boolean asked) {
        PartialReply draft = question.draft();
        if (!asked) {
            draft.dropped();
        }
        List<Item> items = question.request().items();
        int middle = (items.size() + 1) / 2;
        for (List<Item> half : List.of(items.subList(middle, items.size()), items.subList(0, middle))) {
            waiting.addFirst(new Question(draft, question.request().withItems(half)));
            draft.asked();
        }
    }

    private void settle(PartialReply draft) {
        if (end == null && draft.isWorthAsking() && draft.rounds() < MAX_ROUNDS && followUps > 0) {
            held.add(draft);
        } else if (draft.hasAnswer()) {
            held.remove(draft);
            handOver(draft);
        }
    }

    private void handOver(PartialReply draft) {
        replies.accept(draft.reply());
    }

    /** Plans the questions about what is missing; returns whether there are any. */
    private boolean askAgain() {
        List<PartialReply> worst = new ArrayList<>(held);
        worst.sort(Comparator.comparingInt(
                        (PartialReply draft) -> -draft.unanswered().size())
                .thenComparingInt(PartialReply::place));
        held.clear();
        for (PartialReply draft : worst) {
            List<Item> missing = draft.unanswered();
            int questions = draft.wasCutShort() && missing.size() > 1 && followUps > 1 ? 2 : 1;
            if (followUps < questions) {
                handOver(draft);
                continue;
            }
            followUps -= questions;
            draft.begin();
            int from = 0;
            for (int i = 1; i <= questions; i++) {
                int to = (int) ((long) missing.size() * i / questions);
                waiting.add(new Question(draft, draft.request().withItems(missing.subList(from, to))));
                draft.asked();
                from = to;
            }
        }
        return !waiting.isEmpty();
    }
}
