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
 * Simulated film club with known tastes.
 *
 * <p>The rating of a member for a film is {@code 3.5 + quality + generosity + taste · character + noise} stars, rounded to half
 * a star from 0.5 to 5. Quality, generosity, taste and noise have standard deviations of 0.5, 0.35, 0.5 and 0.6 stars;
 * characters have four components and partly depend on the genres. Popular films are rated early and often, others rarely.
 *
 * <p>Some members are <em>cold</em>: only their first few ratings by time are visible, the others are held out. Of the other
 * members the first few ratings are visible too, few enough for signals to help.
 *
 * <p>Immutable. One seed gives the same community, bit for bit, on every platform.
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
     * A community of the default size: 300 members, 200 films, 40 cold members.
     *
     * @param seed seed of the simulation
     * @return the community
     */
    public static SimulatedCommunity of(long seed) {
        return builder().seed(seed).build();
    }

    /**
     * Creates a builder, for other sizes.
     *
     * @return a builder for one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Seed of the simulation.
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
     * Profiles of the members: {@code age}, which is unrelated to taste, and {@code interest}, the genre that the member likes
     * most.
     *
     * @return one profile per member
     */
    public List<UserProfile> profiles() {
        return members.profiles();
    }

    /**
     * All ratings, visible and held-out.
     *
     * @return by member, and then by time
     */
    public List<Rating> ratings() {
        return ratings;
    }

    /**
     * The ratings visible to an application: the first few of each member.
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
     * @return by time; empty for other members
     */
    public List<Rating> known(String userId) {
        return known.getOrDefault(userId, List.of());
    }

    /**
     * The held-out ratings of the cold members: all after their first few.
     *
     * @return by member, and then by time
     */
    public List<Rating> hidden() {
        return hidden;
    }

    /**
     * The expected rating without noise and rounding: the best possible prediction.
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

    /** Builder of a {@link SimulatedCommunity}. For one thread. */
    public static final class Builder {

        private int users = 300;
        private int items = 200;
        private int coldUsers = 40;
        private int knownRatings = 5;
        private int warmRatings = 10;
        private long seed = 1;

        private Builder() {}

        /**
         * Sets the number of members.
         *
         * @param users 10 or more; the default is 300
         * @return this
         */
        public Builder users(int users) {
            this.users = users;
            return this;
        }

        /**
         * Sets the number of films.
         *
         * @param items 60 to 2,000; the default is 200
         * @return this
         */
        public Builder items(int items) {
            this.items = items;
            return this;
        }

        /**
         * Sets the number of cold members.
         *
         * @param coldUsers 0 to the number of members; the default is 40
         * @return this
         */
        public Builder coldUsers(int coldUsers) {
            this.coldUsers = coldUsers;
            return this;
        }

        /**
         * Sets the number of visible ratings of a cold member.
         *
         * @param knownRatings 0 to 20; the default is 5
         * @return this
         */
        public Builder knownRatings(int knownRatings) {
            this.knownRatings = knownRatings;
            return this;
        }

        /**
         * Sets the maximum number of visible ratings of every other member.
         *
         * @param warmRatings 0 or more; the default is 10. All ratings are visible of members with fewer
         * @return this
         */
        public Builder warmRatings(int warmRatings) {
            this.warmRatings = warmRatings;
            return this;
        }

        /**
         * Sets the seed.
         *
         * @param seed any number; the default is 1
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Simulates the community.
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
