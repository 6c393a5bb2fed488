// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals that no probe has proved, held against the ratings of the cold users that they are about. */
class GateShownTest {

    private static final Set<SignalKind> AUDIENCE = Set.of(SignalKind.AUDIENCE);
    private static final Set<SignalKind> BOTH = Set.of(SignalKind.AUDIENCE, SignalKind.USER);
    /** One sum of squares, taken in two passes of the same order. */
    private static final double EXACT = 1e-12;

    private static final int COLD = 120;
    private static final int ITEMS = 60;
    private static final int PAIRS = 20;

    /** 60 warm and 120 cold users of 3 ratings each, who differ in generosity by more than a rating does by chance. */
    private final World world = world(1, 180);

    private final Set<String> cold = cold(COLD);

    @AfterEach
    void wakeUp() {
        Thread.interrupted();
    }

    private static World world(long seed, int users) {
        return World.of(seed, users, ITEMS, 3).spread(1.5, 0.6, 1).build();
    }

    private static Set<String> cold(int users) {
        return IntStream.range(0, users)
                .mapToObj(user -> "u" + user)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What the audience would give, and of each cold user what another one, so many further on, would give. */
    private static List<SyntheticSignal> signals(World world, int coldUsers, int shift) {
        SplittableRandom random = new SplittableRandom(5);
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            signals.add(Signals.audience(
                    "i" + item, World.SCALE.clamp(world.itemMeans[item] + 0.3 * random.nextGaussian())));
        }
        for (int user = 0; user < coldUsers; user++) {
            List<Rating> mine = world.table.ratingsOf("u" + user);
            Set<String> rated = mine.stream().map(Rating::itemId).collect(Collectors.toSet());
            double generosity = world.userEffects[(user + shift) % coldUsers];
            for (int item = 0, asked = 0; asked < PAIRS; item++) {
                if (!rated.contains("i" + item)) {
                    double value = generosity + world.itemMeans[item] + 0.5 * random.nextGaussian();
                    signals.add(Signals.user("u" + user, "i" + item, World.SCALE.clamp(value), rated));
                    asked++;
                }
            }
        }
        return signals;
    }

    private static Gate gate(Recommender recommender, long seed) {
        return new Gate(recommender, new Calibrator(ItemCatalog.of(List.of())), new FirstRatingWeight(1, 0), seed);
    }

    private GateVerdict judge(List<SyntheticSignal> signals, Set<SignalKind> base, Set<SignalKind> more)
            throws InterruptedException {
        return gate(new BiasRecommender(), 1).judgeShown(world.table, signals, base, more, cold, done -> {});
    }

    /** The same signals, and for each cold user one about a rated item that the generator was not shown. */
    private static List<SyntheticSignal> probed(World world, int coldUsers, DoubleUnaryOperator said) {
        List<SyntheticSignal> signals = new ArrayList<>(signals(world, coldUsers, 0));
        for (int user = 0; user < coldUsers; user++) {
            List<Rating> mine = world.table.ratingsOf("u" + user);
            signals.add(Signals.user(
                    "u" + user,
                    mine.get(0).itemId(),
                    World.SCALE.clamp(said.applyAsDouble(mine.get(0).value())),
                    mine.get(1).itemId(),
                    mine.get(2).itemId()));
        }
        return signals;
    }

    @Test
    void judgeShown_noProbe_isUsedAsOfAnUnknownGenerator() throws InterruptedException {
        GateVerdict verdict = judge(signals(world, COLD, 0), AUDIENCE, BOTH);

        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
        assertThat(verdict.kinds()).isEqualTo(BOTH);
        // the level of true answers moves predictions of rated items too
        assertThat(verdict.trial().orElseThrow().change()).isNegative();
    }

    @Test
    void judgeShown_probesThatAgree_pass() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(3);

        GateVerdict verdict =
                judge(probed(world, COLD, rating -> rating + 0.3 * random.nextGaussian()), AUDIENCE, BOTH);

        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
        assertThat(verdict.trial().orElseThrow().bound()).isNegative();
        assertThat(verdict.trial().orElseThrow().users()).isEqualTo(COLD);
        assertThat(verdict.trial().orElseThrow().ratings()).isEqualTo(3 * COLD);
        assertThat(verdict.reason())
                .matches("against what audience signals predict, and on ratings that the generator was shown: "
                        + "on 360 hidden ratings of 120 users the error changed by -\\d+\\.\\d\\d %, and with 95 % "
                        + "confidence by no worse than -\\d+\\.\\d\\d %: shown to help");
    }

    /** The level of the answers is used, so that those of another user raise the error, and are withdrawn for it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60})
    void judgeShown_signalsOfOtherUsers_areWithdrawn(int shift) throws InterruptedException {
        GateVerdict verdict = judge(signals(world, COLD, shift), AUDIENCE, BOTH);

        assertThat(verdict.passed()).as(verdict.reason()).isFalse();
        assertThat(verdict.reason()).contains(": shown to harm");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void judgeShown_probesTurnedRound_doNotPass(long seed) throws InterruptedException {
        World other = world(seed, 180);
        List<SyntheticSignal> signals =
                probed(other, COLD, rating -> World.SCALE.lowest() + World.SCALE.highest() - rating);

        GateVerdict verdict =
                gate(new BiasRecommender(), 1).judgeShown(other.table, signals, AUDIENCE, BOTH, cold, done -> {});

        assertThat(verdict.passed()).as(verdict.reason()).isFalse();
        assertThat(verdict.trial()).isEmpty();
        assertThat(verdict.reason()).startsWith("on 120 probes of 120 users").endsWith(": they are not used");
    }

    /**
     * A weight that follows the probes is harmless where they are noise: on average far below that of an unknown
     * generator.
     */
    @Test
    void taste_noiseOverManyWorlds_isSmall() {
        double sum = 0;
        int worlds = 30;
        for (int seed = 0; seed < worlds; seed++) {
            World other = world(100 + seed, 100);
            SplittableRandom random = new SplittableRandom(seed);
            List<SyntheticSignal> signals = probed(other, 80, rating -> 5 + random.nextGaussian());
            sum += new Calibrator(ItemCatalog.of(List.of()))
                    .taste(other.table, signals)
                    .factor();
        }
        assertThat(sum / worlds).isLessThan(0.07);
    }

    @Test
    void judgeShown_comparesWithTheBaseAndNotWithNoSignals() throws InterruptedException {
        List<SyntheticSignal> signals = signals(world, COLD, 0);

        double base = judge(signals, AUDIENCE, BOTH).trial().orElseThrow().before();

        assertThat(judge(signals, BOTH, AUDIENCE).trial().orElseThrow().after()).isCloseTo(base, within(EXACT));
        assertThat(judge(signals, Set.of(SignalKind.PERSONA), BOTH)
                        .trial()
                        .orElseThrow()
                        .before())
                .isGreaterThan(base);
        assertThat(judge(signals, AUDIENCE, AUDIENCE).trial().orElseThrow().change())
                .isZero();
    }

    @Test
    void judgeShown_tooFewUsersForATrial_saysSo() throws InterruptedException {
        List<Integer> steps = new ArrayList<>();

        GateVerdict verdict = gate(new BiasRecommender(), 1)
                .judgeShown(world.table, signals(world, 19, 0), AUDIENCE, BOTH, cold(19), steps::add);

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.trial()).isEmpty();
        assertThat(verdict.reason()).endsWith("; no trial possible: 19 users with 57 ratings can be tested");
        assertThat(steps).isEmpty();
    }

    /** However many warm users there are, they say nothing of signals about others. */
    @Test
    void judgeShown_coldUsersWithoutRatings_areOfAnUnknownGenerator() throws InterruptedException {
        Set<String> strangers = Set.of("stranger", "foreigner");

        assertThat(gate(new BiasRecommender(), 1)
                        .judgeShown(world.table, signals(world, 0, 0), AUDIENCE, BOTH, strangers, done -> {})
                        .reason())
                .startsWith("no answer about a single user")
                .endsWith("; no trial possible: 0 users with 0 ratings can be tested");
    }

    @Test
    void judgeShown_tellsProgressFromOneToItsEnd() throws InterruptedException {
        List<Integer> steps = new ArrayList<>();

        gate(new BiasRecommender(), 1)
                .judgeShown(world.table, signals(world, COLD, 0), AUDIENCE, BOTH, cold, steps::add);

        assertThat(GateQuestion.steps(GateQuestion.Trials.OWN_RATINGS, 1)).isEqualTo(10);
        assertThat(steps)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void judgeShown_interrupted_stopsBeforeTheNextTraining(int training) {
        List<Integer> steps = new ArrayList<>();
        IntConsumer interrupting = done -> {
            steps.add(done);
            if (done == training) {
                Thread.currentThread().interrupt();
            }
        };

        assertThatThrownBy(() -> gate(new BiasRecommender(), 1)
                        .judgeShown(world.table, signals(world, COLD, 0), AUDIENCE, BOTH, cold, interrupting))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("interrupted between two trainings of the gate");
        assertThat(steps).hasSize(training);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void judgeShown_sameSeed_sameVerdictAndAnotherSeedDiffers() throws InterruptedException {
        List<SyntheticSignal> signals = signals(world, COLD, 0);

        GateVerdict verdict = judge(signals, AUDIENCE, BOTH);

        assertThat(judge(signals, AUDIENCE, BOTH)).isEqualTo(verdict);
        assertThat(gate(new BiasRecommender(), 2)
                        .judgeShown(world.table, signals, AUDIENCE, BOTH, cold, done -> {})
                        .trial())
                .isNotEqualTo(verdict.trial());
    }

    @Test
    void judgeShown_trainings_hideOneRatingOfAColdUserAndNoneOfAnotherUser() throws InterruptedException {
        List<RatingTable> seen = new ArrayList<>();
        Recommender spy = new Recommender() {
            @Override
            public RatingModel fit(RatingTable table) {
                seen.add(table);
                return new BiasRecommender().fit(table);
            }
        };

        gate(spy, 4).judgeShown(world.table, signals(world, COLD, 0), AUDIENCE, BOTH, cold, done -> {});

        assertThat(seen).hasSize(10);
        int[] hidden = new int[world.table.size()];
        for (int step = 0; step < 10; step++) {
            RatingTable table = seen.get(step);
            for (int row = 0; row < world.table.size(); row++) {
                String userId = world.table.userId(world.table.user(row));
                String itemId = world.table.itemId(world.table.item(row));
                if (table.row(table.userIndex(userId), table.itemIndex(itemId)) < 0) {
                    hidden[row]++;
                }
            }
        }
        for (int row = 0; row < hidden.length; row++) {
            // once for the base, once for what is tried in its place
            assertThat(hidden[row]).isEqualTo(cold.contains(world.table.userId(world.table.user(row))) ? 2 : 0);
        }
    }
}
