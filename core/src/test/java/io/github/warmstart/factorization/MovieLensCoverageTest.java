// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.TestData;
import io.github.warmstart.rating.table.RatingTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Intervals on real ratings: the share of held-out ratings that lies inside is the one that is asked for. */
@Tag("slow")
class MovieLensCoverageTest {

    private static final double TWO_POINTS = 0.02;

    @Test
    void interval_heldOutRatings_holdsTheShareThatItSays() {
        RatingTable table = RatingTable.read(TestData.movieLens());
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
