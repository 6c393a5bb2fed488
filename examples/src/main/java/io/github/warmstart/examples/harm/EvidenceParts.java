// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.WarmStart;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.statistics.GroupedErrors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Parts of the program that measure how often signals are used in small worlds: noise should not be used, and honest
 * answers should be. Each world is one warm start with default settings and the bias learner, with questions about the
 * audience alone.
 */
final class EvidenceParts {

    static final String OVERLAP = "overlap";
    static final String TINY = "tiny";
    static final String SIXTY = "60x5";
    static final String LOOKS = "looks";

    /** Worlds of the small-overlap part: 41 users with 6 ratings of 40 items, and 200 unrated items. */
    private static final int OVERLAP_ITEMS = 40;

    private static final List<Integer> OVERLAPS = List.of(0, 1, 2, 3, 5, 8, 40);
    private static final List<Double> SPREADS = List.of(0.3, 0.45, 0.9);
    /** Ratings per user at each of ten looks. */
    private static final List<Integer> LOOKED_AT = List.of(1, 2, 3, 4, 5, 6, 8, 10, 15, 20);

    private EvidenceParts() {}

    /** One cell to compute: one setting in many worlds. */
    record Task(String part, SmallAnswers.Kind kind, SmallWorld.Shape shape, OptionalInt overlap) {

        EvidenceCell run(long firstSeed, int worlds) throws InterruptedException {
            List<EvidenceCell.Outcome> outcomes = new ArrayList<>();
            for (long seed = firstSeed; seed < firstSeed + worlds; seed++) {
                outcomes.add(part.equals(LOOKS) ? looks(seed) : once(new SmallWorld(seed, shape)));
            }
            return EvidenceCell.of(part, kind.label(), overlap, shape.spread(), outcomes);
        }

        /** Whether signals were used at any of ten looks, and the worst change of those. */
        private EvidenceCell.Outcome looks(long seed) throws InterruptedException {
            boolean applied = false;
            double worst = 0;
            for (int ratings : LOOKED_AT) {
                EvidenceCell.Outcome look = once(new SmallWorld(seed, shape.withRatings(ratings)));
                applied |= look.applied();
                worst = look.applied() ? Math.max(worst, look.change()) : worst;
            }
            return new EvidenceCell.Outcome(applied, worst);
        }

        private EvidenceCell.Outcome once(SmallWorld world) throws InterruptedException {
            WarmStart start = ColdStartBootstrapper.builder()
                    .ratings(RatingSource.of(SmallWorld.SCALE, world.visible))
                    .catalog(world.catalog)
                    .generator(new SmallAnswers(world, kind, answered(world)))
                    .recommender(new BiasRecommender())
                    .asking(questions -> questions.userRounds(0))
                    .seed(world.seed)
                    .build()
                    .warmStart();
            double before = errors(start.realOnly(), world).pooledRmse();
            return new EvidenceCell.Outcome(
                    start.applied(), errors(start.model(), world).pooledRmse() / before - 1);
        }

        /** All unrated items, and the requested number of rated ones. */
        private List<Integer> answered(SmallWorld world) {
            if (overlap.isEmpty()) {
                return IntStream.range(0, world.means.length).boxed().toList();
            }
            List<Integer> rated = world.ratedItems();
            Collections.shuffle(rated, NamedRandom.of(world.seed, "overlap"));
            List<Integer> answered = new ArrayList<>(rated.subList(0, Math.min(rated.size(), overlap.getAsInt())));
            IntStream.range(world.shape.rated(), world.means.length).forEach(answered::add);
            return answered;
        }

        private static GroupedErrors errors(RatingModel model, SmallWorld world) {
            GroupedErrors errors = new GroupedErrors();
            for (Rating rating : world.hidden) {
                errors.add(rating.userId(), model.predict(rating.userId(), rating.itemId()), rating.value());
            }
            return errors;
        }
    }

    /** All cells of a part. */
    static List<Task> tasks(String part) {
        List<Task> tasks = new ArrayList<>();
        switch (part) {
            case OVERLAP -> {
                for (double spread : SPREADS) {
                    SmallWorld.Shape shape = new SmallWorld.Shape(41, 6, OVERLAP_ITEMS, 200, spread);
                    for (int overlap : OVERLAPS) {
                        for (SmallAnswers.Kind kind : SmallAnswers.Kind.values()) {
                            if (kind.unrelated() || (kind == SmallAnswers.Kind.HONEST && overlap == OVERLAP_ITEMS)) {
                                tasks.add(new Task(part, kind, shape, OptionalInt.of(overlap)));
                            }
                        }
                    }
                }
            }
            case TINY -> all(tasks, part, new SmallWorld.Shape(15, 4, 60, 60, 0.6));
            case SIXTY -> {
                all(tasks, part, new SmallWorld.Shape(60, 5, 200, 100, 0.45));
                all(tasks, part, new SmallWorld.Shape(60, 5, 200, 100, 0.6));
            }
            case LOOKS -> {
                for (SmallAnswers.Kind kind : SmallAnswers.Kind.values()) {
                    if (kind.unrelated()) {
                        tasks.add(
                                new Task(part, kind, new SmallWorld.Shape(60, 5, 200, 100, 0.6), OptionalInt.empty()));
                    }
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "part must be overlap, tiny, 60x5 or looks, but was '%s'".formatted(part));
        }
        return tasks;
    }

    private static void all(List<Task> tasks, String part, SmallWorld.Shape shape) {
        for (SmallAnswers.Kind kind : SmallAnswers.Kind.values()) {
            tasks.add(new Task(part, kind, shape, OptionalInt.empty()));
        }
    }
}
