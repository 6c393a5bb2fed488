// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.progress.Purpose;
import io.github.warmstart.quality.Diversity;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.Usage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts and outcome of one round of requests. Made by the library. Immutable. */
public final class RoundReport {

    /** Maximum number of failure reasons kept. */
    public static final int FAILURES_KEPT = 5;

    private final int number;
    private final Purpose purpose;
    private final int planned;
    private final int sent;
    private final int asked;
    private final int received;
    private final Map<RejectionReason, Integer> rejected;
    private final Map<SignalReply.Outcome, Integer> outcomes;
    private final List<String> failures;
    private final Usage usage;
    private final double expectedGain;
    private final @Nullable StopReason stop;
    private final String note;
    private final @Nullable Diversity diversity;

    private RoundReport(Builder builder) {
        number = builder.number;
        purpose = builder.purpose;
        planned = builder.planned;
        sent = builder.sent;
        asked = builder.asked;
        received = builder.received;
        Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
        reasons.putAll(builder.rejected);
        rejected = Collections.unmodifiableMap(reasons);
        Map<SignalReply.Outcome, Integer> ends = new EnumMap<>(SignalReply.Outcome.class);
        ends.putAll(builder.outcomes);
        outcomes = Collections.unmodifiableMap(ends);
        failures = builder.failures.stream().limit(FAILURES_KEPT).toList();
        usage = builder.usage;
        expectedGain = builder.expectedGain;
        stop = builder.stop;
        note = builder.note;
        diversity = builder.diversity;
    }

    /**
     * Creates a builder, initially of a round that asked nothing.
     *
     * @param number counted from 1
     * @param purpose purpose of the round
     * @return a builder for one thread
     */
    public static Builder builder(int number, Purpose purpose) {
        return new Builder(number, purpose);
    }

    /**
     * Creates a builder with these figures.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        return new Builder(number, purpose)
                .requests(planned, sent)
                .items(asked, received)
                .rejected(rejected)
                .outcomes(outcomes)
                .failures(failures)
                .usage(usage)
                .expectedGain(expectedGain)
                .stop(stop)
                .note(note)
                .diversity(diversity);
    }

    /**
     * Number of the round.
     *
     * @return 1 or more
     */
    public int number() {
        return number;
    }

    /**
     * Purpose of the round.
     *
     * @return the purpose
     */
    public Purpose purpose() {
        return purpose;
    }

    /**
     * Requests that were planned.
     *
     * @return 0 for a round that asked nothing
     */
    public int planned() {
        return planned;
    }

    /**
     * Requests that were sent.
     *
     * @return at most {@link #planned}
     */
    public int sent() {
        return sent;
    }

    /**
     * Items in the requests that were sent.
     *
     * @return 0 or more
     */
    public int asked() {
        return asked;
    }

    /**
     * Signals that were accepted by the checks.
     *
     * @return 0 or more
     */
    public int received() {
        return received;
    }

    /**
     * Rows that were not accepted, and items without a row. Together with {@link #received} at least {@link #asked}; more
     * where an item got several rows, or rows were about items that were not asked for.
     *
     * @return counts by reason
     */
    public Map<RejectionReason, Integer> rejected() {
        return rejected;
    }

    /**
     * Outcomes of the requests.
     *
     * @return counts by outcome
     */
    public Map<SignalReply.Outcome, Integer> outcomes() {
        return outcomes;
    }

    /**
     * The first distinct reasons of incomplete requests.
     *
     * @return at most {@value #FAILURES_KEPT}
     */
    public List<String> failures() {
        return failures;
    }

    /**
     * Cost of the round.
     *
     * @return calls and tokens
     */
    public Usage usage() {
        return usage;
    }

    /**
     * Expected reduction of the mean squared error of a cold user's prediction, as a share of it. For probes: that of the
     * user questions they may unlock.
     *
     * @return a share; 0 if no gain was expected
     */
    public double expectedGain() {
        return expectedGain;
    }

    /**
     * Reason why the round ended early or asked nothing.
     *
     * @return empty for a round that was asked in full
     */
    public Optional<StopReason> stop() {
        return Optional.ofNullable(stop);
    }

    /**
     * Details that have no field of their own, such as a generator's message or the agreement of repeated answers.
     *
     * @return empty if there are none
     */
    public String note() {
        return note;
    }

    /**
     * Diversity of the signals received.
     *
     * @return empty if there are none
     */
    public Optional<Diversity> diversity() {
        return Optional.ofNullable(diversity);
    }

    /**
     * The stop reason and the details of this round in words, as the text report shows them.
     *
     * @return empty if there are neither
     */
    public String inWords() {
        return ReasonText.note(purpose, stop(), expectedGain, note);
    }

    private List<Object> values() {
        return List.of(
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
                stop(),
                note,
                diversity());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoundReport round && values().equals(round.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return "round %d, %s: %d of %d requests sent, %d signals accepted%s"
                .formatted(number, purpose.label(), sent, planned, received, stop == null ? "" : ", " + stop);
    }

    /** Builder of a {@link RoundReport}. For one thread. */
    public static final class Builder {

        private final int number;
        private final Purpose purpose;
        private int planned;
        private int sent;
        private int asked;
        private int received;
        private Map<RejectionReason, Integer> rejected = Map.of();
        private Map<SignalReply.Outcome, Integer> outcomes = Map.of();
        private List<String> failures = List.of();
        private Usage usage = Usage.NONE;
        private double expectedGain;
        private @Nullable StopReason stop;
        private String note = "";
        private @Nullable Diversity diversity;

        private Builder(int number, Purpose purpose) {
            this.number = number;
            this.purpose = requireNonNull(purpose, "purpose");
        }

        /**
         * Sets the numbers of requests.
         *
         * @param planned requests planned
         * @param sent requests sent
         * @return this
         */
        public Builder requests(int planned, int sent) {
            this.planned = planned;
            this.sent = sent;
            return this;
        }

        /**
         * Sets the numbers of items and signals.
         *
         * @param asked items in the requests sent
         * @param received signals accepted
         * @return this
         */
        public Builder items(int asked, int received) {
            this.asked = asked;
            this.received = received;
            return this;
        }

        /**
         * Sets the rows that were not accepted.
         *
         * @param counts by reason
         * @return this
         */
        public Builder rejected(Map<RejectionReason, Integer> counts) {
            this.rejected = Map.copyOf(counts);
            return this;
        }

        /**
         * Sets the outcomes of the requests.
         *
         * @param counts by outcome
         * @return this
         */
        public Builder outcomes(Map<SignalReply.Outcome, Integer> counts) {
            this.outcomes = Map.copyOf(counts);
            return this;
        }

        /**
         * Sets the reasons of incomplete requests; the first {@value RoundReport#FAILURES_KEPT} are kept.
         *
         * @param reasons different reasons
         * @return this
         */
        public Builder failures(List<String> reasons) {
            this.failures = List.copyOf(reasons);
            return this;
        }

        /**
         * Sets the cost.
         *
         * @param usage calls and tokens
         * @return this
         */
        public Builder usage(Usage usage) {
            this.usage = requireNonNull(usage, "usage");
            return this;
        }

        /**
         * Sets the expected gain.
         *
         * @param share of the mean squared error
         * @return this
         */
        public Builder expectedGain(double share) {
            this.expectedGain = share;
            return this;
        }

        /**
         * Sets why the round ended early or asked nothing.
         *
         * @param stop the reason; null for none
         * @return this
         */
        public Builder stop(@Nullable StopReason stop) {
            this.stop = stop;
            return this;
        }

        /**
         * Sets the details.
         *
         * @param note words; empty for none
         * @return this
         */
        public Builder note(String note) {
            this.note = requireNonNull(note, "note");
            return this;
        }

        /**
         * Sets the diversity.
         *
         * @param diversity of the signals received; null for none
         * @return this
         */
        public Builder diversity(@Nullable Diversity diversity) {
            this.diversity = diversity;
            return this;
        }

        /**
         * Builds the report.
         *
         * @return an immutable report
         */
        public RoundReport build() {
            return new RoundReport(this);
        }
    }
}
