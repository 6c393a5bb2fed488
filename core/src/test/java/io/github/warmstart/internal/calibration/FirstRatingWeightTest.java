// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.rating.table.RatingTableBuilder;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.trust.FirstRatingWeight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstRatingWeightTest {

    private static final RatingScale SCALE = RatingScale.of(0, 100);
    private static final Set<String> NEW = Set.of("new0", "new1", "new2");
    private static final int FIRST = 5;

    /**
     * Warm users whose first five ratings have, beside the noise of every rating, so much more of it that each is worth a
     * given part of a rating; and three newcomers with five.
     */
    private static RatingTable table(long seed, int users, double worth, boolean times) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < users + 3; user++) {
            boolean cold = user >= users;
            String userId = cold ? "new" + (user - users) : "u" + user;
            double effect = 10 * random.nextGaussian();
            for (int turn = 0; turn < (cold ? FIRST : 40); turn++) {
                double noise = turn < FIRST ? 20 / Math.sqrt(worth) : 20;
                double value = SCALE.clamp(50 + effect + noise * random.nextGaussian());
                Instant time = times ? Instant.ofEpochSecond(1000L + turn) : null;
                ratings.add(new Rating(userId, "i" + (turn * 7 + user) % 50, value, time));
            }
        }
        return table(ratings);
    }

    private static RatingTable table(List<Rating> ratings) {
        RatingTableBuilder builder = RatingTable.builder(SCALE);
        ratings.forEach(builder::add);
        return builder.build();
    }

    /**
     * The scale cuts noise off at its ends, which the bounds allow for. A worth is in units of the noise of all ratings, 475
     * where one in eight has 1000 and the others 400: 0.4 becomes 0.475.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void measure_manyWarmUsers_recoversTheWorth(long seed) {
        assertThat(FirstRatingWeightEstimator.measure(table(seed, 1500, 1, true), NEW)
                        .weight())
                .isGreaterThan(0.75);
        assertThat(FirstRatingWeightEstimator.measure(table(seed, 1500, 0.4, true), NEW)
                        .weight())
                .isBetween(0.35, 0.6);
        assertThat(FirstRatingWeightEstimator.measure(table(seed, 1500, 0.4, true), NEW)
                        .users())
                .isEqualTo(1500);
    }

    /** The truth here is a random sample, of weight 1, which the prior now has room for. */
    @Test
    void measure_fewUsers_isBetweenThePriorAndTheTruth() {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(FirstRatingWeightEstimator.measure(table(seed, 3, 1, true), NEW)
                            .weight())
                    .as("seed %d", seed)
                    .isBetween(0.4, 1.0);
        }
    }

    @Test
    void measure_ratingsWithoutTimes_goesByTheAgreementOfNewcomers() {
        FirstRatingWeight found = FirstRatingWeightEstimator.measure(table(1, 50, 1, false), NEW);

        assertThat(found.users()).isZero();
        assertThat(found.weight()).isBetween(0.4, 1.0);
        assertThat(found.moodVariance()).isNotNegative();
    }

    @Test
    void measure_nobody_isTheUsual() {
        assertThat(FirstRatingWeightEstimator.measure(table(List.of()), NEW)).isEqualTo(new FirstRatingWeight(0.5, 0));
    }

    @Test
    void measure_again_isTheSame() {
        assertThat(FirstRatingWeightEstimator.measure(table(4, 100, 0.5, true), NEW))
                .isEqualTo(FirstRatingWeightEstimator.measure(table(4, 100, 0.5, true), NEW));
    }

    @Test
    void discount_weighsNewcomersOnly() {
        RatingTable table = table(1, 4, 1, true).plus(List.of(new PseudoRating("new0", "i49", 50, 0.3)));

        RatingTable discounted = new FirstRatingWeight(0.4, 9).discount(table, NEW);

        for (int row = 0; row < table.size(); row++) {
            boolean first = NEW.contains(table.userId(table.user(row))) && !table.pseudo(row);
            assertThat(discounted.weight(row)).isCloseTo(first ? 0.4 : table.weight(row), within(1e-7));
            assertThat(discounted.value(row)).isEqualTo(table.value(row));
            assertThat(FirstRatingWeightEstimator.isFirst(discounted, row)).isEqualTo(first);
        }
    }

    @Test
    void discount_usersWithLongHistories_countInFull() {
        RatingTable table = table(1, 4, 1, true);

        RatingTable discounted = new FirstRatingWeight(0.4, 9).discount(table, Set.of("u1", "new1"));

        assertThat(discounted.weight(discounted.userStart(discounted.userIndex("u1"))))
                .isEqualTo(1);
        assertThat(discounted.weight(discounted.userStart(discounted.userIndex("new1"))))
                .isCloseTo(0.4, within(1e-7));
    }

    /** What a newcomer is taken for rests on half as much when each rating is worth half as much. */
    @Test
    void discount_newcomer_isShrunkAsFewerRatingsWouldBe() {
        RatingTable table = table(3, 60, 1, true);
        double full = new BiasRecommender().fit(table).userEffect("new1");

        double half = new BiasRecommender()
                .fit(new FirstRatingWeight(0.5, 9).discount(table, NEW))
                .userEffect("new1");

        assertThat(Math.abs(half)).isLessThan(0.9 * Math.abs(full));
    }

    @Test
    void usualCount_isTheMedianOfThoseWhoHaveAny() {
        RatingTable table = table(1, 2, 1, true);

        assertThat(FirstRatingWeightEstimator.usualCount(table, NEW)).isEqualTo(5);
        assertThat(FirstRatingWeightEstimator.usualCount(table, Set.of("stranger")))
                .isEqualTo(5);
        assertThat(FirstRatingWeightEstimator.usualCount(table, Set.of("u0", "u1")))
                .isEqualTo(20);
    }

    @Test
    void construct_wrongValues_saysWhatIsWrong() {
        assertThatThrownBy(() -> new FirstRatingWeight(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight must be above 0 and at most 1, but was 0.0");
        assertThatThrownBy(() -> new FirstRatingWeight(Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight must be above 0 and at most 1, but was NaN");
        assertThatThrownBy(() -> new FirstRatingWeight(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("users must be 0 or more, but was -1");
    }
}
