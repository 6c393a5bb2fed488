// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop;

import io.github.warmstart.budget.Price;
import io.github.warmstart.internal.calibration.CalibratedSignals;
import io.github.warmstart.internal.loop.state.BudgetMeter;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.internal.loop.state.SignalAnalysis;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.JoinCheck;
import io.github.warmstart.report.StopReason;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.report.WithheldReason;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.SyntheticShare;
import io.github.warmstart.trust.UserReliability;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Training on the signals that have passed, and the report of the run. */
final class FinalTraining {

    private final LoopOptions options;
    private final RunInput input;
    private final JoinCheck joins;
    private final SignalAnalysis analysis;

    FinalTraining(LoopOptions options, RunInput input, JoinCheck joins, SignalAnalysis analysis) {
        this.options = options;
        this.input = input;
        this.joins = joins;
        this.analysis = analysis;
    }

    WarmStartRun.Outcome train(RunState state, Instant started, BudgetMeter meter) throws InterruptedException {
        @Nullable GateVerdict accepted = state.accepted();
        Optional<UserReliability> reliability = accepted == null ? Optional.empty() : accepted.reliability();
        CalibratedSignals whole = analysis.calibrated(state, state.acceptedKinds());
        CalibratedSignals used = reliability.map(whole::weightedBy).orElse(whole);
        boolean applied = accepted != null && !used.isEmpty();
        RatingModel model = applied ? used.fit(options.recommender(), input.table()) : analysis.withheld();
        List<SyntheticSignal> received = new ArrayList<>(state.signals());
        received.addAll(state.setAside());
        WarmStartReport report = new WarmStartReport(
                setting(started),
                new WarmStartReport.Data(
                        input.table().scale(),
                        input.users(),
                        input.items(),
                        input.table().size(),
                        input.coldUsers().size(),
                        options.catalog().size(),
                        joins,
                        input.first(),
                        input.table().readReport()),
                state.rounds(),
                analysis.calibrations(state),
                state.verdicts(),
                new WarmStartReport.Result(
                        applied ? Optional.empty() : Optional.of(whyWithheld(state)),
                        applied ? Optional.ofNullable(accepted) : Optional.empty(),
                        state.setAside().size(),
                        trust(received, whole, applied ? used : CalibratedSignals.NONE),
                        applied ? used.priors().all().size() : 0,
                        applied ? used.pseudoRatings().size() : 0,
                        applied ? used.share() : SyntheticShare.NONE,
                        applied ? used.effectiveRatings(state.signals()) : Map.of(),
                        reliability.map(all -> all.byUser().size()).orElse(0),
                        reliability.map(UserReliability::doubted).orElse(0)),
                spending(meter));
        return new WarmStartRun.Outcome(model, analysis.realOnly(), received, report);
    }

    private static WithheldReason whyWithheld(RunState state) {
        if (state.verdicts().isEmpty() && !state.setAside().isEmpty()) {
            return WithheldReason.DIVERSITY_COLLAPSED;
        }
        if (state.signals().isEmpty()) {
            boolean notAsked = state.rounds().stream()
                    .anyMatch(round -> round.stop().equals(Optional.of(StopReason.TOO_FEW_COMPARABLE)));
            return notAsked ? WithheldReason.TOO_FEW_COMPARABLE : WithheldReason.NO_SIGNAL;
        }
        if (!state.verdicts().isEmpty()) {
            return WithheldReason.NOT_SHOWN_TO_HELP;
        }
        if (state.discardReason() == StopReason.ANSWERS_DISAGREE) {
            return WithheldReason.ANSWERS_DISAGREE;
        }
        return state.discardReason() == null
                ? WithheldReason.NOT_COMPARABLE
                : WithheldReason.INDISTINGUISHABLE_FROM_NOISE;
    }

    private static Map<SignalKind, Double> trust(
            List<SyntheticSignal> received, CalibratedSignals whole, CalibratedSignals used) {
        Map<SignalKind, Double> trust = new EnumMap<>(SignalKind.class);
        for (SyntheticSignal signal : received) {
            trust.putIfAbsent(signal.kind(), 0.0);
        }
        used.calibrations().stream()
                .filter(fit -> fit.probability() > 0)
                .forEach(fit -> trust.put(fit.kind(), fit.probability() * used.shareLeftOf(whole, fit.kind())));
        return trust;
    }

    private WarmStartReport.Setting setting(Instant started) {
        return new WarmStartReport.Setting(
                LibraryVersion.library(),
                System.getProperty("java.version"),
                started,
                Duration.between(started, options.clock().instant()),
                options.seed(),
                options.recommender().toString(),
                options.asking().policy().toString(),
                options.budget().toString());
    }

    private WarmStartReport.Spending spending(BudgetMeter meter) {
        return new WarmStartReport.Spending(
                meter.requests(),
                meter.spent(),
                options.budget()
                        .price()
                        .map(price -> OptionalDouble.of(price.of(meter.spent())))
                        .orElse(OptionalDouble.empty()),
                options.budget().price().map(Price::currency).orElse(""));
    }
}
