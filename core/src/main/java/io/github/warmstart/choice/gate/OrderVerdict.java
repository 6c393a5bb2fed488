// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.gate;

import io.github.warmstart.statistics.MeanDifference;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The verdict on one kind of answers: of users whose choices were hidden, how the lists with the answers fare against those
 * without.
 *
 * <p>Two figures decide, each a mean over users with a paired bootstrap. Answers pass if
 *
 * <ol>
 *   <li>the logarithm of the share that hidden choices get is better with 95 % confidence, one-sided. The figure looks at
 *       every item, so that it has power with few users; but answers that only tell the head of the catalogue from its tail
 *       pass it as well, and spoil the top of lists. Therefore also
 *   <li>the share of hidden choices at the top of the list is not worse with 95 % confidence: hits in the first 20, 50, 100 and
 *       200, averaged.
 * </ol>
 *
 * <p>Exposure answers must moreover pass {@link #ifHeadImproves}.
 *
 * <p>Where the second figure is better with 95 % confidence, answers get their full weight, else half of it.
 *
 * @param signal the kind of answers
 * @param weight 0 (withheld), 0.5 or 1
 * @param logShare the difference in log share
 * @param hits the difference in hits at the top
 * @param reason why, in words
 */
public record OrderVerdict(
        ChoiceSignal signal, double weight, MeanDifference logShare, MeanDifference hits, String reason) {

    /** The weight of answers that are not known to spoil the top of lists, and not known to improve it. */
    public static final double HALF = 0.5;

    private static final double LEVEL = 0.05;
    private static final int RESAMPLES = 2000;

    /**
     * Judges by the two figures.
     *
     * @param signal the kind of answers
     * @param logSharesBefore without the answers, by user or batch of users
     * @param logSharesAfter with them
     * @param hitsBefore without the answers, by user or batch of users
     * @param hitsAfter with them
     * @param seed of the drawings
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
            return new OrderVerdict(signal, 0, logShare, hits, "log share of hidden choices is not surely better");
        }
        if (!(hits.upperBound() >= 0)) {
            return new OrderVerdict(signal, 0, logShare, hits, "hits at the top are surely worse");
        }
        return hits.lowerBound() > 0
                ? new OrderVerdict(signal, 1, logShare, hits, "log share and hits are surely better")
                : new OrderVerdict(
                        signal, HALF, logShare, hits, "log share is surely better, hits are not surely worse");
    }

    /**
     * Lets a permutation test decide where hidden choices are too few to: half weight if it is passed.
     *
     * @param pValue of the hypothesis that the answers about a user are no better for that user than those about others
     * @return this verdict if it is decided already, else another
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
     * Withholds answers whose differences among the most exposed items carry nothing. Answers that know which items are in
     * the head and nothing else pass the other tests where few choices are visible.
     *
     * @param before logarithm of the share of hidden choices among the items with the greatest answers, without the answers
     * @param after the same with them
     * @param seed of the drawings
     * @return this verdict, or a withheld one unless the second is better with 95 % confidence
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
                reason + (passed ? "; log share is surely better " : "; log share is not surely better ") + found);
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
