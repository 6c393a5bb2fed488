// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.benchmark;

import io.github.warmstart.factorization.FactorModel;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.progress.TrainingListener;
import io.github.warmstart.progress.TrainingListener.EpochFinished;
import io.github.warmstart.rating.table.RatingTable;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleBiFunction;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Benchmark of twenty epochs of training, by the textbook and by the library on each of its kernels. The score is one
 * whole training: for the library with the bias model, the blocks and the finished model. {@code nanosARating} is the
 * median time of an epoch over its rows, {@code rmse} the error of the model on a held-out tenth of the ratings.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class TrainingBenchmark {

    private static final int EPOCHS = 20;

    /** Size of the ratings: {@code 100k}, {@code 1m}, {@code 5m} or {@code 20m}. */
    @Param("1m")
    public String table = "1m";

    /** The length of a vector. */
    @Param({"32", "64", "128"})
    public int factors;

    /** Number of training threads of the library. */
    @Param("1")
    public int threads;

    private GeneratedRatings ratings = GeneratedRatings.of("100k");

    /** Additional results besides the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Figures {

        /** The median epoch, in nanoseconds a rating. */
        public double nanosARating;
        /** The error on held-out ratings. */
        public double rmse;
    }

    /** Generates the ratings. */
    @Setup(Level.Trial)
    public void generate() {
        ratings = GeneratedRatings.of(table);
    }

    /**
     * The textbook loop.
     *
     * @param figures receives the figures
     */
    @Benchmark
    public void reference(Figures figures) {
        RatingTable training = ratings.training;
        TextbookSgd sgd = new TextbookSgd(training, factors);
        double[] nanos = new double[EPOCHS];
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            long start = System.nanoTime();
            sgd.epoch(0.02f / (1 + 0.1f * epoch), 0.06f);
            nanos[epoch] = System.nanoTime() - start;
        }
        tell(figures, nanos, sgd::predict);
    }

    /**
     * The library on the plain kernel.
     *
     * @param figures receives the figures
     */
    @Benchmark
    public void plain(Figures figures) {
        fit(figures, "plain");
    }

    /**
     * The library on the vector kernel.
     *
     * @param figures receives the figures
     */
    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {"-Xmx4g", "--add-modules", "jdk.incubator.vector"})
    public void vector(Figures figures) {
        fit(figures, "vector");
    }

    private void fit(Figures figures, String kernel) {
        double[] times = new double[EPOCHS];
        FactorModel model = MatrixFactorization.builder()
                .factors(factors)
                .epochs(EPOCHS)
                .threads(threads)
                .listener(new TrainingListener() {
                    @Override
                    public void onEpoch(EpochFinished event) {
                        times[event.epoch() - 1] = System.nanoTime();
                    }
                })
                .build()
                .fit(ratings.training);
        if (!model.training().kernel().equals(kernel)) {
            throw new IllegalStateException(
                    "the %s kernel was to be measured, but %s ran".formatted(kernel, model.training()));
        }
        double[] nanos = new double[EPOCHS - 1];
        for (int epoch = 1; epoch < EPOCHS; epoch++) {
            nanos[epoch - 1] = times[epoch] - times[epoch - 1];
        }
        RatingTable test = ratings.test;
        tell(figures, nanos, (user, item) -> model.predict(test.userId(user), test.itemId(item)));
    }

    private void tell(Figures figures, double[] nanos, ToDoubleBiFunction<Integer, Integer> prediction) {
        Arrays.sort(nanos);
        figures.nanosARating = nanos[nanos.length / 2] / ratings.training.size();
        RatingTable test = ratings.test;
        double squares = 0;
        for (int row = 0; row < test.size(); row++) {
            double found = test.scale().clamp(prediction.applyAsDouble(test.user(row), test.item(row)));
            squares += (found - test.value(row)) * (found - test.value(row));
        }
        figures.rmse = Math.sqrt(squares / test.size());
    }
}
