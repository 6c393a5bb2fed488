// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.statistics.PairedBootstrap;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.SyntheticShare;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonReportInfinityTest {

    /** If all ratings are equal, the model without signals has error 0. */
    @Test
    void toJson_relativeChangeOfZeroError_isNull() {
        double infinite = Double.POSITIVE_INFINITY;
        PairedBootstrap trial = new PairedBootstrap(0, 0.5, infinite, -0.25, infinite, infinite, 20, 60, 0.5);
        WarmStartReport report = new WarmStartReport(
                new WarmStartReport.Setting("0", "17", Instant.EPOCH, Duration.ZERO, 1, "r", "p", "b"),
                new WarmStartReport.Data(
                        Ratings.STARS,
                        1,
                        1,
                        1,
                        1,
                        1,
                        JoinCheck.ofRatings(Ratings.of("ann likes alien 5"), ItemCatalog.of(List.of()), List.of()),
                        new FirstRatingWeight(1, 0),
                        new ReadReport(1, 1, 0, 0, 0, List.of())),
                List.of(),
                List.of(),
                List.of(new GateVerdict(Set.of(SignalKind.AUDIENCE), false, Optional.of(trial), "no")),
                new WarmStartReport.Result(
                        Optional.of(WithheldReason.NOT_SHOWN_TO_HELP),
                        Optional.empty(),
                        0,
                        Map.of(),
                        0,
                        0,
                        SyntheticShare.NONE,
                        Map.of(),
                        0,
                        0),
                new WarmStartReport.Spending(0, Usage.NONE, OptionalDouble.empty(), ""));

        assertThat(report.toJson().replaceAll("\\s", ""))
                .contains("\"changePct\":null,\"ci95\":[-25.0,null],\"boundPct\":null,\"users\":20");
        assertThat(report.toText()).contains("Infinity");
    }
}
