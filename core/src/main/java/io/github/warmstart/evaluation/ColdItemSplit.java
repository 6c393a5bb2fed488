// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Split of ratings that makes some items cold: all of their ratings are held out. The ratings of all other items are
 * visible.
 *
 * <p>The seed chooses the items. The order of the source has no influence, unless it rates a pair twice at the same
 * time.
 */
public final class ColdItemSplit {

    /** Default share of cold items. */
    public static final double DEFAULT_SHARE = 0.2;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;

    private final Builder options;
    private final RatingSource ratings;
    private final ReadRules readRules;
    private final @Nullable Integer coldItems;
    private final double share;
    private final int minRatings;
    private final long seed;

    private ColdItemSplit(Builder builder) {
        options = new Builder(builder);
        ratings = Checks.required(builder.ratings, "ratings");
        readRules = builder.readRules;
        coldItems = builder.coldItems == null ? null : Checks.atLeast(1, builder.coldItems, "coldItems");
        share = builder.share;
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be above 0 and at most 1, but was " + share);
        }
        minRatings = Checks.atLeast(1, builder.minRatings, "minRatings");
        seed = builder.seed;
    }

    /**
     * Starts a split.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a split with the options of this one.
     *
     * @return a builder for one thread
     */
    public Builder toBuilder() {
        return new Builder(options);
    }

    /**
     * Reads the ratings and splits them.
     *
     * @return the two parts
     * @throws RatingException if the ratings cannot be read
     * @throws IllegalArgumentException if too few items have enough ratings
     */
    public EvaluationSplit split() {
        RatingTable table = RatingTable.builder(ratings.scale())
                .readRules(readRules)
                .addAll(ratings)
                .build();
        Set<String> cold = choose(table);
        List<Rating> visible = new ArrayList<>();
        List<Rating> heldOut = new ArrayList<>();
        Shuffle.byUser(table).values().stream()
                .flatMap(List::stream)
                .forEach(rating -> (cold.contains(rating.itemId()) ? heldOut : visible).add(rating));
        return new EvaluationSplit(
                table.scale(),
                visible,
                List.of(),
                cold.stream().sorted().toList(),
                HeldOutRatings.of(table.scale(), heldOut));
    }

    private Set<String> choose(RatingTable table) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int item = 0; item < table.itemCount(); item++) {
            if (table.itemSize(item) >= minRatings) {
                counts.put(table.itemId(item), table.itemSize(item));
            }
        }
        int wanted = coldItems != null ? coldItems : (int) Math.max(1, Math.rint(share * counts.size()));
        if (counts.size() < wanted) {
            throw new IllegalArgumentException(
                    "coldItems must be at most %d, which is how many items have %d ratings or more, but was %d"
                            .formatted(counts.size(), minRatings, wanted));
        }
        List<String> eligible = List.copyOf(counts.keySet());
        return new HashSet<>(Shuffle.of(eligible, seed, "cold items").subList(0, wanted));
    }

    /** Options of a {@link ColdItemSplit}. For one thread. */
    public static final class Builder {

        private @Nullable RatingSource ratings;
        private ReadRules readRules = ReadRules.DEFAULT;
        private @Nullable Integer coldItems;
        private double share = DEFAULT_SHARE;
        private int minRatings = 1;
        private long seed = DEFAULT_SEED;

        private Builder() {}

        private Builder(Builder other) {
            ratings = other.ratings;
            readRules = other.readRules;
            coldItems = other.coldItems;
            share = other.share;
            minRatings = other.minRatings;
            seed = other.seed;
        }

        /**
         * The real ratings. Required.
         *
         * @param ratings where they come from
         * @return this
         */
        public Builder ratings(RatingSource ratings) {
            this.ratings = requireNonNull(ratings, "ratings");
            return this;
        }

        /**
         * Number of cold items, instead of a share.
         *
         * @param items 1 or more
         * @return this
         */
        public Builder coldItems(int items) {
            this.coldItems = items;
            return this;
        }

        /**
         * Share of items that are made cold; at least one item.
         *
         * @param share above 0, at most 1; {@value #DEFAULT_SHARE} unless set
         * @return this
         */
        public Builder share(double share) {
            this.share = share;
            this.coldItems = null;
            return this;
        }

        /**
         * Minimum number of ratings of a cold item.
         *
         * @param ratings 1 or more; 1 unless set
         * @return this
         */
        public Builder minRatings(int ratings) {
            this.minRatings = ratings;
            return this;
        }

        /**
         * Seed of the choice of items.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets how ratings are read.
         *
         * @param rules {@link ReadRules#DEFAULT} unless set
         * @return this
         */
        public Builder readRules(ReadRules rules) {
            this.readRules = requireNonNull(rules, "rules");
            return this;
        }

        /**
         * Checks the options.
         *
         * @return the split, not performed yet
         * @throws IllegalArgumentException if the ratings were not set, or an option is out of its range
         */
        public ColdItemSplit build() {
            return new ColdItemSplit(this);
        }

        /**
         * Reads the ratings and splits them: {@code build().split()}.
         *
         * @return the two parts
         * @throws RatingException if the ratings cannot be read
         * @throws IllegalArgumentException if an option is out of its range, or too few items have enough ratings
         */
        public EvaluationSplit split() {
            return build().split();
        }
    }
}
