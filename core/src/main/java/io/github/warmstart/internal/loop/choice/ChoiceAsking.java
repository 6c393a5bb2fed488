// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.choice;

import io.github.warmstart.internal.checks.SignalChecks;
import io.github.warmstart.internal.loop.state.BudgetMeter;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.progress.WarmStartListener.QuestionsPlanned;
import io.github.warmstart.progress.WarmStartListener.SignalsReceived;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests as far as the budget allows, checks the replies, and counts. Requests that cost nothing go first, outside
 * the budget. Signals are kept in the order of the requests, whatever the order of the replies. For one thread.
 */
public final class ChoiceAsking {

    private static final Logger LOG = LoggerFactory.getLogger(ChoiceAsking.class);

    private final SyntheticSignalGenerator generator;
    private final BudgetMeter meter;
    private final WarmStartListener listener;
    private int rounds;
    private boolean down;

    public ChoiceAsking(SyntheticSignalGenerator generator, BudgetMeter meter, WarmStartListener listener) {
        this.generator = generator;
        this.meter = meter;
        this.listener = listener;
    }

    /**
     * What became of the requests of one kind.
     *
     * @param sent requests that were sent
     * @param signals accepted signals
     * @param rejected rejected rows by reason
     * @param usage calls and tokens
     * @param note why not everything was asked or answered; empty if it was
     */
    public record Answers(
            int sent,
            List<SyntheticSignal> signals,
            Map<RejectionReason, Integer> rejected,
            Usage usage,
            String note) {}

    /** Asks the requests of one kind; nothing is sent any more after the generator has failed. */
    public Answers ask(Purpose purpose, List<SignalRequest> requests) throws InterruptedException {
        if (requests.isEmpty()) {
            return new Answers(0, List.of(), Map.of(), Usage.NONE, "");
        }
        if (down) {
            return new Answers(0, List.of(), Map.of(), Usage.NONE, "not asked, because the generator had failed");
        }
        rounds++;
        listener.onQuestions(new QuestionsPlanned(rounds, purpose, requests.size(), items(requests)));
        Wave wave = new Wave(purpose, requests.size());
        List<SignalRequest> free = new ArrayList<>();
        List<SignalRequest> paid = new ArrayList<>();
        for (SignalRequest request : requests) {
            (generator.estimate(request).equals(Usage.NONE) ? free : paid).add(request);
        }
        if (!free.isEmpty()) {
            send(free, wave, false);
        }
        int next = 0;
        while (next < paid.size() && !down) {
            int count = meter.affordable(paid.subList(next, paid.size()));
            if (count == 0) {
                wave.note =
                        "budget exhausted: %d of %d requests were sent".formatted(free.size() + next, requests.size());
                break;
            }
            send(paid.subList(next, next + count), wave, true);
            next += count;
        }
        return wave.answers(requests, free.size() + next);
    }

    private static int items(List<SignalRequest> requests) {
        return requests.stream().mapToInt(request -> request.items().size()).sum();
    }

    private void send(List<SignalRequest> requests, Wave wave, boolean paid) throws InterruptedException {
        int before = wave.replies.size();
        Usage lost = Usage.NONE;
        try {
            generator.generate(List.copyOf(requests), reply -> wave.take(reply, requests));
        } catch (SignalException e) {
            down = true;
            lost = e.usage();
            wave.usage = wave.usage.plus(lost);
            wave.note = "the generator failed: " + e.getMessage();
            LOG.warn("asking ended early: {}", wave.note);
        }
        if (!paid) {
            return;
        }
        List<SignalReply> arrived = new ArrayList<>(wave.replies.values());
        for (SignalReply reply : arrived) {
            if (wave.settled.put(reply, true) == null) {
                meter.settle(reply);
            }
        }
        if (wave.replies.size() == before || lost.calls() > 0) {
            meter.settle(lost);
        }
    }

    /** The replies to the requests of one kind. */
    private final class Wave {

        private final Purpose purpose;
        private final int of;
        private final IdentityHashMap<SignalRequest, SignalReply> replies = new IdentityHashMap<>();
        private final IdentityHashMap<SignalReply, Boolean> settled = new IdentityHashMap<>();
        private Usage usage = Usage.NONE;
        private String note = "";

        Wave(Purpose purpose, int of) {
            this.purpose = purpose;
            this.of = of;
        }

        synchronized void take(SignalReply reply, List<SignalRequest> requests) {
            SignalRequest own = requests.stream()
                    .filter(request -> request == reply.request() || request.equals(reply.request()))
                    .findFirst()
                    .orElse(null);
            if (own == null || replies.containsKey(own)) {
                LOG.warn("a reply to no open request was dropped");
                return;
            }
            SignalReply checked = SignalChecks.check(reply, 0);
            replies.put(own, checked);
            usage = usage.plus(checked.usage());
            if (!checked.reason().isEmpty() && note.isEmpty()) {
                note = checked.reason();
            }
            int rejected = checked.rejected().values().stream()
                    .mapToInt(count -> count)
                    .sum();
            listener.onSignals(new SignalsReceived(
                    rounds,
                    purpose,
                    replies.size(),
                    of,
                    own.items().size(),
                    checked.signals().size(),
                    rejected));
        }

        Answers answers(List<SignalRequest> requests, int sent) {
            List<SyntheticSignal> signals = new ArrayList<>();
            Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
            for (SignalRequest request : requests) {
                SignalReply reply = replies.get(request);
                if (reply != null) {
                    signals.addAll(reply.signals());
                    reply.rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
                }
            }
            return new Answers(sent, List.copyOf(signals), rejected, usage, note);
        }
    }
}
