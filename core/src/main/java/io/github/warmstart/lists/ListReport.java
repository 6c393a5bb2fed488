// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.lists;

import io.github.warmstart.choice.ChoiceReport;
import io.github.warmstart.choice.gate.OrderVerdict;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a warm start from interactions did: what it asked and got, what the gate for order decided, what it learned and what
 * it cost. Made by the library; immutable. Its text and its JSON hold no user id and no prompt.
 *
 * @param setting options, versions and times
 * @param data the interactions at the start
 * @param rounds the questions, in order
 * @param learned how the returned model was made, with the verdicts on order
 * @param spending what it cost
 */
public record ListReport(Setting setting, Data data, List<Round> rounds, ChoiceReport learned, Spending spending) {

    /** Why no verdict on error is given. */
    public static final String NO_ERROR_VERDICT = "not judged: there are no ratings, so nothing predicts or tests one";

    /** Copies the list. */
    public ListReport {
        rounds = List.copyOf(rounds);
    }

    /**
     * Options, versions and times.
     *
     * @param libraryVersion the version of this library
     * @param javaVersion the version of Java
     * @param started when the warm start began
     * @param duration how long it took
     * @param seed the seed of all chance
     * @param budget the limits
     */
    public record Setting(
            String libraryVersion, String javaVersion, Instant started, Duration duration, long seed, String budget) {}

    /**
     * The interactions at the start.
     *
     * @param users users with interactions
     * @param items items of interactions and catalogue
     * @param pairs different pairs of user and item
     * @param newcomers users that the warm start is for
     * @param catalogItems items of the catalogue
     * @param read what became of the rows of the source
     */
    public record Data(int users, int items, int pairs, int newcomers, int catalogItems, ReadReport read) {}

    /**
     * The questions of one kind.
     *
     * @param kind the kind
     * @param probe whether warm users were asked about, to judge shortlists by
     * @param requests the planned requests
     * @param sent the requests that were sent
     * @param items the items in all planned requests
     * @param signals accepted signals
     * @param rejected rejected rows by reason
     * @param usage calls and tokens
     * @param note why not everything was asked or answered; empty if it was
     */
    public record Round(
            SignalKind kind,
            boolean probe,
            int requests,
            int sent,
            long items,
            int signals,
            Map<RejectionReason, Integer> rejected,
            Usage usage,
            String note) {

        /** Copies the map. */
        public Round {
            rejected = Map.copyOf(rejected);
        }

        /**
         * The name of the round.
         *
         * @return the kind, or {@code probe}
         */
        public String label() {
            return probe ? "probe" : kind.label();
        }
    }

    /**
     * What it cost.
     *
     * @param requests requests that count against the budget
     * @param usage calls and tokens, failed tries included
     * @param cost in the currency; nothing if the host gave no price
     * @param currency the currency; empty if the host gave no price
     */
    public record Spending(long requests, Usage usage, OptionalDouble cost, String currency) {}

    /**
     * The verdicts on order, one for each kind of answers that there were.
     *
     * @return the verdicts of the learner
     */
    public List<OrderVerdict> verdicts() {
        return learned.verdicts();
    }

    /**
     * The verdict on error, in words.
     *
     * @return always {@value #NO_ERROR_VERDICT}
     */
    public String errorVerdict() {
        return NO_ERROR_VERDICT;
    }

    /**
     * The report for people, as a page of text.
     *
     * @return lines ended by a line feed
     */
    public String toText() {
        return ListReportText.write(this);
    }

    /**
     * The report for programs: a JSON object with the names of the components of this record and its parts.
     *
     * @return a JSON object
     */
    public String toJson() {
        return ListReportJson.write(this);
    }

    @Override
    public String toString() {
        return toText();
    }
}
