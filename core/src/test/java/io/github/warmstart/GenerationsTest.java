// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.internal.loop.questions.RequestFactory;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.ItemPriors;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.uncertainty.UncertaintyPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No generator is shown what its own output had a part in. */
@Tag("slow")
@Timeout(60)
class GenerationsTest {

    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    private final Community community = Community.of(1);

    @Test
    void questions_tableWithPseudoRatings_isRefused() {
        RatingTable table = RatingTable.read(community.source())
                .plus(List.of(new PseudoRating(community.coldUsers().get(0), "film#239", 5, 0.5)));

        assertThatThrownBy(() -> new RequestFactory(
                        table, community.catalog(), Map.of(), ScriptedGenerator.truthful(community), 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table must contain ratings of people only, but contains 1 pseudo ratings");
    }

    @Test
    void warmStart_sourceOfATrainingTable_isRefusedAtTheFirstMadeUpUser() {
        List<Rating> exported = new ArrayList<>(community.ratings());
        exported.add(new Rating(ItemPriors.AVERAGE_USER, "film#0", 5, LATER));
        RatingSource source = RatingSource.of(Community.STARS, exported);

        assertThatThrownBy(() -> community
                        .bootstrapper()
                        .ratings(source)
                        .generator(ScriptedGenerator.truthful(community))
                        .build()
                        .warmStart())
                .isInstanceOf(RatingException.class)
                .hasMessageContaining("'warmstart:average-user'")
                .hasMessageContaining("must not begin with warmstart:, which is reserved");
    }

    @Test
    void warmStart_madeUpUserAmongSkippedRows_isShownToNobody() throws InterruptedException {
        List<Rating> exported = new ArrayList<>(community.ratings());
        exported.add(new Rating(ItemPriors.AVERAGE_USER, "film#0", 5, LATER));
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);

        WarmStart start = community
                .bootstrapper()
                .ratings(RatingSource.of(Community.STARS, exported))
                .readRules(ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(1)))
                .generator(generator)
                .build()
                .warmStart();

        assertThat(start.report().data().read().skipped()).isEqualTo(1);
        assertThat(generator.askedOfUsers())
                .isNotEmpty()
                .noneMatch(request -> request.profile().userId().equals(ItemPriors.AVERAGE_USER));
    }

    @Test
    void warmStart_afterSignalsWereApplied_stillShowsNothingButWhatPeopleGave() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);

        WarmStart start = community.bootstrapper().generator(generator).build().warmStart();

        assertThat(start.applied()).isTrue();
        for (AsUser request : generator.askedOfUsers()) {
            assertThat(request.known())
                    .allSatisfy(known -> assertThat(community.ratings())
                            .anyMatch(rating -> rating.userId()
                                            .equals(request.profile().userId())
                                    && rating.itemId().equals(known.item().id())
                                    && rating.value() == known.value()));
        }
        assertThat(start.signals())
                .isNotEmpty()
                .allMatch(signal -> signal.origin().generation() == 0);
    }

    /** The order of items would tell the generator what the model thinks of them. */
    @Test
    void warmStart_policyThatChoosesByPrediction_doesNotOrderTheQuestion() throws InterruptedException {
        UncertaintyPolicy best = (candidates, limit) -> byPrediction(candidates, limit, 1);
        UncertaintyPolicy worst = (candidates, limit) -> byPrediction(candidates, limit, -1);

        assertThat(orderOfUsers(best)).isEqualTo(orderOfUsers(worst));
    }

    private List<List<String>> orderOfUsers(UncertaintyPolicy policy) throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);
        community
                .bootstrapper()
                .generator(generator)
                .asking(ask -> ask.policy(policy).userRounds(1).pairsPerUser(20))
                .build()
                .warmStart();
        return generator.askedOfUsers().stream()
                .filter(request ->
                        community.coldUsers().contains(request.profile().userId()))
                .map(ScriptedGenerator::ids)
                .toList();
    }

    /** The first 20 candidates, in the order of what the model predicts. */
    private static List<UncertaintyPolicy.UserItem> byPrediction(
            UncertaintyPolicy.Candidates candidates, int limit, int sign) {
        RatingModel model = candidates.model();
        return candidates.pairs().stream()
                .limit(limit)
                .sorted(Comparator.comparingDouble(pair -> sign * model.predict(pair.userId(), pair.itemId())))
                .toList();
    }

    @Test
    void warmStart_generatorThatAdmitsALaterGeneration_isRefusedUnlessAllowed() throws InterruptedException {
        assertThat(second(0).signals()).isEmpty();
        assertThat(second(0).report().rounds().get(0).rejected())
                .containsOnlyKeys(RejectionReason.TOO_MANY_GENERATIONS);
        assertThat(second(1).applied()).isTrue();
        assertThat(second(1).signals())
                .isNotEmpty()
                .allMatch(signal -> signal.origin().generation() == 1);
    }

    private WarmStart second(int most) throws InterruptedException {
        Origin origin = new Origin("shop", "m", "v1", "00", Instant.EPOCH, 1);
        ScriptedGenerator script = ScriptedGenerator.truthful(community);
        ScriptedGenerator generator = ScriptedGenerator.truthful(community)
                .answering(request -> script.reply(request, shaped(request, script, origin)));
        return community
                .bootstrapper()
                .generator(generator)
                .asking(ask -> ask.userRounds(0))
                .guarding(guard -> guard.maxGenerations(most))
                .build()
                .warmStart();
    }

    private static List<SyntheticSignal> shaped(SignalRequest request, ScriptedGenerator script, Origin origin) {
        return script.reply(request).signals().stream()
                .map(signal -> new SyntheticSignal(
                        signal.kind(), signal.subject(), signal.itemId(), signal.value(), Set.of(), origin))
                .toList();
    }

    @Test
    void maxGenerations_belowZero_isRefused() {
        assertThatThrownBy(() -> community
                        .bootstrapper()
                        .generator(ScriptedGenerator.truthful(community))
                        .guarding(guard -> guard.maxGenerations(-1))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxGenerations must be >= 0, but was -1");
    }
}
