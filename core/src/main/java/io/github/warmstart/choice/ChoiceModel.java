// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.choice.Persons;
import io.github.warmstart.internal.feature.FeatureSpace;
import io.github.warmstart.internal.feature.ItemFeature;
import io.github.warmstart.internal.feature.Person;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Trained model of a {@link ChoiceLearner}: ranks items by {@code log P(choose) + log P(like | chosen)}. Immutable and
 * thread-safe. The scores of all items for a user cost O(items x features) plus one query of the affinity.
 */
public final class ChoiceModel {

    private static final Comparator<RankedItem> BEST_FIRST =
            Comparator.comparingDouble(RankedItem::score).reversed().thenComparing(RankedItem::itemId);

    private final InteractionTable table;
    private final Persons persons;
    private final FeatureSpace space;
    private final double[] weights;
    private final ChoiceReport report;

    ChoiceModel(InteractionTable table, Persons persons, FeatureSpace space, double[] weights, ChoiceReport report) {
        this.table = table;
        this.persons = persons;
        this.space = space;
        this.weights = weights;
        this.report = report;
    }

    /**
     * A view of this model with another weight of popularity, set by the host.
     *
     * @param share factor on the learned weight of exposure: 1 leaves it unchanged, 0.5 halves the effect of popularity; 0 or
     *     more
     * @return a model that shares everything else
     * @throws IllegalArgumentException if the share is negative or not finite
     */
    public ChoiceModel popularity(double share) {
        if (!(share >= 0) || !Double.isFinite(share)) {
            throw new IllegalArgumentException("share must be finite and >= 0, but was " + share);
        }
        double[] changed = weights.clone();
        changed[space.features().indexOf(ItemFeature.EXPOSURE)] *= share;
        return new ChoiceModel(table, persons, space, changed, report);
    }

    /**
     * Report of the training.
     *
     * @return the report
     */
    public ChoiceReport report() {
        return report;
    }

    /**
     * The items that can be recommended.
     *
     * @return their ids, in the order of {@link #scores}
     */
    public List<String> itemIds() {
        List<String> ids = new ArrayList<>(table.itemCount());
        for (int item = 0; item < table.itemCount(); item++) {
            ids.add(table.itemId(item));
        }
        return ids;
    }

    /**
     * The scores of all items for a user.
     *
     * @param userId the application's own id; an unknown user gets the scores of exposure and liking alone
     * @return one value per item, including the user's own choices
     */
    public double[] scores(String userId) {
        return scores(columns(userId));
    }

    private double[] scores(float[][] columns) {
        double[] scores = new double[table.itemCount()];
        for (int k = 0; k < weights.length; k++) {
            for (int item = 0; item < scores.length; item++) {
                scores[item] += weights[k] * columns[k][item];
            }
        }
        return scores;
    }

    private float[][] columns(String userId) {
        Person person = persons.served(userId);
        return space.columns(person, person.known());
    }

    /**
     * The best items for a user, without the user's own choices.
     *
     * @param userId the application's own id
     * @param n maximum number of items, 0 or more
     * @return best first; equal scores in the order of their ids
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public List<RankedItem> recommend(String userId, int n) {
        int user = table.userIndex(userId);
        return recommend(userId, n, itemId -> table.row(user, table.itemIndex(itemId)) < 0);
    }

    /**
     * The best items for a user among those accepted by a filter, including the user's own choices.
     *
     * @param userId the application's own id
     * @param n maximum number of items, 0 or more
     * @param filter whether an item may be in the list, by id
     * @return best first; equal scores in the order of their ids
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public List<RankedItem> recommend(String userId, int n, Predicate<String> filter) {
        if (n < 0) {
            throw new IllegalArgumentException("n must be >= 0, but was " + n);
        }
        float[][] columns = columns(userId);
        double[] scores = scores(columns);
        PriorityQueue<RankedItem> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
        for (int item = 0; n > 0 && item < scores.length; item++) {
            if (worstFirst.size() == n && scores[item] < worstFirst.element().score()) {
                continue;
            }
            RankedItem next = new RankedItem(table.itemId(item), scores[item], Map.of());
            if (filter.test(next.itemId())) {
                worstFirst.add(next);
                if (worstFirst.size() > n) {
                    worstFirst.remove();
                }
            }
        }
        List<RankedItem> best = new ArrayList<>(worstFirst);
        best.sort(BEST_FIRST);
        best.replaceAll(ranked -> explained(ranked, columns));
        return best;
    }

    private RankedItem explained(RankedItem ranked, float[][] columns) {
        int item = table.itemIndex(ranked.itemId());
        List<ItemFeature> features = space.features();
        Map<ScorePart, Double> parts = new EnumMap<>(ScorePart.class);
        for (int k = 0; k < weights.length; k++) {
            parts.merge(part(features.get(k)), weights[k] * columns[k][item], Double::sum);
        }
        return new RankedItem(ranked.itemId(), ranked.score(), parts);
    }

    private static ScorePart part(ItemFeature feature) {
        return switch (feature) {
            case EXPOSURE -> ScorePart.EXPOSURE;
            case LIKING -> ScorePart.LIKING;
            case AFFINITY -> ScorePart.AFFINITY;
            case ATTRIBUTES, TAGS -> ScorePart.ATTRIBUTES;
            case NEWER, YEAR -> ScorePart.ERA;
            case SIMILAR -> ScorePart.SIMILAR;
            case SHORTLIST -> ScorePart.SHORTLIST;
        };
    }

    @Override
    public String toString() {
        return "ChoiceModel(%s, weights %s)".formatted(space.features(), Arrays.toString(weights));
    }
}
