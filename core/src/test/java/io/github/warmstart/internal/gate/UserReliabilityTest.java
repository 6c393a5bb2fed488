// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.internal.calibration.CalibratedSignals;
import io.github.warmstart.internal.gate.UserReliabilityEstimator.Evidence;
import io.github.warmstart.internal.gate.UserReliabilityEstimator.Population;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.trust.UserReliability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UserReliabilityTest {

    /** Users of five ratings each of noise 1 whom signals move by half a star: rightly, or the wrong way. */
    private static Map<String, Evidence> users(long seed, int right, int wrong) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Evidence> users = new LinkedHashMap<>();
        for (int user = 0; user < right + wrong; user++) {
            Evidence evidence = Evidence.NONE;
            double shift = user < right ? 0.8 : -0.8;
            for (int rating = 0; rating < 5; rating++) {
                double y = shift + random.nextGaussian();
                evidence = evidence.plus(new Evidence(1, y * y, (y - 0.8) * (y - 0.8)));
            }
            users.put("u" + user, evidence);
        }
        return users;
    }

    private static UserReliability reliability(Map<String, Evidence> users) {
        return UserReliabilityEstimator.of(users, Population.of(users));
    }

    /** Bayes' rule by hand: 5 squared errors less by signals in all, variance 2, and even odds: e^(5/4) to 1. */
    @Test
    void chance_isBayesRule() {
        Population population = new Population(0.5, 2);

        assertThat(population.chance(new Evidence(3, 11, 6)))
                .isCloseTo(Math.exp(1.25) / (Math.exp(1.25) + 1), within(1e-12));
        assertThat(new Population(0.9, 2).chance(new Evidence(3, 6, 11)))
                .isCloseTo(0.9 / (0.9 + 0.1 * Math.exp(1.25)), within(1e-12));
        assertThat(population.chance(Evidence.NONE)).isEqualTo(0.5);
        assertThat(new Population(0.9, 1e-3).chance(new Evidence(9, 0, 1e6))).isZero();
        assertThat(new Population(0.9, 1e-3).chance(new Evidence(9, 1e6, 0))).isEqualTo(1);
    }

    @Test
    void of_usersWithoutADifference_keepTheShareOfThePrior() {
        Map<String, Evidence> users = new LinkedHashMap<>();
        for (int user = 0; user < 40; user++) {
            users.put("u" + user, new Evidence(5, 5, 5));
        }

        UserReliability reliability = reliability(users);

        assertThat(reliability.share()).isCloseTo(0.9, within(1e-12));
        assertThat(reliability.byUser().values())
                .allSatisfy(chance -> assertThat(chance).isCloseTo(0.9, within(1e-12)));
        assertThat(reliability.others())
                .isEqualTo(UserReliabilityEstimator.ofPrior().others());
        assertThat(reliability.doubted()).isZero();
    }

    /** The most probable values: moving either way from them makes what is seen less probable. */
    @Test
    void population_isAModeOfThePosterior() {
        Map<String, Evidence> users = users(1, 40, 20);
        Population best = Population.of(users);

        for (double step : new double[] {-0.01, 0.01}) {
            assertThat(logPosterior(users, best.share() + step, best.variance()))
                    .isLessThan(logPosterior(users, best.share(), best.variance()));
            assertThat(logPosterior(users, best.share(), best.variance() + step))
                    .isLessThan(logPosterior(users, best.share(), best.variance()));
        }
    }

    private static double logPosterior(Map<String, Evidence> users, double share, double variance) {
        double sum = 9 * Math.log(share) + Math.log(1 - share);
        for (Evidence user : users.values()) {
            sum += Math.log(share * Math.exp(-user.with() / (2 * variance))
                            + (1 - share) * Math.exp(-user.without() / (2 * variance)))
                    - 0.5 * user.ratings() * Math.log(variance);
        }
        return sum;
    }

    @Test
    void of_halfOfTheUsersContradict_tellsThemApart() {
        UserReliability reliability = reliability(users(2, 60, 60));

        assertThat(reliability.share()).isBetween(0.35, 0.65);
        double right = 0;
        double wrong = 0;
        for (int user = 0; user < 60; user++) {
            right += reliability.of("u" + user) / 60;
            wrong += reliability.of("u" + (60 + user)) / 60;
        }
        assertThat(right).isGreaterThan(0.65);
        assertThat(wrong).isLessThan(0.1);
        assertThat(reliability.doubted()).isBetween(45, 75);
    }

    @Test
    void others_countForLessTheLessIsKnownAndTheMoreContradict() {
        double nobody = UserReliabilityEstimator.ofPrior().others();
        double allRight = reliability(users(3, 100, 0)).others();
        double few = reliability(users(3, 10, 0)).others();
        double half = reliability(users(3, 50, 50)).others();
        double allWrong = reliability(users(3, 0, 100)).others();

        // the 5 % quantile of Beta(10, 2), by tables
        assertThat(nobody).isCloseTo(0.636, within(1e-3));
        assertThat(allRight).isGreaterThan(0.85);
        assertThat(few).isBetween(nobody, allRight);
        assertThat(half).isLessThan(nobody);
        assertThat(allWrong).isLessThan(0.15);
        for (UserReliability reliability : List.of(reliability(users(3, 100, 0)), reliability(users(3, 50, 50)))) {
            assertThat(reliability.of("a stranger"))
                    .isEqualTo(reliability.others())
                    .isLessThan(reliability.share());
        }
    }

    @Test
    void of_noErrorAtAll_isTheShare() {
        UserReliability reliability = reliability(Map.of("ann", new Evidence(3, 0, 0)));

        assertThat(reliability.of("ann")).isEqualTo(0.9);
    }

    @Test
    void believed_multipliesWeightsAndLeavesOutWhomNobodyBelieves() {
        CalibratedSignals signals = new CalibratedSignals(
                ItemPriors.none(),
                List.of(
                        new PseudoRating("ann", "i1", 3, 0.5),
                        new PseudoRating("bob", "i1", 3, 0.5),
                        new PseudoRating("cid", "i1", 3, 0.5)),
                List.of());

        CalibratedSignals weighted = signals.weightedBy(new UserReliability(Map.of("ann", 0.5, "bob", 0.0), 0.9, 0.6));

        assertThat(weighted.pseudoRatings())
                .containsExactly(new PseudoRating("ann", "i1", 3, 0.25), new PseudoRating("cid", "i1", 3, 0.3));
    }

    @Test
    void userBeliefs_chancesOffTheRange_areErrors() {
        assertThatThrownBy(() -> new UserReliability(Map.of(), 1.5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share must be between 0 and 1, but was 1.5");
        assertThatThrownBy(() -> new UserReliability(Map.of(), 1, Double.NaN))
                .hasMessage("others must be between 0 and 1, but was NaN");
        assertThatThrownBy(() -> new UserReliability(Map.of("ann", -0.1), 1, 1))
                .hasMessage("reliability of a user must be between 0 and 1, but was -0.1");
    }
}
