// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.checks.SignalChecks;
import io.github.warmstart.internal.reply.RequestRules;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a journaled generator.
 *
 * <p>If an earlier request of the call asks about one of the items of a request, the request waits for that answer, and is
 * then looked up again. So no question is asked twice in one call, unless the first one got no answer.
 */
final class JournaledCall {

    private static final Logger LOG = LoggerFactory.getLogger(JournaledCall.class);

    private final SignalJournal journal;
    private final SyntheticSignalGenerator generator;
    private final @Nullable String design;
    private final ReusePolicy reuse;
    private final boolean recording;
    private final List<SignalRequest> requests;
    private final Consumer<SignalReply> replies;

    /** Requests whose missing items were asked about and not answered yet, by the request that was sent. */
    private final Map<SignalRequest, Open> open = new LinkedHashMap<>();
    /** Whether the consumer or the journal has failed: no further reply is delivered. */
    private boolean ended;

    /** A request, and the stored answers to it. */
    private record Open(SignalRequest request, Map<String, List<SyntheticSignal>> known) {}

    /** One question of a request, which is asked at most once in a call. */
    private record Question(SignalKind kind, Optional<String> subject, String question) {}

    JournaledCall(JournaledGenerator options, List<SignalRequest> requests, Consumer<SignalReply> replies) {
        journal = options.journal();
        generator = options.generator();
        design = options.knownDesign();
        reuse = options.reuse();
        recording = options.recording();
        this.requests = requests;
        this.replies = replies;
    }

    void run() throws InterruptedException {
        try {
            List<SignalRequest> left = requests;
            try {
                while (!left.isEmpty()) {
                    left = pass(left);
                }
            } finally {
                journal.endOfCall();
            }
        } catch (JournalException e) {
            throw unusable(e);
        }
    }

    /** Answers or asks all requests except those that must wait, which it returns: never all of them. */
    private List<SignalRequest> pass(List<SignalRequest> left) throws InterruptedException {
        List<SignalRequest> waiting = new ArrayList<>();
        Set<Question> claimed = new HashSet<>();
        List<SignalRequest> questions = new ArrayList<>();
        for (SignalRequest request : left) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while answers were looked up");
            }
            Map<String, List<SyntheticSignal>> known = journal.answers(request, design, reuse);
            List<Item> missing = request.items().stream()
                    .filter(item -> !known.containsKey(RequestRules.question(request, item)))
                    .toList();
            List<Question> mine = missing.stream()
                    .map(item ->
                            new Question(request.kind(), request.subjectId(), RequestRules.question(request, item)))
                    .toList();
            if (missing.isEmpty()) {
                deliver(fromJournal(request, known, ""));
            } else if (mine.stream().anyMatch(claimed::contains)) {
                waiting.add(request);
            } else {
                claimed.addAll(mine);
                SignalRequest question = known.isEmpty() ? request : request.withItems(missing);
                questions.add(question);
                open.put(question, new Open(request, known));
            }
        }
        if (!questions.isEmpty()) {
            ask(questions, waiting);
        }
        return waiting;
    }

    private void ask(List<SignalRequest> questions, List<SignalRequest> waiting) throws InterruptedException {
        try {
            generator.generate(List.copyOf(questions), this::accept);
            deliverOpen("no reply came to the question about the others");
        } catch (RuntimeException e) {
            if (!ended && !Thread.currentThread().isInterrupted()) {
                deliverOpen("the generator gave up before it answered about the others");
                deliverStored(waiting);
            }
            throw e;
        }
    }

    /** Accepts one reply from the generator, on any thread. */
    private synchronized void accept(SignalReply reply) {
        Open request = open.remove(reply.request());
        if (request == null || ended) {
            LOG.warn("a reply to no open request was dropped");
            return;
        }
        SignalReply checked = SignalChecks.check(reply, Integer.MAX_VALUE);
        @Nullable JournalException failure = null;
        if (recording) {
            try {
                journal.append(generator.design(), checked);
            } catch (JournalException e) {
                failure = e;
            }
        }
        deliver(request.known.isEmpty() ? checked : joined(request, checked));
        if (failure != null) {
            ended = true;
            LOG.error("{}", failure.getMessage());
            throw unusable(failure);
        }
    }

    private static SignalException unusable(JournalException failure) {
        String message = failure.getMessage();
        return new SignalException(
                message == null ? "the journal failed" : message,
                failure,
                Usage.NONE,
                SignalException.Reach.ALL_REQUESTS);
    }

    /** One reply of the stored and the new answers. */
    private static SignalReply joined(Open request, SignalReply reply) {
        Map<String, List<SyntheticSignal>> all = new HashMap<>(request.known);
        all.putAll(reply.signals().stream().collect(Collectors.groupingBy(RequestRules::question)));
        List<SyntheticSignal> signals = inOrder(request.request, all);
        int asked = request.request.items().size();
        boolean complete = new RequestRules(request.request).unanswered(signals).isEmpty();
        return new SignalReply(
                request.request,
                complete ? Outcome.COMPLETE : Outcome.PARTIAL,
                signals,
                reply.rejected(),
                reply.usage(),
                complete
                        ? ""
                        : "%d of %d items came from the journal; of the others: %s"
                                .formatted(request.known.size(), asked, reply.reason()));
    }

    private static List<SyntheticSignal> inOrder(SignalRequest request, Map<String, List<SyntheticSignal>> signals) {
        return request.items().stream()
                .map(item -> RequestRules.question(request, item))
                .distinct()
                .flatMap(question -> signals.getOrDefault(question, List.of()).stream())
                .toList();
    }

    private static boolean isComplete(SignalRequest request, Map<String, List<SyntheticSignal>> known) {
        return request.items().stream().allMatch(item -> known.containsKey(RequestRules.question(request, item)));
    }

    private static SignalReply fromJournal(
            SignalRequest request, Map<String, List<SyntheticSignal>> known, String reason) {
        Outcome outcome = isComplete(request, known) ? Outcome.COMPLETE : Outcome.PARTIAL;
        return new SignalReply(request, outcome, inOrder(request, known), Map.of(), Usage.NONE, reason);
    }

    /** Delivers the stored answers to requests that got no reply. */
    private synchronized void deliverOpen(String why) {
        List<Open> rest = new ArrayList<>(open.values());
        open.clear();
        for (Open request : rest) {
            if (!request.known.isEmpty()) {
                deliver(fromJournal(request.request, request.known, why));
            }
        }
    }

    /** Delivers the stored answers to requests that are no longer sent. */
    private void deliverStored(List<SignalRequest> waiting) {
        for (SignalRequest request : waiting) {
            Map<String, List<SyntheticSignal>> known = journal.answers(request, design, reuse);
            if (!known.isEmpty()) {
                boolean complete = isComplete(request, known);
                deliver(fromJournal(
                        request, known, complete ? "" : "the generator gave up before it was asked about the others"));
            }
        }
    }

    private synchronized void deliver(SignalReply reply) {
        try {
            replies.accept(reply);
        } catch (RuntimeException | Error e) {
            ended = true;
            throw e;
        }
    }
}
