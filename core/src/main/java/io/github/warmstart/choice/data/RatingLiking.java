// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice.data;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.statistics.NormalDistribution;
import java.util.Collection;
import java.util.List;

/**
 * Liking derived from predicted ratings: a probit of the distance to the like threshold.
 *
 * <pre>{@code
 * P(like) = Phi((r_ui - t) / s)
 * }</pre>
 *
 * <p>with the predicted rating {@code r_ui}, the midpoint {@code t} between the lowest rating that counts as liked and the
 * step below it, and the standard deviation {@code s} of ratings around predictions. Worked example: on half stars with a
 * threshold of 4, {@code t} is 3.75; with {@code s} = 0.9 a prediction of 3.75 has probability 1/2, one of 4.65 has 0.841.
 */
public final class RatingLiking implements Liking {

    /** Default like threshold, as a share of the length of the scale: three quarters. */
    public static final double DEFAULT_LIKE_SHARE = 0.75;

    private static final double MIN_PROBABILITY = 1e-6;
    /** Maximum number of rows for the residual variance. */
    private static final int MAX_RESIDUALS = 2000;
    /** Prior standard deviation, as a share of the length of the scale, and the number of residuals that it counts as. */
    private static final double PRIOR_SHARE = 0.2;

    private static final double PRIOR_WEIGHT = 20;

    private final RatingModel model;
    private final RatingTable table;
    private final double likedFrom;
    private final double threshold;
    private final double deviation;
    /** An id that no user has. */
    private final String newcomer;

    private RatingLiking(RatingModel model, RatingTable table, double likedFrom) {
        this.model = model;
        this.table = table;
        this.likedFrom = likedFrom;
        threshold = likedFrom - table.scale().step() / 2;
        deviation = deviation(model, table);
        String id = "newcomer";
        while (table.userIndex(id) >= 0 || model.knowsUser(id)) {
            id += "'";
        }
        newcomer = id;
    }

    /**
     * Creates a liking from a model's predictions, with the default threshold: the lowest rating at or above three quarters of
     * the scale.
     *
     * @param model model that predicts ratings
     * @param table the real ratings that the model was trained on
     * @return the liking
     */
    public static RatingLiking of(RatingModel model, RatingTable table) {
        RatingScale scale = requireNonNull(table, "table").scale();
        double from = scale.lowest() + DEFAULT_LIKE_SHARE * scale.length();
        double steps = scale.step() > 0 ? Math.ceil((from - scale.lowest()) / scale.step() - 1e-9) : 0;
        return of(model, table, scale.step() > 0 ? scale.lowest() + steps * scale.step() : from);
    }

    /**
     * Creates a liking from a model's predictions.
     *
     * @param model model that predicts ratings
     * @param table the real ratings that the model was trained on
     * @param likedFrom the lowest rating that counts as liked, on the scale
     * @return the liking
     * @throws IllegalArgumentException if the threshold is off the scale
     */
    public static RatingLiking of(RatingModel model, RatingTable table, double likedFrom) {
        if (!table.scale().contains(likedFrom)) {
            throw new IllegalArgumentException(
                    "likedFrom must be on the scale %s, but was %s".formatted(table.scale(), likedFrom));
        }
        return new RatingLiking(requireNonNull(model, "model"), table, likedFrom);
    }

    /** The model's standard deviation of a new rating if it has one, otherwise the shrunk standard deviation of residuals. */
    private static double deviation(RatingModel model, RatingTable table) {
        double prior = PRIOR_SHARE * table.scale().length();
        double sum = PRIOR_WEIGHT * prior * prior;
        double count = PRIOR_WEIGHT;
        int step = Math.max(1, table.size() / MAX_RESIDUALS);
        for (int row = 0; row < table.size(); row += step) {
            String userId = table.userId(table.user(row));
            String itemId = table.itemId(table.item(row));
            double residual = table.value(row) - model.predict(userId, itemId);
            sum += model.variance(userId, itemId).orElse(residual * residual);
            count++;
        }
        return Math.sqrt(sum / count);
    }

    /**
     * The estimated standard deviation of a rating around its prediction.
     *
     * @return rating units, above 0
     */
    public double deviation() {
        return deviation;
    }

    @Override
    public double[] logProbabilities(String userId, List<String> itemIds) {
        return logProbabilities(model, userId, itemIds);
    }

    @Override
    public double[] logProbabilitiesAsNewcomer(String userId, Collection<String> knownItemIds, List<String> itemIds) {
        List<Rating> known = table.ratingsOf(userId).stream()
                .filter(rating -> knownItemIds.contains(rating.itemId()))
                .map(rating -> new Rating(newcomer, rating.itemId(), rating.value()))
                .toList();
        return logProbabilities(model.foldIn(newcomer, known), newcomer, itemIds);
    }

    private double[] logProbabilities(RatingModel predictor, String userId, List<String> itemIds) {
        double[] logs = new double[itemIds.size()];
        for (int item = 0; item < logs.length; item++) {
            double distance = (predictor.predict(userId, itemIds.get(item)) - threshold) / deviation;
            logs[item] = StrictMath.log(Math.max(MIN_PROBABILITY, NormalDistribution.cumulative(distance)));
        }
        return logs;
    }

    @Override
    public Opinion opinion(String userId, String itemId) {
        int row = table.row(table.userIndex(userId), table.itemIndex(itemId));
        if (row < 0) {
            return Opinion.UNKNOWN;
        }
        double value = table.value(row);
        if ((float) value >= (float) likedFrom) {
            return Opinion.LIKED;
        }
        return value >= table.scale().midpoint() ? Opinion.MIXED : Opinion.DISLIKED;
    }
}
