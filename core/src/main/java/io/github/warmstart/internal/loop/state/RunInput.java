// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.internal.calibration.FirstRatingWeightEstimator;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.report.JoinCheck;
import io.github.warmstart.trust.FirstRatingWeight;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Input of a warm start: ratings, cold users, and the weight of first ratings.
 *
 * @param table the ratings, those of cold users with the weight of first ratings
 * @param coldUsers users that the warm start is for
 * @param first weight of first ratings
 */
public record RunInput(RatingTable table, Set<String> coldUsers, FirstRatingWeight first) {

    public static RunInput read(LoopOptions options) {
        RatingTable read = RatingTable.builder(options.ratings().scale())
                .readRules(options.readRules())
                .addAll(options.ratings())
                .build();
        Set<String> coldUsers = coldUsers(read, options);
        FirstRatingWeight first = FirstRatingWeightEstimator.measure(read, coldUsers);
        return new RunInput(first.discount(read, coldUsers), coldUsers, first);
    }

    /** Users that the host named, or else all users with few ratings. */
    private static Set<String> coldUsers(RatingTable table, LoopOptions options) {
        return options.subjects().coldUsers().orElseGet(() -> {
            Set<String> cold = new LinkedHashSet<>();
            for (int user = 0; user < table.userCount(); user++) {
                if (table.userSize(user) < options.subjects().coldBelow()) {
                    cold.add(table.userId(user));
                }
            }
            options.subjects().profiles().keySet().stream()
                    .filter(userId -> table.userIndex(userId) < 0)
                    .forEach(cold::add);
            return cold;
        });
    }

    /**
     * Checks the catalogue and the named cold users against the ratings.
     *
     * @throws io.github.warmstart.rating.RatingException if the catalogue contains no rated item, and the host did not
     *     allow that
     */
    public JoinCheck joins(LoopOptions options) {
        JoinCheck joins = JoinCheck.ofRatings(
                table, options.catalog(), options.subjects().coldUsers().orElse(Set.of()));
        if (!options.guarding().disjointCatalogAllowed()) {
            joins.requireJoinedItem();
        }
        return joins;
    }

    /** Number of users with a rating. */
    public int users() {
        int users = 0;
        for (int user = 0; user < table.userCount(); user++) {
            users += table.userSize(user) > 0 ? 1 : 0;
        }
        return users;
    }

    /** Number of items with a rating. */
    public int items() {
        int items = 0;
        for (int item = 0; item < table.itemCount(); item++) {
            items += table.itemSize(item) > 0 ? 1 : 0;
        }
        return items;
    }
}
