// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapEnsembleTest {

    /** A few additions in double. */
    private static final double EXACT = 1e-12;

    private static RatingTable table() {
        return Ratings.of(
                "ann likes alien 5",
                "ann hates brazil 1",
                "bob likes alien 4",
                "bob likes casino 3",
                "cay hates alien 2",
                "cay likes brazil 4");
    }

    private static BootstrapEnsemble ensemble(int members, long seed) {
        return new BootstrapEnsemble(new BiasRecommender(), members, seed);
    }

    /** The members by themselves, as the learner gave them. */
    private static List<RatingModel> members(int members, long seed) {
        List<RatingModel> kept = Collections.synchronizedList(new ArrayList<>());
        new BootstrapEnsemble(
                        rows -> {
                            RatingModel model = new BiasRecommender().fit(rows);
                            kept.add(model);
                            return model;
                        },
                        members,
                        seed)
                .fit(table());
        return kept;
    }

    @Test
    void fit_givesEachMemberTheSameRowsUnderOtherWeights() {
        List<RatingTable> seen = Collections.synchronizedList(new ArrayList<>());

        new BootstrapEnsemble(
                        rows -> {
                            seen.add(rows);
                            return new BiasRecommender().fit(rows);
                        },
                        3,
                        1)
                .fit(table());

        assertThat(seen).hasSize(3);
        assertThat(seen).allSatisfy(rows -> assertThat(Ratings.all(rows)).isEqualTo(Ratings.all(table())));
        assertThat(seen.stream().map(rows -> rows.weight(0)).distinct()).hasSize(3);
    }

    @Test
    void weights_areExponentialOfMeanOne_timesThoseOfTheTable() {
        int rows = 20_000;
        RatingTable table = Ratings.of("ann likes alien 5")
                .plus(IntStream.range(1, rows)
                        .mapToObj(k -> new PseudoRating("ann", "i" + k, 3, 2))
                        .toList());
        List<RatingTable> seen = Collections.synchronizedList(new ArrayList<>());
        new BootstrapEnsemble(
                        drawn -> {
                            seen.add(drawn);
                            return new BiasRecommender().fit(Ratings.of("ann likes alien 5"));
                        },
                        2,
                        7)
                .fit(table);

        double mean = IntStream.range(1, rows)
                .mapToDouble(row -> seen.get(0).weight(row) / 2)
                .average()
                .orElseThrow();
        double above = IntStream.range(1, rows)
                .filter(row -> seen.get(0).weight(row) / 2 > 2)
                .count();

        // four standard errors of 20,000 draws
        assertThat(mean).isCloseTo(1, within(4 / Math.sqrt(rows)));
        assertThat(above / rows).isCloseTo(Math.exp(-2), within(4 * 0.35 / Math.sqrt(rows)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void predictions_areMeansOfTheMembers_andDisagreementTheirVariance(long seed) {
        List<RatingModel> members = members(4, seed);
        EnsembleModel ensemble = ensemble(4, seed).fit(table());
        for (String userId : List.of("ann", "bob", "eve")) {
            for (String itemId : List.of("alien", "brazil", "dune")) {
                double mean = members.stream()
                        .mapToDouble(member -> member.predict(userId, itemId))
                        .average()
                        .orElseThrow();
                double spread = members.stream()
                                .mapToDouble(member -> Math.pow(member.predict(userId, itemId) - mean, 2))
                                .sum()
                        / 3;
                double within = members.stream()
                        .mapToDouble(member -> member.variance(userId, itemId).orElseThrow())
                        .average()
                        .orElseThrow();
                assertThat(ensemble.predict(userId, itemId)).as("seed %d", seed).isCloseTo(mean, within(EXACT));
                assertThat(ensemble.disagreement(userId, itemId))
                        .as("seed %d", seed)
                        .isCloseTo(spread, within(EXACT));
                assertThat(ensemble.variance(userId, itemId)).isPresent();
                assertThat(ensemble.variance(userId, itemId).orElseThrow())
                        .as("seed %d", seed)
                        .isCloseTo(within + spread, within(EXACT));
            }
        }
    }

    @Test
    void disagreement_workedExample_isThatByHand() {
        EnsembleModel ensemble = new EnsembleModel(List.of(constant(2), constant(3), constant(5)));

        assertThat(ensemble.predict("ann", "alien")).isCloseTo(10 / 3.0, within(1e-6));
        // squares of 4/3, 1/3 and 5/3 over 2; ratings are kept as floats
        assertThat(ensemble.disagreement("ann", "alien")).isCloseTo(42 / 18.0, within(1e-6));
    }

    /** A model of one value only, which every shrinking leaves as it is. */
    private static RatingModel constant(int value) {
        return new BiasRecommender()
                .fit(Ratings.of("ann gives alien " + value, "bob gives alien " + value, "ann gives brazil " + value));
    }

    @Test
    void sameSeed_sameBits_andAnotherSeedAnotherModel() {
        EnsembleModel one = ensemble(5, 1).fit(table());

        assertThat(ensemble(5, 1).fit(table()).predict("ann", "casino")).isEqualTo(one.predict("ann", "casino"));
        assertThat(ensemble(5, 2).fit(table()).predict("ann", "casino")).isNotEqualTo(one.predict("ann", "casino"));
    }

    @Test
    void fit_withPriors_handsThemToEachMember() {
        ItemPriors priors = ItemPriors.of(1, Map.of("dune", new ItemPriors.Prior(4.8, 0.001)));

        EnsembleModel model = ensemble(3, 1).fit(table(), priors);

        assertThat(model.knowsItem("dune")).isTrue();
        assertThat(model.predict("eve", "dune"))
                .isGreaterThan(ensemble(3, 1).fit(table()).predict("eve", "dune") + 0.5);
    }

    @Test
    void whatIsKnown_isThatOfTheTable() {
        EnsembleModel model = ensemble(2, 1).fit(table());

        assertThat(model.scale()).isEqualTo(Ratings.STARS);
        assertThat(model.knowsUser("ann")).isTrue();
        assertThat(model.knowsUser("eve")).isFalse();
        assertThat(model.knowsItem("alien")).isTrue();
        assertThat(model.knowsItem("dune")).isFalse();
        assertThat(model.itemIds()).containsExactlyInAnyOrder("alien", "brazil", "casino");
        assertThat(model.ratedItems("bob")).containsExactlyInAnyOrder("alien", "casino");
        assertThat(model.ratingCount("alien")).isEqualTo(3);
    }

    @Test
    void foldIn_isTheMeanOfTheMembersFoldedIn() {
        List<Rating> ratings = List.of(new Rating("eve", "alien", 5), new Rating("eve", "casino", 5));

        EnsembleModel folded = ensemble(3, 1).fit(table()).foldIn("eve", ratings);

        double mean = members(3, 1).stream()
                .mapToDouble(member -> member.foldIn("eve", ratings).predict("eve", "brazil"))
                .average()
                .orElseThrow();
        assertThat(folded.predict("eve", "brazil")).isCloseTo(mean, within(EXACT));
        assertThat(folded.ratedItems("eve")).containsExactlyInAnyOrder("alien", "casino");
    }

    @Test
    void fewerThanTwoMembers_areAnError() {
        assertThatThrownBy(() -> ensemble(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("members must be >= 2, but was 1");
    }

    @Test
    void noThread_isAnError() {
        assertThatThrownBy(() -> new BootstrapEnsemble(new BiasRecommender(), 2, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads must be >= 1, but was 0");
    }

    @Test
    void fit_anyThreads_givesTheSameBits() {
        EnsembleModel expected = new BootstrapEnsemble(new BiasRecommender(), 5, 1, 1).fit(table());
        for (int threads = 2; threads < 7; threads++) {
            EnsembleModel found = new BootstrapEnsemble(new BiasRecommender(), 5, 1, threads).fit(table());
            assertThat(found.predict("ann", "casino")).isEqualTo(expected.predict("ann", "casino"));
            assertThat(found.disagreement("ann", "casino")).isEqualTo(expected.disagreement("ann", "casino"));
        }
    }

    @Test
    void fit_twoThreads_trainsTwoMembersAtOnce() {
        CountDownLatch both = new CountDownLatch(2);
        new BootstrapEnsemble(
                        rows -> {
                            both.countDown();
                            try {
                                both.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return new BiasRecommender().fit(rows);
                        },
                        2,
                        1,
                        2)
                .fit(table());

        assertThat(both.getCount()).isZero();
    }

    @Test
    void fit_interrupted_endsBeforeTheNextMembers() {
        AtomicInteger trained = new AtomicInteger();
        BootstrapEnsemble ensemble = new BootstrapEnsemble(
                rows -> {
                    trained.incrementAndGet();
                    Thread.currentThread().interrupt();
                    return new BiasRecommender().fit(rows);
                },
                5,
                1,
                1);

        assertThatThrownBy(() -> ensemble.fit(table()))
                .isInstanceOf(CancellationException.class)
                .hasMessage("training was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(trained).hasValue(1);
    }

    @Test
    void fit_learnerThatFails_isTold() {
        BootstrapEnsemble ensemble = new BootstrapEnsemble(
                rows -> {
                    throw new IllegalStateException("diverged");
                },
                5,
                1);

        assertThatThrownBy(() -> ensemble.fit(table()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("diverged");
    }

    @Test
    void toString_namesLearnerMembersAndSeed() {
        assertThat(ensemble(5, 3))
                .hasToString("BootstrapEnsemble(%s, members=5, seed=3)".formatted(new BiasRecommender()));
    }
}
