// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

/**
 * What can be known of a person from a few ratings: generosity and taste, guessed by ridge regression on the characters
 * of films.
 *
 * <p>The guess starts at nobody in particular and is moved by one rating after another; the result is that of solving
 * the regression at once, with the planted variances as penalties. For one thread.
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

    /** Takes in that the person gave this much more to the film than its quality deserves. */
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

    /** How much more than its quality the person is thought to give to the film, in stars. */
    double surplus(int film) {
        return surplus(film, guess);
    }

    /** The same for any generosity and taste, in this order. */
    double surplus(int film, double[] person) {
        double[] features = features(film);
        double sum = 0;
        for (int k = 0; k < SIZE; k++) {
            sum += features[k] * person[k];
        }
        return sum;
    }

    /** A person nobody ever was, whose surplus over all films has this standard deviation. */
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
