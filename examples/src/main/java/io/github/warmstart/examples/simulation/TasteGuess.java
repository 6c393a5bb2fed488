// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

/**
 * Estimate of a person's generosity and taste from a few ratings, by ridge regression on the characters of films.
 *
 * <p>The estimate starts at the average person and is updated rating by rating; the result equals that of solving the
 * regression at once, with penalties from the simulated variances. For one thread.
 */
final class TasteGuess {

    private static final int SIZE = Films.RANK + 1;
    private static final double NOISE = RatingHistory.NOISE_DEVIATION * RatingHistory.NOISE_DEVIATION;

    private final Films films;
    /** Generosity first, then the taste. */
    private final double[] guess = new double[SIZE];

    private final double[][] covariance = new double[SIZE][SIZE];

    TasteGuess(Films films) {
        this.films = films;
        covariance[0][0] = Members.GENEROSITY_DEVIATION * Members.GENEROSITY_DEVIATION;
        for (int k = 1; k < SIZE; k++) {
            covariance[k][k] = Members.TASTE_DEVIATION * Members.TASTE_DEVIATION / Films.RANK;
        }
    }

    /** Updates the estimate with the surplus of one rating over the film's quality, in stars. */
    void learn(int film, double surplus) {
        double[] features = features(film);
        double[] pull = new double[SIZE];
        double variance = NOISE;
        double error = surplus;
        for (int k = 0; k < SIZE; k++) {
            for (int l = 0; l < SIZE; l++) {
                pull[k] += covariance[k][l] * features[l];
            }
            variance += features[k] * pull[k];
            error -= features[k] * guess[k];
        }
        for (int k = 0; k < SIZE; k++) {
            guess[k] += pull[k] / variance * error;
            for (int l = 0; l < SIZE; l++) {
                covariance[k][l] -= pull[k] * pull[l] / variance;
            }
        }
    }

    /** The estimated surplus of the person's rating over the film's quality, in stars. */
    double surplus(int film) {
        return surplus(film, guess);
    }

    /** The surplus for a given generosity and taste, in this order. */
    double surplus(int film, double[] person) {
        double[] features = features(film);
        double sum = 0;
        for (int k = 0; k < SIZE; k++) {
            sum += features[k] * person[k];
        }
        return sum;
    }

    /** A random person whose surplus over all films has this standard deviation. */
    static double[] stranger(double deviation, RandomStream chance) {
        double[] person = chance.gaussians(SIZE);
        for (int k = 0; k < SIZE; k++) {
            person[k] *= deviation / StrictMath.sqrt(SIZE);
        }
        return person;
    }

    private double[] features(int film) {
        double[] features = new double[SIZE];
        features[0] = 1;
        for (int k = 1; k < SIZE; k++) {
            features[k] = films.character(film, k - 1);
        }
        return features;
    }
}
