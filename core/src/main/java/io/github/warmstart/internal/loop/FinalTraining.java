// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop;

import io.github.warmstart.budget.Price;
import io.github.warmstart.internal.calibration.CalibratedSignals;
import io.github.warmstart.internal.loop.questions.RoundRunner;
import io.github.warmstart.internal.loop.state.BudgetMeter;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.WarmStartReport;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trains on what has passed, and writes the report. */
final class FinalTraining {

    private final LoopOptions options;
    private final RunInput start;
    private final RunState findings;

    FinalTraining(LoopOptions options, RunInput start, RunState findings) {
        this.options = options;
        this.start = start;
        this.findings = findings;
    }

    WarmStartRun.Outcome outcome(Instant started, RoundRunner asker, BudgetMeter meter) throws InterruptedException {
        @Nullable GateVerdict accepted = findings.accepted();
        Optional<UserReliability> beliefs = accepted == null ? Optional.empty() : accepted.beliefs();
        CalibratedSignals whole = findings.calibrated(accepted == null ? Set.of() : accepted.kinds());
        CalibratedSignals used = beliefs.map(whole::believed).orElse(whole);
        boolean applied = accepted != null && !used.isEmpty();
        RatingModel model = applied ? used.fit(options.recommender(), start.table()) : findings.withheld();
        List<SyntheticSignal> received = new ArrayList<>(findings.signals());
        received.addAll(asker.setAside());
        WarmStartReport report = new WarmStartReport(
                setting(started),
                new WarmStartReport.Data(
                        start.table().scale(),
                        start.users(),
                        start.items(),
                        start.table().size(),
                        start.coldUsers().size(),
                        options.catalog().size(),
                        start.first(),
                        start.table().readReport()),
                asker.rounds(),
                findings.calibrations(),
                findings.verdicts(),
                new WarmStartReport.Result(
                        applied,
                        accepted != null && applied ? accepted.reason() : whyWithheld(asker),
                        trust(received, whole, applied ? used : CalibratedSignals.NONE),
                        applied ? used.priors().all().size() : 0,
                        applied ? used.pseudoRatings().size() : 0,
                        applied ? used.share() : SyntheticShare.NONE,
                        applied ? used.standFor(findings.signals()) : Map.of(),
                        beliefs.map(all -> all.byUser().size()).orElse(0),
                        beliefs.map(UserReliability::doubted).orElse(0)),
                spending(meter));
        return new WarmStartRun.Outcome(model, findings.realOnly(), received, report);
    }

    private String whyWithheld(RoundRunner asker) {
        int setAside = asker.setAside().size();
        return findings.verdicts().isEmpty() && setAside > 0
                ? "nothing was judged: the tripwire has set %d signals aside, see the notes of the rounds"
                        .formatted(setAside)
                : findings.whyWithheld();
    }

    private static Map<SignalKind, Double> trust(
            List<SyntheticSignal> received, CalibratedSignals whole, CalibratedSignals used) {
        Map<SignalKind, Double> trust = new EnumMap<>(SignalKind.class);
        for (SyntheticSignal signal : received) {
            trust.putIfAbsent(signal.kind(), 0.0);
        }
        used.calibrations().stream()
                .filter(fit -> fit.probability() > 0)
                .forEach(fit -> trust.put(fit.kind(), fit.probability() * used.believedOf(whole, fit.kind())));
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
