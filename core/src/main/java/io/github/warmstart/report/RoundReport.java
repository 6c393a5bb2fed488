// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.quality.Diversity;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.Usage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One round of questions. Made by the library.
 *
 * @param number counted from 1
 * @param purpose what the questions were for: audience, repeat (the same again, to see whether the generator agrees with
 *     itself), persona, probe or user
 * @param planned requests that were planned
 * @param sent requests that the budget let through
 * @param asked items in the requests that were sent
 * @param received signals that were accepted
 * @param rejected rows that were not, by reason, and items that got no row. With the signals received they are at least
 *     as many as the items asked; more where one item got several rows, or rows were about no item asked
 * @param outcomes how the requests ended
 * @param failures the first different reasons of requests that were not complete, at most {@value #FAILURES_KEPT}
 * @param usage what the round cost
 * @param expectedGain what the answers were expected to take off the mean squared error of a cold user's prediction, as a
 *     share of it: of probes, what the answers about users would that they may speak for; 0 where nothing was expected
 * @param note why the round ended early, asked nothing, or was set aside, and what repeated answers have in common; empty
 *     if there is nothing to say
 * @param diversity how diverse the signals received are; nothing if there are none
 */
public record RoundReport(
        int number,
        String purpose,
        int planned,
        int sent,
        int asked,
        int received,
        Map<RejectionReason, Integer> rejected,
        Map<SignalReply.Outcome, Integer> outcomes,
        List<String> failures,
        Usage usage,
        double expectedGain,
        String note,
        Optional<Diversity> diversity) {

    /** How many reasons of failure are kept. */
    public static final int FAILURES_KEPT = 5;

    /** Copies the collections. */
    public RoundReport {
        Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
        reasons.putAll(rejected);
        rejected = Collections.unmodifiableMap(reasons);
        Map<SignalReply.Outcome, Integer> ends = new EnumMap<>(SignalReply.Outcome.class);
        ends.putAll(outcomes);
        outcomes = Collections.unmodifiableMap(ends);
        failures = List.copyOf(failures);
    }

    /**
     * The same with more to say.
     *
     * @param more words
     * @return a round whose note ends with them
     */
    public RoundReport withNote(String more) {
        return new RoundReport(
                number,
                purpose,
                planned,
                sent,
                asked,
                received,
                rejected,
                outcomes,
                failures,
                usage,
                expectedGain,
                note.isEmpty() ? more : note + "; " + more,
                diversity);
    }
}
