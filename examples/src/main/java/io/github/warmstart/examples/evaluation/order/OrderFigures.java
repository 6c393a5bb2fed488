// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.evaluation.Concordance;
import io.github.warmstart.evaluation.ListJudgement;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.recommend.RatingModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of an arm was measured at. Arrays are not copied and must not change.
 *
 * @param perUser figures of each user, by name; all NaN where a figure does not apply
 * @param coverage different items in anybody's first ten
 * @param popularity mean number of warm choices of the first ten
 * @param gateOrder what the gate for order said
 * @param gateError what the gate for error said
 */
record OrderFigures(
        Map<String, double[]> perUser,
        double coverage,
        double popularity,
        OrderRun.Verdict gateOrder,
        OrderRun.Verdict gateError) {

    static final String CONCORDANCE = "concordance";

    /** The name of a figure in the results. */
    static String name(ListJudgement.Figure figure) {
        return switch (figure) {
            case NDCG10 -> "ndcg10Catalogue";
            case PRECISION10 -> "precision10";
            case RECALL50 -> "recall50";
            case IPS_RECALL50 -> "ipsRecall50";
            case MATCHED_AUC -> "matchedAuc";
        };
    }

    static OrderFigures of(OrderDataset data, OrderRun run) {
        ListJudgement judgement = data.heldOut().judge(run.scores());
        Map<String, double[]> perUser = new LinkedHashMap<>();
        for (ListJudgement.Figure figure : ListJudgement.Figure.values()) {
            perUser.put(name(figure), judgement.perUser(figure));
        }
        perUser.put(CONCORDANCE, concordance(data, run));
        return new OrderFigures(
                perUser, judgement.coverage10(), judgement.meanPopularity10(), run.gateOrder(), run.gateError());
    }

    private static double[] concordance(OrderDataset data, OrderRun run) {
        RatingModel model = run.ratings();
        double[] figures = new double[data.hiddenRatings().size()];
        if (model == null) {
            Arrays.fill(figures, Double.NaN);
            return figures;
        }
        int user = 0;
        for (Map.Entry<String, List<Rating>> hidden : data.hiddenRatings().entrySet()) {
            figures[user++] = Concordance.of(
                    hidden.getValue().stream().mapToDouble(Rating::value).toArray(),
                    hidden.getValue().stream()
                            .mapToDouble(rating -> model.predict(hidden.getKey(), rating.itemId()))
                            .toArray());
        }
        return figures;
    }
}
