// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.quality.Diversity;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.SyntheticShare;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Report of a warm start: requests and replies, weight of the signals and the reasons for it, the returned model, and cost.
 * Made by the library; immutable. Its text and its JSON contain no rating, no user id and no prompt; the examples of skipped
 * rows in {@link Data#read()} may contain such values.
 *
 * @param setting options, versions and times
 * @param data the ratings at the start
 * @param rounds rounds of requests, in order
 * @param calibrations the fit of each kind of signal received
 * @param verdicts every verdict of the gate, in order
 * @param result the returned model and the reason for it
 * @param spending requests, tokens and cost
 */
public record WarmStartReport(
        Setting setting,
        Data data,
        List<RoundReport> rounds,
        List<Calibration> calibrations,
        List<GateVerdict> verdicts,
        Result result,
        Spending spending) {

    /** Copies the lists. */
    public WarmStartReport {
        rounds = List.copyOf(rounds);
        calibrations = List.copyOf(calibrations);
        verdicts = List.copyOf(verdicts);
    }

    /**
     * Options, versions and times needed to reproduce a run.
     *
     * @param libraryVersion the version of this library
     * @param javaVersion the version of Java
     * @param started start of the warm start
     * @param duration wall-clock time
     * @param seed the seed of all randomness
     * @param recommender the learner, with its options
     * @param policy the policy that selects users' items
     * @param budget the limits
     */
    public record Setting(
            String libraryVersion,
            String javaVersion,
            Instant started,
            Duration duration,
            long seed,
            String recommender,
            String policy,
            String budget) {}

    /**
     * The ratings at the start.
     *
     * @param scale the scale
     * @param users users with ratings
     * @param items items with ratings
     * @param ratings ratings
     * @param coldUsers cold users
     * @param catalogItems items of the catalogue
     * @param joins whether ratings, catalogue and named cold users use the same ids
     * @param firstRatings weight of a cold user's ratings
     * @param read counts of the source's rows
     */
    public record Data(
            RatingScale scale,
            int users,
            int items,
            int ratings,
            int coldUsers,
            int catalogItems,
            JoinCheck joins,
            FirstRatingWeight firstRatings,
            ReadReport read) {}

    /**
     * The returned model and the signals in it.
     *
     * @param withheld why the model without signals was returned; empty if the returned model was trained on signals
     * @param accepted the gate's verdict on the signals that were used; empty if they were withheld
     * @param setAside signals that were accepted by the checks and set aside because diversity collapsed
     * @param trust share of each kind's information that is used, 0 to 1, for the kinds that were received
     * @param priors items with a prior in the returned model
     * @param pseudoRatings pseudo-ratings in the returned model
     * @param share share of signals in the training information of the returned model
     * @param effectiveRatings information of the signals of each kind in the returned model, in units of one real rating;
     *     empty if none was used
     * @param judgedUsers users whose own ratings show how reliable signals about them are
     * @param doubtedUsers those of them whose signals are more likely wrong than right
     */
    public record Result(
            Optional<WithheldReason> withheld,
            Optional<GateVerdict> accepted,
            int setAside,
            Map<SignalKind, Double> trust,
            int priors,
            int pseudoRatings,
            SyntheticShare share,
            Map<SignalKind, Double> effectiveRatings,
            int judgedUsers,
            int doubtedUsers) {
        /** Copies the maps. */
        public Result {
            trust = copy(trust);
            effectiveRatings = copy(effectiveRatings);
        }

        /**
         * Whether the returned model was trained on signals.
         *
         * @return false if they were withheld
         */
        public boolean applied() {
            return withheld.isEmpty();
        }

        private static Map<SignalKind, Double> copy(Map<SignalKind, Double> map) {
            Map<SignalKind, Double> copy = new EnumMap<>(SignalKind.class);
            copy.putAll(map);
            return Collections.unmodifiableMap(copy);
        }
    }

    /**
     * Requests, tokens and cost.
     *
     * @param requests requests that count against the budget
     * @param usage calls and tokens, including failed attempts
     * @param cost in the currency; empty if the host set no price
     * @param currency the currency; empty if the host set no price
     */
    public record Spending(long requests, Usage usage, OptionalDouble cost, String currency) {}

    /**
     * Diversity of the signals of each round, the reference for a later warm start.
     *
     * @return one entry per round that received signals, in order
     */
    public List<Diversity> diversity() {
        return rounds.stream().flatMap(round -> round.diversity().stream()).toList();
    }

    /**
     * The reason why signals were used or withheld, in words.
     *
     * @return one sentence
     */
    public String reason() {
        if (result.withheld().isEmpty()) {
            return result.accepted().map(GateVerdict::reason).orElse("");
        }
        String last =
                verdicts.isEmpty() ? "" : verdicts.get(verdicts.size() - 1).reason();
        return ReasonText.of(result.withheld().get(), result.setAside(), last);
    }

    /**
     * The report for people, as a page of text.
     *
     * @return lines of at most about 120 characters, each ending with a line feed
     */
    public String toText() {
        return TextReport.write(this);
    }

    /**
     * The report for programs. Field names are stable within a minor version. They are the names of the components of this
     * record and its parts, except for these:
     *
     * <ul>
     *   <li>{@code standForRatings}: {@link Result#effectiveRatings()}; of a calibration, {@code signalsPerRating}: {@code 1 / effectiveRatings};
     *   <li>of a verdict on signals about the audience, {@code overlap}, {@code probability}, {@code permutationP},
     *       {@code expectedGainPct}, {@code expectedHarmPct}: {@link GateVerdict#evidence()};
     *   <li>of a verdict, {@code changePct}, {@code ci95}, {@code boundPct}: the change and its intervals;
     *       {@code standardErrorPct}, {@code detectableGainPct}, {@code powerAtGainSeen}: {@link GateVerdict#power()};
     *       {@code popularityBefore}, {@code popularityWithSignals}, {@code popularityRated}:
     *       {@link GateVerdict#popularity()}; {@code guardrails}: {@link GateVerdict#guardrails()}, with
     *       {@code changePct} and {@code lowPct}. All in per cent, and omitted if there was no trial.
     * </ul>
     *
     * @return a JSON object
     */
    public String toJson() {
        return JsonReport.write(this);
    }

    @Override
    public String toString() {
        return toText();
    }
}
