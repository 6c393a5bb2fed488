// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.EvidenceThreshold;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.Guardrail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that a gain on average must not hide. */
class GroupGuardrailsTest {

    private static final Set<SignalKind> AUDIENCE = Set.of(SignalKind.AUDIENCE);

    /** Of these users' ratings, four in five are of the common half of items; a group likes other items than all others do. */
    private static RatingTable divided(long seed, double disagreement) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < 200; user++) {
            boolean other = user % 4 == 0;
            for (int item : random.ints(0, 150).distinct().limit(8).toArray()) {
                double mean = 5 + (other ? -disagreement : 1) * taste(item);
                ratings.add(new Rating("u" + user, "i" + item, World.SCALE.clamp(mean + 0.7 * random.nextGaussian())));
            }
        }
        return Ratings.table(World.SCALE, ratings);
    }

    private static double taste(int item) {
        return item % 2 == 0 ? 0.9 : -0.9;
    }

    private static @Nullable String group(String userId) {
        return Integer.parseInt(userId.substring(1)) % 4 == 0 ? "others" : "most";
    }

    private static GateVerdict judge(
            RatingTable table, List<SyntheticSignal> signals, long seed, Function<String, @Nullable String> groups)
            throws InterruptedException {
        return new Gate(
                        new BiasRecommender(),
                        new Calibrator(ItemCatalog.of(List.of())),
                        new FirstRatingWeight(1, 0),
                        seed,
                        groups,
                        EvidenceThreshold.BALANCED)
                .judge(table, signals, List.of(AUDIENCE), Set.of(), done -> {})
                .get(0);
    }

    /** What most would give. */
    private static List<SyntheticSignal> popularTaste() {
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int item = 0; item < 150; item++) {
            signals.add(Signals.audience("i" + item, 5 + taste(item)));
        }
        return signals;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void judge_helpOnAverageThatHarmsANamedGroup_isRefusedByName(long seed) throws InterruptedException {
        RatingTable table = divided(seed, 1);

        GateVerdict unnamed = judge(table, popularTaste(), seed, userId -> null);
        GateVerdict named = judge(table, popularTaste(), seed, GroupGuardrailsTest::group);

        assertThat(unnamed.passed()).as(unnamed.reason()).isTrue();
        assertThat(named.trial()).isEqualTo(unnamed.trial());
        assertThat(named.passed()).as(named.reason()).isFalse();
        assertThat(named.broken()).extracting(Guardrail::group).containsExactly("group: others");
        assertThat(named.reason())
                .matches(
                        ".*: shown to help; but 'group: others' \\(\\d+ ratings of 50 users, one of \\d groups\\) is worse by "
                                + "\\+\\d+\\.\\d\\d %, and by \\+\\d+\\.\\d\\d % or more with confidence: a guardrail is broken");
    }

    @Test
    void judge_groupThatAgrees_isNotRefused() throws InterruptedException {
        GateVerdict verdict = judge(divided(6, -1), popularTaste(), 6, GroupGuardrailsTest::group);

        assertThat(verdict.passed()).as(verdict.reason()).isTrue();
        assertThat(verdict.guardrails())
                .extracting(Guardrail::group)
                .contains("group: most", "group: others", "items: least rated third", "items: most rated third");
        int tested =
                (int) verdict.guardrails().stream().filter(Guardrail::tested).count();
        assertThat(verdict.guardrails())
                .filteredOn(Guardrail::tested)
                .allSatisfy(guardrail -> assertThat(guardrail.level()).isEqualTo(0.05 / tested));
    }

    /** What is better on average, and worse for the items that few rate: the group is found, the others are not blamed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void judge_worseForRareItems_breaksTheirGuardrailAlone(long seed) {
        RatingTable table = uneven(seed);
        Set<Integer> rare = new HashSet<>();
        int ratings = 0;
        for (int item : IntStream.range(0, table.itemCount())
                .boxed()
                .sorted(Comparator.comparingInt(table::itemSize))
                .toList()) {
            ratings += table.itemSize(item);
            if (ratings < 0.3 * table.size()) {
                rare.add(item);
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        TrialPredictions without = predictions(table, row -> random.nextGaussian());
        TrialPredictions with =
                predictions(table, row -> (rare.contains(table.item(row)) ? 1.45 : 0.6) * random.nextGaussian());

        List<Guardrail> guardrails = guardrails(table, without, with, seed);

        assertThat(with.errors().pooledRmse()).isLessThan(without.errors().pooledRmse());
        assertThat(guardrails)
                .filteredOn(Guardrail::broken)
                .extracting(Guardrail::group)
                .containsExactly("items: least rated third");
        assertThat(guardrails)
                .filteredOn(guardrail -> guardrail.group().startsWith("items"))
                .hasSize(3);
        assertThat(guardrails.stream().filter(guardrail -> guardrail.group().startsWith("items")))
                .extracting(Guardrail::ratings)
                .allSatisfy(size -> assertThat(size).isBetween(table.size() / 4L, table.size() / 2L));
    }

    /** Those whom no signal is about have a guardrail of their own; one that everybody is in has none. */
    @Test
    void judge_signalsAboutSomeItems_watchOverTheOthers() throws InterruptedException {
        GateVerdict verdict = judge(divided(7, -1), popularTaste().subList(0, 75), 7, userId -> null);

        assertThat(verdict.guardrails())
                .extracting(Guardrail::group)
                .contains("items without a signal")
                .doesNotContain("users without a signal");
        assertThat(judge(divided(7, -1), popularTaste(), 7, userId -> "all").guardrails())
                .extracting(Guardrail::group)
                .doesNotContain("items without a signal", "group: all");
    }

    @Test
    void judge_smallGroups_areListedAndNotTested() throws InterruptedException {
        GateVerdict verdict = judge(
                divided(8, 1),
                popularTaste(),
                8,
                userId -> Set.of("u0", "u4", "u8").contains(userId) ? " few " : " ");

        assertThat(verdict.guardrails())
                .filteredOn(guardrail -> guardrail.group().startsWith("group"))
                .singleElement()
                .satisfies(few -> {
                    assertThat(few.group()).isEqualTo("group: few");
                    assertThat(few.users()).isEqualTo(3);
                    assertThat(few.tested()).isFalse();
                    assertThat(few.broken()).isFalse();
                    assertThat(few.low()).isNaN();
                    assertThat(few.level()).isNaN();
                    assertThat(few.change()).isFinite();
                });
    }

    @Test
    void judge_groupsThatThrow_reachTheCaller() {
        assertThatThrownBy(() -> judge(divided(8, 1), popularTaste(), 8, userId -> {
                    throw new IllegalStateException("no profile of " + userId);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no profile of u");
    }

    /** Two models that err by chance alone, each user with an error of its own besides: neither harms anybody. */
    @Test
    void judge_noDifferenceOverManyWorlds_breaksAGuardrailInOneOfTwenty() {
        int broken = 0;
        long groups = 0;
        for (int seed = 0; seed < 200; seed++) {
            RatingTable table = uneven(seed);
            SplittableRandom random = new SplittableRandom(seed);
            double[] own = random.doubles(2L * table.userCount(), -1, 1).toArray();
            TrialPredictions without = predictions(table, row -> random.nextGaussian() + own[2 * table.user(row)]);
            TrialPredictions with = predictions(table, row -> random.nextGaussian() + own[2 * table.user(row) + 1]);
            List<Guardrail> guardrails = guardrails(table, without, with, seed);
            groups += guardrails.stream().filter(Guardrail::tested).count();
            broken += guardrails.stream().anyMatch(Guardrail::broken) ? 1 : 0;
        }

        assertThat(groups / 200.0).isGreaterThanOrEqualTo(7);
        // 5.4 % of 1,000 worlds; of 200 at 5 %, 17 or more have a chance of 3 %
        assertThat(broken).isLessThanOrEqualTo(16);
    }

    /** The whole road: signals that are as right for one as for another are not held up. */
    @Test
    void judge_honestSignals_areRefusedByNoGuardrail() throws InterruptedException {
        for (int seed = 0; seed < 20; seed++) {
            GateVerdict verdict = judge(divided(100 + seed, -1), popularTaste(), seed, GroupGuardrailsTest::group);

            assertThat(verdict.broken()).as("seed %d", seed).isEmpty();
            assertThat(verdict.passed()).as("seed %d", seed).isTrue();
        }
    }

    /** 75 users of 4 to 14 ratings, of items of which some are rated by many and most by few. */
    private static RatingTable uneven(long seed) {
        SplittableRandom random = new SplittableRandom(1000 + seed);
        List<Rating> ratings = new ArrayList<>();
        for (int user = 0; user < 75; user++) {
            int count = 4 + user % 11;
            for (int item : random.ints(0, 6400)
                    .map(any -> any * any / 6400 / 80)
                    .distinct()
                    .limit(count)
                    .toArray()) {
                ratings.add(new Rating("u" + user, "i" + item, 5));
            }
        }
        return Ratings.table(World.SCALE, ratings);
    }

    /** Predictions of all ratings that err as told. */
    private static TrialPredictions predictions(RatingTable table, IntToDoubleFunction error) {
        TrialPredictions predictions = new TrialPredictions(table);
        List<Integer> rows = IntStream.range(0, table.size()).boxed().toList();
        predictions.add(0, new ColdStartTrials.Trial(table, rows), new BiasRecommender().fit(table));
        return predictions.with(row -> table.value(row) + error.applyAsDouble(row));
    }

    private static List<Guardrail> guardrails(
            RatingTable table, TrialPredictions without, TrialPredictions with, long seed) {
        GroupGuardrails.About about = new GroupGuardrails.About(
                IntStream.range(0, 25).mapToObj(user -> "u" + user).collect(Collectors.toSet()), Set.of());
        return new GroupGuardrails(table, userId -> userId.endsWith("3") || userId.endsWith("4") ? "some" : null)
                .judge(without, with, List.of(about), seed);
    }

    /** A persona may be called as a user is, and is nobody all the same. */
    @Test
    void about_personaOfTheNameOfAUser_isAboutNoUser() {
        GroupGuardrails.About about = GroupGuardrails.About.of(List.of(
                new SyntheticSignal(
                        SignalKind.PERSONA,
                        Optional.of("u1"),
                        "i1",
                        4,
                        Set.of(),
                        Signals.audience("i1", 4).origin()),
                new SyntheticSignal(
                        SignalKind.USER,
                        Optional.of("u2"),
                        "i2",
                        4,
                        Set.of(),
                        Signals.audience("i1", 4).origin())));

        assertThat(about.users()).containsExactly("u2");
        assertThat(about.items()).containsExactlyInAnyOrder("i1", "i2");
    }
}
