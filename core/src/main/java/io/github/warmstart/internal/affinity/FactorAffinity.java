// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.affinity;

import io.github.warmstart.implicit.ImplicitFactorization;
import io.github.warmstart.implicit.ImplicitModel;
import io.github.warmstart.interaction.InteractionTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Affinity by implicit alternating least squares: a person's known items are folded in, and the score of an item is its mass.
 *
 * <p>Users are divided into folds. The model of a fold is trained without its users and is used if one of them is left out;
 * otherwise the model of all users is used.
 */
public final class FactorAffinity implements Affinity {

    private static final int FOLDS = 4;

    private final InteractionTable table;
    private final ImplicitFactorization options;
    private final double unit;
    /** An id that no user has. */
    private final String newcomer;

    private final ImplicitModel everybody;
    private final List<ImplicitModel> folds = new ArrayList<>();

    /**
     * Trains one model of all users and one per fold.
     *
     * @param table choices of warm users
     * @param options of the learner
     * @param factor the unit, in mean histories
     */
    public FactorAffinity(InteractionTable table, ImplicitFactorization options, double factor) {
        this.table = table;
        this.options = options;
        String id = "newcomer";
        while (table.userIndex(id) >= 0) {
            id += "'";
        }
        newcomer = id;
        everybody = train(-1);
        for (int fold = 0; fold < FOLDS; fold++) {
            folds.add(train(fold));
        }
        unit = factor * AffinityUnits.meanHistory(table);
    }

    private ImplicitModel train(int withoutFold) {
        return options.fit(table, row -> table.user(row) % FOLDS == withoutFold ? 0 : 1);
    }

    @Override
    public String name() {
        return "als(%d)".formatted(options.factors());
    }

    @Override
    public double unit() {
        return unit;
    }

    @Override
    public void masses(int[] known, int leftOut, double[] masses) {
        ImplicitModel model = leftOut < 0 ? everybody : folds.get(leftOut % FOLDS);
        Map<String, Double> strengths = new LinkedHashMap<>();
        for (int item : known) {
            strengths.put(table.itemId(item), 1.0);
        }
        ImplicitModel folded = model.foldIn(newcomer, strengths);
        for (int item = 0; item < masses.length; item++) {
            masses[item] = table.itemSize(item) == 0 ? 0 : Math.max(0, folded.score(newcomer, table.itemId(item)));
        }
    }
}
