// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.internal.loop.questions.RequestFactory;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.uncertainty.Policies;
import io.github.warmstart.uncertainty.UncertaintyPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a warm start asks, and what it never asks. */
@Tag("slow")
@Timeout(60)
class AskedQuestionsTest {

    private final Community community = Community.of(2);
    private final Set<String> cold = new HashSet<>(community.coldUsers());
    private final ScriptedGenerator generator = ScriptedGenerator.truthful(community);

    @Test
    void audience_isAskedOncePerItemOfTheCatalogue() throws InterruptedException {
        community
                .bootstrapper()
                .asking(ask -> ask.userRounds(0))
                .generator(generator)
                .build()
                .warmStart();

        assertThat(generator.asked()).allMatch(request -> request.kind() == SignalKind.AUDIENCE);
        assertThat(generator.asked().stream().flatMap(request -> ScriptedGenerator.ids(request).stream()))
                .containsExactlyInAnyOrderElementsOf(
                        community.catalog().items().stream().map(Item::id).toList());
        assertThat(generator.asked()).allMatch(request -> request.items().size() <= 20);
    }

    @Test
    void audience_limited_asksAboutTheFirstOfThoseThatMatter() throws InterruptedException {
        ScriptedGenerator all = ScriptedGenerator.truthful(community);
        community
                .bootstrapper()
                .asking(ask -> ask.userRounds(0))
                .generator(all)
                .build()
                .warmStart();

        community
                .bootstrapper()
                .asking(ask -> ask.userRounds(0).audienceItems(30))
                .generator(generator)
                .build()
                .warmStart();

        assertThat(items(generator)).hasSize(30).isEqualTo(items(all).subList(0, 30));
        // few users meet an item that nobody has rated
        assertThat(items(generator))
                .allSatisfy(itemId -> assertThat(ratings(itemId)).isPositive());
        assertThat(items(all).subList(200, 240)).anyMatch(itemId -> ratings(itemId) == 0);
    }

    private static List<String> items(ScriptedGenerator generator) {
        return generator.asked().stream()
                .flatMap(request -> ScriptedGenerator.ids(request).stream())
                .toList();
    }

    private long ratings(String itemId) {
        return community.ratings().stream()
                .filter(rating -> rating.itemId().equals(itemId))
                .count();
    }

    @Test
    void probes_areNeverShownTheAnswerAndNeverAskWithoutOne() throws InterruptedException {
        start();

        assertThat(probes()).hasSize(RequestFactory.MAX_PROBED_USERS);
        for (AsUser probe : probes()) {
            Set<String> rated = community.ratedBy(probe.profile().userId());
            assertThat(rated).containsAll(ScriptedGenerator.ids(probe));
            assertThat(shown(probe)).isSubsetOf(rated).doesNotContainAnyElementsOf(ScriptedGenerator.ids(probe));
        }
    }

    @Test
    void probes_showAsManyRatingsAsColdUsersHave_theEarliest() throws InterruptedException {
        start();

        for (AsUser probe : probes()) {
            List<String> inTime = List.copyOf(community.ratedBy(probe.profile().userId()));
            assertThat(shown(probe)).containsExactlyElementsOf(inTime.subList(0, 4));
            assertThat(probe.known())
                    .allSatisfy(known -> assertThat(community.ratings())
                            .anyMatch(rating -> rating.userId()
                                            .equals(probe.profile().userId())
                                    && rating.itemId().equals(known.item().id())
                                    && rating.value() == known.value()));
        }
    }

    @Test
    void coldUsers_areAskedAboutAndNeverProbed() throws InterruptedException {
        WarmStart start = start();

        assertThat(probes()).extracting(probe -> probe.profile().userId()).doesNotContainAnyElementsOf(cold);
        assertThat(userQuestions())
                .extracting(question -> question.profile().userId())
                .isNotEmpty()
                .isSubsetOf(cold);
        assertThat(start.report().data().coldUsers()).isEqualTo(60);
    }

    @Test
    void coldUsers_areShownByAllTheirRatingsButTheProbe() throws InterruptedException {
        start();

        assertThat(userQuestions()).isNotEmpty();
        for (AsUser question : userQuestions()) {
            assertThat(shown(question)).containsExactlyElementsOf(shownOf(question));
        }
    }

    /** The ratings of a user without those that are asked about. */
    private List<String> shownOf(AsUser question) {
        List<String> asked = ScriptedGenerator.ids(question);
        return community.ratedBy(question.profile().userId()).stream()
                .filter(itemId -> !asked.contains(itemId))
                .toList();
    }

    /** A probe in each request: its rating is known, and hidden from the generator. */
    @Test
    void ratedItems_areAskedAboutOnceARequestAsAProbe() throws InterruptedException {
        start();

        Map<String, Set<String>> probes = new HashMap<>();
        for (AsUser question : userQuestions()) {
            assertThat(question.items()).hasSizeLessThanOrEqualTo(20);
            String userId = question.profile().userId();
            List<String> asked = ScriptedGenerator.ids(question);
            community.ratedBy(userId).stream().filter(asked::contains).forEach(itemId -> {
                assertThat(shown(question)).doesNotContain(itemId);
                probes.computeIfAbsent(userId, id -> new HashSet<>()).add(itemId);
            });
        }
        assertThat(probes).hasSize(60);
        // two requests a user, each with another probe
        assertThat(probes.values()).allSatisfy(items -> assertThat(items).hasSize(2));
    }

    @Test
    void pairs_areNotAskedTwiceOverRounds() throws InterruptedException {
        WarmStart start = community
                .bootstrapper()
                .asking(ask -> ask.userRounds(3).pairsPerUser(7))
                .budget(Budget.unlimited())
                .generator(generator)
                .build()
                .warmStart();

        assertThat(start.report().rounds())
                .extracting(round -> round.purpose().label())
                .endsWith("user", "user", "user");
        List<UncertaintyPolicy.UserItem> pairs = userQuestions().stream()
                .flatMap(question -> ScriptedGenerator.ids(question).stream()
                        .map(item -> new UncertaintyPolicy.UserItem(
                                question.profile().userId(), item)))
                .toList();
        assertThat(pairs).hasSize(3 * 60 * (7 + 1)).doesNotHaveDuplicates();
    }

    @Test
    void items_carryNoUserId() throws InterruptedException {
        start();

        for (SignalRequest request : generator.asked()) {
            assertThat(request.items().toString()).doesNotContain("member#");
            if (request instanceof AsUser user) {
                assertThat(user.known().toString()).doesNotContain("member#");
            }
        }
    }

    @Test
    void generatorThatCannotAnswerProbes_isNotAskedAboutUsersUnlessTheAudiencePassed() throws InterruptedException {
        ScriptedGenerator noise = ScriptedGenerator.noise();
        Choosy choosy = new Choosy(noise, (kind, subject) -> kind == SignalKind.AUDIENCE || cold.contains(subject));

        WarmStart start = community.bootstrapper().generator(choosy).build().warmStart();

        assertThat(noise.asked()).isNotEmpty();
        assertThat(noise.askedOfUsers()).isEmpty();
        assertThat(start.applied()).isFalse();
        RoundReport last = Rounds.of(start, "probe").toList().get(0);
        assertThat(last.purpose()).isEqualTo(Purpose.PROBE);
        assertThat(last.sent()).isZero();
        assertThat(last.inWords())
                .isEqualTo(
                        "no probe is possible, so signals about single users cannot be calibrated: none were requested");
        assertThat(start.report().toText()).contains("note: no probe is possible");
    }

    @Test
    void generatorThatCannotAnswerProbes_isAskedAboutColdUsersOnceTheAudiencePassed() throws InterruptedException {
        Choosy choosy = new Choosy(generator, (kind, subject) -> kind == SignalKind.AUDIENCE || cold.contains(subject));

        WarmStart start = community.bootstrapper().generator(choosy).build().warmStart();

        assertThat(start.report().verdicts().get(0).passed()).isTrue();
        assertThat(probes()).isEmpty();
        assertThat(userQuestions())
                .hasSize(120)
                .allSatisfy(question -> assertThat(shown(question)).containsExactlyElementsOf(shownOf(question)));
        assertThat(Rounds.purposes(start)).containsExactly("audience", "probe", "user", "user");
        assertThat(Rounds.together(start, "probe").inWords())
                .isEqualTo(
                        "too few probes about warm users are possible; audience signals have passed, so signals about single users are requested, with one rating hidden in each request as a probe");
    }

    @Test
    void generatorThatGuessesProbesByChance_isNotAskedAboutUsers() throws InterruptedException {
        ScriptedGenerator noise = ScriptedGenerator.noise();

        community.bootstrapper().generator(noise).build().warmStart();

        assertThat(noise.askedOfUsers())
                .isNotEmpty()
                .allMatch(probe -> !cold.contains(probe.profile().userId()));
    }

    @Test
    void canAnswer_isRespectedForEveryQuestion() throws InterruptedException {
        Set<String> known = new HashSet<>();
        community.catalog().items().stream()
                .map(Item::id)
                .filter(id -> id.hashCode() % 3 != 0)
                .forEach(known::add);
        Choosy choosy = new Choosy(generator, known);

        community.bootstrapper().generator(choosy).build().warmStart();

        assertThat(generator.asked().stream().map(SignalRequest::kind).distinct())
                .containsExactly(SignalKind.AUDIENCE, SignalKind.USER);
        assertThat(userQuestions()).isNotEmpty();
        assertThat(generator.asked().stream().flatMap(request -> ScriptedGenerator.ids(request).stream()))
                .isNotEmpty()
                .allMatch(known::contains);
    }

    @Test
    void canAnswer_fails_countsAsNo() throws InterruptedException {
        Choosy broken = new Choosy(generator, (kind, subject) -> {
            throw new IllegalStateException("index is closed");
        });

        WarmStart start = community.bootstrapper().generator(broken).build().warmStart();

        assertThat(generator.waves).isEmpty();
        assertThat(start.model()).isSameAs(start.realOnly());
        assertThat(start.report().rounds().get(0).inWords())
                .isEqualTo("the catalogue has no item that the generator can answer");
    }

    @Test
    void emptyCatalogue_asksNothing() throws InterruptedException {
        WarmStart start = community
                .bootstrapper()
                .catalog(ItemCatalog.of(List.of()))
                .generator(generator)
                .build()
                .warmStart();

        assertThat(generator.waves).isEmpty();
        assertThat(start.applied()).isFalse();
        assertThat(start.report().reason()).isEqualTo("no usable signal was received");
    }

    @Test
    void noAudienceItems_asksProbesAndUsersOnly() throws InterruptedException {
        WarmStart start = community
                .bootstrapper()
                .asking(ask -> ask.audienceItems(0))
                .generator(generator)
                .build()
                .warmStart();

        assertThat(generator.asked()).isNotEmpty().allMatch(request -> request.kind() == SignalKind.USER);
        assertThat(start.report().rounds().get(0).inWords())
                .isEqualTo("audienceItems is 0: the audience was not asked");
        assertThat(start.signals()).allMatch(signal -> signal.kind() == SignalKind.USER);
    }

    static Stream<Arguments> badPolicies() {
        return Stream.of(
                policy("too many", (candidates, limit) -> candidates.pairs(), "chose 236: 0 twice, 0 not offered"),
                policy(
                        "one twice",
                        (candidates, limit) -> List.of(
                                candidates.pairs().get(0), candidates.pairs().get(0)),
                        "chose 2: 1 twice, 0 not offered"),
                policy(
                        "not offered",
                        (candidates, limit) -> List.of(new UncertaintyPolicy.UserItem("member#0", "film#1")),
                        "chose 1: 0 twice, 1 not offered"));
    }

    private static Arguments policy(String vice, UncertaintyPolicy policy, String message) {
        return Arguments.of(vice, policy, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badPolicies")
    void policy_breaksItsContract_isNamed(String vice, UncertaintyPolicy policy, String message) {
        UncertaintyPolicy named = new UncertaintyPolicy() {
            @Override
            public List<UncertaintyPolicy.UserItem> choose(UncertaintyPolicy.Candidates candidates, int limit) {
                return policy.choose(candidates, limit);
            }

            @Override
            public String toString() {
                return vice;
            }
        };

        assertThatThrownBy(() -> community
                        .bootstrapper()
                        .asking(ask -> ask.policy(named))
                        .generator(generator)
                        .build()
                        .warmStart())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("policy " + vice + " must choose at most 19 of the 236 pairs")
                .hasMessageEndingWith(message);
    }

    @Test
    void policy_choosesNothing_asksAboutNobody() throws InterruptedException {
        WarmStart start = community
                .bootstrapper()
                .asking(ask -> ask.policy((candidates, limit) -> List.of()))
                .generator(generator)
                .build()
                .warmStart();

        assertThat(userQuestions()).isEmpty();
        assertThat(start.applied()).isTrue();
    }

    @Test
    void policy_decidesWhatIsAsked() throws InterruptedException {
        start();
        List<List<String>> byVariance =
                userQuestions().stream().map(ScriptedGenerator::ids).toList();
        ScriptedGenerator other = ScriptedGenerator.truthful(community);

        community
                .bootstrapper()
                .asking(ask -> ask.policy(Policies.random()))
                .generator(other)
                .build()
                .warmStart();

        assertThat(other.askedOfUsers().stream()
                        .filter(question -> cold.contains(question.profile().userId()))
                        .map(ScriptedGenerator::ids))
                .isNotEmpty()
                .isNotEqualTo(byVariance);
    }

    private WarmStart start() throws InterruptedException {
        return community.bootstrapper().generator(generator).build().warmStart();
    }

    private List<AsUser> probes() {
        return generator.askedOfUsers().stream()
                .filter(request -> !cold.contains(request.profile().userId()))
                .toList();
    }

    private List<AsUser> userQuestions() {
        return generator.askedOfUsers().stream()
                .filter(request -> cold.contains(request.profile().userId()))
                .toList();
    }

    private static List<String> shown(AsUser request) {
        return request.known().stream().map(known -> known.item().id()).toList();
    }

    /** Answers only what it can. */
    private static final class Choosy implements SyntheticSignalGenerator {
        private final ScriptedGenerator generator;
        private final BiPredicate<SignalKind, String> subjects;
        private final List<String> items = new ArrayList<>();

        Choosy(ScriptedGenerator generator, BiPredicate<SignalKind, String> subjects) {
            this.generator = generator;
            this.subjects = subjects;
        }

        Choosy(ScriptedGenerator generator, Set<String> items) {
            this(generator, (kind, subject) -> true);
            this.items.addAll(items);
        }

        @Override
        public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
            generator.generate(requests, replies);
        }

        @Override
        public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
            return subjects.test(kind, subjectId.orElse("")) && (items.isEmpty() || items.contains(itemId));
        }
    }
}
