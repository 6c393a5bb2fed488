// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.benchmark;

import io.github.warmstart.factorization.FactorModel;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.rating.table.RatingTableBuilder;
import io.github.warmstart.recommend.Exploration;
import io.github.warmstart.recommend.Recommendation;
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
 * Benchmark of the ten best of all items at 64 factors, with the time to read the same number of bytes as a reference.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class ServingBenchmark {

    private static final int FACTORS = 64;
    private static final int USERS = 1_000;
    private static final int ROW = 1024;
    private static final int AT_ONCE = 4;

    /** Number of items. */
    @Param({"27000", "1000000"})
    public int items;

    private FactorModel model = MatrixFactorization.ofDefaults()
            .fit(RatingTable.builder(RatingScale.of(0, 100)).build());
    /** As many bytes as the vectors and means of all items. */
    private float[][] memory = {};

    private final float[] sums = new float[ROW];
    private int turn;

    /** Trains a model with one rating for each item and a few more. */
    @Setup(Level.Trial)
    public void train() {
        SplittableRandom random = new SplittableRandom(1);
        RatingTableBuilder builder = RatingTable.builder(RatingScale.of(0, 100));
        for (int item = 0; item < items; item++) {
            builder.add(new Rating("u" + item % USERS, "i" + item, 40 + random.nextInt(20)));
        }
        for (int rating = 0; rating < 20 * USERS; rating++) {
            builder.add(new Rating("u" + rating % USERS, "i" + random.nextInt(items), 40 + random.nextInt(20)));
        }
        model = MatrixFactorization.builder().factors(FACTORS).epochs(1).build().fit(builder.build());
        model.recommend("u1", 10);
        memory = new float[items / ROW * (FACTORS + 1) / AT_ONCE * AT_ONCE][ROW];
    }

    private String nextUser() {
        turn = (turn + 1) % USERS;
        return "u" + turn;
    }

    /**
     * The list.
     *
     * @return ten items
     */
    @Benchmark
    public List<Recommendation> topTen() {
        return model.recommend(nextUser(), 10);
    }

    /**
     * The list by upper confidence bounds.
     *
     * @return ten items
     */
    @Benchmark
    public List<Recommendation> topTenExplored() {
        return model.recommend(nextUser(), 10, itemId -> true, Exploration.upperConfidence(1));
    }

    /**
     * The reference: reads the same bytes and adds them.
     *
     * @return the sum
     */
    @Benchmark
    public float stream() {
        for (int row = 0; row < memory.length; row += AT_ONCE) {
            add(memory[row], memory[row + 1], memory[row + 2], memory[row + 3], sums);
        }
        return sums[0];
    }

    private static void add(float[] a, float[] b, float[] c, float[] d, float[] sums) {
        for (int at = 0; at < sums.length; at++) {
            sums[at] += a[at] + b[at] + (c[at] + d[at]);
        }
    }
}
