// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

/**
 * What a model does not know of one user, where its predictions are linear in something unknown of the user:
 * {@code rating = mean_i + f_i' x + noise_i}, with features f that are known of items, and {@code x} of the user that is
 * known up to a normal distribution with covariance S.
 *
 * <p>It tells what an answer would teach before it is given, since the covariance after an answer does not depend on the
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
     * What of the user a rating of an item depends on.
     *
     * @param itemId the application's own id, seen or not
     * @return f, a new array of length {@link #size}, all finite
     */
    double[] features(String itemId);

    /**
     * What is not known of the user.
     *
     * @return S row by row, a new array of length {@link #size} squared, all finite; symmetric, and positive
     *     semi-definite up to rounding
     */
    double[] covariance();

    /**
     * The variance of a new rating of an item if all were known of the user: what people differ in without a pattern, and
     * what is not known of the item.
     *
     * @param itemId the application's own id, seen or not
     * @return a positive finite value in squared rating units
     */
    double noise(String itemId);

    /**
     * How what is not known of the user makes the predictions for two items err together: {@code f_i' S f_j}. For one
     * item with itself it is the user's part in the variance of a prediction.
     *
     * <p>Costs O({@link #size} squared) and a copy of S: for many pairs, take {@link #features} and {@link #covariance}
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
