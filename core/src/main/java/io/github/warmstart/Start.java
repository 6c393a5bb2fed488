// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.trust.FirstRatings;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a warm start sets out from.
 *
 * @param table the ratings, those of cold users with what first ratings are worth
 * @param coldUsers whom it is for
 * @param first what first ratings are worth
 */
record Start(RatingTable table, Set<String> coldUsers, FirstRatings first) {

    static Start read(ColdStartBootstrapper options) {
        RatingTable read = RatingTable.builder(options.ratings().scale())
                .badRows(options.badRows())
                .duplicates(options.duplicates())
                .addAll(options.ratings())
                .build();
        Set<String> coldUsers = coldUsers(read, options);
        FirstRatings first = FirstRatings.measure(read, coldUsers);
        return new Start(first.discount(read, coldUsers), coldUsers, first);
    }

    /** Those that the host named, or else everybody with few ratings. */
    private static Set<String> coldUsers(RatingTable table, ColdStartBootstrapper options) {
        return options.coldUsers().orElseGet(() -> {
            Set<String> cold = new LinkedHashSet<>();
            for (int user = 0; user < table.userCount(); user++) {
                if (table.userSize(user) < options.coldBelow()) {
                    cold.add(table.userId(user));
                }
            }
            options.profiles().keySet().stream()
                    .filter(userId -> table.userIndex(userId) < 0)
                    .forEach(cold::add);
            return cold;
        });
    }

    /** How many users have a rating. */
    int users() {
        int users = 0;
        for (int user = 0; user < table.userCount(); user++) {
            users += table.userSize(user) > 0 ? 1 : 0;
        }
        return users;
    }

    /** How many items have a rating. */
    int items() {
        int items = 0;
        for (int item = 0; item < table.itemCount(); item++) {
            items += table.itemSize(item) > 0 ? 1 : 0;
        }
        return items;
    }
}
