// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a table sorted by the entities of one side: users or items. Immutable.
 *
 * <p>Values are in the units of {@link RatingUnits}. Copied once a fit, so that a sweep reads memory sequentially.
 */
public final class SideRows {

    /** Limit of weights: beyond it the prior would be lost in the rounding of a double. */
    public static final double MAX_WEIGHT = 1e9;
    /** Rows in one piece of work, about. */
    private static final int PIECE = 2048;

    final int entities;
    /** Where the rows of each entity start; one entry more than entities. */
    final int[] starts;
    /** The entity of the other side. */
    final int[] others;

    final float[] values;
    final float[] weights;
    /** Whether the row informs on noise and on populations: pseudo ratings do not. */
    final boolean[] real;
    /** Number of real rows of each entity. */
    final int[] realCounts;
    /** Bounds of the pieces of work: runs of entities. */
    final int[] pieces;

    private SideRows(RatingTable table, RatingUnits units, boolean byItem) {
        int size = table.size();
        entities = byItem ? table.itemCount() : table.userCount();
        starts = new int[entities + 1];
        others = new int[size];
        values = new float[size];
        weights = new float[size];
        real = new boolean[size];
        realCounts = new int[entities];
        boolean allCount = table.pseudoCount() == size;
        List<Integer> bounds = new ArrayList<>(List.of(0));
        int at = 0;
        for (int entity = 0; entity < entities; entity++) {
            int rows = byItem ? table.itemSize(entity) : table.userSize(entity);
            for (int position = 0; position < rows; position++) {
                int row = byItem ? table.itemRow(entity, position) : table.userStart(entity) + position;
                others[at] = byItem ? table.user(row) : table.item(row);
                values[at] = (float) units.in(table.value(row));
                weights[at] = (float) Math.min(MAX_WEIGHT, table.weight(row));
                real[at] = allCount || !table.pseudo(row);
                realCounts[entity] += real[at] ? 1 : 0;
                at++;
            }
            starts[entity + 1] = at;
            if (at - starts[bounds.get(bounds.size() - 1)] >= PIECE || entity + 1 == entities) {
                bounds.add(entity + 1);
            }
        }
        pieces = bounds.stream().mapToInt(bound -> bound).toArray();
    }

    public static SideRows byUser(RatingTable table, RatingUnits units) {
        return new SideRows(table, units, false);
    }

    public static SideRows byItem(RatingTable table, RatingUnits units) {
        return new SideRows(table, units, true);
    }

    int size(int entity) {
        return starts[entity + 1] - starts[entity];
    }
}
