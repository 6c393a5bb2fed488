// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.PseudoRating;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.RatingModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixFactorizationTest {

    /** Vectors start at a length of 0.1, so their products at about a hundredth, and little data hardly moves them. */
    private static final double NEAR_THE_BIAS_MODEL = 0.06;

    /** Sixty epochs in single precision, in other units. */
    private static final double SINGLE = 1e-3;

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
        World thick = tastes(1, 400, 30);
        World dense = tastes(1, 800, 80);

        double atThin = rmse(MatrixFactorization.ofDefaults().fit(thin.table), thin.hidden);
        double atThick = rmse(MatrixFactorization.ofDefaults().fit(thick.table), thick.hidden);
        double atDense = rmse(MatrixFactorization.ofDefaults().fit(dense.table), dense.hidden);

        assertThat(atThick).isLessThan(atThin - 0.1);
        assertThat(atDense).isLessThan(atThick - 0.05);
        double free =
                rmse(MatrixFactorization.builder().regularization(0.01).build().fit(dense.table), dense.hidden);
        // the usual penalty is one a visit, so that some shrinkage stays however much data there is
        assertThat(atDense).isLessThan(0.5 * 1.35);
        assertThat(free).isLessThan(0.5 * 1.12);
        assertThat(atDense).isLessThan(rmse(new BiasRecommender().fit(dense.table), dense.hidden) - 0.3);
        assertThat(atThin).isLessThan(rmse(new BiasRecommender().fit(thin.table), thin.hidden) * 1.01);
    }

    @Test
    void fit_tinyData_isTheBiasModel() {
        RatingTable table = World.of(2, 12, 10, 3).build().table;
        BiasModel bias = new BiasRecommender().fit(table);

        FactorModel found = MatrixFactorization.ofDefaults().fit(table);

        for (int user = 0; user < 12; user++) {
            for (int item = 0; item < 10; item++) {
                assertThat(found.predict("u" + user, "i" + item))
                        .isCloseTo(bias.predict("u" + user, "i" + item), within(NEAR_THE_BIAS_MODEL));
            }
        }
    }

    /** Users and items without a taste: whatever the vectors find is noise, and must cost next to nothing. */
    @Test
    void fit_dataWithoutTastes_costsLessThanTwoPercentAgainstTheBiasModel() {
        World world = World.of(3, 300, 100, 15).hidden(5).build();

        assertThat(rmse(MatrixFactorization.ofDefaults().fit(world.table), world.hidden))
                .isLessThan(1.02 * rmse(new BiasRecommender().fit(world.table), world.hidden));
    }

    @Test
    void fit_stretchedScale_stretchesPredictions() {
        World world = tastes(8, 60, 20);
        RatingTable table = Ratings.mapped(world.table, World.SCALE, value -> Math.rint(2 * value) / 2);
        FactorModel expected = MatrixFactorization.ofDefaults().fit(table);
        FactorModel tenfold = MatrixFactorization.ofDefaults()
                .fit(Ratings.mapped(table, RatingScale.of(0, 100), value -> 10 * value));
        FactorModel tenth =
                MatrixFactorization.ofDefaults().fit(Ratings.mapped(table, RatingScale.of(0, 1), value -> value / 10));

        for (int user = 0; user < 60; user++) {
            double prediction = expected.predict("u" + user, "i7");
            assertThat(tenfold.predict("u" + user, "i7") / 10).isCloseTo(prediction, within(SINGLE));
            assertThat(tenth.predict("u" + user, "i7") * 10).isCloseTo(prediction, within(SINGLE));
            assertThat(tenfold.variance("u" + user, "i7").orElseThrow() / 100)
                    .isCloseTo(expected.variance("u" + user, "i7").orElseThrow(), within(SINGLE));
        }
    }

    @Test
    void fit_noEpochs_isTheBiasModelButForTheStartingVectors() {
        RatingTable table = World.of(2, 12, 10, 3).build().table;

        FactorModel found = MatrixFactorization.builder().epochs(0).build().fit(table);

        assertThat(found.predict("u1", "nothing"))
                .isEqualTo(new BiasRecommender().fit(table).predict("u1", "nothing"));
    }

    @Test
    void fit_sameSeed_sameBitsAndAnotherSeedDiffers() {
        RatingTable table = tastes(4, 60, 12).table;
        MatrixFactorization learner = MatrixFactorization.builder().epochs(8).build();
        FactorModel model = learner.fit(table);
        FactorModel again = learner.fit(table);
        FactorModel other = learner.toBuilder().seed(43).build().fit(table);
        int differ = 0;
        for (int user = 0; user < 60; user++) {
            double expected = model.predict("u" + user, "i7");
            assertThat(again.predict("u" + user, "i7")).isEqualTo(expected);
            assertThat(again.variance("u" + user, "i7")).isEqualTo(model.variance("u" + user, "i7"));
            differ += other.predict("u" + user, "i7") == expected ? 0 : 1;
        }
        assertThat(differ).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 60})
    void fit_learningRateFarTooLarge_startsAgainWithLess(int epochs) {
        World world = tastes(5, 60, 20);

        FactorModel model = MatrixFactorization.builder()
                .learningRate(2)
                .epochs(epochs)
                .build()
                .fit(world.table);

        // a diverged model predicts nothing but ends of the scale, and errs by five
        assertThat(rmse(model, world.hidden)).as("%d epochs", epochs).isLessThan(1.8);
        assertThat(model.variance("u1", "i1").orElseThrow()).isFinite().isPositive();
    }

    @Test
    void fit_learningRateBeyondRescue_saysWhatToDo() {
        MatrixFactorization hopeless =
                MatrixFactorization.builder().learningRate(1e6).build();

        assertThatThrownBy(() -> hopeless.fit(tastes(5, 30, 20).table))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "training diverged at every learning rate from 1000000.0 to 31250.0: check the weights of the table, or lower learningRate(...)");
    }

    @Test
    void fit_heavyRows_pullMoreThanLightOnes() {
        RatingTable real = tastes(6, 60, 12).table;
        PseudoRating one = new PseudoRating("guessed", "i1", 10, 0.01);

        double light =
                MatrixFactorization.ofDefaults().fit(real.plus(List.of(one))).predict("guessed", "i1");
        double heavy = MatrixFactorization.ofDefaults()
                .fit(real.plus(List.of(new PseudoRating("guessed", "i1", 10, 3))))
                .predict("guessed", "i1");
        double none = MatrixFactorization.ofDefaults().fit(real).predict("guessed", "i1");

        assertThat(light).isCloseTo(none, within(0.1));
        assertThat(heavy).isGreaterThan(light + 0.5);
    }

    @Test
    void fit_priors_speakForItemsWithoutRatingsAndFadeWithThem() {
        RatingTable table = tastes(7, 100, 20).table;
        double without = MatrixFactorization.ofDefaults().fit(table).predict("nobody", "i3");
        ItemPriors priors = ItemPriors.of(
                1,
                Map.of(
                        "novelty", new ItemPriors.Prior(9, 0.1),
                        "i3", new ItemPriors.Prior(without + 2, 1),
                        "i4", new ItemPriors.Prior(9.5, 1e-9)));

        FactorModel model = MatrixFactorization.ofDefaults().fit(table, priors);

        assertThat(model.predict("nobody", "novelty")).isEqualTo(9);
        assertThat(model.knowsItem("novelty")).isTrue();
        assertThat(model.itemIds()).contains("novelty");
        assertThat(model.predict("nobody", "i4")).isCloseTo(9.5, within(1e-6));
        assertThat(model.predict("nobody", "i3")).isBetween(without + 0.01, without + 0.5);
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
                    MatrixFactorization.builder().factors(factors).build().fit(table);
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
    @ValueSource(ints = {-1, 0, 513})
    void build_factorsOutOfRange_isAnError(int factors) {
        assertThatThrownBy(() -> MatrixFactorization.builder().factors(factors).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("factors must be between 1 and 512, but was " + factors);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10_001})
    void build_epochsOutOfRange_isAnError(int epochs) {
        assertThatThrownBy(() -> MatrixFactorization.builder().epochs(epochs).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochs must be between 0 and 10000, but was " + epochs);
    }

    @ParameterizedTest
    @CsvSource({"0", "-0.1", "NaN", "Infinity"})
    void build_learningRateOutOfRange_isAnError(double rate) {
        assertThatThrownBy(
                        () -> MatrixFactorization.builder().learningRate(rate).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("learningRate must be finite and > 0, but was " + rate);
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "NaN", "Infinity"})
    void build_regularizationOutOfRange_isAnError(double penalty) {
        assertThatThrownBy(() ->
                        MatrixFactorization.builder().regularization(penalty).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("regularization must be finite and >= 0, but was " + penalty);
    }

    @Test
    void toBuilder_losesNothing() {
        MatrixFactorization unusual = MatrixFactorization.builder()
                .factors(3)
                .epochs(7)
                .learningRate(0.011)
                .regularization(0.07)
                .seed(99)
                .build();

        MatrixFactorization copy = unusual.toBuilder().build();

        assertThat(copy)
                .hasToString(
                        "MatrixFactorization(factors=3, epochs=7, learningRate=0.011, regularization=0.07, seed=99)");
        assertThat(copy).usingRecursiveComparison().isEqualTo(unusual);
        assertThat(copy.factors()).isEqualTo(3);
        assertThat(copy.epochs()).isEqualTo(7);
        assertThat(copy.learningRate()).isEqualTo(0.011);
        assertThat(copy.regularization()).isEqualTo(0.07);
        assertThat(copy.seed()).isEqualTo(99);
    }

    @Test
    void ofDefaults_areTheConstants() {
        MatrixFactorization usual = MatrixFactorization.ofDefaults();

        assertThat(usual.factors()).isEqualTo(MatrixFactorization.DEFAULT_FACTORS);
        assertThat(usual.epochs()).isEqualTo(MatrixFactorization.DEFAULT_EPOCHS);
        assertThat(usual.learningRate()).isEqualTo(MatrixFactorization.DEFAULT_LEARNING_RATE);
        assertThat(usual.regularization()).isEqualTo(MatrixFactorization.DEFAULT_REGULARIZATION);
        assertThat(usual.seed()).isEqualTo(MatrixFactorization.DEFAULT_SEED);
    }
}
