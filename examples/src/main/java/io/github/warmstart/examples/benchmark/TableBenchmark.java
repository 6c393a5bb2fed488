// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.benchmark;

import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.source.csv.CsvRatings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Benchmark of reading a CSV file of the shape of MovieLens 20M, from the file to the sorted table. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class TableBenchmark {

    private static final int EACH = 144;
    private static final int ITEMS = 26_744;

    /** Number of rows of the file. */
    @Param("20000000")
    public int rows;

    private Path file = Path.of("none");

    /**
     * Writes the file.
     *
     * @throws IOException if it cannot be written
     */
    @Setup(Level.Trial)
    public void write() throws IOException {
        file = Files.createTempFile("warmstart-ratings", ".csv");
        SplittableRandom random = new SplittableRandom(1);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("userId,movieId,rating,timestamp\n");
            for (int row = 0; row < rows; row++) {
                double skewed = random.nextDouble();
                writer.write((1 + row / EACH) + "," + 5 * (int) (ITEMS * skewed * skewed * skewed) + ","
                        + (1 + random.nextInt(10)) / 2.0 + "," + (789_652_009 + random.nextInt(700_000_000)) + "\n");
            }
        }
    }

    /**
     * Deletes the file.
     *
     * @throws IOException if it cannot be deleted
     */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * Reads users, items and ratings.
     *
     * @return the table
     */
    @Benchmark
    public RatingTable read() {
        return RatingTable.read(source().build());
    }

    /**
     * Reads times as well.
     *
     * @return the table
     */
    @Benchmark
    public RatingTable readWithTimes() {
        return RatingTable.read(source().timeColumn("timestamp").build());
    }

    private CsvRatings.Builder source() {
        return CsvRatings.builder(file, RatingScale.of(0.5, 5, 0.5)).columns("userId", "movieId", "rating");
    }
}
