// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.progress.Purpose;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The rounds of a warm start, batches of one kind taken together. */
final class Rounds {

    private Rounds() {}

    static Stream<RoundReport> of(WarmStart start, String purpose) {
        return start.report().rounds().stream()
                .filter(round -> round.purpose().label().equals(purpose));
    }

    /** What the rounds were for, those in a row named once. */
    static List<String> purposes(WarmStart start) {
        List<String> purposes = new ArrayList<>();
        for (RoundReport round : start.report().rounds()) {
            if (round.purpose() != Purpose.AUDIENCE || !purposes.contains("audience")) {
                purposes.add(round.purpose().label());
            }
        }
        return purposes;
    }

    /** All rounds of one purpose as one. */
    static RoundReport together(WarmStart start, String purpose) {
        int planned = 0;
        int sent = 0;
        int asked = 0;
        int received = 0;
        Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        List<String> failures = new ArrayList<>();
        Usage usage = Usage.NONE;
        double gain = 0;
        String note = "";
        for (RoundReport round : of(start, purpose).toList()) {
            planned += round.planned();
            sent += round.sent();
            asked += round.asked();
            received += round.received();
            round.rejected().forEach((reason, count) -> rejected.merge(reason, count, Integer::sum));
            round.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
            round.failures().stream()
                    .filter(failure -> !failures.contains(failure))
                    .forEach(failures::add);
            usage = usage.plus(round.usage());
            gain += round.expectedGain();
            note += round.inWords();
        }
        return RoundReport.builder(1, Purpose.valueOf(purpose.toUpperCase(Locale.ROOT)))
                .requests(planned, sent)
                .items(asked, received)
                .rejected(rejected)
                .outcomes(outcomes)
                .failures(failures)
                .usage(usage)
                .expectedGain(gain)
                .note(note)
                .build();
    }
}
