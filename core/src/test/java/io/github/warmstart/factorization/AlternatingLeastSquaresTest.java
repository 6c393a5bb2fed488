// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.RatingModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlternatingLeastSquaresTest {

    /** Vectors are kept as floats. */
    private static final double SINGLE = 1e-4;

    private static double rmse(RatingModel model, List<Rating> hidden) {
        double squares = 0;
        for (Rating rating : hidden) {
            double error = model.predict(rating.userId(), rating.itemId()) - rating.value();
            squares += error * error;
        }
        return Math.sqrt(squares / hidden.size());
    }

    private static World tastes(long seed, int users, int each) {
        return World.of(seed, users, 120, each)
                .hidden(5)
                .spread(0.4, 0.5, 0.5)
                .taste(3, 0.9)
                .build();
    }

    /** Noise is 0.5; the bias model is left with noise and taste, which is 1.03. */
    @Test
    void fit_moreAndMorePlantedData_approachesTheNoise() {
        World thin = tastes(1, 200, 10);
        World dense = tastes(1, 800, 80);

        double atThin = rmse(AlternatingLeastSquares.ofDefaults().fit(thin.table), thin.hidden);
        double atDense = rmse(AlternatingLeastSquares.ofDefaults().fit(dense.table), dense.hidden);
        double free = rmse(
                AlternatingLeastSquares.builder().regularization(0.3).build().fit(dense.table), dense.hidden);

        assertThat(atThin).isLessThan(rmse(new BiasRecommender().fit(thin.table), thin.hidden) * 1.01);
        // the usual penalty is meant for ratings in which noise outweighs taste; here it is the other way round
        assertThat(atDense).isLessThan(0.5 * 1.25);
        assertThat(free).isLessThan(0.5 * 1.12);
    }

    @Test
    void fit_dataWithoutTastes_costsLessThanTwoPercentAgainstTheBiasModel() {
        World world = World.of(3, 300, 100, 15).hidden(5).build();

        assertThat(rmse(AlternatingLeastSquares.ofDefaults().fit(world.table), world.hidden))
                .isLessThan(1.02 * rmse(new BiasRecommender().fit(world.table), world.hidden));
    }

    @Test
    void fit_stretchedScale_stretchesPredictions() {
        World world = tastes(8, 60, 20);
        RatingTable table = Ratings.mapped(world.table, World.SCALE, value -> Math.rint(2 * value) / 2);
        FactorModel expected = AlternatingLeastSquares.ofDefaults().fit(table);
        FactorModel tenfold = AlternatingLeastSquares.ofDefaults()
                .fit(Ratings.mapped(table, RatingScale.of(0, 100), value -> 10 * value));

        for (int user = 0; user < 60; user++) {
            assertThat(tenfold.predict("u" + user, "i7") / 10)
                    .isCloseTo(expected.predict("u" + user, "i7"), within(SINGLE));
        }
    }

    /** Where a pair of rows of weight 1 and one row of weight 2 are told apart, weights are not exact. */
    @Test
    void fit_weightTwo_isTwoUsersWhoAgree() {
        RatingTable table = tastes(4, 40, 12).table;
        BiasModel bias = new BiasRecommender().fit(table);
        AlternatingLeastSquares learner =
                AlternatingLeastSquares.builder().factors(4).build();
        AlsTrainer heavy = learner.trainer(table.weighted(row -> 2), ItemPriors.none(), bias);
        AlsTrainer light = learner.toBuilder()
                .regularization(learner.regularization() / Math.sqrt(2))
                .build()
                .trainer(table, ItemPriors.none(), bias);
        // the objective of twice the weight is twice that of half the penalties, which are in square roots of weights
        assertThat(heavy.objective() - effects(heavy, table, bias))
                .isCloseTo(2 * (light.objective() - effects(light, table, bias)), within(1e-6));
    }

    private static double effects(AlsTrainer trainer, RatingTable table, BiasModel bias) {
        double sum = 0;
        int size = trainer.users.length / table.userCount();
        for (int user = 0; user < table.userCount(); user++) {
            sum += Math.pow(trainer.users[user * size], 2) / bias.userVariance();
        }
        for (int item = 0; item < table.itemCount(); item++) {
            sum += Math.pow(trainer.items[item * size] - bias.centre(), 2) / bias.itemVariance();
        }
        return bias.noiseVariance() * sum;
    }

    @Test
    void fit_anyThreads_sameBitsAndAnotherSeedDiffers() {
        RatingTable table = tastes(4, 60, 12).table;
        AlternatingLeastSquares learner =
                AlternatingLeastSquares.builder().threads(1).build();
        FactorModel one = learner.fit(table);
        FactorModel three = learner.toBuilder().threads(3).build().fit(table);
        FactorModel other = learner.toBuilder().seed(43).build().fit(table);
        int differ = 0;
        for (int user = 0; user < 60; user++) {
            double expected = one.predict("u" + user, "i7");
            assertThat(three.predict("u" + user, "i7")).isEqualTo(expected);
            assertThat(three.variance("u" + user, "i7")).isEqualTo(one.variance("u" + user, "i7"));
            differ += other.predict("u" + user, "i7") == expected ? 0 : 1;
        }
        assertThat(differ).isGreaterThan(50);
    }

    @Test
    void fit_heavyRows_pullMoreThanLightOnes() {
        RatingTable real = tastes(6, 60, 12).table;
        double none = AlternatingLeastSquares.ofDefaults().fit(real).predict("guessed", "i1");
        double light = withGuess(real, 0.01);
        double heavy = withGuess(real, 3);

        assertThat(light).isCloseTo(none, within(0.1));
        assertThat(heavy).isGreaterThan(light + 0.5);
    }

    private static double withGuess(RatingTable real, double weight) {
        return AlternatingLeastSquares.ofDefaults()
                .fit(real.plus(List.of(new PseudoRating("guessed", "i1", 10, weight))))
                .predict("guessed", "i1");
    }

    @Test
    void fit_priors_speakForItemsWithoutRatingsAndFadeWithThem() {
        RatingTable table = tastes(7, 100, 20).table;
        double without = AlternatingLeastSquares.ofDefaults().fit(table).predict("nobody", "i3");
        ItemPriors priors = ItemPriors.of(
                1,
                Map.of(
                        "novelty", new ItemPriors.Prior(9, 0.1),
                        "i3", new ItemPriors.Prior(without + 2, 1)));

        FactorModel model = AlternatingLeastSquares.ofDefaults().fit(table, priors);

        assertThat(model.predict("nobody", "novelty")).isEqualTo(9);
        assertThat(model.knowsItem("novelty")).isTrue();
        assertThat(model.itemIds()).contains("novelty");
        assertThat(model.predict("nobody", "i3")).isBetween(without + 0.01, without + 0.5);
    }

    @Test
    void fit_priorBeyondDoubt_isTheEffectOfTheItem() {
        ItemPriors priors = ItemPriors.of(1, Map.of("i4", new ItemPriors.Prior(9.5, 1e-9)));

        FactorModel model = AlternatingLeastSquares.ofDefaults().fit(tastes(7, 100, 20).table, priors);

        assertThat(model.predict("nobody", "i4")).isCloseTo(9.5, within(1e-6));
    }

    @Test
    void foldIn_ofANewcomer_isNearlyAsGoodAsARefit() {
        World world = tastes(9, 300, 40);
        RatingTable table = world.table;
        List<String> newcomers = List.of("u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9");
        FactorModel folded = AlternatingLeastSquares.ofDefaults()
                .fit(table.where(row -> !newcomers.contains(table.userId(table.user(row)))));
        for (String newcomer : newcomers) {
            folded = folded.foldIn(newcomer, table.ratingsOf(newcomer));
        }
        List<Rating> theirs = world.hidden.stream()
                .filter(one -> newcomers.contains(one.userId()))
                .toList();

        double refitted = rmse(AlternatingLeastSquares.ofDefaults().fit(table), theirs);

        assertThat(rmse(folded, theirs)).isLessThan(1.1 * refitted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann likes alien 5",
                "ann likes alien 5, ann likes brazil 1",
                "ann likes alien 5, bob hates alien 1",
                "ann likes alien 5, ann likes brazil 5, bob likes alien 5"
            })
    void fit_edgesOfData_staysFiniteAndOnTheScale(String sentences) {
        RatingTable table = sentences.isEmpty() ? Ratings.of() : Ratings.of(sentences.split(", ", -1));
        for (int factors : new int[] {1, 16, 64}) {
            FactorModel model =
                    AlternatingLeastSquares.builder().factors(factors).build().fit(table);
            FactorModel folded = model.foldIn("eve", List.of(new Rating("eve", "alien", 5)));
            for (String user : List.of("ann", "bob", "eve", "nobody")) {
                for (String item : List.of("alien", "brazil", "nothing")) {
                    assertThat(model.predict(user, item)).isBetween(1.0, 5.0);
                    assertThat(folded.predict(user, item)).isBetween(1.0, 5.0);
                    assertThat(model.variance(user, item).orElseThrow())
                            .isFinite()
                            .isPositive();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fit_interrupted_endsAndLeavesTheFlagSet(int threads) {
        AlternatingLeastSquares learner =
                AlternatingLeastSquares.builder().threads(threads).build();
        RatingTable table = tastes(4, 60, 12).table;
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> learner.fit(table))
                .isInstanceOf(CancellationException.class)
                .hasMessage("training was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 513})
    void build_factorsOutOfRange_isAnError(int factors) {
        assertThatThrownBy(
                        () -> AlternatingLeastSquares.builder().factors(factors).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("factors must be between 1 and 512, but was " + factors);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10_001})
    void build_sweepsOutOfRange_isAnError(int sweeps) {
        assertThatThrownBy(
                        () -> AlternatingLeastSquares.builder().sweeps(sweeps).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sweeps must be between 1 and 10000, but was " + sweeps);
    }

    @ParameterizedTest
    @CsvSource({"0", "-0.1", "NaN", "Infinity"})
    void build_regularizationOutOfRange_isAnError(double penalty) {
        assertThatThrownBy(() -> AlternatingLeastSquares.builder()
                        .regularization(penalty)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("regularization must be finite and > 0, but was " + penalty);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1025})
    void build_threadsOutOfRange_isAnError(int threads) {
        assertThatThrownBy(
                        () -> AlternatingLeastSquares.builder().threads(threads).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads must be between 1 and 1024, but was " + threads);
    }

    @Test
    void toBuilder_losesNothing() {
        AlternatingLeastSquares unusual = AlternatingLeastSquares.builder()
                .factors(3)
                .sweeps(7)
                .regularization(0.07)
                .seed(99)
                .threads(5)
                .build();

        AlternatingLeastSquares copy = unusual.toBuilder().build();

        assertThat(copy).hasToString("AlternatingLeastSquares(factors=3, sweeps=7, regularization=0.07, seed=99)");
        assertThat(copy).usingRecursiveComparison().isEqualTo(unusual);
        assertThat(copy.factors()).isEqualTo(3);
        assertThat(copy.sweeps()).isEqualTo(7);
        assertThat(copy.regularization()).isEqualTo(0.07);
        assertThat(copy.seed()).isEqualTo(99);
        assertThat(copy.threads()).hasValue(5);
    }

    @Test
    void ofDefaults_areTheConstants() {
        AlternatingLeastSquares usual = AlternatingLeastSquares.ofDefaults();

        assertThat(usual.factors()).isEqualTo(AlternatingLeastSquares.DEFAULT_FACTORS);
        assertThat(usual.sweeps()).isEqualTo(AlternatingLeastSquares.DEFAULT_SWEEPS);
        assertThat(usual.regularization()).isEqualTo(AlternatingLeastSquares.DEFAULT_REGULARIZATION);
        assertThat(usual.seed()).isEqualTo(AlternatingLeastSquares.DEFAULT_SEED);
        assertThat(usual.threads()).isEmpty();
    }
}
