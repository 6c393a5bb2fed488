// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.progress.QuestionsPlanned;
import io.github.warmstart.progress.SignalsReceived;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.quality.SignalChecks;
import io.github.warmstart.rating.RatingException;
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
        private final Map<SignalRequest, @Nullable SignalReply> replies = new LinkedHashMap<>();
        private int done;
        private boolean open;
        private @Nullable RuntimeException listenerFailure;

        Round(int number, String purpose, int planned) {
            this.number = number;
            this.purpose = purpose;
            this.planned = planned;
        }

        private synchronized void take(SignalReply reply) {
            if (!open || !replies.containsKey(reply.request()) || replies.get(reply.request()) != null) {
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
            } catch (RuntimeException e) {
                listenerFailure = e;
                throw e;
            }
        }

        private synchronized void open(List<SignalRequest> wave) {
            wave.forEach(request -> replies.put(request, null));
            open = true;
        }

        private synchronized void close() {
            open = false;
        }
    }

    /**
     * Asks one round of questions.
     *
     * @return what was accepted, in the order of the questions
     * @throws InterruptedException if the thread was interrupted
     */
    List<SyntheticSignal> ask(int number, String purpose, List<SignalRequest> requests) throws InterruptedException {
        listener.onQuestions(new QuestionsPlanned(
                number,
                purpose,
                requests.size(),
                requests.stream().mapToInt(request -> request.items().size()).sum()));
        Round round = new Round(number, purpose, requests.size());
        Usage before = meter.spent();
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
        return finish(round, sent, before, note);
    }

    /** Sends one wave; returns why the generator is down, or nothing. */
    private String send(Round round, List<SignalRequest> wave) throws InterruptedException {
        round.open(wave);
        String failure = "";
        try {
            generator.generate(List.copyOf(wave), round::take);
        } catch (SignalException e) {
            meter.settle(e.usage());
            failure = "the generator gave up: " + e.getMessage();
        } catch (RuntimeException e) {
            if (round.listenerFailure != null || e instanceof RatingException) {
                throw e;
            }
            // a bug of the generator must not cost the host its recommender
            LOG.warn("the generator failed", e);
            failure = "the generator failed with " + e.getClass().getName();
        } finally {
            round.close();
        }
        if (round.listenerFailure != null) {
            throw round.listenerFailure;
        }
        for (SignalRequest request : wave) {
            SignalReply reply = round.replies.get(request);
            if (reply != null) {
                meter.settle(reply);
            } else if (failure.isEmpty()) {
                meter.settle(Usage.NONE);
            }
        }
        if (!failure.isEmpty()) {
            generatorDown = true;
        }
        return failure;
    }

    private List<SyntheticSignal> finish(Round round, int sent, Usage before, String note) {
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
        Usage after = meter.spent();
        Usage usage = new Usage(
                after.calls() - before.calls(),
                after.inputTokens() - before.inputTokens(),
                after.cachedTokens() - before.cachedTokens(),
                after.outputTokens() - before.outputTokens());
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
                usage,
                note));
        return signals;
    }

    /** Takes note of a round that asked nothing, and why. */
    void skip(int number, String purpose, String why) {
        rounds.add(new RoundReport(number, purpose, 0, 0, 0, 0, Map.of(), Map.of(), List.of(), Usage.NONE, why));
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
