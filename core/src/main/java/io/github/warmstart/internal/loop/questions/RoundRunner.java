// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.internal.checks.DiversityAlarm;
import io.github.warmstart.internal.checks.RatingDiversity;
import io.github.warmstart.internal.checks.SignalChecks;
import io.github.warmstart.internal.loop.state.BudgetMeter;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.progress.WarmStartListener.QuestionsPlanned;
import io.github.warmstart.progress.WarmStartListener.SignalsReceived;
import io.github.warmstart.quality.Diversity;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
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
 * Sends questions as far as the budget goes, and before them those that cost nothing, checks the answers, and keeps them
 * in the order of the questions, so that it does not matter in which order they came. Used by one thread; replies may come
 * on others.
 */
public final class RoundRunner {

    private static final Logger LOG = LoggerFactory.getLogger(RoundRunner.class);

    private final SyntheticSignalGenerator generator;
    private final int mostGenerations;
    private final BudgetMeter meter;
    private final WarmStartListener listener;
    private final List<RoundReport> rounds = new ArrayList<>();
    private final List<SyntheticSignal> setAside = new ArrayList<>();
    private final Set<SignalKind> stopped = EnumSet.noneOf(SignalKind.class);
    private DiversityAlarm tripwire = new DiversityAlarm();
    private @Nullable RatingDiversity people;
    private boolean generatorDown;

    public RoundRunner(
            SyntheticSignalGenerator generator, int mostGenerations, BudgetMeter meter, WarmStartListener listener) {
        this.generator = generator;
        this.mostGenerations = mostGenerations;
        this.meter = meter;
        this.listener = listener;
    }

    /** Measures the diversity of each round from now on. */
    public void watch(RatingDiversity people, DiversityAlarm tripwire) {
        this.people = people;
        this.tripwire = tripwire;
    }

    /** One round: its answers by request, and what becomes of it. */
    private final class Round {
        private final int number;
        private final String purpose;
        private final int planned;
        private final double gain;
        private final Map<SignalRequest, @Nullable SignalReply> replies = new HashMap<>();
        private final Set<SignalRequest> awaited = new HashSet<>();
        private Usage usage = Usage.NONE;
        private int done;
        private @Nullable Throwable listenerFailure;

        Round(int number, String purpose, int planned, double gain) {
            this.number = number;
            this.purpose = purpose;
            this.planned = planned;
            this.gain = gain;
        }

        private synchronized void take(SignalReply reply) {
            if (!awaited.remove(reply.request())) {
                LOG.warn("a reply that nobody waits for was dropped ({} round {})", purpose, number);
                return;
            }
            SignalReply checked = SignalChecks.check(reply, mostGenerations);
            replies.put(reply.request(), checked);
            done++;
            int rejected = checked.rejected().values().stream().mapToInt(n -> n).sum();
            try {
                listener.onSignals(new SignalsReceived(
                        number,
                        purpose,
                        done,
                        planned,
                        reply.request().items().size(),
                        checked.signals().size(),
                        rejected));
            } catch (RuntimeException | Error e) {
                // the listener wants no more, and its first word counts whatever the generator makes of it
                listenerFailure = e;
                awaited.clear();
                throw e;
            }
        }

        private synchronized void open(List<SignalRequest> wave) {
            wave.forEach(request -> replies.put(request, null));
            awaited.addAll(wave);
        }

        /** What comes from now on comes too late. */
        private synchronized void close() {
            awaited.clear();
        }

        /** Throws what the listener threw, if it did. */
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
     * Asks one round of questions.
     *
     * @return what was accepted, in the order of the questions; nothing if the tripwire has set the round aside
     * @throws InterruptedException if the thread was interrupted
     */
    List<SyntheticSignal> ask(QuestionBatch offer) throws InterruptedException {
        int number = rounds.size() + 1;
        String purpose = offer.purpose();
        List<SignalRequest> requests = offer.requests();
        listener.onQuestions(new QuestionsPlanned(
                number,
                purpose,
                requests.size(),
                requests.stream().mapToInt(request -> request.items().size()).sum()));
        Round round = new Round(number, purpose, requests.size(), offer.gain());
        String note = "";
        List<SignalRequest> free = new ArrayList<>();
        List<SignalRequest> paid = new ArrayList<>();
        requests.forEach(request -> (isFree(request) ? free : paid).add(request));
        if (!free.isEmpty()) {
            note = send(round, free, true);
        }
        int sent = 0;
        while (sent < paid.size() && note.isEmpty()) {
            int count = meter.affordable(paid.subList(sent, paid.size()));
            if (count == 0) {
                note = "the budget let no more through";
                break;
            }
            List<SignalRequest> wave = paid.subList(sent, sent + count);
            note = send(round, wave, false);
            sent += count;
        }
        return finish(round, requests, free.size() + sent, note);
    }

    /** Whether the generator says that a question costs nothing, as one does that has the answer in a journal. */
    private boolean isFree(SignalRequest request) {
        try {
            return generator.estimate(request).equals(Usage.NONE);
        } catch (RuntimeException e) {
            LOG.debug("estimate failed and counts as not free", e);
            return false;
        }
    }

    /** Sends one wave; returns why the generator is down, or nothing. */
    private String send(Round round, List<SignalRequest> wave, boolean free) throws InterruptedException {
        throwIfInterrupted();
        round.open(wave);
        String failure = "";
        Usage failed = Usage.NONE;
        try {
            generator.generate(List.copyOf(wave), round::take);
        } catch (SignalException e) {
            failed = e.usage();
            failure = "the generator gave up: " + (e.getMessage() == null ? "it gave no reason" : e.getMessage());
        } catch (RuntimeException e) {
            // a bug of the generator must not cost the host its recommender; its message may hold a secret
            failure = "the generator failed with " + e.getClass().getName();
            LOG.debug("the generator failed", e);
        } finally {
            round.close();
        }
        round.throwListenerFailure();
        throwIfInterrupted();
        settle(round, wave, failure, failed, free);
        if (!failure.isEmpty()) {
            LOG.warn("{}", failure);
            generatorDown = true;
        }
        return failure;
    }

    private void settle(Round round, List<SignalRequest> wave, String failure, Usage failed, boolean free) {
        if (!failure.isEmpty()) {
            settle(failed, free);
            round.spend(failed);
        }
        for (SignalRequest request : wave) {
            SignalReply reply = round.replies.get(request);
            if (reply != null && free) {
                settle(reply.usage(), true);
                round.spend(reply.usage());
            } else if (reply != null) {
                meter.settle(reply);
                round.spend(reply.usage());
            } else if (failure.isEmpty()) {
                settle(Usage.NONE, free);
            }
        }
    }

    /** What was to be free and was, counts for no request. */
    private void settle(Usage usage, boolean free) {
        if (!free || !usage.equals(Usage.NONE)) {
            meter.settle(usage);
        }
    }

    /** A generator that wraps an interrupt, or overlooks it, leaves the flag set. */
    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while questions were asked");
        }
    }

    private List<SyntheticSignal> finish(Round round, List<SignalRequest> requests, int sent, String note) {
        List<SyntheticSignal> signals = new ArrayList<>();
        Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
        Map<SignalReply.Outcome, Integer> outcomes = new EnumMap<>(SignalReply.Outcome.class);
        Set<String> failures = new LinkedHashSet<>();
        int asked = 0;
        for (SignalRequest request : new LinkedHashSet<>(requests)) {
            if (!round.replies.containsKey(request)) {
                continue;
            }
            SignalReply reply = round.replies.get(request);
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
        Optional<Diversity> diversity = diversity(signals);
        Optional<String> collapse = diversity.flatMap(tripwire::trips);
        if (collapse.isPresent()) {
            LOG.warn("{}", collapse.get());
            stopped.add(signals.get(0).kind());
            setAside.addAll(signals);
        }
        rounds.add(new RoundReport(
                round.number,
                round.purpose,
                round.planned,
                sent,
                asked,
                signals.size(),
                rejected,
                outcomes,
                failures.stream().limit(RoundReport.FAILURES_KEPT).toList(),
                round.usage,
                round.gain,
                collapse.map(why -> why + ": the round was set aside, and no more of the kind is asked for"
                                + (note.isEmpty() ? "" : "; " + note))
                        .orElse(note),
                diversity));
        return collapse.isPresent() ? List.of() : signals;
    }

    /** A round asks for one kind. */
    private Optional<Diversity> diversity(List<SyntheticSignal> signals) {
        return people == null || signals.isEmpty()
                ? Optional.empty()
                : people.compare(signals.get(0).kind(), signals);
    }

    /** Signals that were accepted and that the tripwire keeps from being used. */
    public List<SyntheticSignal> setAside() {
        return setAside;
    }

    /** Whether the tripwire has stopped a kind. */
    boolean stopped(SignalKind kind) {
        return stopped.contains(kind);
    }

    /** Takes note of a round that asked nothing, and why. */
    public void skip(String purpose, String why) {
        skip(purpose, 0, why);
    }

    /** The same of questions that were expected to gain something. */
    public void skip(String purpose, double gain, String why) {
        rounds.add(new RoundReport(
                rounds.size() + 1,
                purpose,
                0,
                0,
                0,
                0,
                Map.of(),
                Map.of(),
                List.of(),
                Usage.NONE,
                gain,
                why,
                Optional.empty()));
    }

    /** Adds to what the last round tells. */
    void note(String more) {
        int last = rounds.size() - 1;
        rounds.set(last, rounds.get(last).withNote(more));
    }

    /** Whether the budget let less than the whole last round through. */
    boolean cutOff() {
        RoundReport last = rounds.get(rounds.size() - 1);
        return last.sent() < last.planned();
    }

    /** How many requests were sent in all rounds. */
    int sent() {
        return rounds.stream().mapToInt(RoundReport::sent).sum();
    }

    /** Whether asking again would be in vain. */
    public boolean generatorDown() {
        return generatorDown;
    }

    public List<RoundReport> rounds() {
        return rounds;
    }
}
