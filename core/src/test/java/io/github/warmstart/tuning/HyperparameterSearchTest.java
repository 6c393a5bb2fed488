// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.factorization.AlternatingLeastSquares;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperparameterSearchTest {

    private static final RatingTable TABLE = World.of(1, 40, 30, 15).build().table;

    /** Predicts one value, and remembers the tables that it was given. */
    private record Constant(double value, List<RatingTable> seen) implements Recommender {
        @Override
        public RatingModel fit(RatingTable table) {
            seen.add(table);
            return new ConstantModel(table.scale(), value);
        }
    }

    private record ConstantModel(RatingScale scale, double value) implements RatingModel {
        @Override
        public RatingTable table() {
            return RatingTable.builder(scale).build();
        }

        @Override
        public double predict(String userId, String itemId) {
            return value;
        }

        @Override
        public boolean knowsUser(String userId) {
            return true;
        }

        @Override
        public boolean knowsItem(String itemId) {
            return true;
        }

        @Override
        public List<String> itemIds() {
            return List.of();
        }

        @Override
        public Set<String> ratedItems(String userId) {
            return Set.of();
        }

        @Override
        public int ratingCount(String itemId) {
            return 0;
        }

        @Override
        public RatingModel foldIn(String userId, Collection<Rating> ratings) {
            return this;
        }
    }

    private static Function<ParameterSampler, Recommender> constants(List<RatingTable> seen) {
        return draw -> new Constant(draw.uniform("value", 0, 10), seen);
    }

    private static HyperparameterSearch.Builder constants() {
        return HyperparameterSearch.over(constants(new ArrayList<>()));
    }

    /** Of constants the best one is the mean of the slice, and the ranking is that of the distance to it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void search_plantedOptimum_isFound(long seed) throws InterruptedException {
        RatingTable flat = Ratings.mapped(TABLE, World.SCALE, value -> 7);

        SearchResult found = constants().trials(81).seed(seed).search(flat);

        assertThat(((Constant) found.best()).value()).as("seed %d", seed).isCloseTo(7, within(0.5));
        assertThat(found.trials()).hasSize(81);
        assertThat(found.trials().get(0).rmse())
                .isCloseTo(Math.abs(7 - ((Constant) found.best()).value()), within(1e-6));
        double nearest = found.trials().stream()
                .mapToDouble(trial -> Math.abs(7 - (double) trial.options().getOrDefault("value", -1.0)))
                .min()
                .orElseThrow();
        assertThat(found.trials().get(0).rmse()).isCloseTo(nearest, within(1e-6));
    }

    @Test
    void search_realLearner_prefersThePenaltyThatFitsTheData() throws InterruptedException {
        RatingTable table =
                World.of(5, 200, 80, 30).spread(0.4, 0.5, 0.5).taste(2, 0.9).build().table;

        SearchResult found = HyperparameterSearch.over(draw -> AlternatingLeastSquares.builder()
                        .factors(draw.integer("factors", 1, 6))
                        .regularization(draw.logUniform("regularization", 0.01, 100))
                        .sweeps(draw.effort(9))
                        .build())
                .trials(18)
                .search(table);

        AlternatingLeastSquares best = (AlternatingLeastSquares) found.best();
        assertThat(best.sweeps()).isEqualTo(9);
        assertThat(best.regularization()).isBetween(0.05, 5.0);
        assertThat(best.factors()).isGreaterThan(1);
        assertThat(found.toString()).contains("18 trials on", "1.00 of the effort: {factors=" + best.factors());
    }

    @Test
    void search_rounds_areThirdsWithThreeTimesTheEffort() throws InterruptedException {
        List<String> told = new ArrayList<>();
        constants()
                .trials(27)
                .listener((done, of, trial) -> told.add("%d/%d %.2f".formatted(done, of, trial.share())))
                .search(TABLE);

        assertThat(told).hasSize(39).startsWith("1/39 0.11").endsWith("37/39 1.00", "38/39 1.00", "39/39 1.00");
        assertThat(told.stream().filter(one -> one.endsWith("0.33"))).hasSize(9);
    }

    @Test
    void search_withoutEffort_givesShareOfTheRowsAndNoneOfTheSlice() throws InterruptedException {
        List<RatingTable> seen = new ArrayList<>();

        SearchResult found =
                HyperparameterSearch.over(constants(seen)).trials(9).search(TABLE);

        assertThat(seen).hasSize(13);
        int all = TABLE.size() - found.validationRows();
        assertThat(seen.get(12).size()).isEqualTo(all);
        assertThat(seen.get(0).size()).isBetween(all / 9 - 30, all / 9 + 30);
        assertThat(seen.get(9).size()).isBetween(all / 3 - 50, all / 3 + 50);
        // what no trial was trained on is what all were judged on, and a larger share holds the smaller
        assertThat(Ratings.all(seen.get(12))).containsAll(Ratings.all(seen.get(9)));
        assertThat(Ratings.all(seen.get(9))).containsAll(Ratings.all(seen.get(0)));
        assertThat(judged(seen.get(12), found.trials().get(0)))
                .isCloseTo(found.trials().get(0).rmse(), within(1e-9));
    }

    /** The error of a constant on all rows of the table that the training did not hold. */
    private static double judged(RatingTable training, SearchResult.Trial trial) {
        Set<Rating> trained = new HashSet<>(Ratings.all(training));
        double value = ((Constant) trial.learner()).value();
        return Math.sqrt(Ratings.all(TABLE).stream()
                .filter(one -> !trained.contains(one))
                .mapToDouble(one -> Math.pow(one.value() - value, 2))
                .average()
                .orElseThrow());
    }

    @Test
    void search_withEffort_givesAllRowsInEveryRound() throws InterruptedException {
        List<RatingTable> seen = new ArrayList<>();
        List<Integer> efforts = new ArrayList<>();

        SearchResult found = HyperparameterSearch.over(draw -> {
                    efforts.add(draw.effort(90));
                    return new Constant(draw.uniform("value", 0, 10), seen);
                })
                .trials(9)
                .search(TABLE);

        assertThat(seen).allSatisfy(rows -> assertThat(rows.size()).isEqualTo(TABLE.size() - found.validationRows()));
        assertThat(efforts).contains(10, 30, 90);
    }

    @Test
    void search_pseudoRatings_areTrainedOnButNeverJudgedBy() throws InterruptedException {
        List<PseudoRating> guesses = new ArrayList<>();
        for (int k = 0; k < 400; k++) {
            guesses.add(new PseudoRating("guessed", "i" + k, 0, 1));
        }
        List<RatingTable> seen = new ArrayList<>();
        RatingTable real = Ratings.mapped(TABLE, World.SCALE, value -> 8);

        SearchResult found =
                HyperparameterSearch.over(constants(seen)).trials(27).search(real.plus(guesses));

        assertThat(seen.get(seen.size() - 1).pseudoCount()).isEqualTo(400);
        assertThat(found.validationRows()).isLessThan(TABLE.size() / 5);
        assertThat(((Constant) found.best()).value()).isCloseTo(8, within(1.0));
    }

    @Test
    void search_weights_countInTheJudgement() throws InterruptedException {
        RatingTable table = Ratings.mapped(TABLE, World.SCALE, value -> value > 5 ? 9 : 1);

        SearchResult high = constants().trials(27).search(table.weighted(row -> table.value(row) > 5 ? 1000 : 0.001));
        SearchResult low = constants().trials(27).search(table.weighted(row -> table.value(row) > 5 ? 0.001 : 1000));

        assertThat(((Constant) high.best()).value()).isGreaterThan(6);
        assertThat(((Constant) low.best()).value()).isLessThan(4);
    }

    @Test
    void search_sameSeed_sameRankingAndAnotherSeedAnother() throws InterruptedException {
        String one = constants().trials(9).seed(1).search(TABLE).toString();

        assertThat(constants().trials(9).seed(1).search(TABLE)).hasToString(one);
        assertThat(constants().trials(9).seed(2).search(TABLE).toString()).isNotEqualTo(one);
    }

    @Test
    void search_trainingThatFails_comesLast() throws InterruptedException {
        SearchResult found = HyperparameterSearch.over(draw -> {
                    double value = draw.uniform("value", 0, 10);
                    return table -> {
                        if (value > 3) {
                            throw new IllegalStateException("diverged");
                        }
                        return new ConstantModel(table.scale(), value);
                    };
                })
                .trials(9)
                .search(TABLE);

        assertThat((double) found.trials().get(0).options().getOrDefault("value", 9.0))
                .isLessThan(3);
        assertThat(found.trials().get(8).rmse()).isInfinite();
    }

    @Test
    void search_nothingButFailures_isAnErrorWithTheFirstAsCause() {
        assertThatThrownBy(() -> HyperparameterSearch.over(draw -> table -> {
                            throw new IllegalStateException("diverged");
                        })
                        .trials(3)
                        .search(TABLE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("all 4 trainings of the search failed: narrow the ranges")
                .hasRootCauseMessage("diverged");
    }

    /** Moves on by a minute each time it is asked. */
    private static final class Ticking extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plusSeconds(60);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void search_timeLimit_endsWithWhatWasFound() throws InterruptedException {
        SearchResult cut = constants()
                .trials(27)
                .timeLimit(Duration.ofMinutes(5))
                .clock(new Ticking())
                .search(TABLE);
        SearchResult whole = constants().trials(3).search(TABLE);

        assertThat(cut.cutShort()).isTrue();
        assertThat(cut.trials()).hasSize(6);
        assertThat(cut.toString()).contains("cut short");
        assertThat(whole.cutShort()).isFalse();
    }

    @Test
    void search_interrupted_ends() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> constants().search(TABLE))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("interrupted between two trainings of a search");
        assertThat(Thread.interrupted()).isFalse();
        assertThatThrownBy(() -> HyperparameterSearch.over(draw -> table -> {
                            Thread.currentThread().interrupt();
                            return AlternatingLeastSquares.ofDefaults().fit(table);
                        })
                        .search(TABLE))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("interrupted during a training of a search");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void search_tooFewRatings_isAnError() {
        assertThatThrownBy(() -> constants().search(Ratings.of("ann likes alien 5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "table must have enough ratings for training and validation, but 0 of its 1 are in validation(0.1)");
    }

    @Test
    void build_optionsOutOfRange_areErrors() {
        assertThatThrownBy(() -> constants().trials(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trials must be between 1 and 100000, but was 0");
        assertThatThrownBy(() -> constants().validation(1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("validation must be above 0 and below 1, but was 1.0");
        assertThatThrownBy(() -> constants().smallestShare(Double.NaN).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("smallestShare must be above 0 and at most 1, but was NaN");
        assertThatThrownBy(() -> constants().timeLimit(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeLimit must be above zero, but was PT0S");
    }

    @Test
    void toString_namesTheOptions() {
        assertThat(HyperparameterSearch.over(draw -> new BiasRecommender()).build())
                .hasToString(
                        "HyperparameterSearch(trials=27, validation=0.1, smallestShare=0.1111111111111111, seed=42)");
    }
}
