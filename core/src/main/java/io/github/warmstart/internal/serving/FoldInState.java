// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.internal.history.PersistentMap;
import io.github.warmstart.internal.history.UserHistories;
import io.github.warmstart.internal.linear.DualRegression;
import io.github.warmstart.internal.linear.GaussianPosterior;
import io.github.warmstart.internal.linear.RegressionRows;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.rating.Rating;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * State of a model beyond its training: users and items folded in since, in persistent maps, so that a state does not
 * refer to a chain of earlier ones. Immutable, thread-safe.
 */
public final class FoldInState {

    /** Memory for posteriors of the users folded in last; of other users only the means are kept. */
    private static final long POSTERIOR_BYTES = 1 << 24;

    public final UserHistories histories;
    private final LearnedFactors learned;
    private final PersistentMap<FoldedUser> users;
    private final PersistentMap<FoldedItem> items;
    /** The users whose posteriors are kept: by turn modulo {@link #kept}. */
    private final PersistentMap<String> turns;

    private final long turn;
    private final int kept;

    public FoldInState(LearnedFactors learned, UserHistories histories) {
        this(learned, histories, PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), 0);
    }

    private FoldInState(
            LearnedFactors learned,
            UserHistories histories,
            PersistentMap<FoldedUser> users,
            PersistentMap<FoldedItem> items,
            PersistentMap<String> turns,
            long turn) {
        this.learned = learned;
        this.histories = histories;
        this.users = users;
        this.items = items;
        this.turns = turns;
        this.turn = turn;
        long bytes = 8L * (1 + learned.factors()) * (1 + learned.factors());
        kept = (int) Math.max(16, Math.min(4096, POSTERIOR_BYTES / bytes));
    }

    /** The items folded in, by id. */
    PersistentMap<FoldedItem> items() {
        return items;
    }

    public boolean folded(String itemId) {
        return items.size() > 0 && items.contains(itemId);
    }

    public UserVector user(String userId) {
        int index = learned.table.userIndex(userId);
        FoldedUser folded = users.size() == 0 ? null : users.get(userId);
        if (folded != null) {
            double[] vector = new double[learned.factors()];
            System.arraycopy(folded.mean, 1, vector, 0, vector.length);
            return new UserVector(userId, index, folded.mean[0], vector);
        }
        return new UserVector(
                userId, index, learned.userEffect(index), learned.ratedUser(index) ? learned.userVector(index) : null);
    }

    /** Prediction of one pair, without an allocation if neither was folded in. */
    public double predict(String userId, String itemId) {
        int user = learned.table.userIndex(userId);
        int item = learned.table.itemIndex(itemId);
        if ((users.size() > 0 && users.contains(userId)) || folded(itemId)) {
            return predict(user(userId), itemId);
        }
        double fit = learned.ratedUser(user) && learned.ratedItem(item)
                ? Vectors.dot(learned.users, user, learned.items, item)
                : 0;
        return learned.table.scale().clamp(learned.itemMean(itemId, item) + learned.userEffect(user) + fit);
    }

    public double predict(UserVector user, String itemId) {
        FoldedItem folded = items.size() == 0 ? null : items.get(itemId);
        return folded == null ? predict(user, itemId, learned.table.itemIndex(itemId)) : predict(user, folded);
    }

    private double predict(UserVector user, FoldedItem item) {
        double fit = user.vector == null ? 0 : Vectors.interleavedDot(user.vector, item.vector, 0, item.vector.length);
        return learned.table.scale().clamp(item.mean + user.effect + fit);
    }

    /** For an item that was not folded in. */
    public double predict(UserVector user, String itemId, int item) {
        double fit = 0;
        double[] vector = user.vector;
        if (vector != null && learned.ratedItem(item)) {
            float[] data = learned.items.data;
            for (int k = 0, at = item * vector.length; k < vector.length; k++) {
                fit += vector[k] * data[at + k];
            }
        }
        return learned.table.scale().clamp(learned.itemMean(itemId, item) + user.effect + fit);
    }

    public UserUncertainty uncertainty(String userId) {
        FoldedUser folded = users.get(userId);
        GaussianPosterior posterior = folded == null || folded.posterior == null || folded.items != items
                ? regression(histories, userId)
                : folded.posterior;
        double[] vector = user(userId).vector;
        double[] zero = new double[learned.factors()];
        return new UserUncertainty(
                userId, posterior, learned.itemUncertainty().squaredProjections(vector == null ? zero : vector));
    }

    private GaussianPosterior regression(UserHistories of, String userId) {
        return GaussianPosterior.of(learned.userVariance, learned.userPrior(), userRows(of, userId));
    }

    public double userVariance(UserUncertainty user, String itemId) {
        return user.posterior.variance(itemVector(itemId));
    }

    /** Not to be modified; zero for an item that was neither trained nor folded in. */
    public double[] itemVector(String itemId) {
        FoldedItem folded = items.get(itemId);
        return folded == null ? learned.itemVector(learned.table.itemIndex(itemId)) : folded.vector;
    }

    /** The variance of a new rating of an item if its user were known exactly. */
    public double noise(String itemId) {
        FoldedItem folded = items.get(itemId);
        return folded == null
                ? learned.noise(learned.table.itemIndex(itemId)) + learned.bias.itemMeanVariance(itemId)
                : learned.noise(-1) + folded.variance;
    }

    public double itemVariance(UserUncertainty user, String itemId) {
        FoldedItem folded = items.get(itemId);
        return folded == null
                ? learned.itemVariance(itemId, learned.table.itemIndex(itemId), user.projections)
                : folded.variance + learned.itemUncertainty().variance(user.projections, folded.information);
    }

    public FoldInState withUser(String userId, Collection<Rating> ratings) {
        UserHistories more = histories.with(userId, ratings);
        FoldedUser before = users.get(userId);
        if (before == null) {
            RegressionRows rows = userRows(more, userId);
            if (DualRegression.suits(rows)) {
                double[] mean = DualRegression.mean(learned.userVariance, learned.userPrior(), rows);
                return with(more, userId, new FoldedUser(mean, null, items, turn));
            }
            GaussianPosterior posterior = GaussianPosterior.of(learned.userVariance, learned.userPrior(), rows);
            return with(more, userId, new FoldedUser(posterior.mean(), posterior, items, turn));
        }
        GaussianPosterior posterior = before.posterior != null && before.items == items && isNew(userId, ratings)
                ? before.posterior.plus(rowsOf(ratings))
                : regression(more, userId);
        return with(more, userId, new FoldedUser(posterior.mean(), posterior, items, turn));
    }

    /** Whether no rating replaces another. */
    private boolean isNew(String userId, Collection<Rating> ratings) {
        Set<String> itemIds = new HashSet<>();
        for (Rating rating : ratings) {
            if (!itemIds.add(rating.itemId()) || histories.holds(userId, rating.itemId())) {
                return false;
            }
        }
        return true;
    }

    /** Keeps the posteriors of the last users only. */
    private FoldInState with(UserHistories more, String userId, FoldedUser user) {
        PersistentMap<FoldedUser> changed = users.with(userId, user);
        PersistentMap<String> changedTurns = turns;
        if (user.posterior != null) {
            String slot = Long.toString(turn % kept);
            String evicted = turns.get(slot);
            FoldedUser old = evicted == null ? null : changed.get(evicted);
            if (evicted != null && old != null && old.turn <= turn - kept) {
                changed = changed.with(evicted, old.withoutPosterior());
            }
            changedTurns = turns.with(slot, userId);
        }
        return new FoldInState(learned, more, changed, items, changedTurns, user.posterior == null ? turn : turn + 1);
    }

    public FoldInState withUsers(Collection<Rating> ratings) {
        Map<String, List<Rating>> byUser = new LinkedHashMap<>();
        for (Rating rating : ratings) {
            byUser.computeIfAbsent(rating.userId(), id -> new ArrayList<>()).add(rating);
        }
        FoldInState state = this;
        for (Map.Entry<String, List<Rating>> user : byUser.entrySet()) {
            state = state.withUser(user.getKey(), user.getValue());
        }
        return state;
    }

    private RegressionRows userRows(UserHistories of, String userId) {
        RegressionRows rows = new RegressionRows(learned.factors(), 24);
        of.visit(userId, (itemId, item, value, weight) -> add(rows, itemId, item, value, weight));
        return rows;
    }

    private RegressionRows rowsOf(Collection<Rating> ratings) {
        RegressionRows rows = new RegressionRows(learned.factors(), ratings.size());
        for (Rating rating : ratings) {
            add(rows, rating.itemId(), learned.table.itemIndex(rating.itemId()), rating.value(), 1);
        }
        return rows;
    }

    /**
     * Adds a rating as a row of the user's regression. A rated item of the table was fitted; the mean of any other is
     * uncertain.
     */
    private void add(RegressionRows rows, String itemId, int item, double value, double weight) {
        FoldedItem folded = items.size() == 0 ? null : items.get(itemId);
        if (folded != null) {
            rows.add(folded.vector, value - folded.mean, (learned.noise(-1) + folded.variance) / weight);
        } else {
            double variance = learned.ratedItem(item) ? 0 : learned.bias.itemMeanVariance(itemId);
            rows.add(
                    learned.itemVector(item),
                    value - learned.itemMean(itemId, item),
                    (learned.noise(item) + variance) / weight);
        }
    }

    public FoldInState withItem(String itemId, Collection<Rating> ratings) {
        UserHistories more = histories.withItem(itemId, ratings);
        double prior = learned.priorMean(itemId);
        double variance = learned.priorVariance(itemId);
        double noise = learned.noise(learned.table.itemIndex(itemId));
        RegressionRows rows = new RegressionRows(learned.factors(), ratings.size());
        double[] zero = new double[learned.factors()];
        more.visitItem(itemId, (userId, index, value, weight) -> {
            UserVector user = user(userId);
            double userVariance = user.vector == null ? learned.userVariance : 0;
            rows.add(
                    user.vector == null ? zero : user.vector,
                    value - prior - user.effect,
                    (noise + userVariance) / weight);
        });
        double[] mean = DualRegression.suits(rows)
                ? DualRegression.mean(variance, learned.itemPrior(), rows)
                : GaussianPosterior.of(variance, learned.itemPrior(), rows).mean();
        double information = 0;
        for (int rating = 0; rating < rows.size; rating++) {
            information += 1 / rows.noises[rating];
        }
        double[] vector = new double[learned.factors()];
        System.arraycopy(mean, 1, vector, 0, vector.length);
        FoldedItem item = new FoldedItem(prior + mean[0], 1 / (1 / variance + information), vector, information);
        return new FoldInState(learned, more, users, items.with(itemId, item), turns, turn);
    }
}
