// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** Trained model of a {@link BootstrapEnsemble}: predicts the mean of its members. Immutable and thread-safe. */
public final class EnsembleModel implements RatingModel {

    private final List<RatingModel> members;

    EnsembleModel(List<RatingModel> members) {
        this.members = List.copyOf(members);
    }

    /**
     * Sample variance of the members' predictions.
     *
     * @param userId the application's own id, seen or not
     * @param itemId the application's own id, seen or not
     * @return 0 or more, in squared rating units
     */
    public double disagreement(String userId, String itemId) {
        double mean = predict(userId, itemId);
        double squares = 0;
        for (RatingModel member : members) {
            double difference = member.predict(userId, itemId) - mean;
            squares += difference * difference;
        }
        return squares / (members.size() - 1);
    }

    /**
     * {@inheritDoc}
     *
     * @return the table of the first member, with its weights
     */
    @Override
    public RatingTable table() {
        return members.get(0).table();
    }

    @Override
    public RatingScale scale() {
        return members.get(0).scale();
    }

    @Override
    public double predict(String userId, String itemId) {
        double sum = 0;
        for (RatingModel member : members) {
            sum += member.predict(userId, itemId);
        }
        return scale().clamp(sum / members.size());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The mean variance of the members plus their {@link #disagreement}; empty if a member has no variance. If
     * members include their own uncertainty about the user, as those of this library do, that part is counted twice, so
     * the value is too large rather than too small.
     */
    @Override
    public OptionalDouble variance(String userId, String itemId) {
        double within = 0;
        for (RatingModel member : members) {
            OptionalDouble one = member.variance(userId, itemId);
            if (one.isEmpty()) {
                return OptionalDouble.empty();
            }
            within += one.getAsDouble() / members.size();
        }
        return OptionalDouble.of(within + disagreement(userId, itemId));
    }

    @Override
    public boolean knowsUser(String userId) {
        return members.get(0).knowsUser(userId);
    }

    @Override
    public boolean knowsItem(String itemId) {
        return members.get(0).knowsItem(itemId);
    }

    @Override
    public List<String> itemIds() {
        return members.get(0).itemIds();
    }

    @Override
    public Set<String> ratedItems(String userId) {
        return members.get(0).ratedItems(userId);
    }

    @Override
    public int ratingCount(String itemId) {
        return members.get(0).ratingCount(itemId);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Each member folds in the new ratings with weight 1, not a random one. So the members' {@link #disagreement}
     * about a newcomer is that about the items, and the uncertainty about the newcomer is part of the {@link #variance}
     * only.
     */
    @Override
    public EnsembleModel foldIn(String userId, Collection<Rating> ratings) {
        return new EnsembleModel(
                members.stream().map(member -> member.foldIn(userId, ratings)).toList());
    }

    @Override
    public EnsembleModel foldIn(Collection<Rating> ratings) {
        return new EnsembleModel(
                members.stream().map(member -> member.foldIn(ratings)).toList());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Every member folds in the item; fails if one cannot.
     */
    @Override
    public EnsembleModel foldInItem(String itemId, Collection<Rating> ratings) {
        return new EnsembleModel(members.stream()
                .map(member -> member.foldInItem(itemId, ratings))
                .toList());
    }
}
