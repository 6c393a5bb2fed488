// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.checks.RetestAgreement;
import io.github.warmstart.internal.gain.AudienceRanking;
import io.github.warmstart.internal.gain.ExpectedGain;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.Progress;
import io.github.warmstart.internal.loop.state.QuestionBatch;
import io.github.warmstart.internal.loop.state.Round;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.internal.loop.state.SignalAnalysis;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.report.StopReason;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.SignalEvidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Planner of questions about the audience: the most important items first, ranked anew after each batch, since answers
 * also inform about items that share attributes. Some requests of the first batch are repeated in reversed order.
 */
public final class AudiencePlanner implements BatchPlanner {

    /** Number of batches that a plan is split into. */
    private static final int BATCHES = 4;
    /** Smallest number of requests in a batch: fewer would idle a parallel generator. */
    private static final int MIN_BATCH = 4;
    /** Answers with a smaller probability of any relation to ratings are not asked for any more. */
    private static final double MIN_PROBABILITY = 0.05;

    private final LoopOptions options;
    private final RunInput input;
    private final RequestFactory requests;
    private final SignalAnalysis analysis;
    private final int batch;
    private final Set<String> items;

    public AudiencePlanner(LoopOptions options, RunInput input, RequestFactory requests, SignalAnalysis analysis) {
        this.options = options;
        this.input = input;
        this.requests = requests;
        this.analysis = analysis;
        items = new LinkedHashSet<>(requests.audienceItems());
        int each = options.asking().itemsPerRequest();
        batch = batchSize((max() + each - 1) / each);
    }

    /** Progress before anything was asked. */
    public Progress.Audience initial() {
        return new Progress.Audience(items, max(), max(), null, false);
    }

    private int max() {
        return comparable() ? Math.min(options.asking().audienceItems(), items.size()) : 0;
    }

    /**
     * Whether enough rated items can be answered to compare answers with ratings, or the host allows unproven signals;
     * known before any request is sent.
     */
    private boolean comparable() {
        return options.guarding().unproven()
                || items.stream()
                                .mapToInt(input.table()::itemIndex)
                                .filter(item -> item >= 0 && input.table().itemSize(item) > 0)
                                .count()
                        >= SignalEvidence.MIN_OVERLAP;
    }

    /** Reason why nothing can be asked about the audience; null if something can. */
    public @Nullable StopReason unavailable() {
        if (max() > 0) {
            return null;
        }
        if (options.asking().audienceItems() == 0) {
            return StopReason.AUDIENCE_OFF;
        }
        return items.isEmpty() ? StopReason.NO_ANSWERABLE_ITEM : StopReason.TOO_FEW_COMPARABLE;
    }

    /** Number of requests in a batch, of so many in all. */
    static int batchSize(int planned) {
        return Math.max(MIN_BATCH, (planned + BATCHES - 1) / BATCHES);
    }

    @Override
    public @Nullable QuestionBatch plan(RunState state) {
        Progress.Audience progress = state.audience();
        if (progress.closed() || progress.left() == 0 || state.stopped(SignalKind.AUDIENCE)) {
            return null;
        }
        long many = Math.min(progress.left(), (long) batch * options.asking().itemsPerRequest());
        SignalAnalysis.Estimate estimate = analysis.estimate(state);
        List<String> next =
                ranked(estimate.bias(), progress.open()).stream().limit(many).toList();
        Optional<Calibration> fit = estimate.audience();
        double variance =
                fit.map(Calibration::noiseVariance).orElseGet(() -> AudienceRanking.signalVariance(input.table()));
        boolean useless = fit.isPresent()
                && (!fit.get().informative()
                        || (!fit.get().assumed() && fit.get().probability() < MIN_PROBABILITY));
        double gain = useless
                ? 0
                : gain(estimate.gain(), next, variance) / estimate.gain().squaredError();
        List<SignalRequest> planned = requests.audience(next);
        return new QuestionBatch(Purpose.AUDIENCE, planned, gain, requests.tokens(planned));
    }

    /** New items first, since the warm start is for them; then by exposure and uncertainty. */
    private List<String> ranked(BiasModel bias, Collection<String> itemIds) {
        List<String> ranked = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String itemId : AudienceRanking.rank(input.table(), bias, itemIds)) {
            (isNew(itemId) ? ranked : others).add(itemId);
        }
        ranked.addAll(others);
        return ranked;
    }

    private boolean isNew(String itemId) {
        return options.subjects().coldItems().contains(itemId);
    }

    private double gain(ExpectedGain expected, List<String> next, double variance) {
        List<String> fresh = next.stream().filter(this::isNew).toList();
        List<String> others = next.stream().filter(item -> !isNew(item)).toList();
        return expected.ofNewItems(fresh, variance) + expected.ofAudience(others, variance);
    }

    @Override
    public @Nullable QuestionBatch followUp(RunState state) {
        Progress.Audience.Repeat repeat = state.audience().repeat();
        if (repeat == null) {
            return null;
        }
        return new QuestionBatch(Purpose.REPEAT, repeat.requests(), 0, requests.tokens(repeat.requests()));
    }

    /** The first of some requests with the items in reversed order; a request about one item has only one order. */
    private List<SignalRequest> reversed(List<SignalRequest> asked) {
        List<SignalRequest> again = new ArrayList<>();
        for (SignalRequest request : asked.subList(0, Math.min(options.asking().repeats(), asked.size()))) {
            if (request instanceof SignalRequest.AsAudience audience
                    && audience.items().size() > 1) {
                List<Item> backwards = new ArrayList<>(audience.items());
                Collections.reverse(backwards);
                again.add(new SignalRequest.AsAudience(backwards, audience.scale(), true));
            }
        }
        return again;
    }

    /** State after a batch that was asked, before anything is learned from it. */
    public RunState asked(RunState state, QuestionBatch asked) {
        if (asked.purpose() == Purpose.REPEAT) {
            return state.with(state.audience().repeating(null));
        }
        boolean first = !state.audience().begun();
        Progress.Audience next = state.audience().asked(asked.requests());
        List<SignalRequest> again = first ? reversed(asked.requests()) : List.of();
        return state.with(again.isEmpty() ? next : next.repeating(new Progress.Audience.Repeat(again, List.of())));
    }

    @Override
    public RunState learn(RunState state, QuestionBatch asked, Round round) {
        if (asked.purpose() == Purpose.REPEAT) {
            return learnAgreement(state, round);
        }
        boolean first = !state.audience().begun();
        RunState after = asked(state, asked);
        if (state.cutShort()) {
            return after.with(after.audience().close());
        }
        if (!first) {
            return after;
        }
        if (round.usable().isEmpty()) {
            boolean more = after.audience().left() > 0 && !after.stopped(SignalKind.AUDIENCE);
            RunState closed = after.with(after.audience().close());
            return more ? closed.skip(Purpose.AUDIENCE, StopReason.NOTHING_ANSWERED) : closed;
        }
        Progress.Audience.Repeat due = after.audience().repeat();
        return due == null
                ? after
                : after.with(after.audience().repeating(new Progress.Audience.Repeat(due.requests(), round.usable())));
    }

    /** Compares repeated answers with the first ones; signals are discarded if the generator's answers disagree. */
    private RunState learnAgreement(RunState state, Round round) {
        Progress.Audience.Repeat repeat = state.audience().repeat();
        if (repeat == null) {
            throw new IllegalStateException("no repeat was due");
        }
        RetestAgreement agreement = RetestAgreement.of(
                repeat.answers(), round.usable(), input.table().scale());
        RunState after = state.with(state.audience().repeating(null));
        if (!agreement.isChance()) {
            return after.lastRound(report -> report.note(joined(round.report().note(), agreement.inWords())));
        }
        return after.lastRound(report -> report.stop(StopReason.ANSWERS_DISAGREE)
                        .note(joined(round.report().note(), agreement.inWords())))
                .with(after.audience().close())
                .discard(after.signals(), StopReason.ANSWERS_DISAGREE);
    }

    private static String joined(String note, String more) {
        return note.isEmpty() ? more : note + "; " + more;
    }
}
