// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.internal.linear.NormalDraws;
import io.github.warmstart.internal.linear.Vectors;
import io.github.warmstart.internal.ranking.TopN;
import io.github.warmstart.recommend.Exploration;
import io.github.warmstart.recommend.Recommendation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Ranker of all items for one user with exploration: upper confidence bounds or Thompson sampling. For one list and one
 * thread.
 */
public final class ExploringRanker {

    private final LearnedFactors learned;
    private final ItemScorer scorer;
    private final FoldInState state;
    private final UserUncertainty user;
    private final UserVector plain;
    /** The user that items are ranked for: a draw from the posterior, or its mean. */
    private final UserVector ranked;

    private final Exploration exploration;
    private final double root;

    public ExploringRanker(
            LearnedFactors learned,
            ItemScorer scorer,
            FoldInState state,
            UserUncertainty user,
            Exploration exploration) {
        this.learned = learned;
        this.scorer = scorer;
        this.state = state;
        this.user = user;
        this.exploration = exploration;
        plain = state.user(user.userId);
        root = Math.sqrt(learned.calibration().scale);
        ranked = exploration.sampled() ? draw() : plain;
    }

    /** A user drawn from the posterior, with the deviation from the mean scaled by the calibration. */
    private UserVector draw() {
        double[] sample = user.posterior.sample(new NormalDraws(mix(exploration.seed(), user.userId)));
        double[] mean = user.posterior.mean();
        double[] vector = new double[learned.factors()];
        for (int k = 0; k < vector.length; k++) {
            double expected = plain.vector == null ? 0 : plain.vector[k];
            vector[k] = expected + root * (sample[1 + k] - mean[1 + k]);
        }
        return new UserVector(user.userId, plain.index, plain.effect + root * (sample[0] - mean[0]), vector);
    }

    public List<Recommendation> best(int n, Predicate<String> filter) {
        TopN<Recommendation> best = new TopN<>(n);
        ScoringMatrix items = scorer.matrix();
        float[] scores = new float[ScoringMatrix.BLOCK];
        double[] variances = new double[ScoringMatrix.BLOCK];
        float[] vector = ranked.floats();
        for (int block = 0; block < items.blockCount(); block++) {
            int length = items.score(block, vector, scores);
            if (!exploration.sampled()) {
                scorer.variances(user, block, variances);
            }
            for (int at = 0; at < length; at++) {
                int position = block * ScoringMatrix.BLOCK + at;
                String itemId = items.ids[position];
                double variance = exploration.sampled()
                        ? learned.itemVariance(itemId, items.indices[position], user.projections)
                        : variances[at];
                double rank = scores[at] + ranked.effect + bonus(itemId, variance);
                if (rank > best.floor() && !state.folded(itemId) && filter.test(itemId)) {
                    add(best, rank, itemId);
                }
            }
        }
        state.items().forEach((itemId, item) -> {
            double variance =
                    state.itemVariance(user, itemId) + (exploration.sampled() ? 0 : state.userVariance(user, itemId));
            double fit = ranked.vector == null
                    ? 0
                    : Vectors.interleavedDot(ranked.vector, item.vector, 0, item.vector.length);
            double rank = item.mean + ranked.effect + fit + bonus(itemId, variance);
            if (best.wants(rank, itemId) && filter.test(itemId)) {
                add(best, rank, itemId);
            }
        });
        return best.bestFirst();
    }

    private void add(TopN<Recommendation> best, double rank, String itemId) {
        best.add(
                rank,
                itemId,
                new Recommendation(itemId, state.predict(plain, itemId), state.histories.ratingCount(itemId)));
    }

    private double bonus(String itemId, double variance) {
        double deviation = root * Math.sqrt(variance);
        return exploration.sampled()
                ? deviation * new NormalDraws(mix(exploration.seed(), itemId)).next()
                : exploration.width() * deviation;
    }

    /** A seed for one id: FNV-1a over its characters, mixed by a generator of its own. */
    private static long mix(long seed, String id) {
        long hash = 0xCBF29CE484222325L ^ seed;
        for (int at = 0; at < id.length(); at++) {
            hash = (hash ^ id.charAt(at)) * 0x100000001B3L;
        }
        return new SplittableRandom(hash).split().nextLong();
    }
}
