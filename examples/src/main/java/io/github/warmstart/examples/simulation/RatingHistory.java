// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import io.github.warmstart.rating.Rating;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Simulation of the films that each member watches and rates, in order. */
final class RatingHistory {

    /** Minimum number of ratings of a member. */
    static final int MIN_RATINGS = 25;

    /** Minimum number of films, so that no member has watched all of them. */
    static final int MIN_FILMS = 60;

    /** Standard deviation of the residual noise of a rating, in stars. */
    static final double NOISE_DEVIATION = 0.6;

    private static final double MEAN_FURTHER_RATINGS = 20;
    private static final Instant OPENING = Instant.parse("2024-01-01T18:00:00Z");
    private static final int DAYS_OF_JOINING = 500;
    private static final double MEAN_DAYS_BETWEEN = 2;
    private static final double SECONDS_A_DAY = 86_400;

    private final Films films;
    private final Members members;
    private final long seed;

    RatingHistory(Films films, Members members, long seed) {
        this.films = films;
        this.members = members;
        this.seed = seed;
    }

    /** The ratings of a member by time. Each member has a random stream, so the order of calls does not matter. */
    List<Rating> of(int member) {
        RandomStream chance = new RandomStream(seed, "history of " + members.id(member));
        int most = films.count() - films.count() / 4;
        int count = (int) Math.min(most, MIN_RATINGS + chance.exponential(MEAN_FURTHER_RATINGS));
        double seconds = chance.below(DAYS_OF_JOINING) * SECONDS_A_DAY;
        List<Rating> ratings = new ArrayList<>(count);
        for (int film : watched(count, chance)) {
            double stars = members.expected(member, film, films) + NOISE_DEVIATION * chance.gaussian();
            seconds += 1 + chance.exponential(MEAN_DAYS_BETWEEN * SECONDS_A_DAY);
            ratings.add(new Rating(
                    members.id(member), films.item(film).id(), halfStars(stars), OPENING.plusSeconds((long) seconds)));
        }
        return ratings;
    }

    /** Draws films without replacement, in proportion to their fame, by the order of exponential arrival times. */
    private int[] watched(int count, RandomStream chance) {
        double[] arrivals = new double[films.count()];
        for (int film = 0; film < arrivals.length; film++) {
            arrivals[film] = chance.exponential(1 / films.fame(film));
        }
        return IntStream.range(0, arrivals.length)
                .boxed()
                .sorted(Comparator.comparingDouble(film -> arrivals[film]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    static double halfStars(double stars) {
        return SimulatedCommunity.SCALE.clamp(Math.rint(stars * 2) / 2);
    }
}
