// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

/**
 * Posterior of one user in a model whose predictions are linear in an unknown vector of the user:
 * {@code rating = mean_i + f_i' x + noise_i}, with known item features f, and the user's {@code x} normally distributed
 * with covariance S.
 *
 * <p>It shows the value of an answer before it is given, since the covariance after an answer does not depend on the
 * answer. Features and noise are those of the model: the same for all its users. Implementations are immutable and
 * thread-safe.
 *
 * @see <a href="https://www.microsoft.com/en-us/research/publication/pattern-recognition-machine-learning/">Bishop:
 *     Pattern Recognition and Machine Learning (2006), section 3.3</a>
 */
public interface LinearPosterior {

    /**
     * The length of a feature vector.
     *
     * @return 1 or more
     */
    int size();

    /**
     * Features of an item: how its rating depends on the user.
     *
     * @param itemId the application's own id, seen or not
     * @return f, a new array of length {@link #size}, all finite
     */
    double[] features(String itemId);

    /**
     * Posterior covariance of the user.
     *
     * @return S row by row, a new array of length {@link #size} squared, all finite; symmetric, and positive
     *     semi-definite up to rounding
     */
    double[] covariance();

    /**
     * Residual variance of a new rating of an item: rating noise plus the variance of the item's mean.
     *
     * @param itemId the application's own id, seen or not
     * @return a positive finite value in squared rating units
     */
    double noise(String itemId);

    /**
     * Covariance of the predictions for two items due to the user: {@code f_i' S f_j}. For one item with itself it is
     * the user's part of the variance of a prediction.
     *
     * <p>Costs O({@link #size} squared) and a copy of S: for many pairs, read {@link #features} and {@link #covariance}
     * once.
     *
     * @param itemId the application's own id, seen or not
     * @param otherId the application's own id, seen or not
     * @return a finite value in squared rating units
     */
    default double covariance(String itemId, String otherId) {
        double[] f = features(itemId);
        double[] g = features(otherId);
        double[] s = covariance();
        double sum = 0;
        for (int row = 0; row < f.length; row++) {
            for (int column = 0; column < g.length; column++) {
                sum += f[row] * s[row * g.length + column] * g[column];
            }
        }
        return sum;
    }
}
