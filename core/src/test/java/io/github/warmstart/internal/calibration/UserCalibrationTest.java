// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserCalibrationTest {

    private static final double EXACT = 1e-9;

    /** Users who rate items whose mean is known to be 3, and a generator that answers z = a + b e + error. */
    private static final class Probes {
        final List<Rating> ratings = new ArrayList<>();
        final List<SyntheticSignal> signals = new ArrayList<>();
        final double[][] truths;
        final double[][] guesses;
        final RatingTable table;
        final BiasModel bias;

        Probes(long seed, int users, int items, double a, double b, double ownError, double error) {
            SplittableRandom random = new SplittableRandom(seed);
            truths = new double[users][items];
            guesses = new double[users][items];
            Map<String, ItemPriors.Prior> priors = new HashMap<>();
            for (int user = 0; user < users; user++) {
                double own = ownError * random.nextGaussian();
                for (int item = 0; item < items; item++) {
                    truths[user][item] = random.nextInt(5) - 2;
                    guesses[user][item] = a + b * truths[user][item] + own + error * random.nextGaussian();
                    ratings.add(new Rating("u" + user, "i" + item, 3 + truths[user][item]));
                    signals.add(Signals.user("u" + user, "i" + item, 3 + guesses[user][item], "shown"));
                    priors.put("i" + item, new ItemPriors.Prior(3, 1e-15));
                }
            }
            priors.put("novelty", new ItemPriors.Prior(3, 1e-15));
            table = Ratings.table(Ratings.STARS, ratings);
            bias = new BiasRecommender().fit(table, ItemPriors.of(1, priors));
        }

        UserCalibration fit() {
            return UserCalibration.fit(table, bias, signals);
        }
    }

    @Test
    void fit_manyProbes_recoversSlopeOffsetAndCorrelation() {
        Calibration found = new Probes(1, 150, 10, -0.2, 0.5, 0.4, 0.5).fit().summary();

        assertThat(found.pairs()).isEqualTo(1500);
        assertThat(found.subjects()).isEqualTo(150);
        assertThat(found.slope()).isCloseTo(0.5, within(0.04));
        assertThat(found.offset()).isCloseTo(-0.2, within(0.15));
        assertThat(found.noiseVariance()).isCloseTo(0.25, within(0.03));
        assertThat(found.withinSubject()).isCloseTo(0.16 / 0.41, within(0.08));
        assertThat(found.informative()).isTrue();
    }

    /** Six users with six pairs each, recomputed by the textbook for balanced groups. */
    @Test
    void fit_balancedExample_isThatByTheTextbook() {
        Probes probes = new Probes(2, 6, 6, 0.1, 0.6, 0.3, 0.4);

        Calibration found = probes.fit().summary();

        double truthMean = mean(probes.truths);
        double guessMean = mean(probes.guesses);
        double sxx = 0;
        double sxy = 0;
        double syy = 0;
        for (int user = 0; user < 6; user++) {
            double truth = mean(new double[][] {probes.truths[user]});
            double guess = mean(new double[][] {probes.guesses[user]});
            for (int item = 0; item < 6; item++) {
                sxx += Math.pow(probes.truths[user][item] - truth, 2);
                sxy += (probes.truths[user][item] - truth) * (probes.guesses[user][item] - guess);
                syy += Math.pow(probes.guesses[user][item] - guess, 2);
            }
        }
        double raw = sxy / sxx;
        // 36 pairs less 6 means and a slope
        double noise = (syy - sxy * sxy / sxx) / 29;
        double precision = sxx / noise + 1 / 0.09;
        double slope = (raw * sxx / noise + 0.15 / 0.09) / precision;
        double[][] errors = new double[6][6];
        for (int user = 0; user < 6; user++) {
            for (int item = 0; item < 6; item++) {
                errors[user][item] =
                        probes.guesses[user][item] - guessMean - slope * (probes.truths[user][item] - truthMean);
            }
        }
        double between = 0;
        double inside = 0;
        for (double[] mine : errors) {
            double own = mean(new double[][] {mine});
            between += 6 * own * own / 5;
            for (double error : mine) {
                inside += (error - own) * (error - own) / 30;
            }
        }
        double icc = Math.max(0, (between - inside) / (between + 5 * inside));
        double shrunkIcc = (6 * icc + 5 * 0.3) / 11;
        assertThat(found.withinSubject()).isCloseTo(shrunkIcc, within(EXACT));
        assertThat(found.noiseVariance()).isCloseTo(noise, within(EXACT));
        assertThat(found.slope()).isCloseTo(slope, within(EXACT));
        assertThat(found.slopeError()).isCloseTo(Math.sqrt(1 / precision), within(EXACT));
        assertThat(found.offset()).isCloseTo(guessMean - truthMean, within(EXACT));
        double s2 = probes.bias.noiseVariance();
        assertThat(found.effectiveRatings()).isCloseTo(s2 / (s2 + noise / (slope * slope)), within(EXACT));
    }

    private static double mean(double[][] values) {
        double sum = 0;
        for (double[] row : values) {
            for (double value : row) {
                sum += value / (values.length * row.length);
            }
        }
        return sum;
    }

    @Test
    void pseudoRatings_ofTwoSignals_areThoseByHand() {
        Probes probes = new Probes(3, 30, 6, 0, 0.8, 0.2, 0.3);
        UserCalibration fit = probes.fit();
        List<SyntheticSignal> questions = List.of(
                Signals.user("cold", "novelty", 3.2),
                Signals.user("cold", "i1", 2.9),
                Signals.user("u1", "novelty", 3.1),
                Signals.user("u1", "other", 3.5),
                Signals.user("u1", "i1", 5));

        List<PseudoRating> rows = fit.pseudoRatings(probes.table, questions);

        Calibration found = fit.summary();
        double s2 = probes.bias.noiseVariance();
        double b = found.slope();
        double share = b * b * s2 / (b * b * s2 + found.noiseVariance());
        double stretch = Math.min(1, 1 / b);
        // u1 has rated i1, so only two signals about u1 are guesses; nothing is known of the other item but the centre
        double centre = probes.bias.centre();
        double shared = (0.1 + 3.5 - centre) / 2;
        double ann = probes.bias.userEffect("u1");
        assertThat(rows).extracting(PseudoRating::userId).containsExactly("cold", "cold", "u1", "u1");
        assertThat(rows).extracting(PseudoRating::itemId).containsExactly("novelty", "i1", "novelty", "other");
        assertThat(rows).allSatisfy(row -> assertThat(row.weight()).isCloseTo(share, within(EXACT)));
        assertThat(rows.get(2).value()).isCloseTo(3 + ann + stretch * (0.1 - shared), within(EXACT));
        assertThat(rows.get(3).value()).isCloseTo(centre + ann + stretch * (3.5 - centre - shared), within(EXACT));
        // of a user without ratings the shared part is believed, less its mean over both users
        double level = 0.05 - (0.05 + shared) / 2;
        assertThat(rows.get(0).value()).isCloseTo(3 + level + stretch * (0.2 - 0.05), within(EXACT));
        assertThat(rows.get(1).value()).isCloseTo(3 + level + stretch * (-0.1 - 0.05), within(EXACT));
    }

    /** Faint signals keep the least weight, and are stretched so that they move a prediction no more than they should. */
    @Test
    void pseudoRatings_ofFaintSignals_areStretchedOnceAtMost() {
        Probes probes = new Probes(3, 200, 10, 0, 0.05, 0.2, 0.3);
        UserCalibration fit = probes.fit();
        Calibration found = fit.summary();
        double s2 = probes.bias.noiseVariance();
        double share =
                found.slope() * found.slope() * s2 / (found.slope() * found.slope() * s2 + found.noiseVariance());

        List<PseudoRating> rows = fit.pseudoRatings(
                probes.table, List.of(Signals.user("cold", "novelty", 3.2), Signals.user("cold", "i1", 2.8)));

        assertThat(share).isLessThan(0.1);
        assertThat(found.effectiveRatings()).isEqualTo(0.1);
        double stretch = Math.min(1, share / (0.1 * found.slope()));
        assertThat(rows).extracting(PseudoRating::weight).containsOnly(0.1);
        assertThat(rows.get(0).value()).isCloseTo(3 + stretch * 0.2, within(EXACT));
        assertThat(rows.get(1).value()).isCloseTo(3 - stretch * 0.2, within(EXACT));
    }

    /** The answers about a user without ratings share one error, however many they are. */
    @Test
    void pseudoRatings_ofAUserWithoutRatings_areWorthFourRatingsAtMost() {
        Probes probes = new Probes(3, 60, 40, 0, 1, 0.01, 0.01);

        List<PseudoRating> rows = probes.fit()
                .pseudoRatings(
                        probes.table,
                        IntStream.range(0, 40)
                                .mapToObj(item -> Signals.user("cold", "i" + item, 3))
                                .toList());

        assertThat(rows).hasSize(40).allSatisfy(row -> assertThat(row.weight()).isCloseTo(0.1, within(EXACT)));
    }

    @Test
    void pseudoRatings_beyondTheEnds_areOnTheScale() {
        Probes probes = new Probes(3, 30, 6, 0, 0.8, 0.2, 0.3);

        List<PseudoRating> rows = probes.fit()
                .pseudoRatings(
                        probes.table, List.of(Signals.user("cold", "novelty", 5), Signals.user("cold", "i1", 1)));

        assertThat(rows.get(0).value()).isCloseTo(5, within(EXACT)).isLessThanOrEqualTo(5);
        assertThat(rows.get(1).value()).isCloseTo(1, within(EXACT)).isGreaterThanOrEqualTo(1);
    }

    /** 28 pairs of 7 users, and nearly perfect signals: nothing is measured all the same. */
    @Test
    void fit_tooFewPairs_isAssumed() {
        Probes probes = new Probes(4, 7, 4, 0, 1, 0.01, 0.01);

        Calibration found = probes.fit().summary();

        assertThat(found)
                .isEqualTo(new Calibration(
                        SignalKind.USER, 28, 7, 0, 1, 0, 9 * probes.bias.noiseVariance(), 0.3, true, 0.1));
        assertThat(found.informative()).isTrue();
    }

    /** Forty pairs, but one a user: the answers about a user cannot be told apart, and nothing is measured. */
    @Test
    void fit_onePairAUser_isAssumed() {
        Calibration found = new Probes(4, 40, 1, 0, 1, 0.01, 0.01).fit().summary();

        assertThat(found.pairs()).isEqualTo(40);
        assertThat(found.assumed()).isTrue();
        assertThat(found.effectiveRatings()).isEqualTo(0.1);
    }

    @Test
    void fit_tooFewUsers_isAssumed() {
        Probes probes = new Probes(4, 4, 20, 0, 1, 0.01, 0.01);

        assertThat(probes.fit().summary())
                .isEqualTo(new Calibration(
                        SignalKind.USER, 80, 4, 0, 1, 0, 9 * probes.bias.noiseVariance(), 0.3, true, 0.1));
    }

    /** Nothing but item means of 3 and one rated pair: what signals differ by from that is the offset. */
    @Test
    void pseudoRatings_ofAssumedSignals_areThoseByHand() {
        Probes probes = new Probes(8, 6, 3, 0, 1, 0.3, 0.3);
        double ann = probes.bias.userEffect("u1");
        List<SyntheticSignal> signals = List.of(
                Signals.user("cold", "i0", 4),
                Signals.user("u1", "novelty", 3.5 + ann),
                Signals.user("cold", "novelty", 2.5),
                Signals.user("u1", "i0", 1));

        UserCalibration fit = UserCalibration.fit(probes.table, probes.bias, signals);
        List<PseudoRating> rows = fit.pseudoRatings(probes.table, signals);

        // 1, 0.5 and -0.5 above what is known of user and item; the pair of u1 and i0 has a rating and counts for
        // nothing
        assertThat(fit.summary().pairs()).isEqualTo(1);
        assertThat(fit.summary().subjects()).isEqualTo(1);
        assertThat(fit.summary().offset()).isCloseTo(1 / 3.0, within(EXACT));
        assertThat(rows).extracting(PseudoRating::userId).containsExactly("cold", "cold", "u1");
        assertThat(rows).extracting(PseudoRating::itemId).containsExactly("i0", "novelty", "novelty");
        assertThat(rows).extracting(PseudoRating::weight).containsOnly(0.1);
        // cold is known by nothing but signals, 1 and -0.5 from the means: 0.25 are shared, as against 0.5 + ann of u1
        double level = 0.25 - (0.25 + 0.5 + ann) / 2;
        assertThat(rows.get(0).value()).isCloseTo(3 + level + 0.75, within(EXACT));
        assertThat(rows.get(1).value()).isCloseTo(3 + level - 0.75, within(EXACT));
        // the one signal about u1 is all shared, and u1's own ratings say more of that
        assertThat(rows.get(2).value()).isCloseTo(3 + ann, within(EXACT));
    }

    /** 40 signals of one user are the most that are worth 0.1 ratings each; more share the 4 ratings among them. */
    @Test
    void pseudoRatings_ofManyAssumedSignals_areWorthFourRatingsAUserAtMost() {
        Map<String, ItemPriors.Prior> priors = new HashMap<>();
        List<SyntheticSignal> signals = new ArrayList<>();
        Map<String, Integer> counts = Map.of("few", 1, "some", 39, "just", 40, "many", 41, "most", 160);
        counts.forEach((userId, count) -> {
            for (int item = 0; item < count; item++) {
                priors.put("i" + item, new ItemPriors.Prior(3, 0.1));
                signals.add(Signals.user(userId, "i" + item, 3));
            }
        });
        RatingTable none = Ratings.of();

        List<PseudoRating> rows = UserCalibration.fit(
                        none, new BiasRecommender().fit(none, ItemPriors.of(1, priors)), signals)
                .pseudoRatings(none, signals);

        Map<String, Double> sums = new HashMap<>();
        rows.forEach(row -> sums.merge(row.userId(), row.weight(), Double::sum));
        assertThat(rows).hasSize(signals.size());
        assertThat(rows).filteredOn(row -> row.userId().equals("just")).allMatch(row -> row.weight() == 0.1);
        assertThat(rows).filteredOn(row -> row.userId().equals("many")).allMatch(row -> row.weight() == 4.0 / 41);
        assertThat(rows).filteredOn(row -> row.userId().equals("most")).allMatch(row -> row.weight() == 0.025);
        assertThat(sums.get("few")).isEqualTo(0.1);
        assertThat(sums.get("some")).isCloseTo(3.9, within(EXACT));
        assertThat(sums.get("just")).isCloseTo(4, within(EXACT));
        assertThat(sums.get("many")).isCloseTo(4, within(EXACT));
        assertThat(sums.get("most")).isCloseTo(4, within(EXACT));
    }

    /** What was asked about a pair that has a rating is evidence, however little of it there is. */
    @Test
    void pseudoRatings_ofAssumedSignals_areNeverForPairsWithARating() {
        Probes probes = new Probes(4, 4, 6, 0.2, 0.8, 0.2, 0.3);
        List<SyntheticSignal> signals = new ArrayList<>(probes.signals);
        signals.add(Signals.user("u1", "novelty", 4));
        // of what the generator was shown it can be no evidence, and it is no guess either
        signals.add(Signals.user("u2", "i3", 5, "i3"));

        UserCalibration fit = UserCalibration.fit(probes.table, probes.bias, signals);

        assertThat(fit.summary().assumed()).isTrue();
        assertThat(fit.summary().pairs()).isEqualTo(24);
        assertThat(fit.pseudoRatings(probes.table, signals))
                .extracting(PseudoRating::userId, PseudoRating::itemId)
                .containsExactly(tuple("u1", "novelty"));
    }

    @Test
    void pseudoRatings_ofAssumedSignalsBeyondTheEnds_areOnTheScale() {
        RatingTable none = Ratings.of();
        List<SyntheticSignal> signals = List.of(Signals.user("ann", "alien", 5), Signals.user("ann", "brazil", 1));
        BiasModel bias = new BiasRecommender()
                .fit(
                        none,
                        ItemPriors.of(
                                1,
                                Map.of(
                                        "alien",
                                        new ItemPriors.Prior(3, 1e-15),
                                        "brazil",
                                        new ItemPriors.Prior(1, 1e-15))));

        // 2 and 0 above the means: the offset of 1 would take the second below the scale
        assertThat(UserCalibration.fit(none, bias, signals).pseudoRatings(none, signals))
                .extracting(PseudoRating::value)
                .containsExactly(4.0, 1.0);
    }

    @Test
    void fit_justEnoughPairsAndUsers_isMeasured() {
        assertThat(new Probes(4, 5, 6, 0, 1, 0.01, 0.01).fit().summary().assumed())
                .isFalse();
        assertThat(new Probes(4, 6, 5, 0, 1, 0.01, 0.01).fit().summary().assumed())
                .isFalse();
    }

    @Test
    void fit_itemsTheGeneratorWasShown_areNeverHeldAgainst() {
        Probes probes = new Probes(5, 30, 6, 0, 0.8, 0.2, 0.3);
        List<SyntheticSignal> spoilt = probes.signals.stream()
                .map(signal -> Signals.user(
                        signal.subject().orElseThrow(),
                        signal.itemId(),
                        signal.value(),
                        signal.itemId().equals("i0") ? new String[] {"i0"} : new String[] {"shown"}))
                .toList();

        UserCalibration fit = UserCalibration.fit(probes.table, probes.bias, spoilt);

        assertThat(fit.summary().pairs()).isEqualTo(150);
        List<SyntheticSignal> without = probes.signals.stream()
                .filter(signal -> !signal.itemId().equals("i0"))
                .toList();
        assertThat(fit.summary())
                .isEqualTo(
                        UserCalibration.fit(probes.table, probes.bias, without).summary());
    }

    @Test
    void fit_pseudoRatings_areNeverHeldAgainst() {
        Probes probes = new Probes(6, 30, 6, 0, 0.8, 0.2, 0.3);
        RatingTable more = probes.table.plus(List.of(new PseudoRating("u1", "novelty", 5, 1)));
        List<SyntheticSignal> signals = new ArrayList<>(probes.signals);
        signals.add(Signals.user("u1", "novelty", 5));

        assertThat(UserCalibration.fit(more, probes.bias, signals).summary())
                .isEqualTo(probes.fit().summary());
    }

    @Test
    void fit_noise_isNotInformative() {
        int believed = 0;
        for (long seed = 1; seed <= 40; seed++) {
            believed += new Probes(seed, 60, 8, 0, 0, 0.3, 0.5).fit().summary().informative() ? 1 : 0;
        }

        // one in twenty by chance, and a little more because an unknown generator is thought to be some good
        assertThat(believed).isLessThanOrEqualTo(6);
    }

    @Test
    void fit_reversedSignals_areNotInformative() {
        Probes probes = new Probes(7, 60, 8, 0, -0.5, 0.2, 0.3);
        UserCalibration fit = probes.fit();

        assertThat(fit.summary().slope()).isCloseTo(-0.5, within(0.05));
        assertThat(fit.summary().informative()).isFalse();
        assertThat(fit.pseudoRatings(probes.table, List.of(Signals.user("cold", "novelty", 4))))
                .isEmpty();
    }

    @Test
    void fit_ratingsWithoutSpread_keepsThePriorSlope() {
        List<Rating> ratings = new ArrayList<>();
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int k = 0; k < 60; k++) {
            ratings.add(new Rating("u" + k % 10, "i" + k / 10, 4));
            signals.add(Signals.user("u" + k % 10, "i" + k / 10, k % 3 + 2));
        }
        RatingTable table = Ratings.table(Ratings.STARS, ratings);

        Calibration found = UserCalibration.fit(table, new BiasRecommender().fit(table), signals)
                .summary();

        assertThat(found.slope()).isFinite();
        assertThat(found.effectiveRatings()).isFinite();
        assertThat(found.informative()).isFalse();
    }
}
