// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.warmstart.rating.movielens.MovieLensFolder;
import io.github.warmstart.rating.table.RatingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Intervals on real ratings: the share of held-out ratings that lies inside is the one that is asked for. */
class MovieLensCoverageTest {

    private static final String PLACE = "shared/data/ml-latest-small";
    private static final double TWO_POINTS = 0.02;

    @Test
    void interval_heldOutRatings_holdsTheShareThatItSays() {
        Path folder = Stream.of("../../" + PLACE, "../" + PLACE)
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(Path.of(System.getProperty("warmstart.ml-latest-small", "none")));
        boolean there = Files.isDirectory(folder);
        if (!there) {
            System.out.println("skipped: ml-latest-small is not there, see https://grouplens.org/datasets/movielens/");
        }
        assumeTrue(there, "ml-latest-small is not there");
        RatingTable table = RatingTable.read(MovieLensFolder.of(folder));
        FactorModel model = MatrixFactorization.ofDefaults().fit(table.where(row -> row % 5 != 0));

        for (double level : new double[] {0.5, 0.8, 0.95}) {
            int inside = 0;
            int all = 0;
            for (int row = 0; row < table.size(); row += 5) {
                String userId = table.userId(table.user(row));
                String itemId = table.itemId(table.item(row));
                inside += model.interval(userId, itemId, level).contains(table.value(row)) ? 1 : 0;
                all++;
            }
            assertThat((double) inside / all).as("level %s", level).isCloseTo(level, within(TWO_POINTS));
        }
    }
}
