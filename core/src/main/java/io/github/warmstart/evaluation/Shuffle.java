// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Random orders of ratings that depend on a seed and on ids only, not on the order of the source. */
final class Shuffle {

    static final Comparator<Rating> BY_IDS =
            Comparator.comparing(Rating::userId).thenComparing(Rating::itemId);

    /** Those without a time come last. The sort is stable, so equal times keep their order. */
    static final Comparator<Rating> BY_TIME = Comparator.comparing(rating -> {
        Instant time = rating.time();
        return time == null ? Instant.MAX : time;
    });

    private Shuffle() {}

    /** The ratings of each user with any; users and ratings in the order of their ids. */
    static SortedMap<String, List<Rating>> byUser(RatingTable table) {
        SortedMap<String, List<Rating>> byUser = new TreeMap<>();
        for (int user = 0; user < table.userCount(); user++) {
            List<Rating> ratings = table.ratingsOf(table.userId(user));
            ratings.sort(BY_IDS);
            if (!ratings.isEmpty()) {
                byUser.put(table.userId(user), ratings);
            }
        }
        return byUser;
    }

    /** A shuffled copy, by a random stream of its own. */
    static <T> List<T> of(List<T> list, long seed, String stream) {
        SplittableRandom random = random(seed, stream);
        List<T> shuffled = new ArrayList<>(list);
        for (int size = shuffled.size(); size > 1; size--) {
            Collections.swap(shuffled, size - 1, random.nextInt(size));
        }
        return shuffled;
    }

    /** Random numbers by the seed and the name of the stream, so that streams are independent. */
    private static SplittableRandom random(long seed, String stream) {
        long mixed = seed;
        for (byte b : stream.getBytes(StandardCharsets.UTF_8)) {
            mixed = new SplittableRandom(mixed * 31 + b).nextLong();
        }
        return new SplittableRandom(mixed);
    }
}
