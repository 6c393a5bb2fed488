// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import io.github.warmstart.internal.ids.IdIndex;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** Derivations of one table from another, which is not changed. */
final class TableDerivation {

    private TableDerivation() {}

    /** See {@link RatingTable#where}. */
    static RatingTable where(RatingTable table, IntPredicate keep) {
        int size = table.size();
        RatingColumns columns = new RatingColumns(size);
        boolean[] marks = new boolean[size];
        for (int row = 0; row < size; row++) {
            if (keep.test(row)) {
                marks[columns.size()] = table.pseudo(row);
                add(columns, table, row);
            }
        }
        int[] order = new int[columns.size()];
        Arrays.setAll(order, row -> row);
        return new RatingTable(
                table.scale(),
                table.users(),
                table.items(),
                columns,
                order,
                table.pseudoCount() == 0 ? null : marks,
                table.newcomers(),
                table.readReport());
    }

    /** The column of weights for {@link RatingTable#weighted}. */
    static float[] weights(RatingTable table, IntToDoubleFunction weight) {
        float[] weights = new float[table.size()];
        for (int row = 0; row < weights.length; row++) {
            double own = weight.applyAsDouble(row);
            if (!(own > 0 && own <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "weight must be finite and > 0, but was %s (row %d)".formatted(own, row));
            }
            // a tiny weight must not become 0 as a float
            weights[row] = (float) Math.max(Float.MIN_NORMAL, own);
        }
        return weights;
    }

    /** The column of values for {@link RatingTable#revalued}. */
    static float[] values(RatingTable table, IntToDoubleFunction value) {
        float[] values = new float[table.size()];
        for (int row = 0; row < values.length; row++) {
            double own = value.applyAsDouble(row);
            if (!Double.isFinite(own)) {
                throw new IllegalArgumentException("value must be finite, but was %s (row %d)".formatted(own, row));
            }
            values[row] = (float) table.scale().clamp(own);
        }
        return values;
    }

    /** See {@link RatingTable#plus}. */
    static RatingTable plus(RatingTable table, Collection<PseudoRating> added) {
        IdIndex users = table.users().copy();
        IdIndex items = table.items().copy();
        RatingColumns columns = new RatingColumns(table.size() + added.size());
        for (int row = 0; row < table.size(); row++) {
            add(columns, table, row);
        }
        for (PseudoRating one : added) {
            columns.add(
                    users.add(one.userId()), items.add(one.itemId()), one.value(), one.weight(), RatingColumns.NO_TIME);
        }
        boolean[] marks = new boolean[columns.size()];
        for (int row = 0; row < columns.size(); row++) {
            marks[row] = row >= table.size() || table.pseudo(row);
        }
        int[] order = columns.order(users.size(), items.size());
        int kept = 0;
        for (int row : order) {
            // rows are in the order of user, item and age: a later row of the same pair is newer
            if (kept == 0 || !columns.samePair(order[kept - 1], row)) {
                order[kept++] = row;
            }
        }
        return new RatingTable(
                table.scale(),
                users,
                items,
                columns,
                Arrays.copyOf(order, kept),
                marks,
                table.newcomers(),
                table.readReport());
    }

    private static void add(RatingColumns columns, RatingTable table, int row) {
        columns.add(table.user(row), table.item(row), table.value(row), table.weight(row), table.timeMillis(row));
    }
}
