// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.OffsetModel;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Levels of the answers about users, compared with the levels that the users' own ratings give. With {@code L_u} the
 * mean of the answers about a user less those about the audience, {@code b_u} the user effect and {@code c} the mean of
 * {@code L - b} over users, the predictions for a user are corrected by {@code k (L_u - c - b_u)}.
 *
 * <p>A generator estimates the level from the ratings it was shown, but with its own shrinkage, since it also knows
 * which of these items most people like. {@code k} is measured on the same probes as the factor of tastes, with
 * {@code b_u} from the ratings that the generator was shown. Users without a rating get no correction, since they get
 * the level of the answers as pseudo ratings.
 */
final class Levels {

    private final RatingTable table;
    private final BiasModel bias;
    private final double firstWeight;
    private final List<Case> cases = new ArrayList<>();

    /** A user with answers: their level, the user effect of own ratings, and the probes. */
    private record Case(String userId, double level, double effect, double ratings, List<Hidden> probes) {}

    /** A rating that the generator was not shown. */
    private record Hidden(double residual, double effect, double variance) {}

    /** Effect of a user by some of the user's ratings, its variance, and its effective ratings including the prior. */
    private record Effect(double value, double variance, double ratings) {}

    Levels(RatingTable table, BiasModel bias, double firstWeight) {
        this.table = table;
        this.bias = bias;
        this.firstWeight = firstWeight;
    }

    /**
     * Adds a user.
     *
     * @param userId the user
     * @param level mean of the answers less those about the audience
     * @param answers the answers
     */
    void add(String userId, double level, Collection<SyntheticSignal> answers) {
        List<Hidden> probes = new ArrayList<>();
        for (SyntheticSignal answer : answers) {
            int row = TasteCalibration.row(table, userId, answer.itemId());
            if (row >= 0
                    && !answer.evidence().contains(answer.itemId())
                    && !answer.evidence().isEmpty()) {
                Effect shown = effect(userId, answer.evidence());
                probes.add(new Hidden(
                        table.value(row) - bias.itemMean(answer.itemId()) - shown.value,
                        shown.value,
                        bias.noiseVariance() + bias.itemMeanVariance(answer.itemId()) + shown.variance));
            }
        }
        int user = table.userIndex(userId);
        if (!probes.isEmpty()) {
            double mean = probes.stream().mapToDouble(Hidden::effect).average().orElse(0);
            cases.add(new Case(userId, level, mean, Double.NaN, probes));
        }
        if (user >= 0 && table.userSize(user) > 0 && (probes.isEmpty() || table.newcomer(user))) {
            Effect own = effect(userId, null);
            cases.add(new Case(userId, level, bias.userEffect(userId), own.ratings, List.of()));
        }
    }

    /** The effect by all ratings of a user, or by those of some items alone. */
    private Effect effect(String userId, @Nullable Collection<String> itemIds) {
        int user = table.userIndex(userId);
        double sum = 0;
        double weights = 0;
        for (int row = table.userStart(user); row < table.userEnd(user); row++) {
            String itemId = table.itemId(table.item(row));
            if (!table.pseudo(row) && (itemIds == null || itemIds.contains(itemId))) {
                double weight = table.newcomer(user) ? table.weight(row) : firstWeight * table.weight(row);
                sum += weight * (table.value(row) - bias.itemMean(itemId));
                weights += weight;
            }
        }
        double prior = bias.noiseVariance() / bias.userVariance();
        return new Effect(sum / (weights + prior), bias.noiseVariance() / (weights + prior), weights + prior);
    }

    /** The corrections of users who have ratings. */
    Map<String, OffsetModel.UserOffset> offsets() {
        double common = cases.stream()
                .mapToDouble(one -> one.level - one.effect)
                .average()
                .orElse(0);
        List<TasteOffset.Probe> probes = new ArrayList<>();
        for (Case one : cases) {
            for (Hidden probe : one.probes) {
                probes.add(new TasteOffset.Probe(
                        one.userId, one.level - common - probe.effect, probe.residual, probe.variance));
            }
        }
        double factor = TasteOffset.of(probes, TasteCalibration.LEVEL).factor();
        Map<String, OffsetModel.UserOffset> offsets = new LinkedHashMap<>();
        for (Case one : cases) {
            if (one.probes.isEmpty() && factor > 0) {
                offsets.put(
                        one.userId,
                        new OffsetModel.UserOffset(factor * (one.level - common - one.effect), one.ratings));
            }
        }
        return offsets;
    }
}
