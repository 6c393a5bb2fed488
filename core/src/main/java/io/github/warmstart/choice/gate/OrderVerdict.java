// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.gate;

import io.github.warmstart.statistics.MeanDifference;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Verdict on one kind of answers: comparison of lists with and without the answers on hidden choices of users.
 *
 * <p>It depends on two figures, each a mean over users with a paired bootstrap. Answers pass if
 *
 * <ol>
 *   <li>the log share of hidden choices is significantly better (one-sided, 95 %). The figure depends on every item, so it
 *       has power with few users; but answers that only separate the head of the catalogue from its tail pass it as well,
 *       and degrade the top of lists. Therefore also
 *   <li>the share of hidden choices at the top of the list is not significantly worse (95 %): hits in the first 20, 50, 100
 *       and 200, averaged.
 * </ol>
 *
 * <p>Exposure answers must also pass {@link #ifHeadImproves}.
 *
 * <p>If the second figure is significantly better (95 %), answers get their full weight, otherwise half of it.
 *
 * @param signal the kind of answers
 * @param weight 0 (withheld), 0.5 or 1
 * @param logShare the difference in log share
 * @param hits the difference in hits at the top
 * @param reason the reason, in words
 */
public record OrderVerdict(
        ChoiceSignal signal, double weight, MeanDifference logShare, MeanDifference hits, String reason) {

    /** Weight of answers that are not shown to improve the top of lists, and not shown to degrade it. */
    public static final double HALF = 0.5;

    private static final double LEVEL = 0.05;
    private static final int RESAMPLES = 2000;

    /**
     * Decides by the two figures.
     *
     * @param signal the kind of answers
     * @param logSharesBefore without the answers, by user or batch of users
     * @param logSharesAfter with them
     * @param hitsBefore without the answers, by user or batch of users
     * @param hitsAfter with them
     * @param seed seed of the resampling
     * @return the verdict; withheld if there are no users
     */
    public static OrderVerdict of(
            ChoiceSignal signal,
            Map<Integer, Double> logSharesBefore,
            Map<Integer, Double> logSharesAfter,
            Map<Integer, Double> hitsBefore,
            Map<Integer, Double> hitsAfter,
            long seed) {
        MeanDifference logShare = difference(logSharesBefore, logSharesAfter, seed);
        MeanDifference hits = difference(hitsBefore, hitsAfter, seed);
        if (!(logShare.lowerBound() > 0)) {
            return new OrderVerdict(
                    signal, 0, logShare, hits, "log share of hidden choices is not significantly better");
        }
        if (!(hits.upperBound() >= 0)) {
            return new OrderVerdict(signal, 0, logShare, hits, "hits at the top are significantly worse");
        }
        return hits.lowerBound() > 0
                ? new OrderVerdict(signal, 1, logShare, hits, "log share and hits are significantly better")
                : new OrderVerdict(
                        signal,
                        HALF,
                        logShare,
                        hits,
                        "log share is significantly better, hits are not significantly worse");
    }

    /**
     * Decides by a permutation test if there are too few hidden choices for a decision: half weight if it is significant.
     *
     * @param pValue p value of the hypothesis that answers about a user fit that user no better than answers about others
     * @return this verdict if it is decided, otherwise the decision of the permutation test
     */
    public OrderVerdict orPermutation(double pValue) {
        if (applied() || logShare.upperBound() < 0 || hits.upperBound() < 0) {
            return this;
        }
        boolean passed = pValue <= LEVEL;
        return new OrderVerdict(
                signal,
                passed ? HALF : 0,
                logShare,
                hits,
                String.format(
                        Locale.ROOT,
                        "hidden choices are too few to decide, and the permutation of answers over users %s with p = %.3f",
                        passed ? "passed" : "failed",
                        pValue));
    }

    /**
     * Withholds answers that are uninformative among the most exposed items. With few visible choices, answers that only
     * identify the head of the catalogue pass the other tests.
     *
     * @param before log share of hidden choices among the items with the highest answers, without the answers
     * @param after the same with them
     * @param seed seed of the resampling
     * @return this verdict if {@code after} is significantly better (95 %), otherwise a withheld one
     */
    public OrderVerdict ifHeadImproves(Map<Integer, Double> before, Map<Integer, Double> after, long seed) {
        MeanDifference head = difference(before, after, seed);
        String found = String.format(
                Locale.ROOT, "among the head %+.3f, from %+.3f with 95 %%", head.difference(), head.lowerBound());
        boolean passed = head.lowerBound() > 0;
        return new OrderVerdict(
                signal,
                passed ? weight : 0,
                logShare,
                hits,
                reason
                        + (passed ? "; log share is significantly better " : "; log share is not significantly better ")
                        + found);
    }

    private static MeanDifference difference(Map<Integer, Double> before, Map<Integer, Double> after, long seed) {
        double[] first = before.keySet().stream()
                .mapToDouble(user -> Objects.requireNonNull(before.get(user)))
                .toArray();
        double[] second = before.keySet().stream()
                .mapToDouble(user -> Objects.requireNonNull(after.get(user)))
                .toArray();
        return MeanDifference.of(first, second, RESAMPLES, seed);
    }

    /**
     * Whether the answers are used at all.
     *
     * @return true unless they are withheld
     */
    public boolean applied() {
        return weight > 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: weight %.1f, %s (log share %+.3f, from %+.3f with 95 %%; hits %+.3f, %+.3f to %+.3f; %d users)",
                signal.name().toLowerCase(Locale.ROOT),
                weight,
                reason,
                logShare.difference(),
                logShare.lowerBound(),
                hits.difference(),
                hits.lowerBound(),
                hits.upperBound(),
                logShare.users());
    }
}
