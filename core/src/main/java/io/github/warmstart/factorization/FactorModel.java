// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.internal.history.UserHistories;
import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.serving.ExploringRanker;
import io.github.warmstart.internal.serving.FoldInState;
import io.github.warmstart.internal.serving.ItemScorer;
import io.github.warmstart.internal.serving.LearnedFactors;
import io.github.warmstart.internal.serving.UserUncertainty;
import io.github.warmstart.internal.serving.UserVector;
import io.github.warmstart.internal.serving.VarianceCalibration;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.Exploration;
import io.github.warmstart.recommend.Interval;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.LinearPosterior;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommendation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Trained model of a {@link MatrixFactorization}. Immutable and thread-safe: a fold-in returns a new view, which shares
 * all but a few small objects with the old one, however many users and items were folded in before.
 *
 * <p>A prediction costs O(factors), a list of recommendations O(items x factors), a fold-in O(ratings x factors^2 +
 * ratings^2 x factors) for up to as many ratings as factors, one more rating for the same user O(factors^2), the first
 * variance of a user O(ratings x factors^2 + factors^3) and the next ones O(factors^2). The first call that recommends,
 * folds in or asks for a variance computes what all views share, once: 4 bytes an item and factor, a pass over the
 * rows, and for variances a second training.
 */
public final class FactorModel implements RatingModel {

    private final LearnedFactors learned;
    private final ItemScorer scorer;
    private final FoldInState state;
    private final TrainingSummary training;
    /** The last user whose variance was requested: policies request one user after another. */
    private final AtomicReference<@Nullable UserUncertainty> last = new AtomicReference<>();

    FactorModel(
            RatingTable table,
            ItemPriors priors,
            BiasModel bias,
            BiasTerms effects,
            FMatrixRMaj users,
            FMatrixRMaj items,
            TrainingSummary training) {
        this(table, priors, bias, effects, users, items, training, null);
    }

    FactorModel(
            RatingTable table,
            ItemPriors priors,
            BiasModel bias,
            BiasTerms effects,
            FMatrixRMaj users,
            FMatrixRMaj items,
            TrainingSummary training,
            VarianceCalibration.@Nullable Refit refit) {
        learned = new LearnedFactors(table, priors, bias, effects, users, items, refit);
        UserHistories histories = UserHistories.of(table);
        scorer = new ItemScorer(learned, histories.itemIds(priors.all().keySet()));
        state = new FoldInState(learned, histories);
        this.training = training;
    }

    private FactorModel(FactorModel other, FoldInState state) {
        learned = other.learned;
        scorer = other.scorer;
        training = other.training;
        this.state = state;
    }

    /**
     * How the model was learned.
     *
     * @return the parameters chosen for its data, and the final error
     */
    public TrainingSummary training() {
        return training;
    }

    @Override
    public RatingTable table() {
        return learned.table;
    }

    @Override
    public double predict(String userId, String itemId) {
        return state.predict(userId, itemId);
    }

    /**
     * The predicted ratings of a user for all items at once, as {@link #predict} gives them one by one.
     *
     * @param userId the application's own id, seen or not
     * @return a new array in the order of {@link #itemIds()}
     */
    public double[] predictions(String userId) {
        UserVector user = state.user(userId);
        List<String> itemIds = itemIds();
        double[] predictions = new double[itemIds.size()];
        for (int place = 0; place < predictions.length; place++) {
            predictions[place] = state.predict(user, itemIds.get(place));
        }
        return predictions;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The sum of three parts: the posterior variance of the user's effect and vector on fixed items, that of the
     * item's mean and vector, and the noise of a rating of this item, shrunk towards that of all. The sum is scaled to
     * match the mean squared error of held-out ratings: the first request for a variance or interval of a model or any
     * of its views trains once more without a tenth of the rows; up to ten times, each without another tenth, on tables
     * of less than 100,000 rows; on a million rows of some users where there are more.
     */
    @Override
    public OptionalDouble variance(String userId, String itemId) {
        return OptionalDouble.of(variance(uncertainty(userId), itemId));
    }

    /** View of this model for the calibration of variances by a second training. */
    VarianceCalibration.Refitted refitted() {
        return new VarianceCalibration.Refitted() {
            @Override
            public double predict(String userId, String itemId) {
                return FactorModel.this.predict(userId, itemId);
            }

            @Override
            public double statedVariance(String userId, String itemId) {
                return FactorModel.this.statedVariance(userId, itemId);
            }
        };
    }

    /** The variance before calibration. */
    double statedVariance(String userId, String itemId) {
        return statedVariance(uncertainty(userId), itemId);
    }

    private double statedVariance(UserUncertainty user, String itemId) {
        return state.userVariance(user, itemId) + state.itemVariance(user, itemId) + noise(itemId);
    }

    /** The variance of a rating of an item around its prediction, before calibration. */
    double noise(String itemId) {
        return learned.noise(learned.table.itemIndex(itemId));
    }

    private double variance(UserUncertainty user, String itemId) {
        return learned.calibration().scale * statedVariance(user, itemId);
    }

    /**
     * The variances of a user for all items at once, as {@link #variance} gives them one by one to rounding, in about a
     * quarter of the time.
     *
     * @param userId the application's own id, seen or not
     * @return a new array in the order of {@link #itemIds()}
     */
    public double[] variances(String userId) {
        UserUncertainty user = uncertainty(userId);
        List<String> itemIds = itemIds();
        double[] variances = new double[itemIds.size()];
        scorer.variances(user, variances);
        for (int place = 0; place < variances.length; place++) {
            boolean own = place >= scorer.size() || state.folded(itemIds.get(place));
            variances[place] = own
                    ? variance(user, itemIds.get(place))
                    : learned.calibration().scale * (variances[place] + noise(itemIds.get(place)));
        }
        return variances;
    }

    /**
     * Prediction interval of a new rating: the prediction plus and minus as many standard deviations as contained the
     * requested share of ratings in a second training (see {@link #variance}). On held-out ratings like those of the
     * training, the share inside was within two percentage points of the level.
     *
     * @param userId the application's own id, seen or not
     * @param itemId the application's own id, seen or not
     * @param level the share of ratings inside, above 0 and below 1, for example 0.8
     * @return an interval on the scale
     * @throws IllegalArgumentException if the level is out of its range
     */
    public Interval interval(String userId, String itemId, double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be above 0 and below 1, but was " + level);
        }
        double reach = learned.calibration().reach(level)
                * Math.sqrt(variance(userId, itemId).orElseThrow());
        double middle = predict(userId, itemId);
        return new Interval(scale().clamp(middle - reach), scale().clamp(middle + reach));
    }

    @Override
    public boolean knowsUser(String userId) {
        return state.histories.knows(userId);
    }

    @Override
    public boolean knowsItem(String itemId) {
        return state.folded(itemId) || learned.bias.knowsItem(itemId);
    }

    @Override
    public List<String> itemIds() {
        return state.histories.itemIds(learned.priors.all().keySet(), scorer.itemIds);
    }

    @Override
    public Set<String> ratedItems(String userId) {
        return state.histories.ratedItems(userId);
    }

    @Override
    public int ratingCount(String itemId) {
        return state.histories.ratingCount(itemId);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Reads the vectors of all items once, without an allocation per item. The order is that of {@link #predict},
     * whose value is the score: items are scored in float, and those that may be among the best again in double.
     */
    @Override
    public List<Recommendation> recommend(String userId, int n) {
        UserVector user = state.user(userId);
        return scorer.best(
                state, user, n, (itemId, index) -> !state.histories.rated(userId, user.index, itemId, index));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The filter is called only for items that would enter the list. If it accepts few items, most are tested: use
     * {@link #recommendAmong} instead.
     */
    @Override
    public List<Recommendation> recommend(String userId, int n, Predicate<String> filter) {
        return scorer.best(state, state.user(userId), n, (itemId, index) -> filter.test(itemId));
    }

    /**
     * The first items of a ranking with exploration. Costs O(items x factors), and with upper confidence bounds O(items
     * x factors^2): some 50 times as much at 64 factors.
     *
     * @param userId the application's own id, seen or not
     * @param n how many at most, 0 or more
     * @param filter whether an item may be recommended; see {@link #recommend(String, int, Predicate)}
     * @param exploration how the ranking deviates from the predictions
     * @return in the order of the ranking; scores are predictions, so they need not decrease
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public List<Recommendation> recommend(String userId, int n, Predicate<String> filter, Exploration exploration) {
        boolean plain = !exploration.sampled() && exploration.width() == 0;
        return plain
                ? recommend(userId, n, filter)
                : new ExploringRanker(learned, scorer, state, uncertainty(userId), exploration).best(n, filter);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Effect and vector become the posterior mean of a Bayesian linear regression on the fixed items, with the
     * trained users as prior and the noise of each item. For a user who was in the training, the same regression over
     * the whole history replaces the trained vector. The variance of the mean of an item without ratings in training
     * counts as noise of its rating. Ratings that are added to those of an earlier fold-in, and replace none, are
     * rank-one updates: the same up to rounding.
     */
    @Override
    public FactorModel foldIn(String userId, Collection<Rating> ratings) {
        return new FactorModel(this, state.withUser(userId, ratings));
    }

    @Override
    public FactorModel foldIn(Collection<Rating> ratings) {
        return new FactorModel(this, state.withUsers(ratings));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Mean and vector become the posterior mean of a Bayesian linear regression on the fixed effects and vectors of
     * users, with the trained items as prior, and the item's own prior if it had one.
     */
    @Override
    public FactorModel foldInItem(String itemId, Collection<Rating> ratings) {
        return new FactorModel(this, state.withItem(itemId, ratings));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The features are {@code (1, q_i)}, and the noise is estimated for each item from its ratings.
     */
    @Override
    public Optional<LinearPosterior> linearPosterior(String userId) {
        return Optional.of(new UserLinearPosterior(state, uncertainty(userId).posterior, learned.factors()));
    }

    private UserUncertainty uncertainty(String userId) {
        UserUncertainty found = last.get();
        if (found == null || !found.userId.equals(userId)) {
            found = state.uncertainty(userId);
            last.set(found);
        }
        return found;
    }

    /**
     * Parameters and final error of the training of a {@link FactorModel}.
     *
     * @param factors the length of a vector
     * @param epochs number of visits to every row
     * @param learningRate the initial step size, after any halving; 0 if equations are solved instead
     * @param regularization the penalty on vectors, in noise standard deviations
     * @param strata number of blocks on each side of the table, which limits the threads that can work at once
     * @param kernel implementation of the steps: {@code plain}, or {@code vector} on {@code jdk.incubator.vector};
     *     {@code exact} if equations are solved
     * @param rmse the weighted root mean squared error on the training rows, in rating units; 0 without rows
     * @param validationRmse the error on the validation slice at the chosen number of epochs, before the final training on
     *     all rows; empty without a slice
     */
    public record TrainingSummary(
            int factors,
            int epochs,
            double learningRate,
            double regularization,
            int strata,
            String kernel,
            double rmse,
            OptionalDouble validationRmse) {}
}
