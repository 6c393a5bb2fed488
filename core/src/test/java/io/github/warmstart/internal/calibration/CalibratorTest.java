// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static io.github.warmstart.fixture.Entries.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.gate.ColdStartTrials;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.UserReliability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CalibratorTest {

    /** The same sums in another order, through some hundreds of passes. */
    private static final double REORDERED = 1e-6;

    private final World world = World.of(1, 200, 100, 12).build();
    private final Calibrator calibrator = new Calibrator(catalog());

    private static ItemCatalog catalog() {
        List<Item> items = new ArrayList<>();
        for (int k = 0; k < 120; k++) {
            items.add(Item.of("i" + k, "thing " + k).with("kind", "k" + k % 7));
        }
        return ItemCatalog.of(items);
    }

    /** Truthful audience signals for the even items, and user signals for probes and for pairs that nobody rated. */
    private List<SyntheticSignal> signals() {
        SplittableRandom random = new SplittableRandom(3);
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int item = 0; item < 100; item += 2) {
            signals.add(Signals.audience(
                    "i" + item, World.SCALE.clamp(world.itemMeans[item] + 0.4 + 0.2 * random.nextGaussian())));
        }
        for (int user = 0; user < 60; user++) {
            List<Rating> mine = world.table.ratingsOf("u" + user);
            for (Rating rating : mine.subList(4, 10)) {
                double mean = world.itemMeans[Integer.parseInt(rating.itemId().substring(1))];
                double guess = mean + 0.6 * (rating.value() - mean) + 0.4 * random.nextGaussian();
                signals.add(Signals.user(
                        "u" + user,
                        rating.itemId(),
                        World.SCALE.clamp(guess),
                        mine.get(0).itemId()));
            }
            for (int item = 0; item < 100; item += 9) {
                if (mine.stream().noneMatch(about("i" + item))) {
                    signals.add(Signals.user("u" + user, "i" + item, 5 + random.nextDouble()));
                }
            }
        }
        return signals;
    }

    private static Predicate<Rating> about(String itemId) {
        return rating -> rating.itemId().equals(itemId);
    }

    @Test
    void calibrate_goodSignals_givesPriorsToAllAndOffsetsToPairsWithoutRating() {
        CalibratedSignals found = calibrator.calibrate(world.table, signals());

        assertThat(found.isEmpty()).isFalse();
        assertThat(found.priors().all()).hasSize(120);
        assertThat(found.calibrations())
                .extracting(Calibration::kind)
                .containsExactly(SignalKind.AUDIENCE, SignalKind.USER);
        assertThat(found.calibrations()).allMatch(Calibration::informative);
        assertThat(found.calibrations().get(0).offset()).isCloseTo(0.4, within(0.3));
        assertThat(found.calibrations().get(1).pairs()).isEqualTo(360);
        assertThat(found.offsets().values().stream().mapToInt(Map::size).sum()).isGreaterThan(300);
        found.offsets()
                .forEach((userId, mine) -> mine.forEach((itemId, offset) -> {
                    assertThat(world.table.row(world.table.userIndex(userId), world.table.itemIndex(itemId)))
                            .as("%s %s", userId, itemId)
                            .isNegative();
                    assertThat(offset.weight()).isGreaterThan(0).isLessThan(1);
                }));
    }

    @Test
    void calibrate_noSignals_isEmpty() {
        CalibratedSignals found = calibrator.calibrate(world.table, List.of());

        assertThat(found.isEmpty()).isTrue();
        assertThat(found.calibrations()).isEmpty();
        RatingModel model = found.fit(new BiasRecommender(), world.table);
        assertThat(model.predict("u1", "i1"))
                .isEqualTo(new BiasRecommender().fit(world.table).predict("u1", "i1"));
    }

    @Test
    void calibrate_noRatings_believesTheAudienceOnRequestAndTakesAUserForLittle() {
        List<SyntheticSignal> two = List.of(Signals.audience("i0", 8), Signals.user("u1", "i0", 2));
        Calibrator unproven = new Calibrator(catalog(), 1, new FirstRatingWeight(0.5, 0), true);

        CalibratedSignals found = unproven.calibrate(Ratings.on(World.SCALE), two);

        assertThat(calibrator.calibrate(Ratings.on(World.SCALE), two).priors().isEmpty())
                .isTrue();
        assertThat(at(found.priors().all(), "i0").mean()).isCloseTo(8, within(REORDERED));
        // a single signal is all that is known of its user: it differs from the item's mean by nothing but the offset
        assertThat(found.pseudoRatings()).hasSize(1);
        assertThat(found.pseudoRatings().get(0).value()).isCloseTo(8, within(REORDERED));
        assertThat(found.pseudoRatings().get(0).weight()).isEqualTo(0.1);
        assertThat(found.calibrations()).extracting(Calibration::assumed).containsExactly(true, true);
    }

    @Test
    void calibrate_personaOfOneItem_isAssumedAndSaysNothingButTheMean() {
        CalibratedSignals found = calibrator.calibrate(world.table, List.of(Signals.persona("hipster", "i0", 8)));

        assertThat(found.priors().isEmpty()).isTrue();
        assertThat(found.calibrations()).extracting(Calibration::assumed).containsExactly(true);
        assertThat(found.pseudoRatings()).hasSize(1);
        assertThat(found.pseudoRatings().get(0).weight()).isEqualTo(0.1);
        assertThat(found.pseudoRatings().get(0).userId()).isNotEqualTo("hipster");
    }

    @Test
    void calibrate_uninformativeAudience_givesNoPriors() {
        List<SyntheticSignal> reversed = new ArrayList<>();
        for (int item = 0; item < 100; item++) {
            reversed.add(Signals.audience("i" + item, World.SCALE.clamp(10 - world.itemMeans[item])));
        }

        CalibratedSignals found = calibrator.calibrate(world.table, reversed);

        assertThat(found.isEmpty()).isTrue();
        assertThat(found.calibrations().get(0).informative()).isFalse();
    }

    @Test
    void calibrate_severalAudienceSignalsForAnItem_countAsTheirMean() {
        List<SyntheticSignal> once = new ArrayList<>();
        List<SyntheticSignal> often = new ArrayList<>();
        for (int item = 0; item < 40; item++) {
            once.add(Signals.audience("i" + item, 4 + item / 16.0));
            often.add(Signals.audience("i" + item, 3.5 + item / 16.0));
            often.add(Signals.audience("i" + item, 4.5 + item / 16.0));
        }

        assertThat(calibrator.calibrate(world.table, often).priors().all())
                .isEqualTo(calibrator.calibrate(world.table, once).priors().all());
    }

    @Test
    void calibrate_pseudoRatings_areRefused() {
        RatingTable mixed = world.table.plus(List.of(new PseudoRating("u1", "novelty", 5, 0.5)));

        assertThatThrownBy(() -> calibrator.calibrate(mixed, signals()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table must contain ratings of people only, but contains 1 pseudo ratings");
    }

    @Test
    void calibrate_sameInput_sameBits() {
        assertSame(calibrator.calibrate(world.table, signals()), calibrator.calibrate(world.table, signals()));
    }

    @Test
    void calibrate_signalsInAnotherOrder_isTheSame() {
        List<SyntheticSignal> shuffled = signals();
        Collections.shuffle(shuffled, new Random(5));

        CalibratedSignals expected = calibrator.calibrate(world.table, signals());
        CalibratedSignals found = calibrator.calibrate(world.table, shuffled);

        expected.priors().all().forEach((itemId, prior) -> {
            assertThat(at(found.priors().all(), itemId).mean()).isCloseTo(prior.mean(), within(REORDERED));
            assertThat(at(found.priors().all(), itemId).variance()).isCloseTo(prior.variance(), within(REORDERED));
        });
        Map<String, PseudoRating> rows = new HashMap<>();
        found.pseudoRatings().forEach(row -> rows.put(row.userId() + " " + row.itemId(), row));
        assertThat(found.pseudoRatings()).hasSameSizeAs(expected.pseudoRatings());
        for (PseudoRating row : expected.pseudoRatings()) {
            PseudoRating same = at(rows, row.userId() + " " + row.itemId());
            assertThat(same.value()).isCloseTo(row.value(), within(REORDERED));
            assertThat(same.weight()).isCloseTo(row.weight(), within(REORDERED));
        }
    }

    @Test
    void fit_pseudoRatings_moveNoVariance() {
        CalibratedSignals found = calibrator.calibrate(world.table, signals());
        BiasModel withoutRows = new BiasRecommender().fit(world.table, found.priors());

        BiasModel withRows = new BiasRecommender()
                .fit(world.table.plus(List.of(new PseudoRating("u1", "novelty", 9, 0.5))), found.priors());

        assertThat(withRows.noiseVariance()).isEqualTo(withoutRows.noiseVariance());
        assertThat(withRows.userVariance()).isEqualTo(withoutRows.userVariance());
        assertThat(withRows.itemVariance()).isEqualTo(withoutRows.itemVariance());
        assertThat(withRows.userEffect("u1")).isNotEqualTo(withoutRows.userEffect("u1"));
    }

    /** Whatever people gave outside of what may be looked at, no bit of what is learned from the rest depends on it. */
    @Test
    void calibrate_otherValuesOfHiddenRatings_changesNoBit() {
        ColdStartTrials trials =
                new ColdStartTrials(world.table, Set.of("u150", "u151"), signals(), new FirstRatingWeight(1, 0), 9);
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            RatingTable visible = trials.trial(number).visible();
            List<Rating> altered = Ratings.all(world.table).stream()
                    .map(rating ->
                            visible.row(visible.userIndex(rating.userId()), visible.itemIndex(rating.itemId())) < 0
                                    ? new Rating(rating.userId(), rating.itemId(), 10 - rating.value())
                                    : rating)
                    .toList();
            RatingTable other = Ratings.table(World.SCALE, altered);
            ColdStartTrials.Trial same = new ColdStartTrials(
                            other, Set.of("u150", "u151"), signals(), new FirstRatingWeight(1, 0), 9)
                    .trial(number);

            assertThat(same.judged()).isEqualTo(trials.trial(number).judged());
            assertThat(visible.size()).isLessThan(world.table.size());
            CalibratedSignals expected = calibrator.calibrate(visible, signals());
            CalibratedSignals found = calibrator.calibrate(same.visible(), signals());
            assertSame(found, expected);
            assertThat(found.fit(new BiasRecommender(), same.visible()).predict("u1", "i1"))
                    .isEqualTo(expected.fit(new BiasRecommender(), visible).predict("u1", "i1"));
        }
    }

    /** Things of kind k0 are liked by so much more, those of kind k6 by so much less. */
    private RatingTable likedByKind() {
        return Ratings.table(
                World.SCALE,
                Ratings.all(world.table).stream()
                        .map(rating -> new Rating(
                                rating.userId(),
                                rating.itemId(),
                                World.SCALE.clamp(rating.value()
                                        + kindness(
                                                Integer.parseInt(rating.itemId().substring(1))))))
                        .toList());
    }

    private static double kindness(int item) {
        return 0.4 * (3 - item % 7);
    }

    /** Items 100 to 119 are in the catalogue, and nobody has rated them. */
    @Test
    void withoutSignals_plantedEffectsOfAnAttribute_areCarriedToUnratedItems() {
        RatingTable table = likedByKind();
        BiasModel plain = new BiasRecommender().fit(table);

        CalibratedSignals found = calibrator.withoutSignals(table);

        assertThat(found.priors().all()).hasSize(120);
        assertThat(found.pseudoRatings()).isEmpty();
        assertThat(found.calibrations()).isEmpty();
        RatingModel model = found.fit(new BiasRecommender(), table);
        double misses = 0;
        double plainMisses = 0;
        for (int item = 100; item < 120; item++) {
            double truth = 5 + kindness(item);
            misses += Math.pow(model.predict("stranger", "i" + item) - truth, 2) / 20;
            plainMisses += Math.pow(plain.predict("stranger", "i" + item) - truth, 2) / 20;
        }
        // kinds differ by 0.8; of 14 items that differ by 0.9 the mean is known to about 0.25, and a third is shrunk
        // away
        assertThat(Math.sqrt(plainMisses)).isGreaterThan(0.7);
        assertThat(Math.sqrt(misses)).isLessThan(0.5);
    }

    @Test
    void withoutSignals_noAttributes_isEmpty() {
        List<Item> bare = new ArrayList<>();
        for (int item = 0; item < 120; item++) {
            bare.add(Item.of("i" + item, "thing " + item));
        }

        assertThat(new Calibrator(ItemCatalog.of(bare))
                        .withoutSignals(likedByKind())
                        .isEmpty())
                .isTrue();
        assertThat(new Calibrator(ItemCatalog.of(List.of()))
                        .withoutSignals(likedByKind())
                        .isEmpty())
                .isTrue();
    }

    /** The same for all, a different one for each, or one that too few share: none of these tells items apart. */
    @Test
    void withoutSignals_attributesThatTellNothingApart_isEmpty() {
        List<Item> dull = new ArrayList<>();
        for (int item = 0; item < 120; item++) {
            dull.add(Item.of("i" + item, "thing " + item)
                    .with("language", "en")
                    .with("maker", "nr " + item)
                    .with("rare", item < 4 ? "yes" : "maker " + item));
        }

        assertThat(new Calibrator(ItemCatalog.of(dull))
                        .withoutSignals(likedByKind())
                        .isEmpty())
                .isTrue();
    }

    @Test
    void withoutSignals_noRatings_isEmpty() {
        assertThat(calibrator.withoutSignals(Ratings.on(World.SCALE)).isEmpty()).isTrue();
    }

    @Test
    void withoutSignals_otherValuesOfHiddenRatings_changesNoBit() {
        RatingTable table = likedByKind();
        ColdStartTrials trials =
                new ColdStartTrials(table, Set.of("u150", "u151"), List.of(), new FirstRatingWeight(1, 0), 9);
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            RatingTable visible = trials.trial(number).visible();
            List<Rating> altered = Ratings.all(table).stream()
                    .map(rating ->
                            visible.row(visible.userIndex(rating.userId()), visible.itemIndex(rating.itemId())) < 0
                                    ? new Rating(rating.userId(), rating.itemId(), 10 - rating.value())
                                    : rating)
                    .toList();
            ColdStartTrials.Trial same = new ColdStartTrials(
                            Ratings.table(World.SCALE, altered),
                            Set.of("u150", "u151"),
                            List.of(),
                            new FirstRatingWeight(1, 0),
                            9)
                    .trial(number);

            assertThat(visible.size()).isLessThan(table.size());
            assertThat(same.visible()).isNotSameAs(visible);
            assertSame(calibrator.withoutSignals(same.visible()), calibrator.withoutSignals(visible));
        }
        assertThat(calibrator.withoutSignals(table).priors().all())
                .isNotEqualTo(calibrator
                        .withoutSignals(trials.trial(0).visible())
                        .priors()
                        .all());
    }

    private static void assertSame(CalibratedSignals found, CalibratedSignals expected) {
        assertThat(found.priors().all()).isEqualTo(expected.priors().all());
        assertThat(found.pseudoRatings()).isEqualTo(expected.pseudoRatings());
        assertThat(found.calibrations()).isEqualTo(expected.calibrations());
    }

    @Test
    void informative_isAboveZeroWithOneSidedConfidence() {
        assertThat(new Calibration(SignalKind.USER, 1, 1, 0, 1.65, 1, 1, 0, false, 1).informative())
                .isTrue();
        assertThat(new Calibration(SignalKind.USER, 1, 1, 0, 1.64, 1, 1, 0, false, 1).informative())
                .isFalse();
        assertThat(new Calibration(SignalKind.USER, 1, 1, 0, Double.NaN, 1, 1, 0, false, 1).informative())
                .isFalse();
    }

    /** By hand: three items of which each signal is worth 8 ratings, and pseudo ratings that weigh 0.5 in all. */
    @Test
    void standFor_isTheSumOfTheWorths() {
        ItemPriors priors = ItemPriors.of(1, Map.of("i1", new ItemPriors.Prior(4, 0.125)));
        List<PseudoRating> rows = List.of(new PseudoRating("u1", "i1", 3, 0.2), new PseudoRating("u2", "i1", 3, 0.3));
        Calibration audience = new Calibration(SignalKind.AUDIENCE, 9, 9, 0, 1, 0.1, 0.1, 0, false, 8);
        Calibration users = new Calibration(SignalKind.USER, 90, 9, 0, 1, 0.1, 0.1, 0, false, 0.1);
        List<SyntheticSignal> some = List.of(
                Signals.audience("i1", 3),
                Signals.audience("i1", 4),
                Signals.audience("i2", 4),
                Signals.audience("i3", 4),
                Signals.user("u1", "i9", 4));

        CalibratedSignals used = new CalibratedSignals(priors, rows, List.of(audience, users));

        assertThat(used.effectiveRatings(some))
                .containsExactly(Map.entry(SignalKind.AUDIENCE, 24.0), Map.entry(SignalKind.USER, 0.5));
        assertThat(new CalibratedSignals(ItemPriors.none(), List.of(), List.of(audience)).effectiveRatings(some))
                .containsExactly(Map.entry(SignalKind.AUDIENCE, 0.0));
        CalibratedSignals half = used.weightedBy(new UserReliability(Map.of("u1", 0.25), 1, 1));
        assertThat(half.shareLeftOf(used, SignalKind.USER)).isCloseTo(0.7, within(1e-12));
        assertThat(half.shareLeftOf(used, SignalKind.AUDIENCE)).isEqualTo(1);
        assertThat(used.shareLeftOf(used, SignalKind.USER)).isEqualTo(1);
    }
}
