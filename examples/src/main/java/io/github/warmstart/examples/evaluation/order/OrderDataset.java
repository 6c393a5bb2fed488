// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.evaluation.HeldOutChoices;
import io.github.warmstart.examples.evaluation.setup.DatasetFacts;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.recordings.ChoiceRecordings;
import io.github.warmstart.examples.recordings.InteractionsFolder;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.source.movielens.MovieLensFolder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Real data and recorded answers, divided as the protocol says. Purchases are kept as ratings of one value, which nobody
 * looks at.
 */
public final class OrderDataset {

    /** What is relevant: four stars of five. */
    private static final double LIKED_FROM = 4;

    private static final int TEST_SEED = 1;

    private final boolean ratings;
    private final RatingScale scale;
    private final ItemCatalog catalog;
    private final List<String> itemIds;
    private final ChoiceRecordings recordings;
    private final List<Rating> warm = new ArrayList<>();
    private final List<Rating> known = new ArrayList<>();
    private final Map<String, List<Rating>> test = new TreeMap<>();
    private final HeldOutChoices heldOut;
    private final int total;

    private OrderDataset(
            boolean ratings, RatingScale scale, ItemCatalog catalog, List<Rating> all, ChoiceRecordings recorded) {
        this.ratings = ratings;
        this.scale = scale;
        this.catalog = catalog;
        recordings = recorded;
        total = all.size();
        itemIds = catalog.items().stream().map(Item::id).toList();
        Map<String, Integer> popularity = new HashMap<>();
        for (Rating rating : all) {
            Set<String> shown = recorded.known().get(rating.userId());
            if (shown != null && shown.contains(rating.itemId())) {
                known.add(rating);
            } else if (shown != null) {
                test.computeIfAbsent(rating.userId(), user -> new ArrayList<>()).add(rating);
            } else if (!recorded.coldUsers().contains(rating.userId())) {
                warm.add(rating);
                popularity.merge(rating.itemId(), 1, Integer::sum);
            }
        }
        HeldOutChoices.Builder builder = HeldOutChoices.builder(itemIds, popularity, TEST_SEED);
        test.forEach((userId, hidden) -> builder.add(
                userId,
                recorded.known().getOrDefault(userId, Set.of()),
                hidden.stream().filter(this::relevant).map(Rating::itemId).toList(),
                hidden.stream()
                        .filter(rating -> !relevant(rating))
                        .map(Rating::itemId)
                        .toList()));
        heldOut = builder.build();
    }

    private boolean relevant(Rating rating) {
        return !ratings || rating.value() >= LIKED_FROM;
    }

    /**
     * Reads both folders.
     *
     * @throws io.github.warmstart.rating.RatingException if a file breaks a rule
     */
    public static OrderDataset read(EvaluateArguments arguments) {
        ChoiceRecordings recorded = ChoiceRecordings.read(arguments.recordings());
        List<Rating> all = new ArrayList<>();
        if (arguments.ratings()) {
            MovieLensFolder folder = MovieLensFolder.of(arguments.data());
            RatingTable table = RatingTable.read(folder);
            for (int user = 0; user < table.userCount(); user++) {
                all.addAll(table.ratingsOf(table.userId(user)));
            }
            return new OrderDataset(true, folder.scale(), folder.catalog(), all, recorded);
        }
        InteractionsFolder folder = InteractionsFolder.of(arguments.data());
        RatingScale scale = RatingScale.of(0, 1);
        for (Interaction one : folder.interactions()) {
            all.add(new Rating(one.userId(), one.itemId(), 1));
        }
        return new OrderDataset(false, scale, folder.catalog(), all, recorded);
    }

    /** The first of a seeded shuffle of what warm users chose, and what is known of cold users. */
    List<Rating> visible(Level level, long seed) {
        List<Rating> sample = new ArrayList<>(warm);
        Collections.shuffle(sample, new Random(seed));
        List<Rating> visible = new ArrayList<>(
                sample.subList(0, Math.min(sample.size(), level.limit().orElse(sample.size()))));
        visible.addAll(known);
        return visible;
    }

    boolean hasRatings() {
        return ratings;
    }

    RatingScale scale() {
        return scale;
    }

    ItemCatalog catalog() {
        return catalog;
    }

    List<String> itemIds() {
        return itemIds;
    }

    ChoiceRecordings recordings() {
        return recordings;
    }

    /** What results say about the data. */
    public DatasetFacts facts() {
        return new DatasetFacts(
                ratings ? "ratings" : "interactions",
                total,
                warm.size(),
                itemIds.size(),
                recordings.known().size(),
                ratings ? Optional.of(scale.toString()) : Optional.empty());
    }

    HeldOutChoices heldOut() {
        return heldOut;
    }

    /** The hidden ratings of each judged user, for the order among them. */
    Map<String, List<Rating>> hiddenRatings() {
        return ratings ? Collections.unmodifiableMap(new LinkedHashMap<>(test)) : Map.of();
    }
}
