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
import org.jspecify.annotations.Nullable;

/**
 * Split of ratings that makes some users cold: a few of their ratings stay visible, and the rest is held out. Of the
 * ratings of all other users a sample is visible, or all of them.
 *
 * <p>The cold users and their visible ratings depend on {@link Builder#seed}; the sample of the others on
 * {@link Builder#sampleSeed}. Samples of one seed are nested: a smaller level is a part of a larger one. The order of
 * the source has no influence, unless it rates a pair twice at the same time.
 */
public final class ColdUserSplit {

    /** The level at which all ratings of other users are visible. */
    public static final int ALL = Integer.MAX_VALUE;
    /** Default number of cold users. */
    public static final int DEFAULT_COLD_USERS = 50;
    /** Default number of visible ratings of a cold user. */
    public static final int DEFAULT_KNOWN_RATINGS = 5;
    /** Default minimum number of ratings of a cold user beyond the visible ones. */
    public static final int DEFAULT_MIN_BEYOND_KNOWN = 10;
    /** Default seed. */
    public static final long DEFAULT_SEED = 42;

    /** Choice of the visible ratings of a cold user. */
    public enum Order {
        /** The earliest; those without a time come last. */
        FIRST_BY_TIME,
        /** Any. */
        RANDOM
    }

    private final Builder options;
    private final RatingSource ratings;
    private final ReadRules readRules;
    private final int coldUsers;
    private final int knownRatings;
    private final int minRatings;
    private final Order order;
    private final int level;
    private final long seed;
    private final long sampleSeed;

    private ColdUserSplit(Builder builder) {
        options = new Builder(builder);
        ratings = Checks.required(builder.ratings, "ratings");
        readRules = builder.readRules;
        coldUsers = Checks.atLeast(1, builder.coldUsers, "coldUsers");
        knownRatings = Checks.atLeast(0, builder.knownRatings, "knownRatings");
        minRatings = builder.minRatings == null
                ? knownRatings + DEFAULT_MIN_BEYOND_KNOWN
                : Checks.atLeast(knownRatings + 1, builder.minRatings, "minRatings");
        order = builder.order;
        level = Checks.atLeast(0, builder.level, "level");
        seed = builder.seed;
        sampleSeed = builder.sampleSeed == null ? builder.seed : builder.sampleSeed;
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
     * @throws IllegalArgumentException if too few users have enough ratings
     */
    public EvaluationSplit split() {
        return split(RatingTable.builder(ratings.scale())
                .readRules(readRules)
                .addAll(ratings)
                .build());
    }

    /** Splits ratings that are read already. */
    EvaluationSplit split(RatingTable table) {
        Map<String, List<Rating>> byUser = Shuffle.byUser(table);
        Set<String> cold = choose(byUser);
        List<Rating> visible = new ArrayList<>();
        List<Rating> others = new ArrayList<>();
        List<Rating> heldOut = new ArrayList<>();
        byUser.forEach((userId, own) -> {
            if (cold.contains(userId)) {
                List<Rating> ordered = Shuffle.of(own, seed, "known ratings of " + userId);
                if (order == Order.FIRST_BY_TIME) {
                    ordered.sort(Shuffle.BY_TIME);
                }
                visible.addAll(ordered.subList(0, knownRatings));
                heldOut.addAll(ordered.subList(knownRatings, ordered.size()));
            } else {
                others.addAll(own);
            }
        });
        List<Rating> sample = level >= others.size() ? others : Shuffle.of(others, sampleSeed, "sample");
        visible.addAll(sample.subList(0, Math.min(level, sample.size())));
        visible.sort(Shuffle.BY_IDS);
        return new EvaluationSplit(
                table.scale(),
                visible,
                cold.stream().sorted().toList(),
                List.of(),
                HeldOutRatings.of(table.scale(), heldOut));
    }

    private Set<String> choose(Map<String, List<Rating>> byUser) {
        List<String> eligible = byUser.entrySet().stream()
                .filter(entry -> entry.getValue().size() >= minRatings)
                .map(Map.Entry::getKey)
                .toList();
        if (eligible.size() < coldUsers) {
            throw new IllegalArgumentException(
                    "coldUsers must be at most %d, which is how many users have %d ratings or more, but was %d"
                            .formatted(eligible.size(), minRatings, coldUsers));
        }
        return new HashSet<>(Shuffle.of(eligible, seed, "cold users").subList(0, coldUsers));
    }

    /** Options of a {@link ColdUserSplit}. For one thread. */
    public static final class Builder {

        private @Nullable RatingSource ratings;
        private ReadRules readRules = ReadRules.DEFAULT;
        private int coldUsers = DEFAULT_COLD_USERS;
        private int knownRatings = DEFAULT_KNOWN_RATINGS;
        private @Nullable Integer minRatings;
        private Order order = Order.FIRST_BY_TIME;
        private int level = ALL;
        private long seed = DEFAULT_SEED;
        private @Nullable Long sampleSeed;

        private Builder() {}

        private Builder(Builder other) {
            ratings = other.ratings;
            readRules = other.readRules;
            coldUsers = other.coldUsers;
            knownRatings = other.knownRatings;
            minRatings = other.minRatings;
            order = other.order;
            level = other.level;
            seed = other.seed;
            sampleSeed = other.sampleSeed;
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
         * Number of cold users.
         *
         * @param users 1 or more; {@value #DEFAULT_COLD_USERS} unless set
         * @return this
         */
        public Builder coldUsers(int users) {
            this.coldUsers = users;
            return this;
        }

        /**
         * Number of visible ratings of each cold user.
         *
         * @param ratings 0 or more; {@value #DEFAULT_KNOWN_RATINGS} unless set
         * @return this
         */
        public Builder knownRatings(int ratings) {
            this.knownRatings = ratings;
            return this;
        }

        /**
         * Minimum number of ratings of a cold user.
         *
         * @param ratings more than the known ones; unless set, {@value #DEFAULT_MIN_BEYOND_KNOWN} more
         * @return this
         */
        public Builder minRatings(int ratings) {
            this.minRatings = ratings;
            return this;
        }

        /**
         * Choice of the visible ratings of a cold user.
         *
         * @param order {@link Order#FIRST_BY_TIME} unless set
         * @return this
         */
        public Builder order(Order order) {
            this.order = requireNonNull(order, "order");
            return this;
        }

        /**
         * Number of visible ratings of the other users.
         *
         * @param ratings 0 or more, or {@link #ALL}, which it is unless set; if there are fewer, all are visible
         * @return this
         */
        public Builder level(int ratings) {
            this.level = ratings;
            return this;
        }

        /**
         * Seed of the choice of cold users and their visible ratings.
         *
         * @param seed any number; {@value #DEFAULT_SEED} unless set
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Seed of the sample of the other users' ratings, so that it can change while the cold users stay the same.
         *
         * @param seed any number; {@link #seed} unless set
         * @return this
         */
        public Builder sampleSeed(long seed) {
            this.sampleSeed = seed;
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
        public ColdUserSplit build() {
            return new ColdUserSplit(this);
        }

        /**
         * Reads the ratings and splits them: {@code build().split()}.
         *
         * @return the two parts
         * @throws RatingException if the ratings cannot be read
         * @throws IllegalArgumentException if an option is out of its range, or too few users have enough ratings
         */
        public EvaluationSplit split() {
            return build().split();
        }
    }
}
