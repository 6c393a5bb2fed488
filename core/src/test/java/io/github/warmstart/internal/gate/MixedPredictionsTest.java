// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.factorization.AlternatingLeastSquares;
import io.github.warmstart.fixture.Signals;
import io.github.warmstart.fixture.World;
import io.github.warmstart.internal.calibration.CalibratedSignals;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.statistics.GroupedErrors;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.UserReliability;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signals about users that probes have proved, and that are turned round for some cold users: what the mixture makes of
 * them, on later ratings of those users.
 */
class MixedPredictionsTest {

    private static final Set<SignalKind> NONE = Set.of();
    private static final Set<SignalKind> USERS = Set.of(SignalKind.USER);
    private static final int WARM = 200;
    private static final int COLD = 80;
    private static final int ITEMS = 80;
    private static final int FIRST = 6;
    private static final Recommender LEARNER =
            AlternatingLeastSquares.builder().factors(4).sweeps(6).build();

    /** RMSE on later ratings: without signals, with all believed, and with each user's believed as far as borne out. */
    private record Outcome(double realOnly, double full, double mixed, Optional<UserReliability> reliability) {}

    private static Outcome outcome(long seed, IntPredicate reversed) throws InterruptedException {
        World world = World.of(seed, WARM + COLD, ITEMS, 30)
                .spread(0.5, 0.6, 0.8)
                .taste(2, 1.2)
                .hidden(20)
                .build();
        Set<String> cold = IntStream.range(0, COLD)
                .mapToObj(user -> "u" + user)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Integer> hidden = new HashSet<>();
        for (int user = 0; user < COLD; user++) {
            int index = world.table.userIndex("u" + user);
            for (int row = world.table.userStart(index) + FIRST; row < world.table.userEnd(index); row++) {
                hidden.add(row);
            }
        }
        RatingTable table = world.table.where(row -> !hidden.contains(row));
        SplittableRandom random = new SplittableRandom(seed);
        List<SyntheticSignal> signals = new ArrayList<>();
        for (int row : hidden) {
            int user =
                    Integer.parseInt(world.table.userId(world.table.user(row)).substring(1));
            String itemId = world.table.itemId(world.table.item(row));
            double own = world.table.value(row)
                    - world.userEffects[user]
                    - world.itemMeans[Integer.parseInt(itemId.substring(1))];
            double said = world.table.value(row) - (reversed.test(user) ? 2 * own : 0);
            signals.add(
                    Signals.user("u" + user, itemId, World.SCALE.clamp(said + 0.3 * random.nextGaussian()), Set.of()));
        }
        // probes of warm users, all true
        for (int user = COLD; user < COLD + 60; user++) {
            for (Rating rating : world.table.ratingsOf("u" + user).subList(0, 10)) {
                signals.add(Signals.user(
                        "u" + user,
                        rating.itemId(),
                        World.SCALE.clamp(rating.value() + 0.3 * random.nextGaussian()),
                        Set.of()));
            }
        }
        Calibrator calibrator = new Calibrator(ItemCatalog.of(List.of()));
        GateVerdict own = new Gate(LEARNER, calibrator, new FirstRatingWeight(1, 0), seed)
                .judgeShown(table, signals, NONE, USERS, cold, done -> {});
        CalibratedSignals used = calibrator.calibrate(table, signals);
        double realOnly = rmse(world, LEARNER.fit(table));
        boolean withdrawn = own.trial().orElseThrow().low() > 0;
        return new Outcome(
                realOnly,
                rmse(world, used.fit(LEARNER, table)),
                withdrawn
                        ? realOnly
                        : rmse(
                                world,
                                used.weightedBy(own.reliability().orElseThrow()).fit(LEARNER, table)),
                own.reliability());
    }

    private static double rmse(World world, RatingModel model) {
        GroupedErrors errors = new GroupedErrors();
        for (Rating rating : world.hidden) {
            if (Integer.parseInt(rating.userId().substring(1)) < COLD) {
                errors.add(rating.userId(), model.predict(rating.userId(), rating.itemId()), rating.value());
            }
        }
        return errors.pooledRmse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void mixture_signalsAllRight_keepsNineTenthsOfTheGain(long seed) throws InterruptedException {
        Outcome outcome = outcome(seed, user -> false);

        assertThat(outcome.full).isLessThan(0.9 * outcome.realOnly);
        assertThat(outcome.realOnly - outcome.mixed).isGreaterThan(0.9 * (outcome.realOnly - outcome.full));
        assertThat(outcome.reliability.orElseThrow().doubted()).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void mixture_signalsOfHalfOfTheUsersReversed_recoversNineTenthsOfTheLoss(long seed) throws InterruptedException {
        Outcome outcome = outcome(seed, user -> user % 2 == 0);

        assertThat(outcome.full).isGreaterThan(1.1 * outcome.realOnly);
        assertThat(outcome.mixed - outcome.realOnly).isLessThan(0.1 * (outcome.full - outcome.realOnly));
    }

    /** In the first world the users whom the signals are right about keep a gain; a tenth of the users is enough to see it. */
    @Test
    void mixture_someReversed_keepsAGainForTheOthers() throws InterruptedException {
        Outcome outcome = outcome(1, user -> user % 10 == 0);

        assertThat(outcome.mixed).isLessThan(outcome.full).isLessThan(0.95 * outcome.realOnly);
        UserReliability reliability = outcome.reliability.orElseThrow();
        double reversed = IntStream.range(0, COLD / 10)
                .mapToDouble(tenth -> reliability.of("u" + 10 * tenth))
                .average()
                .orElseThrow();
        double others = IntStream.range(0, COLD)
                .filter(user -> user % 10 != 0)
                .mapToDouble(user -> reliability.of("u" + user))
                .average()
                .orElseThrow();
        assertThat(reversed).isLessThan(0.5);
        assertThat(others).isGreaterThan(0.8);
    }

    @Test
    void mixture_signalsAllReversed_isRealOnly() throws InterruptedException {
        Outcome outcome = outcome(1, user -> true);

        assertThat(outcome.full).isGreaterThan(1.3 * outcome.realOnly);
        assertThat(outcome.mixed).isEqualTo(outcome.realOnly);
        assertThat(outcome.reliability).isEmpty();
    }

    /** No rating vouches for its own prediction: where there is no other, the belief is that of all users. */
    @Test
    void predictions_ofUsersWithOneRating_areMixedByTheShare() {
        RatingTable table = World.of(1, 30, 20, 1).build().table;
        TrialPredictions before = new TrialPredictions(table);
        List<Integer> rows = IntStream.range(0, table.size()).boxed().toList();
        before.add(0, new ColdStartTrials.Trial(table, rows), new BiasRecommender().fit(table));
        TrialPredictions after = before.with(row -> before.all().get(row).predicted() + (row % 2 == 0 ? 0.4 : -0.4));
        Set<String> about = IntStream.range(0, 20).mapToObj(user -> "u" + user).collect(Collectors.toSet());

        MixedPredictions mixture = new MixedPredictions(before, after, about);

        double share = mixture.reliability().share();
        assertThat(mixture.reliability().byUser().keySet()).isEqualTo(about);
        for (int row = 0; row < table.size(); row++) {
            boolean known = about.contains(before.userId(row));
            double shift = (row % 2 == 0 ? 0.4 : -0.4) * (known ? share : 1);
            assertThat(mixture.predictions().all().get(row).predicted())
                    .isCloseTo(before.all().get(row).predicted() + shift, within(1e-12));
        }
    }
}
