// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.options.GuardingOptions;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.DuplicatePolicy;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.Recommendation;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.Persona;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.trust.Guardrail;
import io.github.warmstart.uncertainty.Policies;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ColdStartBootstrapperTest {

    private final Community community = Community.of(8);
    private final ScriptedGenerator generator = ScriptedGenerator.truthful(community);

    private ColdStartBootstrapper.Builder required() {
        return ColdStartBootstrapper.builder()
                .ratings(community.source())
                .catalog(community.catalog())
                .generator(generator);
    }

    @Test
    void build_requiredPartsAlone_hasTheDefaults() {
        ColdStartBootstrapper bootstrapper = required().build();

        assertThat(bootstrapper.options().recommender()).isInstanceOf(MatrixFactorization.class);
        assertThat(bootstrapper.options().recommender())
                .hasToString(MatrixFactorization.builder().seed(42).build().toString());
        assertThat(bootstrapper.options().asking().policy())
                .hasToString(Policies.expectedVarianceReduction().toString());
        assertThat(bootstrapper.options().budget()).hasToString("200 requests");
        assertThat(bootstrapper.options().listener()).isSameAs(WarmStartListener.NONE);
        assertThat(bootstrapper.options().clock()).isEqualTo(Clock.systemUTC());
        assertThat(bootstrapper.options().readRules().badRows()).isEqualTo(BadRowPolicy.FAIL);
        assertThat(bootstrapper.options().readRules().duplicates()).isEqualTo(DuplicatePolicy.LATEST);
        assertThat(bootstrapper.options().subjects().coldUsers()).isEmpty();
        assertThat(bootstrapper.options().subjects().profiles()).isEmpty();
        assertThat(bootstrapper.options().seed()).isEqualTo(42);
        assertThat(bootstrapper.options().subjects().coldBelow()).isEqualTo(10);
        assertThat(bootstrapper.options().asking().itemsPerRequest()).isEqualTo(100);
        assertThat(bootstrapper.options().asking().audienceItems()).isEqualTo(2000);
        assertThat(bootstrapper.options().asking().userRounds()).isEqualTo(2);
        assertThat(bootstrapper.options().asking().pairsPerUser()).isEqualTo(20);
        assertThat(bootstrapper.options().asking().personas()).isEmpty();
        assertThat(bootstrapper.options().asking().repeats()).isEqualTo(1);
        assertThat(bootstrapper.options().asking().minGain()).isEqualTo(1e-4);
    }

    @Test
    void build_everyOptionSet_keepsIt() {
        Recommender learner = new BiasRecommender();
        ColdStartBootstrapper bootstrapper = required()
                .recommender(learner)
                .budget(Budget.tokens(5))
                .readRules(
                        ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(3)).withDuplicates(DuplicatePolicy.REJECT))
                .coldUsers(List.of("ann", "bob", "ann"))
                .profiles(Community.profiles("ann"))
                .seed(7)
                .coldBelow(1)
                .asking(ask -> ask.itemsPerRequest(2)
                        .audienceItems(0)
                        .userRounds(0)
                        .pairsPerUser(1)
                        .personas(List.of(new Persona("p", "likes crime")))
                        .repeats(0)
                        .minGain(0))
                .build();

        assertThat(bootstrapper.options().recommender()).isSameAs(learner);
        assertThat(bootstrapper.options().budget()).hasToString("5 tokens");
        assertThat(bootstrapper.options().readRules().badRows().limit()).isEqualTo(3);
        assertThat(bootstrapper.options().readRules().duplicates()).isEqualTo(DuplicatePolicy.REJECT);
        assertThat(bootstrapper.options().subjects().coldUsers().orElseThrow()).containsExactly("ann", "bob");
        assertThat(bootstrapper.options().subjects().profiles()).containsOnlyKeys("ann");
        assertThat(bootstrapper.options().seed()).isEqualTo(7);
        assertThat(bootstrapper.options().subjects().coldBelow()).isEqualTo(1);
        assertThat(bootstrapper.options().asking().itemsPerRequest()).isEqualTo(2);
        assertThat(bootstrapper.options().asking().audienceItems()).isZero();
        assertThat(bootstrapper.options().asking().userRounds()).isZero();
        assertThat(bootstrapper.options().asking().pairsPerUser()).isEqualTo(1);
        assertThat(bootstrapper.options().asking().personas()).containsExactly(new Persona("p", "likes crime"));
        assertThat(bootstrapper.options().asking().repeats()).isZero();
        assertThat(bootstrapper.options().asking().minGain()).isZero();
    }

    @Test
    void build_partMissing_saysWhichAndHowToSetIt() {
        assertThatThrownBy(() -> ColdStartBootstrapper.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratings is required, but was not set: call ratings(...) before build()");
        assertThatThrownBy(() -> ColdStartBootstrapper.builder()
                        .ratings(community.source())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("generator is required, but was not set: call generator(...) before build()");
        assertThatThrownBy(() -> ColdStartBootstrapper.builder()
                        .ratings(community.source())
                        .generator(generator)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("catalog is required, but was not set: call catalog(...) before build()");
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                option(builder -> builder.coldBelow(0), "coldBelow must be >= 1, but was 0"),
                option(
                        builder -> builder.asking(ask -> ask.itemsPerRequest(0)),
                        "itemsPerRequest must be >= 1, but was 0"),
                option(
                        builder -> builder.asking(ask -> ask.audienceItems(-1)),
                        "audienceItems must be >= 0, but was -1"),
                option(builder -> builder.asking(ask -> ask.userRounds(-1)), "userRounds must be >= 0, but was -1"),
                option(builder -> builder.asking(ask -> ask.repeats(-1)), "repeats must be >= 0, but was -1"),
                option(
                        builder -> builder.asking(ask -> ask.minGain(1)),
                        "minGain must be at least 0 and below 1, but was 1.0"),
                option(
                        builder -> builder.asking(ask -> ask.minGain(Double.NaN)),
                        "minGain must be at least 0 and below 1, but was NaN"),
                option(
                        builder -> builder.asking(ask ->
                                ask.personas(List.of(new Persona("p", "likes crime"), new Persona("p", "likes war")))),
                        "personas must hold each id once, but 'p' occurs twice"),
                option(builder -> builder.asking(ask -> ask.pairsPerUser(0)), "pairsPerUser must be >= 1, but was 0"),
                option(
                        builder -> builder.coldUsers(List.of("ann", " ")),
                        "coldUsers must hold no blank id, but holds ' '"),
                option(
                        builder -> builder.profiles(Community.profiles("ann", "ann")),
                        "profiles must hold each user once, but 'ann' occurs twice"));
    }

    private static Arguments option(UnaryOperator<ColdStartBootstrapper.Builder> option, String message) {
        return Arguments.of(option, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("outOfRange")
    void build_optionOutOfRange_namesItAndTheValue(
            UnaryOperator<ColdStartBootstrapper.Builder> option, String message) {
        assertThatThrownBy(() -> option.apply(required()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void build_later_doesNotChangeWhatWasBuilt() {
        List<String> cold = new ArrayList<>(List.of("ann"));
        ColdStartBootstrapper.Builder builder = required().coldUsers(cold).seed(1);
        ColdStartBootstrapper bootstrapper = builder.build();

        cold.add("bob");
        builder.coldUsers(List.of("cy")).seed(2);

        assertThat(bootstrapper.options().subjects().coldUsers().orElseThrow()).containsExactly("ann");
        assertThat(bootstrapper.options().seed()).isEqualTo(1);
    }

    @Test
    void coldUsers_byThreshold_areThoseWithFewerRatings() throws InterruptedException {
        assertThat(coldUsers(community.bootstrapper())).isEqualTo(60);
        assertThat(coldUsers(community.bootstrapper().coldBelow(4))).isZero();
        assertThat(coldUsers(community.bootstrapper().coldBelow(5))).isEqualTo(60);
        assertThat(coldUsers(community.bootstrapper().coldBelow(21))).isEqualTo(130);
    }

    @Test
    void coldUsers_byName_areThoseAlone() throws InterruptedException {
        List<String> named = List.of("member#3", "member#71", "nobody-yet");

        WarmStart start = community
                .bootstrapper()
                .coldUsers(named)
                .generator(generator)
                .build()
                .warmStart();

        assertThat(start.report().data().coldUsers()).isEqualTo(3);
        Set<String> asked = new HashSet<>();
        generator.askedOfUsers().forEach(request -> asked.add(request.profile().userId()));
        assertThat(asked).doesNotContainAnyElementsOf(List.of("member#72", "member#73"));
    }

    @Test
    void coldUsers_withAProfileAndNoRating_areAskedAboutWithTheirProfile() throws InterruptedException {
        UserProfile profile = new UserProfile("newcomer", Map.of("age band", List.of("30-39")));
        ScriptedGenerator knowing = ScriptedGenerator.saying((request, itemId) ->
                request instanceof AsUser user && !user.profile().equals(profile)
                        ? community.opinion(user.profile().userId(), itemId)
                        : community.audience(itemId));

        WarmStart start = community
                .bootstrapper()
                .profiles(List.of(profile))
                .budget(Budget.unlimited())
                .generator(knowing)
                .build()
                .warmStart();

        assertThat(start.report().data().coldUsers()).isEqualTo(61);
        assertThat(knowing.askedOfUsers())
                .filteredOn(request -> request.profile().equals(profile))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.known()).isEmpty());
        List<Recommendation> top = start.model().recommend("newcomer", 5);
        assertThat(top).hasSize(5);
    }

    private int coldUsers(ColdStartBootstrapper.Builder builder) throws InterruptedException {
        return builder.budget(Budget.requests(0))
                .generator(generator)
                .build()
                .warmStart()
                .report()
                .data()
                .coldUsers();
    }

    @Test
    void noRatingAtAll_givesAWorkingModelWithheldForAReason() throws InterruptedException {
        WarmStart start = ColdStartBootstrapper.builder()
                .ratings(RatingSource.of(Community.STARS, List.of()))
                .catalog(community.catalog())
                .profiles(Community.profiles("newcomer"))
                .asking(ask -> ask.repeats(0))
                .generator(generator)
                .build()
                .warmStart();

        assertThat(start.applied()).isFalse();
        assertThat(start.model()).isSameAs(start.realOnly());
        assertThat(start.signals()).isEmpty();
        assertThat(generator.asked()).isEmpty();
        assertThat(start.report().reason())
                .startsWith("fewer than 4 rated items can be answered")
                .endsWith("allowUnprovenSignals() uses them without proof");
        assertThat(start.model().predict("newcomer", "film#1")).isBetween(1.0, 5.0);
        assertThat(start.report().rounds().get(1).inWords()).startsWith("no probe is possible");
        assertThat(start.report().toJson()).contains("\"ratings\": 0");
    }

    @Test
    void noRatingAtAll_estimate_plansNoQuestionToTheAudience() {
        ColdStartBootstrapper.Builder builder = ColdStartBootstrapper.builder()
                .ratings(RatingSource.of(Community.STARS, List.of()))
                .catalog(community.catalog())
                .asking(ask -> ask.repeats(0).userRounds(0))
                .generator(generator);

        assertThat(builder.build().estimate().max().calls()).isZero();
        assertThat(builder.guarding(GuardingOptions.Builder::allowUnprovenSignals)
                        .build()
                        .estimate()
                        .max()
                        .calls())
                .isPositive();
    }

    @Test
    void noRatingAtAll_believedUnproven_isAppliedAndSaysSo() throws InterruptedException {
        WarmStart start = ColdStartBootstrapper.builder()
                .ratings(RatingSource.of(Community.STARS, List.of()))
                .catalog(community.catalog())
                .asking(ask -> ask.repeats(0).userRounds(0))
                .guarding(GuardingOptions.Builder::allowUnprovenSignals)
                .generator(generator)
                .build()
                .warmStart();

        assertThat(start.applied()).isTrue();
        assertThat(start.signals()).hasSize(240);
        assertThat(start.report().reason()).startsWith("unproven, by request: 0 rated items have an answer");
        double mean = community.catalog().items().stream()
                .mapToDouble(item -> community.audience(item.id()))
                .average()
                .orElseThrow();
        assertThat(start.model().predict("newcomer", "film#1"))
                .isCloseTo(mean + 0.75 * (community.audience("film#1") - mean), within(0.15));
    }

    @Test
    void brokenSource_reachesTheCaller() {
        RatingSource broken =
                RatingSource.of(Community.STARS, "the shop", sink -> sink.accept(new Rating("a", "b", 9)));

        assertThatThrownBy(() -> required().ratings(broken).build().warmStart())
                .isInstanceOf(RatingException.class)
                .hasMessageContaining("the shop:1");
        assertThat(generator.waves).isEmpty();
    }

    @Test
    void customLearnerOfWeights_profitsFromAudienceSignals() throws InterruptedException {
        WarmStart start = community
                .bootstrapper()
                .recommender(new ItemMeans())
                .asking(ask -> ask.userRounds(0))
                .generator(generator)
                .build()
                .warmStart();

        assertThat(start.applied()).isTrue();
        assertThat(community.hiddenRmse(start.model())).isLessThan(0.98 * community.hiddenRmse(start.realOnly()));
        assertThat(start.report().setting().recommender()).isEqualTo("ItemMeans");
    }

    @Test
    void customLearnerThatForgetsWhatWasRated_isAskedAboutNoRatedItemButTheProbe() throws InterruptedException {
        community
                .bootstrapper()
                .recommender(new ItemMeans())
                .asking(ask -> ask.policy(Policies.random()))
                .generator(generator)
                .build()
                .warmStart();

        assertThat(generator.askedOfUsers())
                .filteredOn(request ->
                        community.coldUsers().contains(request.profile().userId()))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(ScriptedGenerator.ids(request))
                        .filteredOn(community.ratedBy(request.profile().userId())::contains)
                        .hasSize(1));
    }

    @Test
    void defaultPolicy_withALearnerThatKnowsNoVariance_asksAllTheSame() throws InterruptedException {
        WarmStart start = community
                .bootstrapper()
                .recommender(new ItemMeans())
                .generator(generator)
                .build()
                .warmStart();

        assertThat(start.report().rounds()).isNotEmpty();
        assertThat(generator.askedOfUsers()).isNotEmpty();
    }

    @Test
    void coldUsers_nobody_asksAboutNoSingleUser() throws InterruptedException {
        community
                .bootstrapper()
                .coldUsers(List.of())
                .generator(generator)
                .build()
                .warmStart();

        assertThat(generator.askedOfUsers()).isEmpty();
    }

    @Test
    void customLearnerThrows_reachesTheCallerUnchanged() {
        ArithmeticException failure = new ArithmeticException("singular");
        AtomicInteger fits = new AtomicInteger();
        for (int failing : new int[] {1, 2, 5}) {
            fits.set(0);
            Recommender failingLearner = table -> {
                if (fits.incrementAndGet() == failing) {
                    throw failure;
                }
                return new ItemMeans().fit(table);
            };

            assertThatThrownBy(() -> community
                            .bootstrapper()
                            .recommender(failingLearner)
                            .generator(generator)
                            .build()
                            .warmStart())
                    .isSameAs(failure);
        }
    }

    @Test
    void groups_named_haveGuardrailsOfTheirOwn() throws InterruptedException {
        WarmStart start = required()
                .recommender(new BiasRecommender())
                .asking(ask -> ask.userRounds(0))
                .guarding(guard -> guard.groups(userId -> userId.endsWith("1") ? "ones" : "others"))
                .build()
                .warmStart();

        assertThat(start.report().verdicts().get(0).guardrails())
                .extracting(Guardrail::group)
                .contains("group: ones", "group: others");
    }
}
