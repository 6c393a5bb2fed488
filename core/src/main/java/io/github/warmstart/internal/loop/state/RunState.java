// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.calibration.CalibratedSignals;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.internal.gain.ExpectedGain;
import io.github.warmstart.internal.gate.Gate;
import io.github.warmstart.progress.TrialTrained;
import io.github.warmstart.progress.VerdictReached;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.statistics.PairedBootstrap;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was received so far, what it comes to, and what the gate let through. Confined to one thread. */
public final class RunState {

    static final Set<SignalKind> AUDIENCE = EnumSet.of(SignalKind.AUDIENCE);
    private static final Logger LOG = LoggerFactory.getLogger(RunState.class);

    private final LoopOptions options;
    private final RunInput start;
    private final RatingModel realOnly;
    private final Calibrator calibrator;
    private final List<SyntheticSignal> signals = new ArrayList<>();
    private final List<GateVerdict> verdicts = new ArrayList<>();
    private final Set<SyntheticSignal> discarded = new HashSet<>();
    private String whyDiscarded = "";
    /** Why nothing was asked, where that was known beforehand. */
    private String whyNotAsked = "";
    /** What the returned model may be trained on; null if nothing has passed. */
    private @Nullable GateVerdict accepted;
    /** Whether there are signals about the audience that the gate has not seen. */
    private boolean unjudged;

    private @Nullable Standing standing;

    /** What is known of item means and user effects, with what the audience's signals add. */
    public record Standing(BiasModel bias, Optional<Calibration> audience, ExpectedGain gain) {}

    public RunState(LoopOptions options, RunInput start, RatingModel realOnly) {
        this.options = options;
        this.start = start;
        this.realOnly = realOnly;
        this.calibrator = new Calibrator(
                options.catalog(),
                options.guarding().maxSyntheticShare(),
                start.first(),
                options.guarding().unproven());
    }

    public void add(List<SyntheticSignal> received) {
        signals.addAll(received);
        if (received.stream().anyMatch(signal -> signal.kind() == SignalKind.AUDIENCE)) {
            unjudged = true;
            standing = null;
        }
    }

    /** Every signal that was accepted by the checks. */
    public List<SyntheticSignal> signals() {
        return signals;
    }

    public boolean received(SignalKind kind) {
        return signals.stream().anyMatch(signal -> signal.kind() == kind);
    }

    /** Leaves signals out from now on. */
    public void discard(Collection<SyntheticSignal> some, String why) {
        discarded.addAll(some);
        whyDiscarded = why;
        standing = null;
    }

    private List<SyntheticSignal> usable() {
        return discarded.isEmpty()
                ? signals
                : signals.stream().filter(signal -> !discarded.contains(signal)).toList();
    }

    private boolean usable(SignalKind kind) {
        return usable().stream().anyMatch(signal -> signal.kind() == kind);
    }

    /** The fit of each kind that was received, used or not. */
    public List<Calibration> calibrations() {
        return calibrator.calibrate(start.table(), signals).calibrations();
    }

    public CalibratedSignals calibrated(Collection<SignalKind> kinds) {
        return calibrator.calibrate(
                start.table(),
                usable().stream()
                        .filter(signal -> kinds.contains(signal.kind()))
                        .toList());
    }

    /** The fit of signals about users or personas, held against item means as the audience has them. */
    public Optional<Calibration> calibration(SignalKind kind) {
        return calibrated(EnumSet.of(SignalKind.AUDIENCE, kind)).calibrations().stream()
                .filter(fit -> fit.kind() == kind)
                .findFirst();
    }

    public RatingModel realOnly() {
        return realOnly;
    }

    /** The model to return when signals are withheld: with what catalogue attributes say, unless the trials speak against it. */
    public RatingModel withheld() throws InterruptedException {
        CalibratedSignals attributes = calibrator.withoutSignals(start.table());
        boolean kept = !attributes.isEmpty()
                && gate().letsAttributesPass(
                                start.table(),
                                start.coldUsers(),
                                done -> options.listener().onTrial(new TrialTrained(done, Gate.SHOWN_STEPS)));
        return kept ? attributes.fit(options.recommender(), start.table()) : realOnly;
    }

    /** The model that what has passed would give at present. */
    public RatingModel model(Set<SignalKind> kinds) {
        return calibrated(kinds).fit(options.recommender(), start.table());
    }

    public Standing standing() {
        Standing known = standing;
        if (known == null) {
            CalibratedSignals audience = calibrated(AUDIENCE);
            BiasModel bias = new BiasRecommender().fit(start.table(), audience.priors());
            List<String> items =
                    options.catalog().items().stream().map(Item::id).toList();
            known = new Standing(
                    bias,
                    audience.calibrations().stream().findFirst(),
                    ExpectedGain.of(start.table(), bias, items, start.coldUsers()));
            standing = known;
        }
        return known;
    }

    @Nullable
    public GateVerdict accepted() {
        return accepted;
    }

    public void accept(@Nullable GateVerdict verdict) {
        accepted = verdict;
    }

    public List<GateVerdict> verdicts() {
        return verdicts;
    }

    /** Lets the gate see what came of the audience since it was asked last. */
    public void judgeAudience() throws InterruptedException {
        if (unjudged && usable(SignalKind.AUDIENCE)) {
            GateVerdict before = accepted;
            accepted = judge(
                    before == null || before.kinds().equals(AUDIENCE)
                            ? List.of(AUDIENCE)
                            : List.of(AUDIENCE, before.kinds()));
            if (accepted == null && !options.subjects().coldItems().isEmpty() && !harmful()) {
                accepted = judgeItems();
            }
        }
    }

    /** Whether users are shown to be worse off, as a whole or in a group: then new items are no excuse. */
    private boolean harmful() {
        GateVerdict last = verdicts.get(verdicts.size() - 1);
        return !last.broken().isEmpty()
                || last.trial().filter(trial -> trial.low() > 0).isPresent();
    }

    /** What the audience's signals do for items that nobody has rated; null if they are not shown to help. */
    private @Nullable GateVerdict judgeItems() throws InterruptedException {
        GateVerdict verdict = gate().judgeItems(
                        start.table(),
                        usable(),
                        start.coldUsers(),
                        done -> options.listener().onTrial(new TrialTrained(done, Gate.SHOWN_STEPS)));
        tell(verdict);
        return verdict.passed() ? verdict : null;
    }

    /** The sets with signals about users that can be told apart by what was received. */
    public List<Set<SignalKind>> withUsers() {
        if (!usable(SignalKind.AUDIENCE)) {
            return List.of(EnumSet.of(SignalKind.USER));
        }
        Set<SignalKind> base = accepted == null ? AUDIENCE : accepted.kinds();
        return List.of(base, with(base, SignalKind.USER));
    }

    public static Set<SignalKind> with(Set<SignalKind> kinds, SignalKind one) {
        Set<SignalKind> more = EnumSet.of(one);
        more.addAll(kinds);
        return more;
    }

    public static Set<SignalKind> without(Set<SignalKind> kinds, SignalKind one) {
        Set<SignalKind> fewer = EnumSet.noneOf(SignalKind.class);
        kinds.stream().filter(kind -> kind != one).forEach(fewer::add);
        return fewer;
    }

    /** The best of the sets that pass; null if none does. */
    @Nullable
    public GateVerdict judge(List<Set<SignalKind>> sets) throws InterruptedException {
        unjudged = false;
        int steps = Gate.steps(sets.size());
        List<GateVerdict> spoken = gate().judge(
                        start.table(),
                        usable(),
                        sets,
                        start.coldUsers(),
                        done -> options.listener().onTrial(new TrialTrained(done, steps)));
        @Nullable GateVerdict best = null;
        for (GateVerdict verdict : spoken) {
            tell(verdict);
            if (verdict.passed() && (best == null || change(verdict) < change(best))) {
                best = verdict;
            }
        }
        return best;
    }

    /** What passes of some kinds once others are withdrawn: as was said before, or else the gate is asked. */
    @Nullable
    public GateVerdict left(Set<SignalKind> kinds) throws InterruptedException {
        if (kinds.isEmpty()) {
            return null;
        }
        if (!kinds.equals(AUDIENCE)) {
            return judge(List.of(AUDIENCE, kinds));
        }
        @Nullable GateVerdict last = null;
        for (GateVerdict verdict : verdicts) {
            last = verdict.kinds().equals(AUDIENCE) ? verdict : last;
        }
        return last != null && last.passed() ? last : null;
    }

    /** What more kinds add to what has passed. */
    public GateVerdict judgeAddition(Set<SignalKind> base, Set<SignalKind> more) throws InterruptedException {
        GateVerdict verdict = gate().judgeAddition(
                        start.table(),
                        usable(),
                        base,
                        more,
                        start.coldUsers(),
                        done -> options.listener().onTrial(new TrialTrained(done, Gate.SHOWN_STEPS)));
        tell(verdict);
        return verdict;
    }

    /** What cold users' own ratings say of more kinds; not told yet. */
    public GateVerdict judgeShown(Set<SignalKind> base, Set<SignalKind> more) throws InterruptedException {
        return gate().judgeShown(
                        start.table(),
                        usable(),
                        base,
                        more,
                        start.coldUsers(),
                        done -> options.listener().onTrial(new TrialTrained(done, Gate.SHOWN_STEPS)));
    }

    public void tell(GateVerdict verdict) {
        verdicts.add(verdict);
        String kinds = verdict.kinds().stream().map(SignalKind::label).collect(Collectors.joining(" + "));
        options.listener().onVerdict(new VerdictReached(kinds, verdict.passed(), verdict.reason()));
        LOG.info("gate on {}: {}", kinds, verdict.reason());
    }

    private Gate gate() {
        return new Gate(
                options.recommender(),
                calibrator,
                start.first(),
                options.seed("gate"),
                options.guarding().groups(),
                options.guarding().threshold());
    }

    /** The change of the error in the trials; 0 where none could be made. */
    public static double change(GateVerdict verdict) {
        return verdict.trial().map(PairedBootstrap::change).orElse(0.0);
    }

    /** Takes note of why nothing was asked. */
    public void notAsked(String why) {
        whyNotAsked = why;
    }

    /** Why the model without signals is returned. */
    public String whyWithheld() {
        if (signals.isEmpty()) {
            return whyNotAsked.isEmpty() ? "no usable signal was received" : whyNotAsked;
        }
        if (!verdicts.isEmpty()) {
            return verdicts.get(verdicts.size() - 1).reason();
        }
        return whyDiscarded.isEmpty()
                ? "nothing was judged: the signals received cannot be held against real ratings"
                : whyDiscarded;
    }
}
