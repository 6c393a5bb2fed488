// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.rating.Rating;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Seeded samples of ratings. */
final class Samples {

    private Samples() {}

    /** All ratings that are not limited, and a random sample of the limited ones. */
    static List<Rating> limited(List<Rating> ratings, Predicate<Rating> limitedOnes, int limit, long seed) {
        List<Rating> sample =
                new ArrayList<>(ratings.stream().filter(limitedOnes).toList());
        Collections.shuffle(sample, new Random(seed));
        List<Rating> all = new ArrayList<>(sample.subList(0, Math.min(limit, sample.size())));
        ratings.stream().filter(limitedOnes.negate()).forEach(all::add);
        return all;
    }
}
