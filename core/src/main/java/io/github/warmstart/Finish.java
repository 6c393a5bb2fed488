// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.CalibratedSignals;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trains on what has passed, and writes the report. */
final class Finish {

    private final ColdStartBootstrapper options;
    private final Start start;
    private final Findings findings;

    Finish(ColdStartBootstrapper options, Start start, Findings findings) {
        this.options = options;
        this.start = start;
        this.findings = findings;
    }

    WarmStart warmStart(Instant started, Asker asker, BudgetMeter meter) {
        @Nullable GateVerdict accepted = findings.accepted();
        CalibratedSignals used = findings.calibrated(accepted == null ? Set.of() : accepted.kinds());
        boolean applied = accepted != null && !used.isEmpty();
        RatingModel model = applied ? used.fit(options.recommender(), start.table()) : findings.realOnly();
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
                        accepted != null && applied ? accepted.reason() : findings.whyWithheld(),
                        trust(used, applied),
                        applied ? used.priors().all().size() : 0,
                        applied ? used.pseudoRatings().size() : 0),
                spending(meter));
        return new WarmStart(model, findings.realOnly(), findings.signals(), report);
    }

    private Map<SignalKind, Double> trust(CalibratedSignals used, boolean applied) {
        Map<SignalKind, Double> trust = new EnumMap<>(SignalKind.class);
        for (SyntheticSignal signal : findings.signals()) {
            trust.putIfAbsent(signal.kind(), 0.0);
        }
        if (applied) {
            used.calibrations().stream().filter(Calibration::informative).forEach(fit -> trust.put(fit.kind(), 1.0));
        }
        return trust;
    }

    private WarmStartReport.Setting setting(Instant started) {
        return new WarmStartReport.Setting(
                Version.library(),
                System.getProperty("java.version"),
                started,
                Duration.between(started, options.clock().instant()),
                options.seed(),
                options.recommender().toString(),
                options.policy().toString(),
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
