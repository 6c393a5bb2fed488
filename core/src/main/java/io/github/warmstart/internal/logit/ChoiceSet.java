// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.logit;

/**
 * What one person could choose, and what the person chose. Arrays are not copied and must not change.
 *
 * <p>Where the catalogue is large, some of the alternatives stand for others like them, as their multiplicity says: the
 * sampling of alternatives of McFadden (1978), which leaves the estimates consistent.
 *
 * @param columns one array a feature, one value an alternative
 * @param multiplicities how many items each alternative stands for, 1 for the targets
 * @param targets positions of the alternatives that were chosen
 * @param weight how much each target counts, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // internal, and never compared
public record ChoiceSet(float[][] columns, float[] multiplicities, int[] targets, double weight) {

    /**
     * The same choice with one more feature.
     *
     * @param position where the feature stands among the features
     * @param column one value an alternative
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
}
