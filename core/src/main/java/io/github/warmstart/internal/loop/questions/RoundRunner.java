// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.internal.checks.DiversityAlarm;
import io.github.warmstart.internal.checks.RatingDiversity;
import io.github.warmstart.internal.checks.SignalChecks;
import io.github.warmstart.internal.loop.state.BudgetMeter;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.QuestionBatch;
import io.github.warmstart.internal.loop.state.Round;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.progress.WarmStartListener.QuestionsPlanned;
import io.github.warmstart.progress.WarmStartListener.SignalsReceived;
import io.github.warmstart.quality.Diversity;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.report.StopReason;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sender of batches: free requests first, then as many as the budget covers. Checks the answers and keeps them in the
 * order of the requests, so that the order of arrival does not matter. Used by one thread; replies may arrive on
 * others.
 */
public final class RoundRunner {

    private static final Logger LOG = LoggerFactory.getLogger(RoundRunner.class);

    private final SyntheticSignalGenerator generator;
    private final int maxGenerations;
    private final BudgetMeter meter;
    private final WarmStartListener listener;
    private final RatingDiversity people;
    private final DiversityAlarm alarm;

    public RoundRunner(LoopOptions options, BudgetMeter meter, RatingDiversity people) {
        generator = options.generator();
        maxGenerations = options.guarding().maxGenerations();
        listener = options.listener();
        this.meter = meter;
        this.people = people;
        alarm = new DiversityAlarm(options.guarding().earlierDiversity());
    }

    /** Replies of one round, by request. */
    private final class Replies {
        private final int number;
        private final QuestionBatch batch;
        private final Map<SignalRequest, @Nullable SignalReply> byRequest = new HashMap<>();
        private final Set<SignalRequest> awaited = new HashSet<>();
        private Usage usage = Usage.NONE;
        private int done;
        private @Nullable Throwable listenerFailure;

        Replies(int number, QuestionBatch batch) {
            this.number = number;
            this.batch = batch;
        }

        private synchronized void receive(SignalReply reply) {
            if (!awaited.remove(reply.request())) {
                LOG.warn(
                        "a reply to no open request was dropped ({} round {})",
                        batch.purpose().label(),
                        number);
                return;
            }
            SignalReply checked = SignalChecks.check(reply, maxGenerations);
            byRequest.put(reply.request(), checked);
            done++;
            int rejected = checked.rejected().values().stream().mapToInt(n -> n).sum();
            try {
                listener.onSignals(new SignalsReceived(
                        number,
                        batch.purpose(),
                        done,
                        batch.requests().size(),
                        reply.request().items().size(),
                        checked.signals().size(),
                        rejected));
            } catch (RuntimeException | Error e) {
                // the first failure of the listener is kept, however the generator handles it
                listenerFailure = e;
                awaited.clear();
                throw e;
            }
        }

        private synchronized void open(List<SignalRequest> wave) {
            wave.forEach(request -> byRequest.put(request, null));
            awaited.addAll(wave);
        }

        /** Replies that arrive from now on are dropped. */
        private synchronized void close() {
            awaited.clear();
        }

        private synchronized void throwListenerFailure() {
            if (listenerFailure instanceof Error error) {
                throw error;
            }
            if (listenerFailure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
        }

        private void spend(Usage more) {
            usage = usage.plus(more);
        }
    }

    /**
     * Sends one batch.
     *
     * @param number number of the round, from 1
     * @param batch the batch
     * @return its signals and report
     * @throws InterruptedException if the thread was interrupted
     */
    public Round run(int number, QuestionBatch batch) throws InterruptedException {
        List<SignalRequest> requests = batch.requests();
        listener.onQuestions(new QuestionsPlanned(
                number,
                batch.purpose(),
                requests.size(),
                requests.stream().mapToInt(request -> request.items().size()).sum()));
        Replies replies = new Replies(number, batch);
        String failure = "";
        List<SignalRequest> free = new ArrayList<>();
        List<SignalRequest> paid = new ArrayList<>();
        requests.forEach(request -> (isFree(request) ? free : paid).add(request));
        if (!free.isEmpty()) {
            failure = send(replies, free, true);
        }
        int sent = 0;
        boolean exhausted = false;
        while (sent < paid.size() && failure.isEmpty() && !exhausted) {
            int count = meter.affordable(paid.subList(sent, paid.size()));
            exhausted = count == 0;
            if (!exhausted) {
                failure = send(replies, paid.subList(sent, sent + count), false);
                sent += count;
            }
        }
        @Nullable
        StopReason stop =
                failure.isEmpty() ? exhausted ? StopReason.BUDGET_EXHAUSTED : null : StopReason.GENERATOR_FAILED;
        return finish(replies, free.size() + sent, stop, failure);
    }

    /** Whether the generator estimates no usage for a request, as for an answer in a journal. */
    private boolean isFree(SignalRequest request) {
        try {
            return generator.estimate(request).equals(Usage.NONE);
        } catch (RuntimeException e) {
            LOG.debug("estimate failed; the request counts as not free", e);
            return false;
        }
    }

    /** Sends one wave; returns the reason of a failure of the generator, or an empty text. */
    private String send(Replies replies, List<SignalRequest> wave, boolean free) throws InterruptedException {
        throwIfInterrupted();
        replies.open(wave);
        String failure = "";
        Usage failed = Usage.NONE;
        try {
            generator.generate(List.copyOf(wave), replies::receive);
        } catch (SignalException e) {
            failed = e.usage();
            failure = e.getMessage() == null ? "no reason was given" : e.getMessage();
        } catch (RuntimeException e) {
            // a bug of the generator must not fail the warm start; its message may contain a secret
            failure = e.getClass().getName();
            LOG.debug("the generator failed", e);
        } finally {
            replies.close();
        }
        replies.throwListenerFailure();
        throwIfInterrupted();
        settle(replies, wave, failure, failed, free);
        if (!failure.isEmpty()) {
            LOG.warn("the generator failed: {}", failure);
        }
        return failure;
    }

    private void settle(Replies replies, List<SignalRequest> wave, String failure, Usage failed, boolean free) {
        if (!failure.isEmpty()) {
            settle(failed, free);
            replies.spend(failed);
        }
        for (SignalRequest request : wave) {
            SignalReply reply = replies.byRequest.get(request);
            if (reply != null && free) {
                settle(reply.usage(), true);
                replies.spend(reply.usage());
            } else if (reply != null) {
                meter.settle(reply);
                replies.spend(reply.usage());
            } else if (failure.isEmpty()) {
                settle(Usage.NONE, free);
            }
        }
    }

    /** Charges usage; a free request without usage is not counted as a request. */
    private void settle(Usage usage, boolean free) {
        if (!free || !usage.equals(Usage.NONE)) {
            meter.settle(usage);
        }
    }

    /** A generator that wraps or ignores an interrupt leaves the flag set. */
    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while questions were asked");
        }
    }

    private Round finish(Replies replies, int sent, @Nullable StopReason stop, String note) {
        List<SyntheticSignal> signals = new ArrayList<>();
        Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
        Map<SignalReply.Outcome, Integer> outcomes = new EnumMap<>(SignalReply.Outcome.class);
        Set<String> failures = new LinkedHashSet<>();
        int asked = 0;
        for (SignalRequest request : new LinkedHashSet<>(replies.batch.requests())) {
            if (!replies.byRequest.containsKey(request)) {
                continue;
            }
            SignalReply reply = replies.byRequest.get(request);
            asked += request.items().size();
            if (reply == null) {
                outcomes.merge(SignalReply.Outcome.FAILED, 1, Integer::sum);
                rejected.merge(RejectionReason.MISSING, request.items().size(), Integer::sum);
                failures.add("no reply came");
                continue;
            }
            signals.addAll(reply.signals());
            reply.rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
            outcomes.merge(reply.outcome(), 1, Integer::sum);
            if (!reply.reason().isEmpty()) {
                failures.add(reply.reason());
            }
        }
        Optional<Diversity> diversity = signals.isEmpty()
                ? Optional.empty()
                : people.compare(signals.get(0).kind(), signals);
        Optional<String> collapse = diversity.flatMap(alarm::trips);
        collapse.ifPresent(why -> LOG.warn("diversity collapsed, the round is set aside: {}", why));
        String details =
                collapse.map(why -> note.isEmpty() ? why : why + "; " + note).orElse(note);
        RoundReport report = RoundReport.builder(replies.number, replies.batch.purpose())
                .requests(replies.batch.requests().size(), sent)
                .items(asked, signals.size())
                .rejected(rejected)
                .outcomes(outcomes)
                .failures(List.copyOf(failures))
                .usage(replies.usage)
                .expectedGain(replies.batch.gain())
                .stop(collapse.isPresent() ? StopReason.DIVERSITY_COLLAPSED : stop)
                .note(details)
                .diversity(diversity.orElse(null))
                .build();
        return new Round(report, signals, collapse.isPresent(), stop == StopReason.GENERATOR_FAILED);
    }
}
