// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.sgd.KernelSelector;
import io.github.warmstart.internal.sgd.ScalarKernel;
import io.github.warmstart.progress.TrainingListener;
import io.github.warmstart.progress.TrainingListener.EpochFinished;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.RatingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
        assertThat(atDense).isLessThan(rmse(new BiasRecommender().fit(dense.table), dense.hidden) - 0.3);
        assertThat(atThin).isLessThan(rmse(new BiasRecommender().fit(thin.table), thin.hidden) * 1.01);
    }

    /** 600 ratings a user and 1,000 an item: three tastes and two effects cost the best estimator about half a percent. */
    @Test
    void fit_plentyOfPlantedData_isWithinThreePercentOfTheNoise() {
        World world = World.of(1, 1000, 650, 600)
                .hidden(5)
                .spread(0.4, 0.5, 0.5)
                .taste(3, 0.9)
                .build();

        FactorModel model = MatrixFactorization.ofDefaults().fit(world.table);

        assertThat(rmse(model, world.hidden)).isLessThan(1.03 * 0.5);
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

    /** The heavy row is met, and what it does not speak of stays as it is. */
    @ParameterizedTest
    @ValueSource(doubles = {1e3, 1e6, 1e9})
    void fit_veryHeavyRow_isMetAndHarmsNothingElse(double weight) {
        World world = tastes(6, 60, 20);
        FactorModel without = MatrixFactorization.ofDefaults().fit(world.table);

        FactorModel model = MatrixFactorization.ofDefaults()
                .fit(world.table.plus(List.of(new PseudoRating("guessed", "i1", 9, weight))));

        assertThat(model.training().learningRate()).isEqualTo(MatrixFactorization.DEFAULT_LEARNING_RATE);
        assertThat(model.predict("guessed", "i1")).isCloseTo(9, within(0.2));
        assertThat(rmse(model, world.hidden)).isLessThan(1.1 * rmse(without, world.hidden));
    }

    @Test
    void fit_onMoreThreads_givesTheSameBits() {
        RatingTable table = World.of(9, 1000, 200, 70).taste(2, 1).build().table;
        MatrixFactorization.Builder builder = MatrixFactorization.builder().epochs(3);
        FactorModel one = builder.threads(1).build().fit(table);

        FactorModel two = builder.threads(2).build().fit(table);
        FactorModel seven = builder.threads(7).build().fit(table);

        assertThat(one.training().strata()).isEqualTo(4);
        for (int user = 0; user < 1000; user++) {
            double expected = one.predict("u" + user, "i7");
            assertThat(two.predict("u" + user, "i7")).isEqualTo(expected);
            assertThat(seven.predict("u" + user, "i7")).isEqualTo(expected);
        }
        assertThat(two.training()).isEqualTo(one.training());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @Timeout(60)
    void fit_interrupted_endsWithinTheEpochAndLeavesNothing(int threads) {
        RatingTable table = World.of(9, 1000, 200, 70).taste(2, 1).build().table;
        List<Integer> epochs = new ArrayList<>();
        MatrixFactorization learner = MatrixFactorization.builder()
                .threads(threads)
                .listener(new TrainingListener() {
                    @Override
                    public void onEpoch(EpochFinished event) {
                        epochs.add(event.epoch());
                        Thread.currentThread().interrupt();
                    }
                })
                .build();

        assertThatThrownBy(() -> learner.fit(table))
                .isInstanceOf(CancellationException.class)
                .hasMessage("training was interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(epochs).containsExactly(1);
    }

    @Test
    void fit_listener_hearsOfEveryEpochAndItsFailureReachesTheCaller() {
        RatingTable table = tastes(4, 60, 12).table;
        List<EpochFinished> events = new ArrayList<>();
        FactorModel model = MatrixFactorization.builder()
                .epochs(6)
                .listener(new TrainingListener() {
                    @Override
                    public void onEpoch(EpochFinished event) {
                        events.add(event);
                    }
                })
                .build()
                .fit(table);
        MatrixFactorization failing = MatrixFactorization.builder()
                .listener(new TrainingListener() {
                    @Override
                    public void onEpoch(EpochFinished event) {
                        throw new IllegalStateException("no room left for epoch " + event.epoch());
                    }
                })
                .build();

        assertThat(events).extracting(EpochFinished::epoch).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(events).extracting(EpochFinished::ofEpochs).containsOnly(6);
        assertThat(events.get(5).rmse()).isLessThan(events.get(0).rmse());
        assertThat(model.training().rmse()).isCloseTo(events.get(5).rmse(), within(0.1));
        assertThatThrownBy(() -> failing.fit(table))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no room left for epoch 1");
    }

    /** Hundreds of epochs with next to no penalty learn the noise by heart; the slice tells when that begins. */
    @Test
    void fit_validationShare_stopsBeforeTheNoiseIsLearntAndTrainsOnAllRows() {
        World world = tastes(1, 300, 20);
        MatrixFactorization.Builder builder =
                MatrixFactorization.builder().epochs(300).regularization(0.05);
        FactorModel whole = builder.build().fit(world.table);

        FactorModel stopped = builder.validationShare(0.1).build().fit(world.table);

        assertThat(whole.training().validationRmse()).isEmpty();
        assertThat(stopped.training().epochs()).isBetween(2, 100);
        assertThat(stopped.training().validationRmse().orElseThrow()).isBetween(0.5, 1.1);
        assertThat(rmse(stopped, world.hidden)).isLessThan(rmse(whole, world.hidden) - 0.05);
        // every user and item was there in the last training
        assertThat(stopped.knowsUser("u299")).isTrue();
    }

    @Test
    void fit_validationOfNothing_runsAllEpochs() {
        FactorModel model =
                MatrixFactorization.builder().validationShare(0.1).build().fit(Ratings.of());

        assertThat(model.training().epochs()).isEqualTo(MatrixFactorization.DEFAULT_EPOCHS);
        assertThat(model.training().validationRmse()).isEmpty();
    }

    @Test
    void training_saysWhatWasChosen() {
        FactorModel model = MatrixFactorization.ofDefaults().fit(tastes(4, 60, 12).table);

        assertThat(model.training().factors()).isEqualTo(8);
        assertThat(model.training().strata()).isEqualTo(1);
        assertThat(model.training().kernel()).isEqualTo(KernelSelector.best().name());
        assertThat(model.training().rmse()).isBetween(0.3, 1.2);
        assertThat(model.training().toString())
                .startsWith(
                        "TrainingSummary[factors=8, epochs=20, learningRate=0.1, regularization=1.5, strata=1, kernel=");
        assertThat(model.foldIn("eve", List.of()).training()).isEqualTo(model.training());
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "100, 8", "5000, 16", "100000, 16", "500000, 32", "5000000, 64", "20000000, 64"})
    void factors_notSet_followTheData(int rows, int factors) {
        assertThat(SgdTraining.factors(rows)).isEqualTo(factors);
    }

    @Test
    void threads_notSet_areOneForSmallTablesAndNeverMoreThanStrata() {
        SgdTraining usual = new SgdTraining(MatrixFactorization.ofDefaults(), ItemPriors.none(), new ScalarKernel());
        SgdTraining eight = new SgdTraining(
                MatrixFactorization.builder().threads(8).build(), ItemPriors.none(), new ScalarKernel());

        assertThat(usual.threads(100_000, 5)).isEqualTo(1);
        assertThat(usual.threads(1_000_000, 15))
                .isEqualTo(Math.min(15, Runtime.getRuntime().availableProcessors()));
        assertThat(eight.threads(1_000_000, 15)).isEqualTo(8);
        assertThat(eight.threads(100_000, 5)).isEqualTo(5);
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
    @ValueSource(ints = {-1, 0, 1025})
    void build_threadsOutOfRange_isAnError(int threads) {
        assertThatThrownBy(() -> MatrixFactorization.builder().threads(threads).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads must be between 1 and 1024, but was " + threads);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 0.6, Double.NaN})
    void build_validationShareOutOfRange_isAnError(double share) {
        assertThatThrownBy(() ->
                        MatrixFactorization.builder().validationShare(share).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("validationShare must be between 0 and 0.5, but was " + share);
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
        TrainingListener listener = new TrainingListener() {};
        MatrixFactorization unusual = MatrixFactorization.builder()
                .factors(3)
                .epochs(7)
                .learningRate(0.011)
                .regularization(0.07)
                .validationShare(0.2)
                .seed(99)
                .threads(5)
                .listener(listener)
                .build();

        MatrixFactorization copy = unusual.toBuilder().build();

        assertThat(copy)
                .hasToString(
                        "MatrixFactorization(factors=3, epochs=7, learningRate=0.011, regularization=0.07, validationShare=0.2, seed=99)");
        assertThat(copy).usingRecursiveComparison().isEqualTo(unusual);
        assertThat(copy.factors()).hasValue(3);
        assertThat(copy.epochs()).isEqualTo(7);
        assertThat(copy.learningRate()).isEqualTo(0.011);
        assertThat(copy.regularization()).isEqualTo(0.07);
        assertThat(copy.seed()).isEqualTo(99);
        assertThat(copy.validationShare()).isEqualTo(0.2);
        assertThat(copy.threads()).hasValue(5);
        assertThat(copy.listener()).isSameAs(listener);
    }

    @Test
    void ofDefaults_areTheConstants() {
        MatrixFactorization usual = MatrixFactorization.ofDefaults();

        assertThat(usual.factors()).isEmpty();
        assertThat(usual.threads()).isEmpty();
        assertThat(usual.validationShare()).isZero();
        assertThat(usual.listener()).isSameAs(TrainingListener.NONE);
        assertThat(usual)
                .hasToString(
                        "MatrixFactorization(factors=by data, epochs=20, learningRate=0.1, regularization=1.5, validationShare=0.0, seed=42)");
        assertThat(usual.epochs()).isEqualTo(MatrixFactorization.DEFAULT_EPOCHS);
        assertThat(usual.learningRate()).isEqualTo(MatrixFactorization.DEFAULT_LEARNING_RATE);
        assertThat(usual.regularization()).isEqualTo(MatrixFactorization.DEFAULT_REGULARIZATION);
        assertThat(usual.seed()).isEqualTo(MatrixFactorization.DEFAULT_SEED);
    }
}
