// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.progress.QuestionsPlanned;
import io.github.warmstart.progress.SignalsReceived;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.quality.SignalChecks;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.RejectionReason;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends questions as far as the budget goes, checks the answers, and keeps them in the order of the questions, so that it
 * does not matter in which order they came. Used by one thread; replies may come on others.
 */
final class Asker {

    private static final Logger LOG = LoggerFactory.getLogger(Asker.class);

    private final SyntheticSignalGenerator generator;
    private final BudgetMeter meter;
    private final WarmStartListener listener;
    private final List<RoundReport> rounds = new ArrayList<>();
    private boolean generatorDown;

    Asker(SyntheticSignalGenerator generator, BudgetMeter meter, WarmStartListener listener) {
        this.generator = generator;
        this.meter = meter;
        this.listener = listener;
    }

    /** One round: its answers by request, and what becomes of it. */
    private final class Round {
        private final int number;
        private final String purpose;
        private final int planned;
        private final double gain;
        private final Map<SignalRequest, @Nullable SignalReply> replies = new LinkedHashMap<>();
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
            SignalReply checked = SignalChecks.check(reply);
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
     * @return what was accepted, in the order of the questions
     * @throws InterruptedException if the thread was interrupted
     */
    List<SyntheticSignal> ask(Offer offer) throws InterruptedException {
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
        int sent = 0;
        while (sent < requests.size() && note.isEmpty()) {
            int count = meter.affordable(requests.subList(sent, requests.size()));
            if (count == 0) {
                note = "the budget let no more through";
                break;
            }
            List<SignalRequest> wave = requests.subList(sent, sent + count);
            note = send(round, wave);
            sent += count;
        }
        return finish(round, sent, note);
    }

    /** Sends one wave; returns why the generator is down, or nothing. */
    private String send(Round round, List<SignalRequest> wave) throws InterruptedException {
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
        settle(round, wave, failure, failed);
        if (!failure.isEmpty()) {
            LOG.warn("{}", failure);
            generatorDown = true;
        }
        return failure;
    }

    private void settle(Round round, List<SignalRequest> wave, String failure, Usage failed) {
        if (!failure.isEmpty()) {
            meter.settle(failed);
            round.spend(failed);
        }
        for (SignalRequest request : wave) {
            SignalReply reply = round.replies.get(request);
            if (reply != null) {
                meter.settle(reply);
                round.spend(reply.usage());
            } else if (failure.isEmpty()) {
                meter.settle(Usage.NONE);
            }
        }
    }

    /** A generator that wraps an interrupt, or overlooks it, leaves the flag set. */
    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while questions were asked");
        }
    }

    private List<SyntheticSignal> finish(Round round, int sent, String note) {
        List<SyntheticSignal> signals = new ArrayList<>();
        Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
        Map<SignalReply.Outcome, Integer> outcomes = new EnumMap<>(SignalReply.Outcome.class);
        Set<String> failures = new LinkedHashSet<>();
        int asked = 0;
        for (Map.Entry<SignalRequest, @Nullable SignalReply> entry : round.replies.entrySet()) {
            SignalReply reply = entry.getValue();
            asked += entry.getKey().items().size();
            if (reply == null) {
                outcomes.merge(SignalReply.Outcome.FAILED, 1, Integer::sum);
                rejected.merge(RejectionReason.MISSING, entry.getKey().items().size(), Integer::sum);
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
                note));
        return signals;
    }

    /** Takes note of a round that asked nothing, and why. */
    void skip(String purpose, String why) {
        skip(purpose, 0, why);
    }

    /** The same of questions that were expected to gain something. */
    void skip(String purpose, double gain, String why) {
        rounds.add(new RoundReport(
                rounds.size() + 1, purpose, 0, 0, 0, 0, Map.of(), Map.of(), List.of(), Usage.NONE, gain, why));
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
    boolean generatorDown() {
        return generatorDown;
    }

    List<RoundReport> rounds() {
        return rounds;
    }
}
