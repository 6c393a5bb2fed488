// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.choice.AffinityKind;
import io.github.warmstart.choice.ChoiceLearner;
import io.github.warmstart.choice.ChoiceModel;
import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.choice.data.ChoiceSignals;
import io.github.warmstart.evaluation.ItemScores;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.recommend.RatingModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs arms. */
final class OrderArms {

    /** The hundred best known are put in the order of the shortlist. */
    private static final int RERANKED = 100;

    private final OrderSituation situation;
    private final ChoiceSignals all;
    private final ItemCatalog catalog;

    OrderArms(OrderSituation situation) {
        this.situation = situation;
        all = situation.data().recordings().signals();
        catalog = situation.data().catalog();
    }

    OrderRun run(OrderArm arm) {
        ItemCatalog none = ItemCatalog.of(List.of());
        long seed = situation.seed();
        OrderSituation.Rated real = situation.real();
        OrderSituation.Rated items = situation.items();
        OrderSituation.Rated full = situation.full();
        return switch (arm) {
            case RATING_ORDER -> ratingOrder(real);
            case WARM_RATING_ORDER -> ratingOrder(full);
            case POPULARITY -> OrderRun.unasked(userId -> popularity(), null);
            case POPULARITY_LIKING -> choice(List.of(), none, ChoiceSignals.none(), real);
            case REAL_ONLY_BEST -> choice(kinds(), catalog, ChoiceSignals.none(), real);
            case ALS_BLEND -> choice(List.of(AffinityKind.ALS), none, ChoiceSignals.none(), real);
            case EASE -> OrderRun.unasked(new EaseBaseline(situation.table(), situation.cold())::scores, null);
            case RERANK -> OrderRun.unasked(reranked(), null);
            case EXPOSURE -> choice(List.of(), none, SignalVariants.exposure(all), items);
            case AUDIENCE_ONLY -> choice(kinds(), catalog, SignalVariants.audience(all), items);
            case WARM_START -> choice(kinds(), catalog, all, full);
            case PLACEBO -> choice(kinds(), catalog, SignalVariants.placebo(all, seed), items);
            case DEGRADED -> choice(kinds(), catalog, SignalVariants.degraded(all, seed), full);
            case SCRAMBLED -> choice(kinds(), catalog, SignalVariants.scrambled(all, seed), items);
            case INTERACTIONS_ONLY -> choice(kinds(), catalog, all, null);
        };
    }

    private static List<AffinityKind> kinds() {
        return Arrays.asList(AffinityKind.values());
    }

    private OrderRun choice(
            List<AffinityKind> kinds,
            ItemCatalog attributes,
            ChoiceSignals signals,
            OrderSituation.@Nullable Rated rated) {
        ChoiceLearner.Prepared learner = situation.learner().only(kinds);
        ChoiceModel model = learner.fit(ChoiceData.builder(situation.table())
                .newcomers(situation.cold())
                .catalog(attributes)
                .signals(signals)
                .liking(rated == null ? null : rated.liking())
                .build());
        return OrderRun.of(
                model, rated == null ? null : rated.model(), rated == null ? OrderRun.Verdict.NONE : rated.gate());
    }

    private OrderRun ratingOrder(OrderSituation.@Nullable Rated rated) {
        RatingModel model = Optional.ofNullable(rated)
                .orElseThrow(() -> new IllegalStateException("no ratings"))
                .model();
        List<String> itemIds = situation.data().itemIds();
        ItemScores scores = userId -> itemIds.stream()
                .mapToDouble(itemId -> model.predict(userId, itemId))
                .toArray();
        return OrderRun.unasked(scores, model);
    }

    private double[] popularity() {
        InteractionTable table = situation.table();
        return IntStream.range(0, table.itemCount())
                .mapToDouble(table::itemSize)
                .toArray();
    }

    private ItemScores reranked() {
        InteractionTable table = situation.table();
        int[] best = IntStream.range(0, table.itemCount())
                .boxed()
                .sorted(Comparator.comparingInt(item -> -table.itemSize(item)))
                .limit(RERANKED)
                .mapToInt(item -> item)
                .toArray();
        return userId -> {
            double[] scores = popularity();
            List<String> list = all.shortlists().getOrDefault(userId, List.of());
            for (int item : best) {
                int rank = list.indexOf(table.itemId(item));
                scores[item] += rank < 0 ? 0 : 2.0 * table.userCount() - rank;
            }
            return scores;
        };
    }
}
