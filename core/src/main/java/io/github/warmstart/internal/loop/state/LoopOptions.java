// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.state;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.options.AskingOptions;
import io.github.warmstart.options.GuardingOptions;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Options of one run, validated by the front door. Immutable.
 *
 * @param ratings source of the real ratings
 * @param readRules treatment of bad rows and duplicates
 * @param generator source of signals, recorded by a journal if the host has one
 * @param catalog the items that can be asked about
 * @param recommender the learner
 * @param budget upper bound on spending
 * @param listener receiver of progress
 * @param clock source of the report's times
 * @param subjects the users and items that the warm start is for
 * @param asking options on what to ask
 * @param guarding options that protect the result
 * @param seed seed of all random numbers
 */
public record LoopOptions(
        RatingSource ratings,
        ReadRules readRules,
        SyntheticSignalGenerator generator,
        ItemCatalog catalog,
        Recommender recommender,
        Budget budget,
        WarmStartListener listener,
        Clock clock,
        Subjects subjects,
        AskingOptions asking,
        GuardingOptions guarding,
        long seed) {

    /**
     * Checks that new items are in the catalogue.
     *
     * @throws IllegalArgumentException if one is not
     */
    public LoopOptions {
        for (String itemId : subjects.coldItems()) {
            if (catalog.item(itemId).isEmpty()) {
                throw new IllegalArgumentException(
                        "coldItems must hold items of the catalogue, but holds '%s': add it to the catalogue, or leave it out"
                                .formatted(itemId));
            }
        }
    }

    /**
     * Checks a required part of a builder.
     *
     * @param part the part, or null
     * @param name its name, as the builder's method
     * @return the part
     * @throws IllegalArgumentException if it is null
     */
    public static <T> T required(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalArgumentException(
                    "%s is required, but was not set: call %s(...) before build()".formatted(name, name));
        }
        return part;
    }

    /** The users and items that a warm start is for. Immutable. */
    public static final class Subjects {

        private final @Nullable Set<String> coldUsers;
        private final int coldBelow;
        private final Set<String> coldItems;
        private final Map<String, UserProfile> profiles;

        /**
         * Checks and indexes the host's users and items.
         *
         * @param coldUsers ids of users; null if the host named none, which differs from an empty collection
         * @param coldBelow number of ratings below which a user is cold where none are named
         * @param coldItems ids of new items
         * @param profiles profiles of users
         * @throws IllegalArgumentException if an id is blank, coldBelow is below 1, or a user has two profiles
         */
        public Subjects(
                @Nullable Collection<String> coldUsers,
                int coldBelow,
                Collection<String> coldItems,
                Collection<UserProfile> profiles) {
            if (coldUsers != null) {
                for (String userId : coldUsers) {
                    if (userId.isBlank()) {
                        throw new IllegalArgumentException(
                                "coldUsers must hold no blank id, but holds '%s'".formatted(userId));
                    }
                }
            }
            if (coldBelow < 1) {
                throw new IllegalArgumentException("coldBelow must be >= 1, but was " + coldBelow);
            }
            Map<String, UserProfile> byUser = new LinkedHashMap<>();
            for (UserProfile profile : profiles) {
                if (byUser.put(profile.userId(), profile) != null) {
                    throw new IllegalArgumentException(
                            "profiles must hold each user once, but '%s' occurs twice".formatted(profile.userId()));
                }
            }
            this.coldUsers = coldUsers == null ? null : Collections.unmodifiableSet(new LinkedHashSet<>(coldUsers));
            this.coldBelow = coldBelow;
            this.coldItems = Collections.unmodifiableSet(new LinkedHashSet<>(coldItems));
            this.profiles = Collections.unmodifiableMap(byUser);
        }

        /**
         * The users that the host named.
         *
         * @return their ids; empty if the host named none
         */
        public Optional<Set<String>> coldUsers() {
            return Optional.ofNullable(coldUsers);
        }

        /**
         * Number of ratings below which a user is cold, where the host named none.
         *
         * @return 1 or more
         */
        public int coldBelow() {
            return coldBelow;
        }

        /**
         * New items.
         *
         * @return their ids
         */
        public Set<String> coldItems() {
            return coldItems;
        }

        /**
         * Profiles of users.
         *
         * @return profiles by user id
         */
        public Map<String, UserProfile> profiles() {
            return profiles;
        }
    }

    /**
     * Seed of one phase, derived from the seed and the phase's name, so that a new phase does not affect the others.
     *
     * @param phase the phase's name
     * @return the derived seed
     */
    public long seed(String phase) {
        long mixed = seed;
        for (byte b : phase.getBytes(StandardCharsets.UTF_8)) {
            mixed = new SplittableRandom(mixed * 31 + b).nextLong();
        }
        return mixed;
    }
}
