// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.internal.calibration.FirstRatingWeightEstimator;
import io.github.warmstart.internal.gain.AudienceRanking;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.FirstRatingWeight;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Single steps of a warm start on given ratings, for experiments that choose the signals themselves: what is trained, and
 * in which order items are asked about. No generator is called, no budget applies, and no gate tests the signals.
 *
 * <pre>{@code
 * WarmStartSteps steps = WarmStartSteps.of(table, catalog, coldUsers);
 * RatingModel without = steps.train(recommender, List.of());
 * RatingModel with = steps.train(recommender, signals);
 * }</pre>
 *
 * <p>The steps are those of {@link io.github.warmstart.ColdStartBootstrapper}, so that a model trained here on the signals
 * of a warm start that were accepted in full is the model of that warm start. Immutable and thread-safe; the same input
 * gives the same result bit for bit.
 */
public final class WarmStartSteps {

    private final RatingTable table;
    private final Calibrator calibrator;

    private WarmStartSteps(RatingTable table, Calibrator calibrator) {
        this.table = table;
        this.calibrator = calibrator;
    }

    /**
     * The steps on some ratings. Costs a fit of biases.
     *
     * @param ratings real ratings only
     * @param catalog the items, whose attributes relate items to each other; may be empty
     * @param coldUsers the users whose ratings are a newcomer's first ones
     * @return the steps
     */
    public static WarmStartSteps of(RatingTable ratings, ItemCatalog catalog, Collection<String> coldUsers) {
        Set<String> cold = Set.copyOf(coldUsers);
        FirstRatingWeight first = FirstRatingWeightEstimator.measure(ratings, cold);
        return new WarmStartSteps(
                first.discount(ratings, cold), new Calibrator(requireNonNull(catalog, "catalog"), 1, first, false));
    }

    /**
     * The ratings as every model of a warm start is trained on them.
     *
     * @return the ratings, those of cold users with the weight of a newcomer's
     */
    public RatingTable table() {
        return table;
    }

    /**
     * Calibrates signals on the ratings and trains on both.
     *
     * @param recommender the learner
     * @param signals any, about items, users and personas; none trains on the ratings alone
     * @return the model
     */
    public RatingModel train(Recommender recommender, List<SyntheticSignal> signals) {
        return calibrator.calibrate(table, signals).fit(recommender, table);
    }

    /**
     * Ranks items as questions to the audience: items whose mean is least known come first, weighted by how often an item
     * is rated. Costs a fit of biases.
     *
     * @param itemIds the items to rank
     * @return all of them, best first; equal ones in the order given
     */
    public List<String> rankAudienceItems(Collection<String> itemIds) {
        return AudienceRanking.rank(table, new BiasRecommender().fit(table), itemIds);
    }
}
