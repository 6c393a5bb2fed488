// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.affinity;

import io.github.warmstart.interaction.InteractionTable;

/** Units for comparing the evidence of affinities with exposure. */
final class AffinityUnits {

    private AffinityUnits() {}

    /**
     * The mean number of choices over users with any, at least 1. Multiplied by the share of an item it is the probability that
     * a user has chosen the item, which is the unit of linear models of 0 and 1.
     */
    static double meanHistory(InteractionTable table) {
        int users = 0;
        for (int user = 0; user < table.userCount(); user++) {
            users += table.userSize(user) > 0 ? 1 : 0;
        }
        return Math.max(1, table.size() / (double) Math.max(1, users));
    }
}
