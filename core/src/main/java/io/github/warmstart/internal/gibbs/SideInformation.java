// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sparse matrix of the side information of users or items, by feature: attributes first, then (for items) popularity,
 * then (for items) the audience.
 *
 * <p>Popularity is the standard score of {@code log(1 + ratings)}, cut at 2. The audience of an item are its raters,
 * whatever their ratings: one feature per user, {@code 1 / sqrt(ratings of the item)} for those who rated it, after the
 * implicit feedback of SVD++ (Koren 2008), turned from users to items. It is known for every pair, and folding in a
 * user does not change it. Only real rows count for either. Entities without any row are left out. Immutable.
 *
 * @see <a href="https://doi.org/10.1145/1401890.1401944">Koren: Factorization Meets the Neighborhood (2008)</a>
 */
public final class SideInformation {

    private static final double MAX_SCORE = 2;

    /** Where the entries of each feature start; one entry more than features. */
    final int[] starts;

    final int[] entities;
    final float[] values;
    /** The group of each feature: features of a group share a variance. */
    final int[] groups;

    final int groupCount;
    /** Number of features that are attributes; they come first. */
    final int attributeCount;

    /**
     * @param rows of this side
     * @param attributes of this side
     * @param id of each entity
     * @param audience whether popularity and audience are features
     * @param otherCount number of entities of the other side
     */
    public SideInformation(
            SideRows rows, AttributeFeatures attributes, IntFunction<String> id, boolean audience, int otherCount) {
        attributeCount = attributes.size();
        int features = attributeCount + (audience ? 1 + otherCount : 0);
        groups = Arrays.copyOf(attributes.groups(), features);
        groupCount = attributes.groupCount() + (audience ? 2 : 0);
        starts = new int[features + 1];
        Filler filler = new Filler();
        for (int pass = 0; pass < 2; pass++) {
            for (int entity = 0; entity < rows.entities; entity++) {
                if (rows.size(entity) > 0 && attributeCount > 0) {
                    AttributeFeatures.Row row = attributes.row(id.apply(entity));
                    for (int i = 0; i < row.numbers().size(); i++) {
                        filler.add(row.numbers().get(i), entity, row.values().get(i));
                    }
                }
            }
            if (audience) {
                addAudience(rows, filler);
            }
            filler.allocate();
        }
        entities = filler.entities;
        values = filler.values;
        if (audience) {
            groups[attributeCount] = groupCount - 2;
            Arrays.fill(groups, attributeCount + 1, features, groupCount - 1);
        }
    }

    /** Number of features. */
    int size() {
        return groups.length;
    }

    private void addAudience(SideRows rows, Filler filler) {
        double sum = 0;
        double squares = 0;
        int seen = 0;
        for (int count : rows.realCounts) {
            if (count > 0) {
                double log = StrictMath.log1p(count);
                sum += log;
                squares += log * log;
                seen++;
            }
        }
        double mean = sum / Math.max(1, seen);
        double deviation = Math.sqrt(Math.max(0, squares / Math.max(1, seen) - mean * mean));
        for (int entity = 0; entity < rows.entities; entity++) {
            int count = rows.realCounts[entity];
            if (count > 0 && deviation > 1e-6) {
                double score = (StrictMath.log1p(count) - mean) / deviation;
                filler.add(attributeCount, entity, Math.max(-MAX_SCORE, Math.min(MAX_SCORE, score)));
            }
            for (int at = rows.starts[entity]; at < rows.starts[entity + 1]; at++) {
                if (rows.real[at]) {
                    filler.add(attributeCount + 1 + rows.others[at], entity, 1 / Math.sqrt(count));
                }
            }
        }
    }

    /** Counts the entries of each feature in its first pass, and places them in its second. */
    private final class Filler {

        private int @Nullable [] next;
        private int[] entities = {};
        private float[] values = {};

        void add(int feature, int entity, double value) {
            if (next == null) {
                starts[feature + 1]++;
            } else {
                int at = next[feature]++;
                entities[at] = entity;
                values[at] = (float) value;
            }
        }

        void allocate() {
            if (next == null) {
                for (int feature = 0; feature + 1 < starts.length; feature++) {
                    starts[feature + 1] += starts[feature];
                }
                next = starts.clone();
                entities = new int[starts[starts.length - 1]];
                values = new float[entities.length];
            }
        }
    }
}
