// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.feature;

import io.github.warmstart.internal.affinity.Affinity;
import io.github.warmstart.internal.exposure.ExposureModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feature space: data about items, and the features of an item for a person derived from it. Immutable and thread-safe.
 *
 * <pre>{@code
 * exposure    log of the share, without the own choices of a user in a test
 * affinity    log(1 + mass_i / (unit x share_i))
 * newer       -min(12, max(0, year_i - newest known year - 1))
 * year        log of (mean over known years y of exp(-((year_i - y) / 7)^2 / 2) + 0.02)
 * similar     log(1 + sum of worth_j (1 - 0.03 rank) over known j for which i was named)
 * shortlist   1 - rank / (2 x length), 0 where the item is not named
 * }</pre>
 */
public final class FeatureSpace {

    private static final double YEAR_WIDTH = 7;
    private static final double YEAR_FLOOR = 0.02;
    private static final double MAX_NEWER = 12;
    private static final double RANK_LOSS = 0.03;

    private final ExposureModel exposure;
    private final int items;
    private final int[] histories;
    private final @Nullable Affinity affinity;
    private final @Nullable ItemVectorSpace attributes;
    private final @Nullable ItemVectorSpace tags;
    private final double @Nullable [] years;
    private final int @Nullable [][] similar;
    private final boolean liking;
    private final boolean shortlists;

    /** Builder of a {@link FeatureSpace}. For one thread. */
    public static final class Builder {
        private final ExposureModel exposure;
        private final int[] histories;
        private @Nullable Affinity affinity;
        private @Nullable ItemVectorSpace attributes;
        private @Nullable ItemVectorSpace tags;
        private double @Nullable [] years;
        private int @Nullable [][] similar;
        private boolean liking;
        private boolean shortlists;

        private Builder(ExposureModel exposure, int[] histories) {
            this.exposure = exposure;
            this.histories = histories;
        }

        /**
         * Adds an affinity.
         *
         * @param learned the trained affinity; null for none
         * @return this
         */
        public Builder affinity(@Nullable Affinity learned) {
            affinity = learned;
            return this;
        }

        /**
         * Adds attributes of the catalogue.
         *
         * @param space vectors of items; null for none
         * @return this
         */
        public Builder attributes(@Nullable ItemVectorSpace space) {
            attributes = space;
            return this;
        }

        /**
         * Adds graded attributes.
         *
         * @param space vectors of items; null for none
         * @return this
         */
        public Builder tags(@Nullable ItemVectorSpace space) {
            tags = space;
            return this;
        }

        /**
         * Adds years.
         *
         * @param ofItems one per item, NaN if unknown; null for none
         * @return this
         */
        public Builder years(double @Nullable [] ofItems) {
            years = ofItems;
            return this;
        }

        /**
         * Adds similar items.
         *
         * @param ofItems similar items of each item, best first; null for none
         * @return this
         */
        public Builder similar(int @Nullable [][] ofItems) {
            similar = ofItems;
            return this;
        }

        /**
         * Sets whether persons have a liking.
         *
         * @param known whether they have one
         * @return this
         */
        public Builder liking(boolean known) {
            liking = known;
            return this;
        }

        /**
         * Sets whether persons may have a shortlist.
         *
         * @param known whether they may have one
         * @return this
         */
        public Builder shortlists(boolean known) {
            shortlists = known;
            return this;
        }

        /**
         * Builds the space.
         *
         * @return the space
         */
        public FeatureSpace build() {
            return new FeatureSpace(this);
        }
    }

    private FeatureSpace(Builder builder) {
        exposure = builder.exposure;
        items = exposure.items();
        histories = builder.histories;
        affinity = builder.affinity;
        attributes = builder.attributes;
        tags = builder.tags;
        years = builder.years;
        similar = builder.similar;
        liking = builder.liking;
        shortlists = builder.shortlists;
    }

    /**
     * Creates a builder.
     *
     * @param exposure exposure of each item
     * @param histories number of choices of each user that the exposure counts
     * @return a builder for one thread
     */
    public static Builder builder(ExposureModel exposure, int[] histories) {
        return new Builder(exposure, histories);
    }

    /**
     * Creates a builder with the content of this space.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        return new Builder(exposure, histories)
                .affinity(affinity)
                .attributes(attributes)
                .tags(tags)
                .years(years)
                .similar(similar)
                .liking(liking)
                .shortlists(shortlists);
    }

    /**
     * The features, in the order of the columns.
     *
     * @return the features with data
     */
    public List<ItemFeature> features() {
        List<ItemFeature> features = new ArrayList<>();
        for (ItemFeature feature : ItemFeature.values()) {
            boolean known = switch (feature) {
                case EXPOSURE -> true;
                case LIKING -> liking;
                case AFFINITY -> affinity != null;
                case ATTRIBUTES -> attributes != null;
                case TAGS -> tags != null;
                case NEWER, YEAR -> years != null;
                case SIMILAR -> similar != null;
                case SHORTLIST -> shortlists;
            };
            if (known) {
                features.add(feature);
            }
        }
        return features;
    }

    /**
     * The columns of a person.
     *
     * @param person the person
     * @param own the person's choices that the exposure counts, if the person is left out
     * @return one array per feature, one value per item
     */
    public float[][] columns(Person person, int[] own) {
        List<ItemFeature> features = features();
        float[][] columns = new float[features.size()][];
        float[] exposures = exposures(person, own);
        for (int k = 0; k < columns.length; k++) {
            float[] column = new float[items];
            columns[k] = column;
            switch (features.get(k)) {
                case EXPOSURE -> columns[k] = exposures;
                case LIKING -> like(person, column);
                case AFFINITY -> columns[k] = lift(person, exposures);
                case ATTRIBUTES -> similarity(attributes, person, column);
                case TAGS -> similarity(tags, person, column);
                case NEWER -> newer(person, column);
                case YEAR -> year(person, column);
                case SIMILAR -> together(person, column);
                case SHORTLIST -> listed(person, column);
            }
        }
        return columns;
    }

    /**
     * The column of the exposure.
     *
     * @param person the person
     * @param own the person's choices that the exposure counts, if the person is left out
     * @return one value per item
     */
    public float[] exposures(Person person, int[] own) {
        float[] exposures = new float[items];
        double ownTotal = person.leftOut() < 0 ? 0 : histories[person.leftOut()];
        for (int item = 0; item < items; item++) {
            exposures[item] = (float) exposure.logShareWithout(item, 0, ownTotal);
        }
        if (ownTotal > 0) {
            for (int item : own) {
                exposures[item] = (float) exposure.logShareWithout(item, 1, ownTotal);
            }
        }
        return exposures;
    }

    private static void like(Person person, float[] column) {
        double[] logs = person.logLiking();
        for (int item = 0; logs != null && item < column.length; item++) {
            column[item] = (float) logs[item];
        }
    }

    /**
     * The column of the affinity.
     *
     * @param person the person
     * @param exposures the column of the exposure
     * @return one value per item, 0 or more
     */
    public float[] lift(Person person, float[] exposures) {
        float[] column = new float[items];
        Affinity learned = affinity;
        if (learned == null) {
            return column;
        }
        double[] masses = new double[items];
        learned.masses(person.known(), person.leftOut(), masses);
        for (int item = 0; item < items; item++) {
            if (masses[item] > 0) {
                column[item] =
                        (float) StrictMath.log1p(masses[item] / (learned.unit() * StrictMath.exp(exposures[item])));
            }
        }
        return column;
    }

    private static void similarity(@Nullable ItemVectorSpace space, Person person, float[] column) {
        if (space != null && person.known().length > 0) {
            space.similarity(person.known(), column);
        }
    }

    private double[] knownYears(Person person) {
        double[] all = years;
        if (all == null) {
            return new double[0];
        }
        return Arrays.stream(person.known())
                .mapToDouble(item -> all[item])
                .filter(year -> !Double.isNaN(year))
                .toArray();
    }

    private void newer(Person person, float[] column) {
        double newest = Arrays.stream(knownYears(person)).max().orElse(Double.NaN);
        for (int item = 0; years != null && item < items; item++) {
            double newer = years[item] - newest - 1;
            column[item] = newer > 0 ? (float) -Math.min(MAX_NEWER, newer) : 0;
        }
    }

    private void year(Person person, float[] column) {
        double[] known = knownYears(person);
        for (int item = 0; years != null && known.length > 0 && item < items; item++) {
            double sum = 0;
            for (double year : known) {
                double distance = (years[item] - year) / YEAR_WIDTH;
                sum += Double.isNaN(distance) ? 0 : StrictMath.exp(-0.5 * distance * distance);
            }
            column[item] = (float) StrictMath.log(sum / known.length + YEAR_FLOOR);
        }
    }

    private void together(Person person, float[] column) {
        int[][] named = similar;
        if (named == null) {
            return;
        }
        for (int position = 0; position < person.known().length; position++) {
            int[] others = named[person.known()[position]];
            for (int rank = 1; rank <= others.length; rank++) {
                column[others[rank - 1]] += (float) (person.worth()[position] * Math.max(0, 1 - RANK_LOSS * rank));
            }
        }
        for (int item = 0; item < items; item++) {
            column[item] = column[item] == 0 ? 0 : (float) StrictMath.log1p(column[item]);
        }
    }

    private static void listed(Person person, float[] column) {
        int[] list = person.shortlist();
        for (int rank = 1; rank <= list.length; rank++) {
            column[list[rank - 1]] = (float) (1 - rank / (2.0 * list.length));
        }
    }
}
