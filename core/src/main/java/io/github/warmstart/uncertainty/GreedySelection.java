// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import java.util.List;
import java.util.SplittableRandom;

/** Greedy selection among the pairs of one user: the best remaining question is known at any time. For one thread. */
final class GreedySelection {

    private final QuestionGains questions;
    private final List<Integer> places;
    private final List<String> itemIds;
    private final double[] costs;
    private final double threshold;
    private final double tolerance;
    private final SplittableRandom random;
    private final double[] scores;
    private final boolean[] removed;
    /** The best remaining question; -1 if none reaches the threshold. */
    private int best;

    /**
     * A selection with nothing chosen.
     *
     * @param places index of each question among all candidates, rising
     * @param itemIds item of each question
     * @param threshold minimum gain for each unit of cost
     * @param tolerance share of the best score within which the choice is random
     */
    GreedySelection(
            QuestionGains questions,
            List<Integer> places,
            List<String> itemIds,
            double[] costs,
            double threshold,
            double tolerance,
            SplittableRandom random) {
        this.questions = questions;
        this.places = places;
        this.itemIds = itemIds;
        this.costs = costs;
        this.threshold = threshold;
        this.tolerance = tolerance;
        this.random = random;
        scores = new double[costs.length];
        removed = new boolean[costs.length];
        findBest();
    }

    private void findBest() {
        best = -1;
        for (int question = 0; question < scores.length; question++) {
            scores[question] = removed[question] ? Double.NaN : questions.gain(question) / costs[question];
            if (scores[question] >= threshold && (best < 0 || scores[question] > scores[best])) {
                best = question;
            }
        }
        if (best >= 0 && tolerance > 0) {
            double enough = Math.max(threshold, (1 - tolerance) * scores[best]);
            int near = 0;
            for (int question = 0; question < scores.length; question++) {
                // of n questions met so far, each is the best with chance 1 / n
                if (scores[question] >= enough && random.nextInt(++near) == 0) {
                    best = question;
                }
            }
        }
    }

    /** Whether any question reaches the threshold. */
    boolean hasMore() {
        return best >= 0;
    }

    /** Whether the best question here scores higher than the other's; of equal ones the first candidate does. */
    boolean beats(GreedySelection other) {
        double mine = scores[best];
        double theirs = other.scores[other.best];
        return mine > theirs || (mine == theirs && places.get(best) < other.places.get(other.best));
    }

    /**
     * Chooses the best question: removes it and those about the same item, and updates the others. Returns its index
     * among the candidates.
     */
    int choose() {
        int place = places.get(best);
        for (int question = 0; question < removed.length; question++) {
            removed[question] |= itemIds.get(question).equals(itemIds.get(best));
        }
        questions.choose(best);
        findBest();
        return place;
    }
}
