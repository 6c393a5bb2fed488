// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import io.github.warmstart.catalog.UserProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Members of a community, with their generosity and taste. Immutable. */
final class Members {

    /** Standard deviation of generosity, in stars. */
    static final double GENEROSITY_DEVIATION = 0.35;

    /** Standard deviation of the effect of taste on the rating of a film, in stars. */
    static final double TASTE_DEVIATION = 0.5;

    private static final List<String> AGES = List.of("18-29", "30-44", "45-59", "60 and over");

    private final double[] generosities;
    private final double[][] tastes;
    private final List<UserProfile> profiles;

    private Members(double[] generosities, double[][] tastes, List<UserProfile> profiles) {
        this.generosities = generosities;
        this.tastes = tastes;
        this.profiles = List.copyOf(profiles);
    }

    static Members plant(int count, Films films, long seed) {
        double[] generosities = new RandomStream(seed, "generosity").spread(count, GENEROSITY_DEVIATION);
        double[][] tastes = new double[count][Films.RANK];
        RandomStream chance = new RandomStream(seed, "tastes");
        for (int k = 0; k < Films.RANK; k++) {
            double[] column = chance.spread(count, TASTE_DEVIATION / StrictMath.sqrt(Films.RANK));
            for (int member = 0; member < count; member++) {
                tastes[member][k] = column[member];
            }
        }
        RandomStream ages = new RandomStream(seed, "ages");
        List<UserProfile> profiles = new ArrayList<>();
        for (int member = 0; member < count; member++) {
            profiles.add(new UserProfile(
                    "user-%03d".formatted(member + 1),
                    Map.of("age", List.of(ages.oneOf(AGES)), "interest", List.of(favourite(tastes[member], films)))));
        }
        return new Members(generosities, tastes, profiles);
    }

    /** The genre whose mean character has the highest appeal to the taste. */
    private static String favourite(double[] taste, Films films) {
        return Films.GENRES.stream()
                .max(Comparator.comparingDouble(genre -> dot(taste, films.typical(Set.of(genre)))))
                .orElseThrow();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    int count() {
        return profiles.size();
    }

    String id(int member) {
        return profiles.get(member).userId();
    }

    List<UserProfile> profiles() {
        return profiles;
    }

    /** The expected rating without noise, in stars; may be off the scale. */
    double expected(int member, int film, Films films) {
        return Films.MEAN_STARS + films.quality(film) + generosities[member] + films.appeal(tastes[member], film);
    }
}
