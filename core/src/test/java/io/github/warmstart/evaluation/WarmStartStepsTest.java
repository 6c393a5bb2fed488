// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.internal.calibration.FirstRatingWeightEstimator;
import io.github.warmstart.internal.gain.AudienceRanking;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarmStartStepsTest {

    private static final ItemCatalog NO_ITEMS = ItemCatalog.of(List.of());
    private static final RatingTable RATINGS = Ratings.of(
            "ann likes alien 5",
            "ann likes brazil 3",
            "bob likes alien 4",
            "bob likes casino 1",
            "eve likes alien 2",
            "eve likes dune 5");

    @Test
    void table_weightsTheRatingsOfColdUsersAsAWarmStartDoes() {
        WarmStartSteps steps = WarmStartSteps.of(RATINGS, NO_ITEMS, List.of("eve"));
        RatingTable expected =
                FirstRatingWeightEstimator.measure(RATINGS, Set.of("eve")).discount(RATINGS, Set.of("eve"));

        for (int row = 0; row < RATINGS.size(); row++) {
            assertThat(steps.table().weight(row)).isEqualTo(expected.weight(row));
        }
        int eve = RATINGS.userIndex("eve");
        assertThat(steps.table().weight(RATINGS.userStart(eve))).isLessThan(1);
    }

    @Test
    void train_withoutSignals_isTheModelWithoutSignals() {
        WarmStartSteps steps = WarmStartSteps.of(RATINGS, NO_ITEMS, List.of("eve"));
        RatingModel model = steps.train(new BiasRecommender(), List.of());
        RatingModel plain = new BiasRecommender().fit(steps.table());
        RatingModel calibrated =
                new Calibrator(NO_ITEMS).calibrate(steps.table(), List.of()).fit(new BiasRecommender(), steps.table());

        assertThat(model.predict("eve", "brazil")).isEqualTo(plain.predict("eve", "brazil"));
        assertThat(model.predict("eve", "brazil")).isEqualTo(calibrated.predict("eve", "brazil"));
    }

    @Test
    void rankAudienceItems_isTheOrderOfAWarmStart() {
        WarmStartSteps steps = WarmStartSteps.of(RATINGS, NO_ITEMS, List.of("eve"));
        List<String> items = List.of("dune", "casino", "brazil", "alien", "unknown");

        assertThat(steps.rankAudienceItems(items))
                .isEqualTo(AudienceRanking.rank(steps.table(), new BiasRecommender().fit(steps.table()), items))
                .containsExactlyInAnyOrderElementsOf(items);
    }
}
