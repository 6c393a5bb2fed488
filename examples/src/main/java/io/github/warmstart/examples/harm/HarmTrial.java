// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.WarmStart;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.options.AskingOptions;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.statistics.GroupedErrors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One generator in one world at one level: the warm start with its default settings, its own real-only model, and the
 * naive method on the same ratings as real-only.
 */
record HarmTrial(PlantedWorld world, HarmLevel level, Behaviour behaviour) {

    /** Number of items per cold user that the naive method asks about: the default maximum of a warm start. */
    private static final int NAIVE_PAIRS = AskingOptions.DEFAULT_USER_ROUNDS * AskingOptions.DEFAULT_PAIRS_PER_USER;

    /** User id that the naive method gives to answers about the audience. */
    private static final String AUDIENCE_USER = "naive:audience";

    /** Errors on the hidden ratings, by user, and whether signals passed the gate. */
    record Outcome(
            long seed,
            HarmLevel level,
            Behaviour behaviour,
            boolean applied,
            GroupedErrors realOnly,
            GroupedErrors warmStart,
            GroupedErrors naive) {}

    /** Learner of all arms: the library's default, since answers about single users hardly affect a simpler one. */
    static Recommender learner(long seed) {
        return MatrixFactorization.builder().seed(seed).build();
    }

    Outcome run() throws InterruptedException {
        PlantedGenerator generator = new PlantedGenerator(world, behaviour);
        WarmStart start = ColdStartBootstrapper.builder()
                .ratings(world.visible(level))
                .catalog(world.things.catalog)
                .coldUsers(world.coldUsers())
                .generator(generator)
                .recommender(learner(world.seed))
                .seed(world.seed)
                .build()
                .warmStart();
        RatingTable real = start.report()
                .data()
                .firstRatings()
                .discount(RatingTable.read(world.visible(level)), new LinkedHashSet<>(world.coldUsers()));
        return new Outcome(
                world.seed,
                level,
                behaviour,
                start.applied(),
                errors(start.realOnly()),
                errors(start.model()),
                errors(naive(real, generator)));
    }

    /**
     * Every answer as a rating of weight 1: about all items, and about the most popular ones that a user has not rated.
     */
    private RatingModel naive(RatingTable real, PlantedGenerator generator) {
        List<PseudoRating> rows = new ArrayList<>();
        for (int item = 0; item < world.things.count(); item++) {
            String itemId = PlantedItems.id(item);
            rows.add(new PseudoRating(AUDIENCE_USER, itemId, generator.answer(Optional.empty(), itemId), 1));
        }
        for (String userId : world.coldUsers()) {
            Set<String> rated =
                    real.ratingsOf(userId).stream().map(Rating::itemId).collect(Collectors.toSet());
            int asked = 0;
            for (int item = 0; item < world.things.count() && asked < NAIVE_PAIRS; item++) {
                String itemId = PlantedItems.id(item);
                if (!rated.contains(itemId)) {
                    rows.add(new PseudoRating(userId, itemId, generator.answer(Optional.of(userId), itemId), 1));
                    asked++;
                }
            }
        }
        return learner(world.seed).fit(real.plus(rows));
    }

    /** Errors by user, with the seed in the id, since worlds have different users. */
    private GroupedErrors errors(RatingModel model) {
        GroupedErrors errors = new GroupedErrors();
        for (Rating rating : world.hidden()) {
            errors.add(
                    world.seed + ":" + rating.userId(),
                    model.predict(rating.userId(), rating.itemId()),
                    rating.value());
        }
        return errors;
    }
}
