// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Simulated world with known true ratings: {@code rating = item mean + user level + affinity to its genres + noise}, in
 * half stars. People rate what is popular and what they like; their first five ratings are noisier than later ones and
 * share a mood.
 *
 * <p>Those five ratings of cold users are visible; their later ratings are hidden and predicted. Immutable; determined
 * by seed and size.
 */
final class PlantedWorld {

    static final RatingScale SCALE = RatingScale.of(0.5, 5, 0.5);
    /** Number of visible ratings of a cold user. */
    static final int FIRST = 5;

    private static final int HIDDEN = 30;
    private static final double USER_LEVEL = 0.4;
    private static final double TASTE = 0.5;
    private static final double NOISE = 0.75;
    private static final double FIRST_NOISE = 1.0;
    private static final double MOOD = 0.3;
    /** Increase of the log weight of an item in the choice of rated items, per unit of affinity. */
    private static final double CHOICE = 0.4;

    private static final long DAY = 86_400;

    final long seed;
    final PlantedItems things;
    final double[] userLevels;
    final double[][] tastes;
    /** Mean error of each user's first ratings, which a generator that is shown them cannot correct. */
    final double[] firstErrors;

    private final int coldUsers;
    private final List<Rating> first = new ArrayList<>();
    private final List<Rating> hidden = new ArrayList<>();
    private final List<Rating> warm = new ArrayList<>();

    /** Size of a world. Cold users come first; a warm user has about 60 ratings. */
    record Size(int things, int coldUsers, int warmUsers) {}

    PlantedWorld(long seed, Size size) {
        this.seed = seed;
        this.coldUsers = size.coldUsers;
        this.things = new PlantedItems(seed, size.things);
        int users = size.coldUsers + size.warmUsers;
        userLevels = new double[users];
        tastes = new double[users][PlantedItems.GENRES];
        firstErrors = new double[users];
        for (int user = 0; user < users; user++) {
            Random random = NamedRandom.of(seed, "user", id(user));
            userLevels[user] = USER_LEVEL * random.nextGaussian();
            Arrays.setAll(tastes[user], genre -> TASTE * random.nextGaussian());
            boolean cold = user < coldUsers;
            int count = cold ? FIRST + HIDDEN : 20 + (int) (-40 * StrictMath.log(1 - random.nextDouble()));
            List<Rating> history = history(user, Math.min(count, things.count()), random);
            if (cold) {
                first.addAll(history.subList(0, FIRST));
                hidden.addAll(history.subList(FIRST, history.size()));
            } else {
                warm.addAll(history);
            }
        }
        Collections.shuffle(warm, NamedRandom.of(seed, "level"));
    }

    /** Ratings of one user, earliest first. Items are drawn without replacement, each by its weight. */
    private List<Rating> history(int user, int count, Random random) {
        double[] keys = new double[things.count()];
        Integer[] order = new Integer[things.count()];
        for (int item = 0; item < keys.length; item++) {
            double drawn = -StrictMath.log(1 - random.nextDouble());
            keys[item] =
                    drawn / (things.popularities[item] * StrictMath.exp(CHOICE * things.affinity(tastes[user], item)));
            order[item] = item;
        }
        Arrays.sort(order, Comparator.comparingDouble(item -> keys[item]));
        double mood = MOOD * random.nextGaussian();
        long time = 1_000_000_000L + DAY * (long) (1000 * random.nextDouble());
        List<Rating> history = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            double error = k < FIRST ? mood + FIRST_NOISE * random.nextGaussian() : NOISE * random.nextGaussian();
            firstErrors[user] += k < FIRST ? error / FIRST : 0;
            time += k < FIRST ? 60 : DAY;
            history.add(new Rating(
                    id(user),
                    PlantedItems.id(order[k]),
                    SCALE.clamp(Math.rint(2 * (expected(user, order[k]) + error)) / 2),
                    Instant.ofEpochSecond(time)));
        }
        return history;
    }

    /** Rating of a user without noise and without clamping to the scale. */
    double expected(int user, int item) {
        return things.means[item] + userLevels[user] + things.affinity(tastes[user], item);
    }

    int users() {
        return userLevels.length;
    }

    boolean isCold(int user) {
        return user < coldUsers;
    }

    static String id(int user) {
        return "user-" + user;
    }

    static int number(String userId) {
        return Integer.parseInt(userId.substring("user-".length()));
    }

    List<String> coldUsers() {
        List<String> ids = new ArrayList<>();
        for (int user = 0; user < coldUsers; user++) {
            ids.add(id(user));
        }
        return ids;
    }

    /** Visible ratings at a level. */
    RatingSource visible(HarmLevel level) {
        List<Rating> visible = new ArrayList<>(level.firstRatings() ? first : List.of());
        visible.addAll(warm.subList(0, Math.min(level.warmRatings(), warm.size())));
        return RatingSource.of(SCALE, "planted world " + seed, visible::forEach);
    }

    /** Later ratings of cold users. */
    List<Rating> hidden() {
        return hidden;
    }
}
