// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.Recommender;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a search by successive halving. For one thread, once. */
final class SuccessiveHalving {

    /** One of this many trials reaches the next round, with this multiple of the effort. */
    private static final int RATE = 3;

    /** Shares are multiples of the smallest, and may differ from 1 by rounding. */
    private static final double WHOLE = 1 - 1e-9;

    private static final Logger LOG = LoggerFactory.getLogger(SuccessiveHalving.class);

    /** A failed trial ranks after all others, whatever its share. */
    private static final Comparator<SearchResult.Trial> BEST_FIRST = Comparator.comparing(
                    (SearchResult.Trial trial) -> failed(trial))
            .thenComparing(Comparator.comparingDouble(SearchResult.Trial::share).reversed())
            .thenComparingDouble(SearchResult.Trial::rmse)
            .thenComparingInt(SearchResult.Trial::number);

    private final Function<ParameterSampler, ? extends Recommender> space;
    private final long[] seeds;
    private final List<Double> shares = new ArrayList<>();
    private final TrialRows rows;
    private final BooleanSupplier timeIsUp;
    private final SearchResult.SearchListener listener;
    /** The latest result of each trial, by number. */
    private final Map<Integer, SearchResult.Trial> latest = new HashMap<>();
    /** Training tables by share; of partial ones only those of the present round. */
    private final Map<Double, RatingTable> tables = new HashMap<>();

    private final int of;
    private int done;
    private @Nullable IllegalStateException firstFailure;

    SuccessiveHalving(
            Function<ParameterSampler, ? extends Recommender> space,
            long[] seeds,
            double smallestShare,
            TrialRows rows,
            BooleanSupplier timeIsUp,
            SearchResult.SearchListener listener) {
        this.space = space;
        this.seeds = seeds;
        this.rows = rows;
        this.timeIsUp = timeIsUp;
        this.listener = listener;
        int trainings = 0;
        int left = seeds.length;
        for (double share = smallestShare; share < WHOLE && left > 1; share *= RATE) {
            shares.add(share);
            trainings += left;
            left = next(left);
        }
        shares.add(1.0);
        of = trainings + left;
    }

    private static int next(int left) {
        return (left + RATE - 1) / RATE;
    }

    SearchResult run() throws InterruptedException {
        List<Integer> left = IntStream.range(0, seeds.length).boxed().toList();
        for (double share : shares) {
            tables.keySet().removeIf(old -> old < 1);
            List<SearchResult.Trial> round = new ArrayList<>();
            for (int number : left) {
                if (done > 0 && timeIsUp.getAsBoolean()) {
                    return result(true);
                }
                SearchResult.Trial trial = train(number, share);
                round.add(trial);
                latest.put(number, trial);
                listener.onTrained(++done, of, trial);
            }
            round.sort(BEST_FIRST);
            left = round.subList(0, next(round.size())).stream()
                    .map(SearchResult.Trial::number)
                    .toList();
        }
        return result(false);
    }

    private SearchResult.Trial train(int number, double share) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted between two trainings of a search");
        }
        ParameterSampler draw = new ParameterSampler(seeds[number], share);
        Recommender learner = space.apply(draw);
        RatingTable table = tables.computeIfAbsent(draw.effortAsked() ? 1 : share, rows::training);
        double rmse = Double.POSITIVE_INFINITY;
        try {
            rmse = rows.rmse(learner.fit(table));
        } catch (CancellationException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException)
                        new InterruptedException("interrupted during a training of a search").initCause(e);
            }
            throw e;
        } catch (IllegalStateException e) {
            LOG.warn("trial {} with {} failed: {}", number, draw.values(), e.getMessage());
            firstFailure = firstFailure == null ? e : firstFailure;
        }
        Recommender full = share >= 1 ? learner : space.apply(new ParameterSampler(seeds[number], 1));
        return new SearchResult.Trial(number, draw.values(), full, share, rmse);
    }

    private static boolean failed(SearchResult.Trial trial) {
        return Double.isInfinite(trial.rmse());
    }

    private SearchResult result(boolean cutShort) {
        List<SearchResult.Trial> ranking =
                latest.values().stream().sorted(BEST_FIRST).toList();
        if (failed(ranking.get(0))) {
            throw new IllegalStateException(
                    "all %d trainings of the search failed: narrow the ranges".formatted(done), firstFailure);
        }
        return new SearchResult(ranking, rows.validationSize(), cutShort);
    }
}
