// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.calibration.CalibratedSignals;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.internal.gain.ExpectedGain;
import io.github.warmstart.internal.gate.Gate;
import io.github.warmstart.internal.gate.GateQuestion;
import io.github.warmstart.progress.WarmStartListener.TrialTrained;
import io.github.warmstart.progress.WarmStartListener.VerdictReached;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.statistics.PairedBootstrap;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calibration, models and gate of a {@link RunState}: evaluation of the signals received so far. Each result is a
 * function of the state alone; the last estimate of expected gains is cached. For one thread.
 */
public final class SignalAnalysis {

    private static final Logger LOG = LoggerFactory.getLogger(SignalAnalysis.class);

    private final LoopOptions options;
    private final RunInput input;
    private final RatingModel realOnly;
    private final Calibrator calibrator;
    private final Gate gate;
    private @Nullable Estimate estimate;
    private List<SyntheticSignal> estimatedOn = List.of();

    /**
     * Estimate of item means and user effects with the audience's signals.
     *
     * @param bias model of item means and user effects
     * @param audience calibration of the audience's signals; empty if there are none
     * @param gain expected gains of further answers
     */
    public record Estimate(BiasModel bias, Optional<Calibration> audience, ExpectedGain gain) {}

    /**
     * Prepares the analysis of one run.
     *
     * @param options options of the run
     * @param input its ratings
     * @param realOnly the model without signals
     */
    public SignalAnalysis(LoopOptions options, RunInput input, RatingModel realOnly) {
        this.options = options;
        this.input = input;
        this.realOnly = realOnly;
        calibrator = new Calibrator(
                options.catalog(),
                options.guarding().maxSyntheticShare(),
                input.first(),
                options.guarding().unproven());
        gate = new Gate(
                options.recommender(),
                calibrator,
                input.first(),
                options.seed("gate"),
                options.guarding().groups(),
                options.guarding().threshold());
    }

    /** Model without signals. */
    public RatingModel realOnly() {
        return realOnly;
    }

    /** Calibration of every kind that was received, used or not. */
    public List<Calibration> calibrations(RunState state) {
        return calibrator.calibrate(input.table(), state.signals()).calibrations();
    }

    /** Usable signals of some kinds, calibrated. */
    public CalibratedSignals calibrated(RunState state, Collection<SignalKind> kinds) {
        return calibrator.calibrate(
                input.table(),
                state.usable().stream()
                        .filter(signal -> kinds.contains(signal.kind()))
                        .toList());
    }

    /** Calibration of signals about users or personas, relative to item means that include the audience's signals. */
    public Optional<Calibration> calibration(RunState state, SignalKind kind) {
        return calibrated(state, EnumSet.of(SignalKind.AUDIENCE, kind)).calibrations().stream()
                .filter(fit -> fit.kind() == kind)
                .findFirst();
    }

    /**
     * Model to return when signals are withheld: on catalogue attributes, unless trials show that they harm.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public RatingModel withheld() throws InterruptedException {
        CalibratedSignals attributes = calibrator.withoutSignals(input.table());
        int steps = GateQuestion.steps(GateQuestion.Trials.ADDITION, 1);
        boolean kept = !attributes.isEmpty()
                && gate.allowsAttributes(
                        input.table(),
                        input.coldUsers(),
                        done -> options.listener().onTrial(new TrialTrained(done, steps)));
        return kept ? attributes.fit(options.recommender(), input.table()) : realOnly;
    }

    /** The learner's model with the usable signals of some kinds, for the choice of questions. */
    public RatingModel model(RunState state, Set<SignalKind> kinds) {
        return calibrated(state, kinds).train(options.recommender(), input.table());
    }

    /** Item means, user effects and expected gains, with the audience's signals. */
    public Estimate estimate(RunState state) {
        List<SyntheticSignal> audience = state.usable().stream()
                .filter(signal -> signal.kind() == SignalKind.AUDIENCE)
                .toList();
        Estimate known = estimate;
        if (known == null || !audience.equals(estimatedOn)) {
            CalibratedSignals calibrated = calibrator.calibrate(input.table(), audience);
            BiasModel bias = new BiasRecommender().fit(input.table(), calibrated.priors());
            List<String> items =
                    options.catalog().items().stream().map(Item::id).toList();
            known = new Estimate(
                    bias,
                    calibrated.calibrations().stream().findFirst(),
                    ExpectedGain.of(input.table(), bias, items, input.coldUsers()));
            estimate = known;
            estimatedOn = audience;
        }
        return known;
    }

    /**
     * Lets the gate test audience signals that it has not seen, and what passed before together with them.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public RunState testAudience(RunState state) throws InterruptedException {
        if (!state.audienceUntested() || !state.usable(SignalKind.AUDIENCE)) {
            return state;
        }
        GateVerdict before = state.accepted();
        RunState tested = test(
                state,
                before == null || before.kinds().equals(RunState.AUDIENCE_ONLY)
                        ? List.of(RunState.AUDIENCE_ONLY)
                        : List.of(RunState.AUDIENCE_ONLY, before.kinds()));
        if (tested.accepted() == null && !options.subjects().coldItems().isEmpty() && !harmful(tested)) {
            GateVerdict verdict = judge(
                            tested, GateQuestion.Trials.NEW_ITEMS, Set.of(), List.of(RunState.AUDIENCE_ONLY))
                    .get(0);
            announce(verdict);
            return tested.judged(List.of(verdict), verdict.passed() ? verdict : null);
        }
        return tested;
    }

    /** Whether users are shown to be worse off, as a whole or in a group. */
    private static boolean harmful(RunState state) {
        GateVerdict last = state.verdicts().get(state.verdicts().size() - 1);
        return !last.broken().isEmpty()
                || last.trial().filter(trial -> trial.low() > 0).isPresent();
    }

    /**
     * Lets the gate test signals about users together with what was accepted. If probes make it more probable than not
     * that answers are related to tastes, the set with users is accepted once it passes: which of two passing sets has
     * the lower error in the trials is then mostly chance.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public RunState testWithUsers(RunState state) throws InterruptedException {
        RunState tested = test(state, setsWithUsers(state));
        GateVerdict last = tested.verdicts().get(tested.verdicts().size() - 1);
        boolean related = calibrator.taste(input.table(), state.usable()).probability() >= Gate.MIN_TASTE;
        return related && last.passed() && last.kinds().contains(SignalKind.USER)
                ? tested.judged(List.of(), last)
                : tested;
    }

    /** The sets of kinds with signals about users that what was received can distinguish. */
    private static List<Set<SignalKind>> setsWithUsers(RunState state) {
        if (!state.usable(SignalKind.AUDIENCE)) {
            return List.of(EnumSet.of(SignalKind.USER));
        }
        Set<SignalKind> base = state.accepted() == null ? RunState.AUDIENCE_ONLY : state.acceptedKinds();
        return List.of(base, RunState.with(base, SignalKind.USER));
    }

    /**
     * Lets the gate test sets of kinds and accepts the best one that passes.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public RunState test(RunState state, List<Set<SignalKind>> sets) throws InterruptedException {
        @Nullable GateVerdict best = null;
        List<GateVerdict> verdicts = judge(state, GateQuestion.Trials.NEWCOMERS, Set.of(), sets);
        for (GateVerdict verdict : verdicts) {
            announce(verdict);
            if (verdict.passed() && (best == null || change(verdict) < change(best))) {
                best = verdict;
            }
        }
        return state.audienceTested().judged(verdicts, best);
    }

    /**
     * Accepts what passes of some kinds once others are withdrawn: by an earlier verdict, or else by a new test.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public RunState fallBackTo(RunState state, Set<SignalKind> kinds) throws InterruptedException {
        if (kinds.isEmpty()) {
            return state.judged(List.of(), null);
        }
        if (!kinds.equals(RunState.AUDIENCE_ONLY)) {
            return test(state, List.of(RunState.AUDIENCE_ONLY, kinds));
        }
        @Nullable GateVerdict last = null;
        for (GateVerdict verdict : state.verdicts()) {
            last = verdict.kinds().equals(RunState.AUDIENCE_ONLY) ? verdict : last;
        }
        return state.judged(List.of(), last != null && last.passed() ? last : null);
    }

    /**
     * Verdict on what more kinds add to kinds that have passed.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public GateVerdict judgeAddition(RunState state, Set<SignalKind> base, Set<SignalKind> more)
            throws InterruptedException {
        return judge(state, GateQuestion.Trials.ADDITION, base, List.of(more)).get(0);
    }

    /**
     * Verdict on more kinds by cold users' own ratings.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public GateVerdict judgeOwnRatings(RunState state, Set<SignalKind> base, Set<SignalKind> more)
            throws InterruptedException {
        return judge(state, GateQuestion.Trials.OWN_RATINGS, base, List.of(more))
                .get(0);
    }

    private List<GateVerdict> judge(
            RunState state, GateQuestion.Trials trials, Set<SignalKind> base, List<Set<SignalKind>> candidates)
            throws InterruptedException {
        GateQuestion question =
                new GateQuestion(trials, input.table(), state.usable(), base, candidates, input.coldUsers());
        int steps = question.steps();
        return gate.judge(question, done -> options.listener().onTrial(new TrialTrained(done, steps)));
    }

    /** Reports a verdict to the listener and the log. */
    public void announce(GateVerdict verdict) {
        String kinds = verdict.kinds().stream().map(SignalKind::label).collect(Collectors.joining(" + "));
        options.listener().onVerdict(new VerdictReached(kinds, verdict.passed(), verdict.reason()));
        LOG.info("gate on {}: {}", kinds, verdict.reason());
    }

    /** Change of the error that a verdict's trial found, as a share of it; 0 without a trial. */
    public static double change(GateVerdict verdict) {
        return verdict.trial().map(PairedBootstrap::change).orElse(0.0);
    }
}
