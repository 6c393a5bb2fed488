// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.internal.linear.Lazy;
import io.github.warmstart.internal.ranking.TopN;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.Recommendation;
import java.util.List;

/** Scorer of all items of a model for one user. Shared by all views; immutable, thread-safe. */
public final class ItemScorer {

    /** Number of items whose variances are computed together: their columns stay in the second cache. */
    private static final int TOGETHER = 128;

    public final List<String> itemIds;
    private final LearnedFactors learned;
    private final Lazy<ScoringMatrix> matrix;

    /** Filter of the items that may be recommended. */
    public interface Wanted {
        boolean test(String itemId, int item);
    }

    public ItemScorer(LearnedFactors learned, List<String> itemIds) {
        this.learned = learned;
        this.itemIds = itemIds;
        matrix = new Lazy<>(() -> new ScoringMatrix(learned, itemIds));
    }

    /** Number of items without those that were new in fold-ins. */
    public int size() {
        return itemIds.size();
    }

    ScoringMatrix matrix() {
        return matrix.get();
    }

    /** The items with the highest predictions, best first. */
    public List<Recommendation> best(FoldInState state, UserVector user, int n, Wanted wanted) {
        TopN<Recommendation> best = new TopN<>(n);
        if (n > 0) {
            scan(state, user, best, wanted);
            state.items().forEach((itemId, item) -> {
                double score = state.predict(user, itemId);
                if (best.wants(score, itemId) && wanted.test(itemId, learned.table.itemIndex(itemId))) {
                    best.add(score, itemId, new Recommendation(itemId, score, state.histories.ratingCount(itemId)));
                }
            });
        }
        return best.bestFirst();
    }

    private void scan(FoldInState state, UserVector user, TopN<Recommendation> best, Wanted wanted) {
        ScoringMatrix items = matrix();
        RatingScale scale = learned.table.scale();
        float[] vector = user.floats();
        // a score in float below the floor by more than this is below it in double, too
        double margin = user.effect + items.error(vector, user.effect);
        float[] scores = new float[ScoringMatrix.BLOCK];
        // items come in the order of their ids: one with the score of the worst is never better
        for (int block = 0; block < items.blockCount() && best.floor() < scale.highest(); block++) {
            int length = items.score(block, vector, scores);
            double threshold = best.floor() - margin;
            for (int at = 0; at < length; at++) {
                if (scores[at] > threshold) {
                    consider(state, user, best, wanted, block * ScoringMatrix.BLOCK + at);
                    threshold = best.floor() - margin;
                }
            }
        }
    }

    private void consider(FoldInState state, UserVector user, TopN<Recommendation> best, Wanted wanted, int position) {
        ScoringMatrix items = matrix();
        String itemId = items.ids[position];
        int item = items.indices[position];
        double score = state.predict(user, itemId, item);
        if (score > best.floor() && !state.folded(itemId) && wanted.test(itemId, item)) {
            best.add(score, itemId, new Recommendation(itemId, score, state.histories.ratingCount(itemId)));
        }
    }

    /**
     * The variances of the sums of effects and products, without noise, unscaled.
     *
     * @param into by index in {@link #itemIds}
     */
    public void variances(UserUncertainty user, double[] into) {
        ScoringMatrix items = matrix();
        double[][] columns = new double[learned.factors()][TOGETHER];
        double[] variances = new double[TOGETHER];
        for (int block = 0; block < items.blockCount(); block++) {
            for (int start = 0; start < items.means[block].length; start += TOGETHER) {
                int count = variances(user, block, start, columns, variances);
                for (int at = 0; at < count; at++) {
                    into[items.places[block * ScoringMatrix.BLOCK + start + at]] = variances[at];
                }
            }
        }
    }

    private int variances(UserUncertainty user, int block, int start, double[][] columns, double[] into) {
        ScoringMatrix items = matrix();
        int count = Math.min(TOGETHER, items.means[block].length - start);
        items.columns(block, start, count, columns);
        user.posterior.variances(columns, into, count);
        for (int at = 0; at < count; at++) {
            int position = block * ScoringMatrix.BLOCK + start + at;
            into[at] += learned.itemVariance(items.ids[position], items.indices[position], user.projections);
        }
        return count;
    }

    /** The same for one block of the matrix, by position in it. */
    public void variances(UserUncertainty user, int block, double[] into) {
        double[][] columns = new double[learned.factors()][TOGETHER];
        double[] variances = new double[TOGETHER];
        for (int start = 0; start < matrix().means[block].length; start += TOGETHER) {
            int count = variances(user, block, start, columns, variances);
            System.arraycopy(variances, 0, into, start, count);
        }
    }
}
