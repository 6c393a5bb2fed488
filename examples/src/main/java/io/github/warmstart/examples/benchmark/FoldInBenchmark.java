// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.benchmark;

import io.github.warmstart.factorization.FactorModel;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.rating.table.RatingTableBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Benchmark of folding in a newcomer with 20 ratings in a model of 64 factors, from the application's ids to the new
 * view.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FoldInBenchmark {

    private static final int USERS = 2_000;
    private static final int ITEMS = 3_000;
    private static final int RATINGS = 20;
    private static final int NEWCOMERS = 500;

    /** The length of the vectors. */
    @Param("64")
    public int factors;

    private final List<List<Rating>> newcomers = new ArrayList<>();
    private FactorModel model = MatrixFactorization.ofDefaults().fit(empty());
    private FactorModel folded = model;
    private int turn;

    private static RatingTable empty() {
        return RatingTable.builder(RatingScale.of(1, 5)).build();
    }

    /** Trains the model and generates newcomers. */
    @Setup(Level.Trial)
    public void train() {
        SplittableRandom random = new SplittableRandom(1);
        RatingTableBuilder builder = RatingTable.builder(RatingScale.of(1, 5));
        for (int rating = 0; rating < 30 * USERS; rating++) {
            builder.add(rating(random, "u" + rating % USERS));
        }
        model = MatrixFactorization.builder().factors(factors).epochs(3).build().fit(builder.build());
        for (int newcomer = 0; newcomer < NEWCOMERS; newcomer++) {
            List<Rating> ratings = new ArrayList<>();
            for (int rating = 0; rating < RATINGS; rating++) {
                ratings.add(rating(random, "n" + newcomer));
            }
            newcomers.add(ratings);
        }
        folded = model;
        for (int newcomer = 0; newcomer < NEWCOMERS; newcomer++) {
            List<Rating> ratings = newcomers.get(newcomer);
            folded = folded.foldIn("n" + newcomer, ratings.subList(0, RATINGS - 2))
                    .foldIn("n" + newcomer, ratings.subList(RATINGS - 2, RATINGS - 1));
        }
        folded.variance("u1", "i1");
    }

    private static Rating rating(SplittableRandom random, String userId) {
        return new Rating(userId, "i" + random.nextInt(ITEMS), 1 + random.nextInt(5));
    }

    private int next() {
        turn = (turn + 1) % NEWCOMERS;
        return turn;
    }

    /**
     * The posterior mean.
     *
     * @return the new view
     */
    @Benchmark
    public FactorModel mean() {
        int newcomer = next();
        return model.foldIn("n" + newcomer, newcomers.get(newcomer));
    }

    /**
     * The posterior mean and covariance, and one variance.
     *
     * @return the variance
     */
    @Benchmark
    public double meanAndCovariance() {
        int newcomer = next();
        return model.foldIn("n" + newcomer, newcomers.get(newcomer))
                .variance("n" + newcomer, "i1")
                .orElseThrow();
    }

    /**
     * A twentieth rating by a rank-one update.
     *
     * @return the new view
     */
    @Benchmark
    public FactorModel oneMore() {
        // the posteriors of the last few hundred users are kept
        int newcomer = NEWCOMERS - 1 - next() % 100;
        return folded.foldIn("n" + newcomer, newcomers.get(newcomer).subList(RATINGS - 1, RATINGS));
    }

    /**
     * A new item with 20 ratings.
     *
     * @return the new view
     */
    @Benchmark
    public FactorModel item() {
        List<Rating> ratings = new ArrayList<>(RATINGS);
        int first = next();
        for (int rating = 0; rating < RATINGS; rating++) {
            ratings.add(new Rating("u" + (first + 50 * rating) % USERS, "novelty", 4));
        }
        return model.foldInItem("novelty", ratings);
    }
}
