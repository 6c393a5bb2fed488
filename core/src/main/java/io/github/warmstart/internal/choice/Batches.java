// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import io.github.warmstart.interaction.InteractionTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Batches of newcomers whose first choices were made from the same offer.
 *
 * <p>If choices have an order, two newcomers who share most of their visible choices were probably shown the same start
 * page: they are one observation of what people choose, not two. Newcomers are in the same batch if a chain of pairs with
 * at least {@value #MIN_SHARED} shared choices connects them; every other user is a batch of one. Immutable.
 */
public final class Batches {

    private static final int MIN_SHARED = 3;

    private final int[] batches;
    private final InteractionTable table;

    /**
     * Finds batches.
     *
     * @param table all visible choices
     * @param newcomers ids of the newcomers
     * @param ordered whether choices have an order; if not, there are no batches
     */
    public Batches(InteractionTable table, Set<String> newcomers, boolean ordered) {
        this.table = table;
        batches = new int[table.userCount()];
        for (int user = 0; user < batches.length; user++) {
            batches[user] = user;
        }
        List<Integer> users = new ArrayList<>();
        newcomers.forEach(userId -> users.add(table.userIndex(userId)));
        users.removeIf(user -> user < 0);
        users.sort(null);
        for (int a = 0; ordered && a < users.size(); a++) {
            Map<Integer, Integer> shared = shared(users.get(a));
            for (int b = a + 1; b < users.size(); b++) {
                if (shared.getOrDefault(users.get(b), 0) >= MIN_SHARED) {
                    join(root(users.get(a)), root(users.get(b)));
                }
            }
        }
    }

    private Map<Integer, Integer> shared(int user) {
        Map<Integer, Integer> shared = new HashMap<>();
        for (int row = table.userStart(user); row < table.userEnd(user); row++) {
            int item = table.item(row);
            for (int position = 0; position < table.itemSize(item); position++) {
                shared.merge(table.user(table.itemRow(item, position)), 1, Integer::sum);
            }
        }
        return shared;
    }

    private int root(int user) {
        int root = user;
        while (batches[root] != root) {
            root = batches[root];
        }
        return root;
    }

    private void join(int first, int second) {
        batches[Math.max(first, second)] = Math.min(first, second);
    }

    /**
     * The batch of a user.
     *
     * @param user an index
     * @return the lowest user index in the batch
     */
    public int of(int user) {
        return root(user);
    }

    /**
     * The mean of a figure in each batch.
     *
     * @param figures by user id
     * @return by batch, in the order of first occurrence
     */
    public Map<Integer, Double> means(Map<String, Double> figures) {
        Map<Integer, double[]> sums = new LinkedHashMap<>();
        figures.forEach((userId, figure) -> {
            double[] sum = sums.computeIfAbsent(of(table.userIndex(userId)), batch -> new double[2]);
            sum[0] += figure;
            sum[1]++;
        });
        Map<Integer, Double> means = new LinkedHashMap<>();
        sums.forEach((batch, sum) -> means.put(batch, sum[0] / sum[1]));
        return means;
    }
}
