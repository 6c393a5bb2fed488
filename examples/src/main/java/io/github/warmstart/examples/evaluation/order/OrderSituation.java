// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.WarmStart;
import io.github.warmstart.choice.ChoiceLearner;
import io.github.warmstart.choice.data.RatingLiking;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.recordings.RecordedSignalGenerator;
import io.github.warmstart.examples.recordings.Recordings;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one run of an arm starts from: what is visible at a level under a seed, and the models that several arms share.
 *
 * @param data the data
 * @param seed of everything in the run
 * @param table the visible choices and the whole catalogue
 * @param cold the users that lists are made for
 * @param learner affinities, trained on the visible choices
 * @param real ratings without signals; null where there are no ratings
 * @param items ratings after a warm start that asks about items alone
 * @param full ratings after a warm start that may ask everything
 */
record OrderSituation(
        OrderDataset data,
        long seed,
        InteractionTable table,
        Set<String> cold,
        ChoiceLearner.Prepared learner,
        @Nullable Rated real,
        @Nullable Rated items,
        @Nullable Rated full) {

    /**
     * Predicted ratings.
     *
     * @param model predicts
     * @param liking what the predictions say of liking
     * @param gate what the gate for error said
     */
    record Rated(RatingModel model, RatingLiking liking, OrderRun.Verdict gate) {}

    /** A level under a seed. */
    static OrderSituation of(OrderDataset data, Path recordings, Level level, long seed) throws InterruptedException {
        List<Rating> visible = data.visible(level, seed);
        Set<String> cold = data.recordings().known().keySet();
        InteractionTable table = InteractionTable.builder()
                .items(data.itemIds())
                .addAll(InteractionSource.of(visible.stream()
                        .map(rating -> new Interaction(rating.userId(), rating.itemId(), rating.time()))
                        .toList()))
                .build();
        ChoiceLearner.Prepared learner =
                ChoiceLearner.builder().seed(seed).build().prepare(table, cold);
        if (!data.hasRatings()) {
            return new OrderSituation(data, seed, table, cold, learner, null, null, null);
        }
        RatingSource source = RatingSource.of(data.scale(), visible);
        RatingTable ratings = RatingTable.read(source);
        RatingModel alone = MatrixFactorization.builder().seed(seed).build().fit(ratings);
        Rated real = new Rated(alone, RatingLiking.of(alone, ratings), OrderRun.Verdict.NONE);
        Recordings recorded = Recordings.read(recordings);
        return new OrderSituation(
                data,
                seed,
                table,
                cold,
                learner,
                real,
                warmStart(data, source, ratings, recorded, cold, seed, false),
                warmStart(data, source, ratings, recorded, cold, seed, true));
    }

    private static Rated warmStart(
            OrderDataset data,
            RatingSource source,
            RatingTable ratings,
            Recordings recorded,
            Set<String> cold,
            long seed,
            boolean users)
            throws InterruptedException {
        ColdStartBootstrapper.Builder builder = ColdStartBootstrapper.builder()
                .ratings(source)
                .catalog(data.catalog())
                .coldUsers(cold)
                .generator(RecordedSignalGenerator.of(recorded))
                .recommender(MatrixFactorization.builder().seed(seed).build())
                .seed(seed);
        if (!users) {
            builder.asking(ask -> ask.userRounds(0));
        }
        WarmStart start = builder.build().warmStart();
        return new Rated(
                start.model(),
                RatingLiking.of(start.model(), ratings),
                start.applied() ? OrderRun.Verdict.APPLIED : OrderRun.Verdict.WITHHELD);
    }
}
