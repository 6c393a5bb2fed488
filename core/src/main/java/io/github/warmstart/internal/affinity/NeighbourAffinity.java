// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.affinity;

import io.github.warmstart.interaction.InteractionTable;
import java.util.Arrays;

/**
 * Affinity by nearest neighbours: choices of the users with the most similar choices.
 *
 * <pre>{@code
 * w_v = ( sum over shared items j of log((U + 1) / (n_j + 1)) / sqrt(n_v + 20) )^2, scaled so that the greatest is 1
 * mass_i = sum over users v who chose i of w_v
 * }</pre>
 *
 * <p>with {@code U} users, {@code n_j} choices of an item and {@code n_v} choices of a user: cosine similarity with inverse
 * document frequencies, squared to favour close neighbours. A rare shared item counts more than a popular one, and a user
 * with many choices counts little. A query costs O(choices of the users who share an item).
 *
 * @see <a href="https://doi.org/10.1145/371920.372071">Sarwar et al.: Item-Based Collaborative Filtering (2001)</a>
 */
public final class NeighbourAffinity implements Affinity {

    private static final double HISTORY_OFFSET = 20;

    private final InteractionTable table;
    private final double users;
    private final double unit;

    /**
     * Creates an affinity on the users of a table.
     *
     * @param table choices of warm users
     * @param unit number of choices of identical neighbours that balances the exposure of all items together
     */
    public NeighbourAffinity(InteractionTable table, double unit) {
        this.table = table;
        this.unit = unit;
        int active = 0;
        for (int user = 0; user < table.userCount(); user++) {
            active += table.userSize(user) > 0 ? 1 : 0;
        }
        users = active;
    }

    @Override
    public String name() {
        return "neighbours(%.0f)".formatted(unit);
    }

    @Override
    public double unit() {
        return unit;
    }

    @Override
    public void masses(int[] known, int leftOut, double[] masses) {
        Arrays.fill(masses, 0);
        double[] shared = new double[table.userCount()];
        for (int item : known) {
            double rarity = StrictMath.log((users + 1) / (table.itemSize(item) + 1));
            for (int position = 0; position < table.itemSize(item); position++) {
                shared[table.user(table.itemRow(item, position))] += rarity;
            }
        }
        if (leftOut >= 0) {
            shared[leftOut] = 0;
        }
        double greatest = 0;
        for (int user = 0; user < shared.length; user++) {
            double cosine = shared[user] / Math.sqrt(table.userSize(user) + HISTORY_OFFSET);
            shared[user] = cosine * cosine;
            greatest = Math.max(greatest, shared[user]);
        }
        for (int user = 0; greatest > 0 && user < shared.length; user++) {
            double weight = shared[user] / greatest;
            for (int row = table.userStart(user); weight > 0 && row < table.userEnd(user); row++) {
                masses[table.item(row)] += weight;
            }
        }
    }
}
