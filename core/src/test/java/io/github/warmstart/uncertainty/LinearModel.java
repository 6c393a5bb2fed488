// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import io.github.warmstart.fixture.Matrix;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.LinearPosterior;
import io.github.warmstart.recommend.RatingModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** A model of which the test knows all that a policy goes by: features, noises and counts of items, covariances of users. */
final class LinearModel implements RatingModel {

    final int size;
    final Map<String, double[]> features = new LinkedHashMap<>();
    final Map<String, Double> noises = new LinkedHashMap<>();
    final Map<String, Integer> counts = new LinkedHashMap<>();
    final Map<String, Matrix> covariances = new LinkedHashMap<>();

    LinearModel(int size) {
        this.size = size;
    }

    /** Items i0, i1, ... and users u0, u1, ... drawn by chance. */
    static LinearModel random(long seed, int size, int items, int users) {
        SplittableRandom random = new SplittableRandom(seed);
        LinearModel model = new LinearModel(size);
        for (int item = 0; item < items; item++) {
            double[] f = new double[size];
            for (int k = 0; k < size; k++) {
                f[k] = k == 0 ? 1 : random.nextGaussian();
            }
            model.item("i" + item, 0.3 + random.nextDouble(), random.nextInt(50), f);
        }
        for (int user = 0; user < users; user++) {
            Matrix root = new Matrix(size, size);
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    root.set(row, column, 0.5 * random.nextGaussian());
                }
            }
            model.covariances.put("u" + user, root.mult(root.transpose()));
        }
        return model;
    }

    LinearModel item(String itemId, double noise, int count, double... f) {
        features.put(itemId, f);
        noises.put(itemId, noise);
        counts.put(itemId, count);
        return this;
    }

    LinearModel user(String userId, double... diagonal) {
        Matrix covariance = new Matrix(size, size);
        for (int k = 0; k < size; k++) {
            covariance.set(k, k, diagonal[k]);
        }
        covariances.put(userId, covariance);
        return this;
    }

    Matrix covariance(String userId) {
        return Objects.requireNonNull(covariances.get(userId), userId);
    }

    Matrix f(String itemId) {
        return Matrix.column(features.getOrDefault(itemId, new double[size]));
    }

    /** What of the squared errors is noise, on average over the items that matter. */
    double averageNoise() {
        double sum = 0;
        double weights = 0;
        for (String itemId : features.keySet()) {
            sum += (counts.getOrDefault(itemId, 0) + 1) * noises.getOrDefault(itemId, 1.0);
            weights += counts.getOrDefault(itemId, 0) + 1;
        }
        return sum / weights;
    }

    /** The average of {@code f' S f} over the items that matter, item by item. */
    double averageVariance(Matrix covariance) {
        double sum = 0;
        double weights = 0;
        for (String itemId : features.keySet()) {
            sum += (counts.getOrDefault(itemId, 0) + 1) * covariance.quadratic(f(itemId));
            weights += counts.getOrDefault(itemId, 0) + 1;
        }
        return sum / weights;
    }

    /** The covariance after an answer, by inverting the precision. */
    Matrix after(Matrix covariance, String itemId, double answerNoise) {
        double noise = noises.getOrDefault(itemId, 1.0) + answerNoise;
        return covariance
                .invert()
                .plus(1 / noise, f(itemId).mult(f(itemId).transpose()))
                .invert();
    }

    @Override
    public Optional<LinearPosterior> linearPosterior(String userId) {
        Matrix covariance = covariances.get(userId);
        return covariance == null ? Optional.empty() : Optional.of(new Posterior(this, covariance));
    }

    private record Posterior(LinearModel model, Matrix matrix) implements LinearPosterior {
        @Override
        public int size() {
            return model.size;
        }

        @Override
        public double[] features(String itemId) {
            return model.features.getOrDefault(itemId, new double[model.size]).clone();
        }

        @Override
        public double[] covariance() {
            double[] rows = new double[model.size * model.size];
            for (int row = 0; row < model.size; row++) {
                System.arraycopy(matrix.row(row), 0, rows, row * model.size, model.size);
            }
            return rows;
        }

        @Override
        public double noise(String itemId) {
            return model.noises.getOrDefault(itemId, 1.0);
        }
    }

    @Override
    public RatingScale scale() {
        return Ratings.STARS;
    }

    @Override
    public double predict(String userId, String itemId) {
        return 3;
    }

    @Override
    public boolean knowsUser(String userId) {
        return covariances.containsKey(userId);
    }

    @Override
    public boolean knowsItem(String itemId) {
        return features.containsKey(itemId);
    }

    @Override
    public List<String> itemIds() {
        return List.copyOf(features.keySet());
    }

    @Override
    public Set<String> ratedItems(String userId) {
        return Set.of();
    }

    @Override
    public int ratingCount(String itemId) {
        return counts.getOrDefault(itemId, 0);
    }

    @Override
    public RatingModel foldIn(String userId, Collection<Rating> ratings) {
        return this;
    }
}
