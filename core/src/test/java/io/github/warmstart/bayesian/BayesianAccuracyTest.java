// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.TestData;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSink;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.source.movielens.MovieLensFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The purpose, on real ratings: five folds by the row number of the file modulo five. */
@Tag("slow")
class BayesianAccuracyTest {

    /** What a Bayesian factorization machine reaches by Gibbs sampling on these folds from ids alone. */
    private static final double GOOD = 0.838;

    private static final double GOOD_WITH_ATTRIBUTES = 0.82;
    private static final double[] QUANTILES = {0.67449, 1.28155, 1.95996};

    /** The fold of each row of the table. */
    private static int[] folds(MovieLensFolder folder, RatingTable table) {
        int[] folds = new int[table.size()];
        folder.read(new RatingSink() {
            private int next;

            @Override
            public void accept(Rating rating, RowLocation location) {
                folds[table.row(table.userIndex(rating.userId()), table.itemIndex(rating.itemId()))] = next++ % 5;
            }

            @Override
            public void reject(BadRow row) {
                throw new AssertionError(row);
            }
        });
        return folds;
    }

    /** RMSE, and the coverage of the intervals. */
    private static double[] judge(BayesianFactorization learner, RatingTable table, int[] folds) {
        double[] sums = new double[4];
        for (int number = 0; number < 5; number++) {
            int fold = number;
            BayesianModel model = learner.fit(table.where(row -> folds[row] != fold));
            for (int row = 0; row < table.size(); row++) {
                if (folds[row] == fold) {
                    String userId = table.userId(table.user(row));
                    String itemId = table.itemId(table.item(row));
                    double error = model.predict(userId, itemId) - table.value(row);
                    double deviation = Math.sqrt(model.variance(userId, itemId).orElseThrow());
                    sums[0] += error * error / table.size();
                    for (int i = 0; i < 3; i++) {
                        sums[i + 1] += Math.abs(error) < QUANTILES[i] * deviation ? 1.0 / table.size() : 0;
                    }
                }
            }
        }
        sums[0] = Math.sqrt(sums[0]);
        return sums;
    }

    @Test
    void defaults_onMlLatestSmall_areGoodAndCalibrated() {
        MovieLensFolder folder = TestData.movieLens();
        RatingTable table = RatingTable.read(folder);
        double[] judged = judge(BayesianFactorization.ofDefaults(), table, folds(folder, table));

        assertThat(judged[0]).isLessThanOrEqualTo(GOOD);
        assertThat(judged[1]).isCloseTo(0.50, within(0.02));
        assertThat(judged[2]).isCloseTo(0.80, within(0.02));
        assertThat(judged[3]).isCloseTo(0.95, within(0.02));
    }

    @Test
    void attributes_onMlLatestSmall_help() {
        MovieLensFolder folder = TestData.movieLens();
        RatingTable table = RatingTable.read(folder);
        BayesianFactorization learner =
                BayesianFactorization.builder().catalog(folder.catalog()).build();

        assertThat(judge(learner, table, folds(folder, table))[0]).isLessThanOrEqualTo(GOOD_WITH_ATTRIBUTES);
    }
}
