// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.Recommendation;
import java.util.List;

/** Scores all items of a model for one user. Shared by all views; immutable, thread-safe. */
final class Serving {

    /** Items whose variances are found together: their columns stay in the second cache. */
    private static final int TOGETHER = 128;

    final List<String> itemIds;
    private final Trained trained;
    private final Lazy<Catalogue> catalogue;

    /** Which items may be recommended. */
    interface Wanted {
        boolean test(String itemId, int item);
    }

    Serving(Trained trained, List<String> itemIds) {
        this.trained = trained;
        this.itemIds = itemIds;
        catalogue = new Lazy<>(() -> new Catalogue(trained, itemIds));
    }

    /** How many items the model has without those that were new since. */
    int size() {
        return itemIds.size();
    }

    Catalogue catalogue() {
        return catalogue.get();
    }

    /** The items with the highest predictions. */
    List<Recommendation> best(View view, UserView user, int n, Wanted wanted) {
        checkNotNegative(n);
        BestItems best = new BestItems(n);
        if (n > 0) {
            scan(view, user, best, wanted);
            view.items().forEach((itemId, item) -> {
                double score = view.predict(user, itemId);
                if (best.wants(score, itemId) && wanted.test(itemId, trained.table.itemIndex(itemId))) {
                    best.add(score, new Recommendation(itemId, score, view.histories.ratingCount(itemId)));
                }
            });
        }
        return best.bestFirst();
    }

    static void checkNotNegative(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("n must be >= 0, but was " + n);
        }
    }

    private void scan(View view, UserView user, BestItems best, Wanted wanted) {
        Catalogue items = catalogue();
        RatingScale scale = trained.table.scale();
        float[] vector = user.floats();
        // a score in float below the floor by more than this is below it in double
        double margin = user.effect + items.error(vector, user.effect);
        float[] scores = new float[Catalogue.BLOCK];
        // items come in the order of their ids: one of the same score as the worst is never wanted
        for (int block = 0; block < items.blockCount() && best.floor() < scale.highest(); block++) {
            int length = items.score(block, vector, scores);
            double threshold = best.floor() - margin;
            for (int at = 0; at < length; at++) {
                if (scores[at] > threshold) {
                    consider(view, user, best, wanted, block * Catalogue.BLOCK + at);
                    threshold = best.floor() - margin;
                }
            }
        }
    }

    private void consider(View view, UserView user, BestItems best, Wanted wanted, int position) {
        Catalogue items = catalogue();
        String itemId = items.ids[position];
        int item = items.indices[position];
        double score = view.predict(user, itemId, item);
        if (score > best.floor() && !view.folded(itemId) && wanted.test(itemId, item)) {
            best.add(score, new Recommendation(itemId, score, view.histories.ratingCount(itemId)));
        }
    }

    /**
     * The variances of the sums of effects and products, without noise, unscaled.
     *
     * @param into by place in {@link #itemIds}
     */
    void variances(UserUncertainty user, double[] into) {
        Catalogue items = catalogue();
        double[][] columns = new double[trained.factors()][TOGETHER];
        double[] variances = new double[TOGETHER];
        for (int block = 0; block < items.blockCount(); block++) {
            for (int start = 0; start < items.means[block].length; start += TOGETHER) {
                int count = variances(user, block, start, columns, variances);
                for (int at = 0; at < count; at++) {
                    into[items.places[block * Catalogue.BLOCK + start + at]] = variances[at];
                }
            }
        }
    }

    private int variances(UserUncertainty user, int block, int start, double[][] columns, double[] into) {
        Catalogue items = catalogue();
        int count = Math.min(TOGETHER, items.means[block].length - start);
        items.columns(block, start, count, columns);
        user.posterior.variances(columns, into, count);
        for (int at = 0; at < count; at++) {
            int position = block * Catalogue.BLOCK + start + at;
            into[at] += trained.itemVariance(items.ids[position], items.indices[position], user.view);
        }
        return count;
    }

    /** The same for one block of the catalogue, by position in it. */
    void variances(UserUncertainty user, int block, double[] into) {
        double[][] columns = new double[trained.factors()][TOGETHER];
        double[] variances = new double[TOGETHER];
        for (int start = 0; start < catalogue().means[block].length; start += TOGETHER) {
            int count = variances(user, block, start, columns, variances);
            System.arraycopy(variances, 0, into, start, count);
        }
    }
}
