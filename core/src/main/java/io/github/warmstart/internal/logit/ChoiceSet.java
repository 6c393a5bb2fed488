// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.logit;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Choice set of one person: the alternatives and those chosen. Arrays are not copied and must not change.
 *
 * <p>For a large catalogue, sampled alternatives represent several items, by their multiplicity: the sampling of alternatives
 * of McFadden (1978), which keeps the estimates consistent.
 *
 * @param columns one array per feature, one value per alternative
 * @param multiplicities number of items that each alternative represents, 1 for the targets
 * @param targets positions of the chosen alternatives
 * @param weight weight of each target, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // internal, and never compared
public record ChoiceSet(float[][] columns, float[] multiplicities, int[] targets, double weight) {

    /**
     * The same choice with one more feature.
     *
     * @param position position of the new feature
     * @param column one value per alternative
     * @return a new set that shares the other columns
     */
    public ChoiceSet with(int position, float[] column) {
        float[][] more = new float[columns.length + 1][];
        System.arraycopy(columns, 0, more, 0, position);
        more[position] = column;
        System.arraycopy(columns, position, more, position + 1, columns.length - position);
        return new ChoiceSet(more, multiplicities, targets, weight);
    }

    /**
     * The same choice without one of the features.
     *
     * @param position of the feature
     * @return a new set that shares the other columns
     */
    public ChoiceSet without(int position) {
        float[][] fewer = new float[columns.length - 1][];
        System.arraycopy(columns, 0, fewer, 0, position);
        System.arraycopy(columns, position + 1, fewer, position, fewer.length - position);
        return new ChoiceSet(fewer, multiplicities, targets, weight);
    }

    /**
     * The same choice among some of the alternatives.
     *
     * @param kept says of the position of an alternative whether it stays
     * @return a new set; its targets are those that stay
     */
    public ChoiceSet where(IntPredicate kept) {
        int[] positions = IntStream.range(0, multiplicities.length).filter(kept).toArray();
        float[][] few = new float[columns.length][];
        Arrays.setAll(few, k -> picked(columns[k], positions));
        int[] left = Arrays.stream(targets)
                .filter(kept)
                .map(target -> Arrays.binarySearch(positions, target))
                .toArray();
        return new ChoiceSet(few, picked(multiplicities, positions), left, weight);
    }

    private static float[] picked(float[] values, int[] positions) {
        float[] picked = new float[positions.length];
        for (int k = 0; k < picked.length; k++) {
            picked[k] = values[positions[k]];
        }
        return picked;
    }
}
