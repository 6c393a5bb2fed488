// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.evaluation.HeldOutRatings;
import io.github.warmstart.examples.evaluation.setup.DatasetFacts;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.recordings.Recordings;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.source.movielens.MovieLensFolder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Real ratings and recorded answers, split by the protocol. The visible part depends on level and seed; the held-out
 * part cannot be read, only measured on.
 */
public final class Dataset {

    private final RatingScale scale;
    private final ItemCatalog catalog;
    private final Recordings recordings;
    private final List<Rating> warm = new ArrayList<>();
    private final List<Rating> known = new ArrayList<>();
    private final List<Rating> warmOfOldItems = new ArrayList<>();
    private final HeldOutRatings coldUsersHeldOut;
    private final HeldOutRatings coldItemsHeldOut;
    private final int ratings;

    private Dataset(MovieLensFolder folder, Recordings recordings, boolean coldItems) {
        this.scale = folder.scale();
        this.catalog = folder.catalog();
        this.recordings = recordings;
        RatingTable all = RatingTable.read(folder);
        ratings = all.size();
        Map<String, Set<String>> shown = recordings.known();
        Set<String> cold = recordings.coldUsers();
        Set<String> newItems = coldItems ? recordings.coldItems() : Set.of();
        Set<String> subjects = recordings.subjects(Recordings.Kind.COLD_ITEM);
        List<Rating> ofColdUsers = new ArrayList<>();
        List<Rating> ofColdItems = new ArrayList<>();
        for (int user = 0; user < all.userCount(); user++) {
            String userId = all.userId(user);
            Set<String> kept = shown.get(userId);
            for (Rating rating : all.ratingsOf(userId)) {
                if (kept != null) {
                    (kept.contains(rating.itemId()) ? known : ofColdUsers).add(rating);
                } else if (!cold.contains(userId)) {
                    warm.add(rating);
                    if (!newItems.contains(rating.itemId())) {
                        warmOfOldItems.add(rating);
                    } else if (!subjects.contains(userId)) {
                        ofColdItems.add(rating);
                    }
                }
            }
        }
        coldUsersHeldOut = HeldOutRatings.of(scale, ofColdUsers);
        coldItemsHeldOut = HeldOutRatings.of(scale, ofColdItems);
    }

    /**
     * Reads both folders; the list of cold items only if that part is run.
     *
     * @throws RatingException if a file breaks a rule, or no ratings are held out for a part
     */
    public static Dataset read(EvaluateArguments arguments) {
        Set<String> parts = arguments.parts();
        boolean coldItems = parts.contains(EvaluateArguments.COLD_ITEMS);
        Dataset data =
                new Dataset(MovieLensFolder.of(arguments.data()), Recordings.read(arguments.recordings()), coldItems);
        // checked now, not when the part starts
        if (parts.contains(EvaluateArguments.COLD_USERS) || parts.contains(EvaluateArguments.ACTIVE)) {
            data.coldUsersHeldOut();
        }
        if (coldItems) {
            data.coldItemsHeldOut();
        }
        return data;
    }

    /** The first ratings of a seeded shuffle of the warm users' ratings, and the cold users' known ones. */
    public RatingSource visible(Level level, long seed) {
        List<Rating> visible = sample(warm, level, seed);
        visible.addAll(known);
        return RatingSource.of(scale, visible);
    }

    /** The first ratings of a seeded shuffle of the warm users' ratings of items that are not new. */
    RatingSource visibleOfOldItems(Level level, long seed) {
        return RatingSource.of(scale, sample(warmOfOldItems, level, seed));
    }

    private static List<Rating> sample(List<Rating> ratings, Level level, long seed) {
        List<Rating> sample = new ArrayList<>(ratings);
        Collections.shuffle(sample, new Random(seed));
        return new ArrayList<>(
                sample.subList(0, Math.min(sample.size(), level.limit().orElse(sample.size()))));
    }

    HeldOutRatings coldUsersHeldOut() {
        return judged(coldUsersHeldOut, "known.csv leaves no rating of a cold user to judge on");
    }

    HeldOutRatings coldItemsHeldOut() {
        return judged(coldItemsHeldOut, "nobody but subjects of the recordings rated an item of cold_items.csv");
    }

    private static HeldOutRatings judged(HeldOutRatings heldOut, String missing) {
        if (heldOut.ratings() == 0) {
            throw new RatingException(missing + ": check that the recordings belong to these ratings");
        }
        return heldOut;
    }

    /** Whether a user signal about the pair was recorded. */
    boolean asked(String userId, String itemId) {
        return recordings.answers(Recordings.Kind.USER, Optional.of(userId)).containsKey(itemId);
    }

    List<String> coldUsers() {
        return List.copyOf(recordings.known().keySet());
    }

    RatingScale scale() {
        return scale;
    }

    ItemCatalog catalog() {
        return catalog;
    }

    Recordings recordings() {
        return recordings;
    }

    /** What results say about the data. */
    public DatasetFacts facts() {
        return new DatasetFacts(
                "ratings",
                ratings,
                warm.size(),
                catalog.size(),
                recordings.known().size(),
                Optional.of(scale.toString()));
    }
}
