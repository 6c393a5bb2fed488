// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small invented film club whose tastes are known, because they were planted.
 *
 * <p>A member gives a film {@code 3.5 + quality + generosity + taste · character + noise} stars, rounded to half a star
 * from 0.5 to 5. Quality, generosity, taste and noise have standard deviations of 0.5, 0.35, 0.5 and 0.6 stars;
 * characters have four components and are partly made by genre. Well-known films are rated by many and early, others by
 * few.
 *
 * <p>Some members are <em>cold</em>: of their ratings only the first few by time are visible, the others are the test.
 * Of each other member the first few are visible too, so few that help is welcome.
 *
 * <p>Immutable. One seed makes the same world, bit for bit, on every platform.
 */
public final class SimulatedCommunity {

    /** The scale of all ratings: half stars from 0.5 to 5. */
    public static final RatingScale SCALE = RatingScale.of(0.5, 5, 0.5);

    private final long seed;
    private final Films films;
    private final Members members;
    private final List<Rating> ratings;
    private final List<Rating> visible;
    private final List<Rating> hidden;
    private final Map<String, List<Rating>> known;
    private final Map<String, Integer> memberNumbers = new LinkedHashMap<>();
    private final Map<String, Integer> filmNumbers = new LinkedHashMap<>();

    private SimulatedCommunity(Builder builder) {
        seed = builder.seed;
        films = Films.plant(builder.items, seed);
        members = Members.plant(builder.users, films, seed);
        for (int film = 0; film < films.count(); film++) {
            filmNumbers.put(films.item(film).id(), film);
        }
        boolean[] cold = chooseCold(builder.coldUsers);
        RatingHistory history = new RatingHistory(films, members, seed);
        List<Rating> everything = new ArrayList<>();
        List<Rating> shown = new ArrayList<>();
        List<Rating> test = new ArrayList<>();
        Map<String, List<Rating>> first = new LinkedHashMap<>();
        for (int member = 0; member < members.count(); member++) {
            memberNumbers.put(members.id(member), member);
            List<Rating> own = history.of(member);
            everything.addAll(own);
            int open = Math.min(own.size(), cold[member] ? builder.knownRatings : builder.warmRatings);
            shown.addAll(own.subList(0, open));
            if (cold[member]) {
                first.put(members.id(member), List.copyOf(own.subList(0, open)));
                test.addAll(own.subList(open, own.size()));
            }
        }
        ratings = List.copyOf(everything);
        visible = List.copyOf(shown);
        hidden = List.copyOf(test);
        known = Collections.unmodifiableMap(first);
    }

    private boolean[] chooseCold(int wanted) {
        RandomStream chance = new RandomStream(seed, "cold");
        boolean[] cold = new boolean[members.count()];
        for (int chosen = 0; chosen < wanted; ) {
            int member = chance.below(cold.length);
            if (!cold[member]) {
                cold[member] = true;
                chosen++;
            }
        }
        return cold;
    }

    /**
     * A community of the usual size: 300 members, 200 films, 40 cold members.
     *
     * @param seed makes the world
     * @return the community
     */
    public static SimulatedCommunity of(long seed) {
        return builder().seed(seed).build();
    }

    /**
     * Starts a community of another size.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What made the world.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * The films, each with the attributes {@code genre} and {@code year}.
     *
     * @return the catalogue
     */
    public ItemCatalog catalog() {
        return films.catalog();
    }

    /**
     * What the club knows of its members apart from ratings: {@code age}, which means nothing, and {@code interest}, the
     * genre that the member likes most.
     *
     * @return one profile a member
     */
    public List<UserProfile> profiles() {
        return members.profiles();
    }

    /**
     * Everything that everybody gave, hidden or not.
     *
     * @return by member, and then by time
     */
    public List<Rating> ratings() {
        return ratings;
    }

    /**
     * What an application would have: a few ratings of each member.
     *
     * @return a source named {@code simulated community}, by member and then by time
     */
    public RatingSource visible() {
        return RatingSource.of(SCALE, "simulated community", visible::forEach);
    }

    /**
     * The ratings of {@link #visible()} as a list.
     *
     * @return by member, and then by time
     */
    public List<Rating> visibleRatings() {
        return visible;
    }

    /**
     * The cold members.
     *
     * @return their ids
     */
    public List<String> coldUsers() {
        return List.copyOf(known.keySet());
    }

    /**
     * The visible ratings of a cold member.
     *
     * @param userId the id of a cold member
     * @return by time; empty for anybody else
     */
    public List<Rating> known(String userId) {
        return known.getOrDefault(userId, List.of());
    }

    /**
     * The test: what the cold members gave after their first few ratings.
     *
     * @return by member, and then by time
     */
    public List<Rating> hidden() {
        return hidden;
    }

    /**
     * What a member would give to a film but for noise and rounding: no predictor can do better.
     *
     * @param userId the id of a member
     * @param itemId the id of a film
     * @return stars, on the scale
     * @throws IllegalArgumentException if there is no such member or film
     */
    public double expected(String userId, String itemId) {
        Integer member = memberNumbers.get(userId);
        Integer film = filmNumbers.get(itemId);
        if (member == null || film == null) {
            throw new IllegalArgumentException(
                    "userId and itemId must be of this community, but were '%s' and '%s'".formatted(userId, itemId));
        }
        return SCALE.clamp(members.expected(member, film, films));
    }

    Films films() {
        return films;
    }

    /** Sizes and seed of a community. For one thread. */
    public static final class Builder {

        private int users = 300;
        private int items = 200;
        private int coldUsers = 40;
        private int knownRatings = 5;
        private int warmRatings = 10;
        private long seed = 1;

        private Builder() {}

        /**
         * How many members there are.
         *
         * @param users 10 or more; the default is 300
         * @return this
         */
        public Builder users(int users) {
            this.users = users;
            return this;
        }

        /**
         * How many films there are.
         *
         * @param items 60 to 2,000; the default is 200
         * @return this
         */
        public Builder items(int items) {
            this.items = items;
            return this;
        }

        /**
         * How many members are cold.
         *
         * @param coldUsers 0 to the number of members; the default is 40
         * @return this
         */
        public Builder coldUsers(int coldUsers) {
            this.coldUsers = coldUsers;
            return this;
        }

        /**
         * How many ratings of a cold member are visible.
         *
         * @param knownRatings 0 to 20; the default is 5
         * @return this
         */
        public Builder knownRatings(int knownRatings) {
            this.knownRatings = knownRatings;
            return this;
        }

        /**
         * How many ratings of every other member are visible.
         *
         * @param warmRatings 0 or more; the default is 10. A member who gave fewer shows all
         * @return this
         */
        public Builder warmRatings(int warmRatings) {
            this.warmRatings = warmRatings;
            return this;
        }

        /**
         * What makes the world.
         *
         * @param seed any number; the default is 1
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Makes the world.
         *
         * @return the community
         * @throws IllegalArgumentException if a size is out of its range
         */
        public SimulatedCommunity build() {
            check("users", users, 10, Integer.MAX_VALUE);
            check("items", items, RatingHistory.MIN_FILMS, FilmTitles.MAX_TITLES);
            check("coldUsers", coldUsers, 0, users);
            check("knownRatings", knownRatings, 0, RatingHistory.MIN_RATINGS - 5);
            check("warmRatings", warmRatings, 0, Integer.MAX_VALUE);
            return new SimulatedCommunity(this);
        }

        private static void check(String name, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        "%s must be between %d and %d, but was %d".formatted(name, least, most, value));
            }
        }
    }
}
