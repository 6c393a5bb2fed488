// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import java.util.List;
import java.util.SplittableRandom;

/** The pairs of one user, of which the next to be asked about is known. For one thread. */
final class GreedySelection {

    private final QuestionGains questions;
    private final List<Integer> places;
    private final List<String> itemIds;
    private final double[] costs;
    private final double least;
    private final double tolerance;
    private final SplittableRandom random;
    private final double[] scores;
    private final boolean[] taken;
    /** The question that won; below 0 if none pays. */
    private int winner;

    /**
     * Opens the contest.
     *
     * @param places where each question stands among all candidates, rising
     * @param itemIds what each question is about
     * @param least the gain a unit of cost below which a question does not pay
     * @param tolerance within which share of the best score chance decides
     */
    GreedySelection(
            QuestionGains questions,
            List<Integer> places,
            List<String> itemIds,
            double[] costs,
            double least,
            double tolerance,
            SplittableRandom random) {
        this.questions = questions;
        this.places = places;
        this.itemIds = itemIds;
        this.costs = costs;
        this.least = least;
        this.tolerance = tolerance;
        this.random = random;
        scores = new double[costs.length];
        taken = new boolean[costs.length];
        findWinner();
    }

    private void findWinner() {
        winner = -1;
        for (int question = 0; question < scores.length; question++) {
            scores[question] = taken[question] ? Double.NaN : questions.gain(question) / costs[question];
            if (scores[question] >= least && (winner < 0 || scores[question] > scores[winner])) {
                winner = question;
            }
        }
        if (winner >= 0 && tolerance > 0) {
            double enough = Math.max(least, (1 - tolerance) * scores[winner]);
            int near = 0;
            for (int question = 0; question < scores.length; question++) {
                // of n questions met so far, each is the winner with chance 1 / n
                if (scores[question] >= enough && random.nextInt(++near) == 0) {
                    winner = question;
                }
            }
        }
    }

    /** Whether any question pays. */
    boolean hasMore() {
        return winner >= 0;
    }

    /** Whether the winner here scores higher than the other's; of equal ones the first candidate does. */
    boolean beats(GreedySelection other) {
        double mine = scores[winner];
        double theirs = other.scores[other.winner];
        return mine > theirs || (mine == theirs && places.get(winner) < other.places.get(other.winner));
    }

    /** The place of the winner among the candidates; it and its like are out, and the others start anew. */
    int take() {
        int place = places.get(winner);
        for (int question = 0; question < taken.length; question++) {
            taken[question] |= itemIds.get(question).equals(itemIds.get(winner));
        }
        questions.choose(winner);
        findWinner();
        return place;
    }
}
