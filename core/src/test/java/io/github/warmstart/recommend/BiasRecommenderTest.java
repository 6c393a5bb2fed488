// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BiasRecommenderTest {

    /** Passes end when no effect moves by 1e-7 of the scale; what is left to go is a few times that. */
    private static final double SETTLED = 1e-5;
    /** The same sums in another order, through some dozens of passes. */
    private static final double REORDERED = 1e-8;

    private static final BiasRecommender RECOMMENDER = new BiasRecommender();

    private static RatingTable world(long seed) {
        return World.of(seed, 40, 30, 12).build().table;
    }

    /** Solves for all effects, all means and the centre at once, under the variances of the model. */
    private static double[] solveDensely(RatingTable table, ItemPriors priors, BiasModel model) {
        int users = table.userCount();
        int items = table.itemCount();
        int centre = users + items;
        DMatrixRMaj a = new DMatrixRMaj(centre + 1, centre + 1);
        DMatrixRMaj b = new DMatrixRMaj(centre + 1, 1);
        for (int row = 0; row < table.size(); row++) {
            double weight = table.weight(row) / model.noiseVariance();
            int user = table.user(row);
            int item = users + table.item(row);
            a.add(user, user, weight);
            a.add(item, item, weight);
            a.add(user, item, weight);
            a.add(item, user, weight);
            b.add(user, 0, weight * table.value(row));
            b.add(item, 0, weight * table.value(row));
        }
        for (int user = 0; user < users; user++) {
            a.add(user, user, 1 / model.userVariance());
        }
        for (int item = 0; item < items; item++) {
            int k = users + item;
            ItemPriors.Prior prior = priors.prior(table.itemId(item)).orElse(null);
            if (prior != null) {
                a.add(k, k, 1 / prior.variance());
                b.add(k, 0, prior.mean() / prior.variance());
            } else {
                a.add(k, k, 1 / model.itemVariance());
                a.add(k, centre, -1 / model.itemVariance());
                a.add(centre, k, -1 / model.itemVariance());
                a.add(centre, centre, 1 / model.itemVariance());
            }
        }
        DMatrixRMaj solution = new DMatrixRMaj(centre + 1, 1);
        assertThat(CommonOps_DDRM.solve(a, b, solution)).isTrue();
        return solution.data;
    }

    private static void assertSolves(RatingTable table, ItemPriors priors, double tolerance) {
        BiasModel model = RECOMMENDER.fit(table, priors);
        double[] expected = solveDensely(table, priors, model);
        for (int user = 0; user < table.userCount(); user++) {
            assertThat(model.userEffect(table.userId(user)))
                    .as("effect of %s", table.userId(user))
                    .isCloseTo(expected[user], within(tolerance));
        }
        for (int item = 0; item < table.itemCount(); item++) {
            assertThat(model.itemMean(table.itemId(item)))
                    .as("mean of %s", table.itemId(item))
                    .isCloseTo(expected[table.userCount() + item], within(tolerance));
        }
        assertThat(model.centre()).as("centre").isCloseTo(expected[expected.length - 1], within(tolerance));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fit_sparseTable_solvesTheNormalEquations(long seed) {
        assertSolves(world(seed), ItemPriors.none(), SETTLED);
    }

    @Test
    void fit_denseTableOfLongHistories_solvesTheNormalEquations() {
        assertSolves(World.of(4, 30, 300, 300).spread(1.2, 0.5, 0.3).build().table, ItemPriors.none(), SETTLED);
    }

    /** The generous rate far more than the strict: descent by turns alone would creep towards the common shift. */
    @Test
    void fit_generousUsersWithLongHistories_solvesTheNormalEquations() {
        World world = World.of(14, 40, 300, 300).spread(1.2, 0.5, 0.3).build();
        RatingTable table = world.table.where(
                row -> world.userEffects[world.table.user(row)] > 0 || world.table.item(row) % 6 == 0);

        assertSolves(table, ItemPriors.none(), SETTLED);
        assertSolves(table, ItemPriors.of(1, Map.of("i0", new ItemPriors.Prior(9, 0.1))), SETTLED);
        assertThat(table.userCount()).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void fit_withPriors_solvesTheNormalEquations(long seed) {
        ItemPriors priors = ItemPriors.of(
                1,
                Map.of(
                        "i0", new ItemPriors.Prior(9, 0.1),
                        "i1", new ItemPriors.Prior(2, 2),
                        "i2", new ItemPriors.Prior(5, 1e-3)));

        assertSolves(world(seed), priors, SETTLED);
    }

    @Test
    void fit_withPseudoRatingsAndEmptyRows_solvesTheNormalEquations() {
        RatingTable all = world(7);
        RatingTable table = all.where(row -> all.item(row) != 3 && all.user(row) != 4)
                .plus(List.of(
                        new PseudoRating("u1", "i3", 8, 0.25),
                        new PseudoRating("u1", "novelty", 7, 3),
                        new PseudoRating("stranger", "i5", 1, 0.01)));

        assertSolves(table, ItemPriors.none(), SETTLED);
    }

    @Test
    void fit_oneRating_isThatByHand() {
        // one user and one item: centre and mean take the whole of the value, the effect nothing
        BiasModel model = RECOMMENDER.fit(Ratings.of("ann likes alien 4"));

        assertThat(model.centre()).isCloseTo(4, within(SETTLED));
        assertThat(model.itemMean("alien")).isCloseTo(4, within(SETTLED));
        assertThat(model.userEffect("ann")).isCloseTo(0, within(SETTLED));
        assertThat(model.userEffectVariance("ann"))
                .isCloseTo(1 / (1 / model.noiseVariance() + 1 / model.userVariance()), within(SETTLED));
        assertThat(model.variance("ann", "alien"))
                .hasValue(model.userEffectVariance("ann") + model.itemMeanVariance("alien") + model.noiseVariance());
        assertThat(model.variance("eve", "novelty"))
                .hasValue(model.userVariance() + model.itemVariance() + model.noiseVariance());
    }

    /** Each estimate is joined with 20 imagined observations of its start; the rest is sampling error. */
    @Test
    void variances_ofPlantedEffects_areRecovered() {
        BiasModel model = RECOMMENDER.fit(World.of(8, 1500, 600, 40).build().table);
        double start = (0.49 + 0.81 + 1) / 6;

        assertThat(model.userVariance()).isCloseTo((1500 * 0.49 + 20 * start) / 1520, within(0.05));
        assertThat(model.itemVariance()).isCloseTo((600 * 0.81 + 20 * start) / 620, within(0.1));
        assertThat(model.noiseVariance()).isCloseTo(1, within(0.02));
    }

    /** Nine in ten of all users and items lie within 1.645 standard deviations of their truth. */
    @Test
    void effectVariances_ofPlantedEffects_areHonest() {
        World world = World.of(9, 600, 400, 20).build();
        BiasModel model = RECOMMENDER.fit(world.table);
        int users = 0;
        int items = 0;
        for (int user = 0; user < 600; user++) {
            double miss = model.userEffect("u" + user) - world.userEffects[user];
            users += Math.abs(miss) < 1.645 * Math.sqrt(model.userEffectVariance("u" + user)) ? 1 : 0;
        }
        for (int item = 0; item < 400; item++) {
            double miss = model.itemMean("i" + item) - world.itemMeans[item];
            items += Math.abs(miss) < 1.645 * Math.sqrt(model.itemMeanVariance("i" + item)) ? 1 : 0;
        }

        // posteriors are taken for independent, which makes them a little narrow
        assertThat(users / 600.0).isBetween(0.85, 0.95);
        assertThat(items / 400.0).isBetween(0.83, 0.95);
    }

    @Test
    void weight2_givenTheSameVariances_isTheSameAsTheRowTwice() {
        // pseudo rows never move variances, so both tables are fitted under the same ones
        RatingTable real = world(10);
        RatingTable heavy =
                real.plus(List.of(new PseudoRating("new", "i1", 9, 2), new PseudoRating("new", "i2", 1, 1)));
        RatingTable light =
                real.plus(List.of(new PseudoRating("new", "i1", 9, 1), new PseudoRating("new", "i2", 1, 1)));

        BiasModel twice = RECOMMENDER.fit(heavy);
        BiasModel once = RECOMMENDER.fit(light);

        double noise = twice.noiseVariance();
        double precision = 3 / noise + 1 / twice.userVariance();
        double expected = (2 * (9 - twice.itemMean("i1")) + (1 - twice.itemMean("i2"))) / noise / precision;
        assertThat(twice.userEffect("new")).isCloseTo(expected, within(SETTLED));
        assertThat(twice.userEffectVariance("new")).isCloseTo(1 / precision, within(SETTLED));
        assertThat(twice.userEffect("new")).isGreaterThan(once.userEffect("new"));
    }

    @Test
    void pseudoRows_ofAnyKind_moveNoVariance() {
        RatingTable real = world(11);
        BiasModel expected = RECOMMENDER.fit(real);
        List<PseudoRating> wild = new ArrayList<>();
        for (int k = 0; k < 60; k++) {
            wild.add(new PseudoRating("u" + k, "i" + k % 30, k % 2 == 0 ? 0 : 10, 0.5));
            wild.add(new PseudoRating("made-up", "i" + k % 30, 10, 5));
            wild.add(new PseudoRating("u1", "made-up" + k, 0, 5));
        }

        BiasModel found = RECOMMENDER.fit(real.plus(wild));

        assertThat(found.noiseVariance()).isEqualTo(expected.noiseVariance());
        assertThat(found.userVariance()).isEqualTo(expected.userVariance());
        assertThat(found.itemVariance()).isEqualTo(expected.itemVariance());
        assertThat(found.userEffect("u1")).isNotEqualTo(expected.userEffect("u1"));
    }

    @Test
    void pseudoRows_alone_leaveTheStartingVariances() {
        BiasModel model = RECOMMENDER.fit(Ratings.weighted(world(11), Map.of()));

        assertThat(model.noiseVariance()).isCloseTo(0.04 * 100, within(REORDERED));
        assertThat(model.userVariance()).isCloseTo(0.01 * 100, within(REORDERED));
        assertThat(model.itemVariance()).isCloseTo(0.01 * 100, within(REORDERED));
    }

    @Test
    void prior_ofNextToNoVariance_pinsTheMean() {
        ItemPriors priors = ItemPriors.of(1, Map.of("i0", new ItemPriors.Prior(9.5, 1e-12)));

        BiasModel model = RECOMMENDER.fit(world(12), priors);

        assertThat(model.itemMean("i0")).isCloseTo(9.5, within(1e-8));
        assertThat(model.itemMeanVariance("i0")).isLessThan(1e-11);
    }

    @Test
    void prior_ofHugeVariance_leavesTheMeanToTheRatings() {
        RatingTable table = world(13);
        ItemPriors priors = ItemPriors.of(1, Map.of("i0", new ItemPriors.Prior(0, 1e12)));
        BiasModel model = RECOMMENDER.fit(table, priors);
        int item = table.itemIndex("i0");
        double sum = 0;
        for (int position = 0; position < table.itemSize(item); position++) {
            int row = table.itemRow(item, position);
            sum += table.value(row) - model.userEffect(table.userId(table.user(row)));
        }

        assertThat(model.itemMean("i0")).isCloseTo(sum / table.itemSize(item), within(SETTLED));
    }

    @Test
    void prior_ofAnItemWithoutRatings_isHandedThrough() {
        ItemPriors priors = ItemPriors.of(1, Map.of("novelty", new ItemPriors.Prior(4.5, 0.2)));

        BiasModel model = RECOMMENDER.fit(Ratings.of("ann likes alien 2"), priors);

        assertThat(model.itemMean("novelty")).isEqualTo(4.5);
        assertThat(model.itemMeanVariance("novelty")).isEqualTo(0.2);
        assertThat(model.knowsItem("novelty")).isTrue();
        assertThat(model.itemIds()).containsExactly("alien", "novelty");
        assertThat(model.predict("eve", "novelty")).isEqualTo(4.5);
    }

    @Test
    void fit_emptyTable_predictsTheMiddleOfTheScale() {
        BiasModel model = RECOMMENDER.fit(Ratings.of());

        assertThat(model.predict("ann", "alien")).isEqualTo(3);
        assertThat(model.centre()).isEqualTo(3);
        assertThat(model.itemIds()).isEmpty();
        assertThat(model.recommend("ann", 5)).isEmpty();
        assertThat(model.knowsUser("ann")).isFalse();
        assertThat(model.knowsItem("alien")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann likes alien 5",
                "ann likes alien 5, ann likes brazil 1, ann likes casino 3",
                "ann likes alien 5, bob hates alien 1, eve likes alien 4",
                "ann likes alien 3, ann likes brazil 3, bob likes alien 3, bob likes brazil 3",
                "ann likes alien 5, ann likes brazil 5, bob likes alien 5, bob likes brazil 5",
                "ann hates alien 1, ann hates brazil 1, bob hates alien 1, bob hates brazil 1",
                "ann likes alien 5, bob hates brazil 1"
            })
    void fit_edgesOfData_staysFiniteAndOnTheScale(String sentences) {
        assertSound(RECOMMENDER.fit(Ratings.of(sentences.split(", ", -1))));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1, 1e6})
    void fit_extremeWeights_staysFiniteAndOnTheScale(double weight) {
        RatingTable real = Ratings.of("ann likes alien 5", "bob hates alien 1", "ann likes brazil 4");
        assertSound(RECOMMENDER.fit(real.plus(
                List.of(new PseudoRating("bob", "brazil", 1, weight), new PseudoRating("eve", "alien", 5, weight)))));
        assertSound(RECOMMENDER.fit(Ratings.weighted(real, Map.of("ann alien", weight))));
        assertSound(RECOMMENDER.fit(
                Ratings.weighted(real, Map.of("ann alien", weight, "bob alien", weight, "ann brazil", weight))));
    }

    private static void assertSound(BiasModel model) {
        for (String user : List.of("ann", "bob", "eve", "nobody")) {
            for (String item : List.of("alien", "brazil", "casino", "nothing")) {
                assertThat(model.predict(user, item)).as("%s, %s", user, item).isBetween(1.0, 5.0);
                assertThat(model.variance(user, item).orElseThrow())
                        .as("%s, %s", user, item)
                        .isFinite()
                        .isPositive();
            }
        }
        assertThat(List.of(model.centre(), model.noiseVariance(), model.userVariance(), model.itemVariance()))
                .allMatch(Double::isFinite);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void predictions_ofRelabelledAndPermutedRows_areTheSame(long seed) {
        RatingTable table = world(seed);
        BiasModel expected = RECOMMENDER.fit(table);

        BiasModel found = RECOMMENDER.fit(Ratings.relabelled(table, userId -> "x" + userId, seed));

        for (int user = 0; user < 40; user++) {
            for (int item = 0; item < 30; item++) {
                assertThat(found.predict("xu" + user, "i" + item))
                        .as("seed %d", seed)
                        .isCloseTo(expected.predict("u" + user, "i" + item), within(REORDERED));
            }
        }
    }

    @Test
    void predictions_ofAShiftedScale_shiftWithIt() {
        RatingTable table = Ratings.mapped(world(23), World.SCALE, value -> Math.rint(2 * value) / 2);
        BiasModel expected = RECOMMENDER.fit(table);

        BiasModel found = RECOMMENDER.fit(Ratings.mapped(table, RatingScale.of(-100, -90), value -> value - 100));

        for (int item = 0; item < 30; item++) {
            assertThat(found.predict("u1", "i" + item) + 100)
                    .isCloseTo(expected.predict("u1", "i" + item), within(REORDERED));
        }
        assertThat(found.noiseVariance()).isCloseTo(expected.noiseVariance(), within(REORDERED));
    }

    @Test
    void predictions_ofAStretchedScale_stretchWithIt() {
        RatingTable table = Ratings.mapped(world(24), World.SCALE, value -> Math.rint(2 * value) / 2);
        BiasModel expected = RECOMMENDER.fit(table);

        BiasModel found = RECOMMENDER.fit(Ratings.mapped(table, RatingScale.of(0, 100), value -> value * 10));

        for (int item = 0; item < 30; item++) {
            assertThat(found.predict("u1", "i" + item) / 10)
                    .isCloseTo(expected.predict("u1", "i" + item), within(REORDERED));
        }
    }

    @Test
    void fit_sameTable_sameBits() {
        RatingTable table = world(25);
        Map<String, Double> first = new HashMap<>();
        BiasModel model = RECOMMENDER.fit(table);
        for (int user = 0; user < 40; user++) {
            first.put("u" + user, model.userEffect("u" + user));
        }

        BiasModel again = RECOMMENDER.fit(table);

        first.forEach((userId, effect) -> assertThat(again.userEffect(userId)).isEqualTo(effect));
    }

    /** Knowing users and items leaves the noise of 1 and what 20 ratings cannot tell; the global mean has all three. */
    @Test
    void predictions_ofHiddenRatings_beatTheGlobalMean() {
        World world = World.of(26, 300, 100, 20).hidden(5).build();
        BiasModel model = RECOMMENDER.fit(world.table);
        double mine = 0;
        double mean = 0;
        for (var rating : world.hidden) {
            mine += Math.pow(model.predict(rating.userId(), rating.itemId()) - rating.value(), 2);
            mean += Math.pow(model.centre() - rating.value(), 2);
        }

        assertThat(Math.sqrt(mine / world.hidden.size())).isLessThan(1.08);
        assertThat(Math.sqrt(mean / world.hidden.size())).isGreaterThan(1.4);
    }

    @Test
    void toString_isItsName() {
        assertThat(RECOMMENDER).hasToString("BiasRecommender");
    }
}
