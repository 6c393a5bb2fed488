// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.quality.Diversity;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five warm starts of a product that grows, by a generator that stays as it was, and by one that drifts to a constant. */
@Tag("slow")
@Timeout(120)
class RepeatedRunsTest {

    /** What the generator has lost of its diversity, run by run. */
    private static final double[] COLLAPSE = {0, 0.3, 0.7, 0.95, 1};

    private static final double[] HONEST = {0, 0, 0, 0, 0};
    private static final double CONSTANT = 3.7;
    private static final double MISS = 0.2;
    /** How many ratings each user who is not cold gives between two warm starts. */
    private static final int MORE = 8;

    /** Everything that is looked at of one run. */
    private record Run(WarmStart start, Community community) {
        boolean tripped() {
            return start.report().rounds().stream()
                    .map(RoundReport::inWords)
                    .anyMatch(note -> note.contains("diversity alarm"));
        }

        /** Below 0 where the returned model is the better one. */
        PairedBootstrap change() {
            return PairedBootstrap.compare(
                    community.hiddenErrors(start.realOnly()),
                    community.hiddenErrors(start.model()),
                    PairedBootstrap.Figure.POOLED_RMSE,
                    1000,
                    5);
        }

        double spread(RatingModel model) {
            List<Double> predictions = community.predictions(model);
            double mean =
                    predictions.stream().mapToDouble(value -> value).average().orElseThrow();
            return Math.sqrt(predictions.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void warmStart_honestGenerator_helpsEachTimeWithoutAlarm(long seed) throws InterruptedException {
        for (Run run : runs(seed, HONEST, true)) {
            assertThat(run.tripped()).isFalse();
            assertThat(run.start.applied()).isTrue();
            assertThat(run.start.report().result().share().after()).isLessThanOrEqualTo(0.5);
            assertThat(run.change().change()).isNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void warmStart_collapsingGenerator_isFoundOutAndDoesNoHarm(long seed) throws InterruptedException {
        List<Run> runs = runs(seed, COLLAPSE, true);
        for (Run run : runs) {
            assertThat(run.change().low()).isNotPositive();
            assertThat(run.spread(run.start.model())).isGreaterThan(0.95 * run.spread(run.start.realOnly()));
        }
        assertThat(runs).extracting(Run::tripped).containsExactly(false, false, true, true, true);
        assertThat(runs.get(4).spread(runs.get(4).start.model()))
                .isGreaterThan(runs.get(0).spread(runs.get(0).start.realOnly()));
    }

    @Test
    void warmStart_generatorThatCollapsesAfterTheProbes_isStoppedInTheFirstRoundAboutUsers()
            throws InterruptedException {
        Community community = Community.of(1);
        Set<String> cold = Set.copyOf(community.coldUsers());
        ScriptedGenerator generator = ScriptedGenerator.saying((request, itemId) -> {
            if (!(request instanceof AsUser user)) {
                return community.audience(itemId);
            }
            String userId = user.profile().userId();
            return cold.contains(userId) ? 3.5 + itemId.length() / 10.0 : community.opinion(userId, itemId);
        });

        WarmStart start = community
                .bootstrapper()
                .coldUsers(cold)
                .generator(generator)
                .asking(ask -> ask.userRounds(3))
                .build()
                .warmStart();

        List<RoundReport> rounds = start.report().rounds();
        assertThat(Rounds.purposes(start)).containsExactly("audience", "probe", "user");
        RoundReport last = rounds.get(rounds.size() - 1);
        assertThat(last.inWords()).contains("diversity alarm: the spread of user signals fell from");
        assertThat(last.diversity().orElseThrow().spreadRatio().orElseThrow()).isLessThan(0.2);
        assertThat(start.signals())
                .filteredOn(signal -> signal.subject().filter(cold::contains).isPresent())
                .as("kept to be looked at")
                .hasSize(last.received());
        assertThat(start.applied()).isTrue();
        assertThat(start.report().result().pseudoRatings()).isZero();
    }

    /** Nobody has told the later runs of the first: calibration and the gate must do. */
    @Test
    void warmStart_collapsingGeneratorAndNoMemory_doesNoHarm() throws InterruptedException {
        List<Run> runs = runs(1, COLLAPSE, false);
        for (Run run : runs) {
            assertThat(run.change().low()).isNotPositive();
            assertThat(run.spread(run.start.model())).isGreaterThan(0.95 * run.spread(run.start.realOnly()));
        }
        assertThat(runs)
                .as("a constant needs no memory")
                .extracting(Run::tripped)
                .containsExactly(false, false, false, false, true);
    }

    private static List<Run> runs(long seed, double[] collapse, boolean memory) throws InterruptedException {
        Community community = Community.of(seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Rating> ratings = new ArrayList<>(community.ratings());
        List<Diversity> earlier = List.of();
        List<Run> runs = new ArrayList<>();
        for (double lost : collapse) {
            List<Diversity> known = earlier;
            WarmStart start = community
                    .bootstrapper()
                    .ratings(RatingSource.of(Community.STARS, ratings))
                    .coldUsers(community.coldUsers())
                    .generator(ScriptedGenerator.saying(
                            (request, itemId) -> answer(community, request, itemId, lost, random)))
                    .guarding(guard -> guard.maxSyntheticShare(0.5).earlierDiversity(known))
                    .build()
                    .warmStart();
            runs.add(new Run(start, community));
            if (memory && earlier.isEmpty()) {
                earlier = start.report().diversity();
            }
            grow(community, ratings, random);
        }
        return runs;
    }

    private static double answer(
            Community community, SignalRequest request, String itemId, double lost, SplittableRandom random) {
        double truth = request instanceof AsUser user
                ? community.opinion(user.profile().userId(), itemId)
                : community.audience(itemId);
        double own = truth + MISS * random.nextGaussian();
        return Community.STARS.clamp((1 - lost) * own + lost * CONSTANT);
    }

    private static void grow(Community community, List<Rating> ratings, SplittableRandom random) {
        Set<String> rated = new HashSet<>();
        Set<String> users = new HashSet<>();
        for (Rating rating : ratings) {
            rated.add(rating.userId() + " " + rating.itemId());
            users.add(rating.userId());
        }
        users.removeAll(Set.copyOf(community.coldUsers()));
        for (String userId : users.stream().sorted().toList()) {
            int more = 0;
            while (more < MORE) {
                String itemId = "film#" + random.nextInt(240);
                if (rated.add(userId + " " + itemId)) {
                    ratings.add(community.rating(userId, itemId, random));
                    more++;
                }
            }
        }
    }
}
