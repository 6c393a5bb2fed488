// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.gain.ExposureTarget;
import io.github.warmstart.recommend.LinearPosterior;
import io.github.warmstart.recommend.RatingModel;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policy that chooses the pairs whose answers are expected to reduce the average variance of the user's predictions
 * most for their cost, over all items weighted by exposure (V-optimal design).
 *
 * <p>With features f, posterior covariance S of the user, and noise s of each item's ratings, all from the model's
 * {@linkplain RatingModel#linearPosterior linear posterior}, an answer about item i whose own error has variance t
 * reduces the average variance over the items j, weighted by their exposure pi, by
 * {@code gain_i = f_i'S M S f_i / (f_i'S f_i + s_i + t)}, {@code M = sum_j pi_j f_j f_j'}. The exposure is the share of
 * ratings that an item has, with one rating added to each. The pair with the highest {@code gain / cost} is chosen, S
 * is updated to its value after the answer, which does not depend on the answer, and so on: a batch does not ask
 * redundant questions. Pairs of several users compete with each other. Of many features only the leading
 * {@link Builder#directions} are used, and the rest counts as noise. Of equal pairs the first candidate is chosen.
 *
 * <p>For a model without a linear posterior, pairs are chosen by {@link Policies#posteriorVariance}, or by
 * {@link Policies#random} if it has no variance either; the first time is logged as a warning.
 *
 * <p>Costs O(items x size^2) once a model, O(size^3 + pairs x size^2) a user and O(pairs x directions) a choice. The
 * same candidates give the same choice. Thread-safe if the cost function is.
 *
 * @see <a href="https://doi.org/10.1162/neco.1992.4.4.590">MacKay: Information-Based Objective Functions for Active Data
 *     Selection (1992), section 4: the mean marginal variance</a>
 */
public final class ExpectedVarianceReduction implements UncertaintyPolicy {

    /** Default effective ratings of an answer. */
    public static final double DEFAULT_EFFECTIVE_RATINGS = 1;
    /** Default minimum gain of a question, as a share of the expected squared error. */
    public static final double DEFAULT_MIN_GAIN = 1e-4;
    /** Default tolerance, a share of the best score. */
    public static final double DEFAULT_TOLERANCE = 0;
    /** Default number of directions. */
    public static final int DEFAULT_DIRECTIONS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(ExpectedVarianceReduction.class);

    private final ToDoubleFunction<UncertaintyPolicy.UserItem> cost;
    private final double effectiveRatings;
    private final double minGain;
    private final double tolerance;
    private final int directions;
    private final UncertaintyPolicy byVariance = Policies.posteriorVariance();
    private final UncertaintyPolicy byChance = Policies.random();
    private final AtomicBoolean warned = new AtomicBoolean();
    /** Questions about several users use the same model. */
    private final AtomicReference<@Nullable Exposure> last = new AtomicReference<>();

    private record Exposure(WeakReference<RatingModel> model, ExposureTarget items) {}

    private ExpectedVarianceReduction(Builder builder) {
        cost = builder.cost;
        effectiveRatings = builder.effectiveRatings;
        minGain = builder.minGain;
        tolerance = builder.tolerance;
        directions = builder.directions;
    }

    /**
     * Starts a policy.
     *
     * @return a builder for one thread, with all defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder that starts from the options of this policy.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        return builder()
                .cost(cost)
                .effectiveRatings(effectiveRatings)
                .minGain(minGain)
                .tolerance(tolerance)
                .directions(directions);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the cost of a pair is not finite and above 0
     * @throws IllegalStateException if the model's linear posterior is not finite
     */
    @Override
    public List<UncertaintyPolicy.UserItem> choose(UncertaintyPolicy.Candidates candidates, int limit) {
        Map<String, List<Integer>> byUser = new LinkedHashMap<>();
        List<UncertaintyPolicy.UserItem> pairs = candidates.pairs();
        for (int at = 0; at < pairs.size(); at++) {
            byUser.computeIfAbsent(pairs.get(at).userId(), userId -> new ArrayList<>())
                    .add(at);
        }
        List<GreedySelection> selections = new ArrayList<>(byUser.size());
        for (Map.Entry<String, List<Integer>> user : byUser.entrySet()) {
            Optional<LinearPosterior> posterior = candidates.model().linearPosterior(user.getKey());
            if (posterior.isEmpty()) {
                return fallback(candidates, limit);
            }
            selections.add(selection(candidates, user.getValue(), posterior.get()));
        }
        List<UncertaintyPolicy.UserItem> chosen = new ArrayList<>();
        while (chosen.size() < limit) {
            GreedySelection best = null;
            for (GreedySelection selection : selections) {
                if (selection.hasMore() && (best == null || selection.beats(best))) {
                    best = selection;
                }
            }
            if (best == null) {
                break;
            }
            chosen.add(pairs.get(best.choose()));
        }
        return List.copyOf(chosen);
    }

    private GreedySelection selection(
            UncertaintyPolicy.Candidates candidates, List<Integer> places, LinearPosterior posterior) {
        ExposureTarget target = target(candidates, posterior);
        // a pseudo rating of weight w is one with noise s / w, which is s and t = s (1 - w) / w
        double signalNoise = target.noise * (1 - effectiveRatings) / effectiveRatings;
        List<String> itemIds = new ArrayList<>(places.size());
        double[] costs = new double[places.size()];
        for (int place : places) {
            UncertaintyPolicy.UserItem pair = candidates.pairs().get(place);
            costs[itemIds.size()] = checkedCost(pair);
            itemIds.add(pair.itemId());
        }
        QuestionGains questions = new QuestionGains(target, posterior, itemIds, directions, signalNoise);
        double threshold = minGain * (questions.averageVariance + target.noise);
        SplittableRandom random = candidates.random().split();
        return new GreedySelection(questions, places, itemIds, costs, threshold, tolerance, random);
    }

    private double checkedCost(UncertaintyPolicy.UserItem pair) {
        double price = cost.applyAsDouble(pair);
        if (!(price > 0) || !Double.isFinite(price)) {
            throw new IllegalArgumentException(
                    "the cost of a question must be finite and > 0, but that of item '%s' for user '%s' is %s: check cost(...)"
                            .formatted(pair.itemId(), pair.userId(), price));
        }
        return price;
    }

    private ExposureTarget target(UncertaintyPolicy.Candidates candidates, LinearPosterior posterior) {
        RatingModel model = candidates.model();
        Exposure known = last.get();
        if (known != null && known.model.get() == model) {
            return known.items;
        }
        List<String> offered = candidates.pairs().stream()
                .map(UncertaintyPolicy.UserItem::itemId)
                .distinct()
                .toList();
        ExposureTarget items = ExposureTarget.of(model, posterior, offered);
        if (!model.itemIds().isEmpty()) {
            last.set(new Exposure(new WeakReference<>(model), items));
        }
        return items;
    }

    private List<UncertaintyPolicy.UserItem> fallback(UncertaintyPolicy.Candidates candidates, int limit) {
        RatingModel model = candidates.model();
        boolean variance = candidates.pairs().stream()
                .anyMatch(pair -> model.variance(pair.userId(), pair.itemId()).isPresent());
        UncertaintyPolicy other = variance ? byVariance : byChance;
        if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "policy {} needs a model with a linear posterior, and {} has none: choosing by {} instead",
                    this,
                    model.getClass().getSimpleName(),
                    other);
        }
        return other.choose(candidates, limit);
    }

    @Override
    public String toString() {
        List<String> options = new ArrayList<>();
        if (effectiveRatings != DEFAULT_EFFECTIVE_RATINGS) {
            options.add("effectiveRatings=" + effectiveRatings);
        }
        if (minGain != DEFAULT_MIN_GAIN) {
            options.add("minGain=" + minGain);
        }
        if (tolerance != DEFAULT_TOLERANCE) {
            options.add("tolerance=" + tolerance);
        }
        if (directions != DEFAULT_DIRECTIONS) {
            options.add("directions=" + directions);
        }
        return "expected-variance-reduction" + (options.isEmpty() ? "" : "(" + String.join(", ", options) + ")");
    }

    /** Options of an {@link ExpectedVarianceReduction}. For one thread. */
    public static final class Builder {

        private ToDoubleFunction<UncertaintyPolicy.UserItem> cost = pair -> 1;
        private double effectiveRatings = DEFAULT_EFFECTIVE_RATINGS;
        private double minGain = DEFAULT_MIN_GAIN;
        private double tolerance = DEFAULT_TOLERANCE;
        private int directions = DEFAULT_DIRECTIONS;

        private Builder() {}

        /**
         * Cost of a question, in any unit: gains are divided by it.
         *
         * @param cost finite and above 0 for every pair, and constant for a pair; 1 for all unless set
         * @return this
         */
        public Builder cost(ToDoubleFunction<UncertaintyPolicy.UserItem> cost) {
            this.cost = requireNonNull(cost, "cost");
            return this;
        }

        /**
         * Effective ratings of an answer, regarding its independent errors. The answer's own error is assumed to have
         * the variance {@code s (1 - w) / w} for w effective ratings, where s is the average noise of ratings.
         *
         * <p>A generator's answer has less information than a rating, but much of its error is shared: it misjudges the
         * user's taste in each answer that depends on it, so asking the same again does not average it out. If all of
         * the error is of that kind, gains are smaller in the same proportion and the order is that of exact answers.
         * Therefore this is not the value that calibration measures for single answers. Lower it only for answers with
         * independent errors; similar questions are then repeated more often.
         *
         * @param ratings above 0 and at most 1; {@value #DEFAULT_EFFECTIVE_RATINGS} unless set
         * @return this
         * @throws IllegalArgumentException if the value is out of its range
         */
        public Builder effectiveRatings(double ratings) {
            if (!(ratings > 0 && ratings <= 1)) {
                throw new IllegalArgumentException(
                        "effectiveRatings must be above 0 and at most 1, but was " + ratings);
            }
            this.effectiveRatings = ratings;
            return this;
        }

        /**
         * Stopping rule: no question is asked that is expected to reduce the mean squared error, weighted by exposure,
         * by less than this share for each unit of cost. The root mean squared error decreases by half the share.
         * Without a cost, the default stops for a user of about 100 ratings, and later if tastes have many dimensions.
         *
         * @param share 0 (no stopping) or more, below 1; {@value #DEFAULT_MIN_GAIN} unless set
         * @return this
         * @throws IllegalArgumentException if the share is out of its range
         */
        public Builder minGain(double share) {
            if (!(share >= 0 && share < 1)) {
                throw new IllegalArgumentException("minGain must be at least 0 and below 1, but was " + share);
            }
            this.minGain = share;
            return this;
        }

        /**
         * Tolerance within which questions count as equally good and one is chosen at random.
         *
         * <p>For a model without tastes, such as {@link io.github.warmstart.recommend.BiasModel}, all questions are
         * about equally good, and the best is about the item with the best known mean, which is a popular one. But
         * ratings of popular items vary less between users than such a model assumes, and a random sample has more
         * information: with real answers, a tolerance of 0.3 was better than none by 2 % after ten of them. A model of
         * tastes needs no tolerance.
         *
         * @param share 0 (always the best, and of equal ones the first candidate) or more, below 1: share of the highest
         *     {@code gain / cost}; {@value #DEFAULT_TOLERANCE} unless set
         * @return this
         * @throws IllegalArgumentException if the share is out of its range
         */
        public Builder tolerance(double share) {
            if (!(share >= 0 && share < 1)) {
                throw new IllegalArgumentException("tolerance must be at least 0 and below 1, but was " + share);
            }
            this.tolerance = share;
            return this;
        }

        /**
         * Number of directions: the independent components of the user's uncertainty that contribute most to the
         * average variance.
         *
         * @param directions 1 or more; {@value #DEFAULT_DIRECTIONS} unless set
         * @return this
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder directions(int directions) {
            if (directions < 1) {
                throw new IllegalArgumentException("directions must be >= 1, but was " + directions);
            }
            this.directions = directions;
            return this;
        }

        /**
         * Builds the policy.
         *
         * @return a policy with these options
         */
        public ExpectedVarianceReduction build() {
            return new ExpectedVarianceReduction(this);
        }
    }
}
