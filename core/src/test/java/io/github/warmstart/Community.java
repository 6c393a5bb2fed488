// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.statistics.GroupedErrors;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A community whose truth is known: items of planted quality, users of planted generosity and a taste of rank two. Warm
 * users gave many ratings, cold ones few, and some of what the cold ones would give is kept back to judge models by.
 */
final class Community {

    static final RatingScale STARS = RatingScale.of(1, 5, 0.5);

    private static final int WARM_RATINGS = 20;
    private static final int COLD_RATINGS = 4;
    private static final int HIDDEN_RATINGS = 15;
    private static final double CENTRE = 3.3;
    private static final double QUALITY = 0.6;
    private static final double GENEROSITY = 0.4;
    private static final double TASTE = 0.5;
    private static final double NOISE = 0.6;

    private final double[] quality;
    private final double[] generosity;
    private final double[][] likes;
    private final double[][] traits;
    private final int warm;
    private final List<Rating> ratings = new ArrayList<>();
    private final List<Rating> hidden = new ArrayList<>();

    private Community(long seed, int items, int warm, int cold) {
        this(seed, items, warm, cold, TASTE, NOISE);
    }

    private Community(long seed, int items, int warm, int cold, double taste, double noise) {
        SplittableRandom random = new SplittableRandom(seed);
        this.warm = warm;
        quality = gaussians(random, items, QUALITY);
        generosity = gaussians(random, warm + cold, GENEROSITY);
        traits = new double[][] {gaussians(random, items, 1), gaussians(random, items, 1)};
        likes = new double[][] {gaussians(random, warm + cold, taste), gaussians(random, warm + cold, taste)};
        for (int user = 0; user < warm + cold; user++) {
            int visible = user < warm ? WARM_RATINGS : COLD_RATINGS;
            int more = user < warm ? 0 : HIDDEN_RATINGS;
            int given = 0;
            for (int item : someItems(random, Math.min(items, visible + more))) {
                double value = expected(user, item) + noise * random.nextGaussian();
                Instant time = Instant.ofEpochSecond(1_000_000L + given);
                Rating rating = new Rating(userId(user), itemId(item), stars(value), time);
                (given < visible ? ratings : hidden).add(rating);
                given++;
            }
        }
    }

    /** Big enough for the gate to judge: 70 warm and 60 cold users, 240 items. */
    static Community of(long seed) {
        return new Community(seed, 240, 70, 60);
    }

    /** Of strong tastes, and young: 20 warm and 150 cold users, 60 items, too few ratings to tell tastes by themselves. */
    static Community ofTastes(long seed) {
        return new Community(seed, 60, 20, 150, 0.8, 0.3);
    }

    /** Too small for the gate, so that nothing is trained in vain: 8 warm and 5 cold users, 60 items. */
    static Community small(long seed) {
        return new Community(seed, 60, 8, 5);
    }

    RatingSource source() {
        return RatingSource.of(STARS, ratings);
    }

    List<Rating> ratings() {
        return ratings;
    }

    ItemCatalog catalog() {
        List<Item> items = new ArrayList<>();
        for (int item = 0; item < quality.length; item++) {
            items.add(Item.of(itemId(item), "Film No. " + item));
        }
        return ItemCatalog.of(items);
    }

    List<String> coldUsers() {
        List<String> cold = new ArrayList<>();
        for (int user = warm; user < generosity.length; user++) {
            cold.add(userId(user));
        }
        return cold;
    }

    Set<String> ratedBy(String userId) {
        Set<String> rated = new LinkedHashSet<>();
        ratings.stream().filter(rating -> rating.userId().equals(userId)).forEach(rating -> rated.add(rating.itemId()));
        return rated;
    }

    /** What an average user would give. */
    double audience(String itemId) {
        return STARS.clamp(CENTRE + quality[number(itemId)]);
    }

    /** What one user would give, but for noise. */
    double opinion(String userId, String itemId) {
        return STARS.clamp(expected(number(userId), number(itemId)));
    }

    /** What somebody of average generosity and a given taste would give. */
    double taste(double first, double second, String itemId) {
        int item = number(itemId);
        return STARS.clamp(CENTRE + quality[item] + first * traits[0][item] + second * traits[1][item]);
    }

    /** The error of a model on the ratings that nobody was shown. */
    double hiddenRmse(RatingModel model) {
        double squares = 0;
        for (Rating rating : hidden) {
            double error = model.predict(rating.userId(), rating.itemId()) - rating.value();
            squares += error * error;
        }
        return Math.sqrt(squares / hidden.size());
    }

    /** The same, user by user. */
    GroupedErrors hiddenErrors(RatingModel model) {
        GroupedErrors errors = new GroupedErrors();
        for (Rating rating : hidden) {
            errors.add(rating.userId(), model.predict(rating.userId(), rating.itemId()), rating.value());
        }
        return errors;
    }

    /** What one user gives to one item, later than everything else. */
    Rating rating(String userId, String itemId, SplittableRandom random) {
        double value = expected(number(userId), number(itemId)) + NOISE * random.nextGaussian();
        return new Rating(userId, itemId, stars(value), Instant.ofEpochSecond(2_000_000L));
    }

    /** Predictions of everybody for some items, to compare models by. */
    List<Double> predictions(RatingModel model) {
        List<Double> predictions = new ArrayList<>();
        for (int user = 0; user < generosity.length; user++) {
            for (int item = 0; item < quality.length; item += 7) {
                predictions.add(model.predict(userId(user), itemId(item)));
            }
        }
        return predictions;
    }

    /** A bootstrapper with the parts that every test needs; it asks nothing twice. */
    ColdStartBootstrapper.Builder bootstrapper() {
        return ColdStartBootstrapper.builder()
                .ratings(source())
                .catalog(catalog())
                .recommender(new BiasRecommender())
                .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .asking(ask -> ask.repeats(0).itemsPerRequest(20));
    }

    static List<UserProfile> profiles(String... userIds) {
        return List.of(userIds).stream().map(UserProfile::of).toList();
    }

    private double expected(int user, int item) {
        return CENTRE
                + quality[item]
                + generosity[user]
                + likes[0][user] * traits[0][item]
                + likes[1][user] * traits[1][item];
    }

    private static String userId(int user) {
        return "member#" + user;
    }

    private static String itemId(int item) {
        return "film#" + item;
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(id.indexOf('#') + 1));
    }

    private static double stars(double value) {
        return STARS.clamp(Math.rint(value * 2) / 2);
    }

    /** Different items, those of low numbers more often. */
    private int[] someItems(SplittableRandom random, int count) {
        Set<Integer> some = new LinkedHashSet<>();
        while (some.size() < count) {
            double chance = random.nextDouble();
            some.add((int) (chance * Math.sqrt(chance) * quality.length));
        }
        return some.stream().mapToInt(item -> item).toArray();
    }

    private static double[] gaussians(SplittableRandom random, int count, double spread) {
        double[] drawn = new double[count];
        Arrays.setAll(drawn, ignored -> spread * random.nextGaussian());
        return drawn;
    }
}
