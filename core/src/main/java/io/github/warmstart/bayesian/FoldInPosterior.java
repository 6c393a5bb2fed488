// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import io.github.warmstart.internal.gibbs.AttributeFeatures;
import io.github.warmstart.internal.gibbs.Draws;
import io.github.warmstart.internal.gibbs.GibbsSampler;
import io.github.warmstart.internal.gibbs.RatingUnits;
import io.github.warmstart.internal.gibbs.Sample;
import io.github.warmstart.internal.gibbs.SideRows;
import io.github.warmstart.internal.gibbs.VectorConditional;
import io.github.warmstart.internal.history.UserHistories;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.ItemPriors;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a chain, with the posteriors of users and items, seen or not, that follow from them. Immutable and
 * thread-safe.
 *
 * @see BayesianModel
 */
final class FoldInPosterior {

    /** Rounds of draws of vector and noise for a folded-in user; the first is discarded. */
    private static final int ROUNDS = 6;

    private static final long FOLDED_USER = 1;
    private static final long NEW_USER = 2;
    private static final long NEW_ITEM = 3;

    private final List<Sample> samples;
    private final RatingTable table;
    private final ItemPriors priors;
    private final AttributeFeatures userAttributes;
    private final AttributeFeatures itemAttributes;
    private final long seed;
    final RatingUnits units;
    final int columns;
    private final float[][] userVectors;
    private final float[][] itemVectors;
    private final float[][] userNoise;
    private final float[][] itemNoise;

    FoldInPosterior(
            List<Sample> samples,
            RatingTable table,
            ItemPriors priors,
            AttributeFeatures userAttributes,
            AttributeFeatures itemAttributes,
            RatingUnits units,
            long seed) {
        this.samples = samples;
        this.table = table;
        this.priors = priors;
        this.userAttributes = userAttributes;
        this.itemAttributes = itemAttributes;
        this.units = units;
        this.seed = seed;
        columns = samples.get(0).users.precisions.length;
        userVectors = samples.stream().map(one -> one.users.vectors).toArray(float[][]::new);
        itemVectors = samples.stream().map(one -> one.items.vectors).toArray(float[][]::new);
        userNoise = samples.stream().map(one -> one.users.noise).toArray(float[][]::new);
        itemNoise = samples.stream().map(one -> one.items.noise).toArray(float[][]::new);
    }

    int size() {
        return samples.size();
    }

    /** A user not folded in. */
    EntitySamples user(String userId) {
        int index = table.userIndex(userId);
        if (index >= 0 && table.userSize(index) > 0) {
            return new EntitySamples(userVectors, columns, userNoise, index);
        }
        float[][] means = new float[size()][];
        float[][] spreads = new float[size()][];
        AttributeFeatures.Row row = userAttributes.row(userId);
        for (int s = 0; s < size(); s++) {
            means[s] = Vectors.floats(samples.get(s).users.expected(row));
            spreads[s] = inverse(samples.get(s).users.precisions);
        }
        return unrated(userId, means, spreads, NEW_USER);
    }

    EntitySamples item(String itemId) {
        int index = table.itemIndex(itemId);
        if (index >= 0 && table.itemSize(index) > 0) {
            return new EntitySamples(itemVectors, columns, itemNoise, index);
        }
        float[][] means = new float[size()][];
        float[][] spreads = new float[size()][];
        AttributeFeatures.Row row = itemAttributes.row(itemId);
        ItemPriors.Prior prior = priors.prior(itemId).orElse(null);
        for (int s = 0; s < size(); s++) {
            means[s] = Vectors.floats(samples.get(s).items.expected(row));
            spreads[s] = inverse(samples.get(s).items.precisions);
            if (prior != null) {
                means[s][0] = (float) (units.in(prior.mean()) - averageOpinion(s, means[s]));
                spreads[s][0] = (float) (prior.variance() / (units.unit() * units.unit()));
            }
        }
        return unrated(itemId, means, spreads, NEW_ITEM);
    }

    /** Mean rating of an average user besides the effect of the item. */
    private double averageOpinion(int sample, float[] item) {
        double[] average = samples.get(sample).users.average;
        double sum = average[0];
        for (int c = 1; c < columns; c++) {
            sum += average[c] * item[c];
        }
        return sum;
    }

    /**
     * An entity without ratings: draws a vector from the population in each sample, always the same for the same id.
     */
    private EntitySamples unrated(String id, float[][] means, float[][] spreads, long kind) {
        float[][] draws = new float[size()][columns];
        float[][] noise = new float[size()][1];
        for (int s = 0; s < size(); s++) {
            Draws chance = Draws.of(seed, kind, s, Draws.key(id));
            for (int c = 0; c < columns; c++) {
                draws[s][c] = (float) (means[s][c] + Math.sqrt(spreads[s][c]) * chance.gaussian());
            }
            double likeness = kind == NEW_USER ? samples.get(s).users.likeness : samples.get(s).items.likeness;
            // the expected noise variance of an entity is likeness / (likeness - 2)
            noise[s][0] = (float) (likeness <= 2 ? 1 : (likeness - 2) / likeness);
        }
        return new EntitySamples(means, draws, 0, spreads, noise, 0);
    }

    /** One rating of a folded-in user. */
    private record Entry(EntitySamples item, double value, double weight, boolean real) {}

    /**
     * A user with a whole history: in each sample, some rounds of draws of vector and noise given the sample's items.
     *
     * <p>Costs O(samples x (ratings x columns^2 + columns^3)).
     */
    EntitySamples foldIn(UserHistories histories, String userId) {
        List<Entry> entries = new ArrayList<>();
        var rated = histories.ratedItems(userId);
        histories.visit(
                userId,
                (itemId, itemIndex, value, weight) -> entries.add(new Entry(
                        item(itemId), units.in(value), Math.min(SideRows.MAX_WEIGHT, weight), rated.contains(itemId))));
        AttributeFeatures.Row row = userAttributes.row(userId);
        float[][] means = new float[size()][columns];
        float[][] draws = new float[size()][columns];
        float[][] noise = new float[size()][1];
        VectorConditional conditional = new VectorConditional();
        for (int s = 0; s < size(); s++) {
            Draws chance = Draws.of(seed, FOLDED_USER, s, Draws.key(userId));
            double[] expected = samples.get(s).users.expected(row);
            noise[s][0] = 1;
            for (int round = 0; round < ROUNDS; round++) {
                fill(conditional, entries, s, expected, noise[s][0]);
                conditional.draw(chance);
                noise[s][0] = (float) noise(conditional, entries, s, noise[s][0], chance);
                for (int c = 0; c < columns; c++) {
                    means[s][c] += round == 0 ? 0 : (float) (conditional.mean[c] / (ROUNDS - 1));
                    draws[s][c] = (float) conditional.drawn[c];
                }
            }
        }
        return new EntitySamples(means, draws, 0, null, noise, 0);
    }

    private void fill(VectorConditional conditional, List<Entry> entries, int sample, double[] expected, double noise) {
        Sample at = samples.get(sample);
        conditional.begin(entries.size(), columns);
        for (int c = 0; c < columns; c++) {
            conditional.priorMean[c] = expected[c];
            conditional.priorPrecision[c] = at.users.precisions[c];
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            EntitySamples item = entry.item;
            double variance = 1 / (at.alpha * noise * item.noise(sample) * entry.weight);
            if (item.spreads != null) {
                // the variance of an item without ratings counts as noise of its rating
                variance += item.spreads[sample][0];
                for (int c = 1; c < columns; c++) {
                    variance += item.spreads[sample][c] / at.users.precisions[c];
                }
            }
            float[] vector = item.spreads == null ? item.draws[sample] : item.means[sample];
            double root = 1 / Math.sqrt(variance);
            conditional.roots[i] = root;
            conditional.features[i * columns] = root;
            for (int c = 1; c < columns; c++) {
                conditional.features[i * columns + c] = root * vector[item.offset + c];
            }
            conditional.targets[i] = root * (entry.value - vector[item.offset]);
        }
    }

    private double noise(VectorConditional conditional, List<Entry> entries, int sample, double before, Draws chance) {
        double squares = 0;
        int real = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).real) {
                double residual = conditional.residual(i);
                squares += residual * residual / before;
                real++;
            }
        }
        return GibbsSampler.noise(samples.get(sample).users.likeness, real, squares, chance);
    }

    /** The mean over samples, in rating units and not clamped. */
    double mean(EntitySamples user, EntitySamples item) {
        double sum = 0;
        for (int s = 0; s < size(); s++) {
            sum += EntitySamples.expected(user.means[s], user.offset, item.means[s], item.offset, columns);
        }
        return units.out(sum / size());
    }

    /** Expected rating in one sample, in rating units and not clamped. */
    double draw(EntitySamples user, EntitySamples item, int sample) {
        return units.out(
                EntitySamples.expected(user.draws[sample], user.offset, item.draws[sample], item.offset, columns));
    }

    /**
     * The variance of a new rating, in squared rating units: variance over samples, spread of entities without ratings,
     * noise.
     */
    double variance(EntitySamples user, EntitySamples item) {
        double mean = 0;
        double squares = 0;
        double rest = 0;
        for (int s = 0; s < size(); s++) {
            float[] x = user.spreads == null ? user.draws[s] : user.means[s];
            float[] y = item.spreads == null ? item.draws[s] : item.means[s];
            double expected = EntitySamples.expected(x, user.offset, y, item.offset, columns);
            double moved = expected - mean;
            mean += moved / (s + 1);
            squares += moved * (expected - mean);
            rest += EntitySamples.spread(user, item, s, columns)
                    + 1 / (samples.get(s).alpha * user.noise(s) * item.noise(s));
        }
        return units.unit() * units.unit() * (squares / Math.max(1, size() - 1) + rest / size());
    }

    private static float[] inverse(double[] precisions) {
        float[] variances = new float[precisions.length];
        for (int i = 0; i < precisions.length; i++) {
            variances[i] = (float) (1 / precisions[i]);
        }
        return variances;
    }
}
