// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommendation;
import io.github.warmstart.statistics.GroupedErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Predictions of hidden ratings by one way of training, over all trials, and the popularity of the items it would
 * recommend. For one thread. Two instances of the same trials contain the same ratings in the same order.
 */
final class TrialPredictions {

    /** Maximum number of users per trial whose lists are computed, spread over the tested users. */
    static final int LISTS_PER_TRIAL = 20;

    static final int LENGTH = 10;

    private final RatingTable table;
    private final List<One> all = new ArrayList<>();
    private double logPopularity;
    private double logRated;
    private int recommended;

    /** A hidden rating, as a row of the whole table, and its prediction. */
    record One(int trial, int row, double predicted) {}

    TrialPredictions(RatingTable table) {
        this.table = table;
    }

    /** Adds the predictions and recommendations of a trial's model. */
    void add(int number, ColdStartTrials.Trial trial, RatingModel model) {
        RatingTable visible = trial.visible();
        for (int row : trial.judged()) {
            all.add(new One(number, row, model.predict(userId(row), itemId(row))));
            logRated += logRatings(visible, itemId(row));
        }
        List<String> users =
                trial.judged().stream().map(this::userId).distinct().toList();
        int step = Math.max(1, (users.size() + LISTS_PER_TRIAL - 1) / LISTS_PER_TRIAL);
        for (int position = 0; position < users.size(); position += step) {
            for (Recommendation best : model.recommend(users.get(position), LENGTH)) {
                logPopularity += logRatings(visible, best.itemId());
                recommended++;
            }
        }
    }

    private static double logRatings(RatingTable visible, String itemId) {
        int item = visible.itemIndex(itemId);
        return StrictMath.log(1.0 + (item < 0 ? 0 : visible.itemSize(item)));
    }

    /** Copy with other predictions of the same ratings, and the same lists. */
    TrialPredictions with(ToDoubleFunction<Integer> prediction) {
        TrialPredictions other = new TrialPredictions(table);
        for (int position = 0; position < all.size(); position++) {
            One one = all.get(position);
            other.all.add(new One(one.trial, one.row, prediction.applyAsDouble(position)));
        }
        other.logPopularity = logPopularity;
        other.logRated = logRated;
        other.recommended = recommended;
        return other;
    }

    /** Whether another way of training gives equal predictions of all hidden ratings. */
    boolean sameAs(TrialPredictions other) {
        return all.equals(other.all);
    }

    List<One> all() {
        return all;
    }

    GroupedErrors errors() {
        GroupedErrors errors = new GroupedErrors();
        all.forEach(one -> add(one, errors));
        return errors;
    }

    void add(One one, GroupedErrors errors) {
        errors.add(userId(one.row), one.predicted, table.value(one.row));
    }

    double squaredError(One one) {
        double error = one.predicted - table.value(one.row);
        return error * error;
    }

    String userId(int row) {
        return table.userId(table.user(row));
    }

    String itemId(int row) {
        return table.itemId(table.item(row));
    }

    /** Geometric mean of {@code 1 + ratings} over recommended items; 1 if nothing was recommended. */
    double popularity() {
        return recommended == 0 ? 1 : StrictMath.exp(logPopularity / recommended);
    }

    /** Geometric mean of {@code 1 + ratings} over the items of the hidden ratings. */
    double ratedPopularity() {
        return all.isEmpty() ? 1 : StrictMath.exp(logRated / all.size());
    }
}
