// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.evaluation.WarmStartSteps;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.recordings.Recordings;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import java.util.List;

/**
 * Input of one run of an arm: what is visible at a level under a seed.
 *
 * @param source the visible ratings
 * @param plain the same as a table
 * @param steps the steps of a warm start on these ratings
 * @param catalog the items
 * @param recordings the recorded answers
 * @param users the cold users
 * @param kind kind of their answers about single users
 * @param seed of everything in the run
 */
record Situation(
        RatingSource source,
        RatingTable plain,
        WarmStartSteps steps,
        ItemCatalog catalog,
        Recordings recordings,
        List<String> users,
        Recordings.Kind kind,
        long seed) {

    /** Cold users at a level. */
    static Situation ofColdUsers(Dataset data, Level level, long seed) {
        return of(data, data.visible(level, seed), data.coldUsers(), Recordings.Kind.USER, seed);
    }

    /** Cold items at a level; the users that may be asked about are those of the recordings. */
    static Situation ofColdItems(Dataset data, Level level, long seed) {
        List<String> subjects = List.copyOf(data.recordings().subjects(Recordings.Kind.COLD_ITEM));
        return of(data, data.visibleOfOldItems(level, seed), subjects, Recordings.Kind.COLD_ITEM, seed);
    }

    private static Situation of(
            Dataset data, RatingSource source, List<String> users, Recordings.Kind kind, long seed) {
        RatingTable plain = RatingTable.read(source);
        WarmStartSteps steps = WarmStartSteps.of(plain, data.catalog(), users);
        return new Situation(source, plain, steps, data.catalog(), data.recordings(), users, kind, seed);
    }

    /** The ratings as every model is trained on them, the one without signals included. */
    RatingTable table() {
        return steps.table();
    }
}
