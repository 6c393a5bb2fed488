// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptedSignalGeneratorTest {

    private static final RatingScale STARS = RatingScale.of(1, 5, 0.5);
    private static final Item ALIEN = Item.of("id-alien", "Alien");
    private static final Item HEAT = Item.of("id-heat", "Heat");
    private static final SignalRequest BOTH = new AsAudience(List.of(ALIEN, HEAT), STARS);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    private static SignalReply ask(ChatModel model, SignalRequest request) throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        try (PromptedSignalGenerator generator = PromptedSignalGenerator.builder(model)
                .generatorName("house")
                .concurrency(1)
                .clock(NOON)
                .followUps(0)
                .build()) {
            generator.generate(List.of(request), replies::add);
        }
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }

    @Test
    void generate_goodReply_makesSignalsOfIt() throws InterruptedException {
        SignalRequest request =
                new AsUser(UserProfile.of("ann"), List.of(new KnownRating(HEAT, 2)), List.of(ALIEN), STARS);
        ScriptedModel model = ScriptedModel.rating(4.5);

        SignalReply reply = ask(model, request);

        ChatPrompt sent = model.prompts().get(0);
        String hash = ByteString.encodeString(sent.system() + sent.user() + sent.jsonSchema(), StandardCharsets.UTF_8)
                .sha256()
                .hex();
        Origin origin = new Origin("house", "scripted-1", PromptWriter.VERSION, hash, NOON.instant());
        assertThat(reply)
                .isEqualTo(new SignalReply(
                        request,
                        Outcome.COMPLETE,
                        List.of(new SyntheticSignal(
                                SignalKind.USER, Optional.of("ann"), "id-alien", 4.5, Set.of("id-heat"), origin)),
                        Map.of(),
                        ScriptedModel.ONE_CALL,
                        ""));
    }

    /** A journal goes by it, so it must stay the same after a restart and in the next version. */
    @Test
    void design_isWhatDecidesThePrompts() {
        PromptedSignalGenerator.Builder builder =
                PromptedSignalGenerator.builder(ScriptedModel.rating(3)).generatorName("house");
        try (PromptedSignalGenerator plain = builder.build();
                PromptedSignalGenerator slow =
                        plain.toBuilder().concurrency(1).followUps(0).build();
                PromptedSignalGenerator named =
                        plain.toBuilder().generatorName("other").build();
                PromptedSignalGenerator movies =
                        plain.toBuilder().domain("movie").build();
                PromptedSignalGenerator meaning =
                        plain.toBuilder().scaleMeaning("5 is best").build();
                PromptedSignalGenerator age = plain.toBuilder()
                        .allowedProfileAttributes(List.of("age"))
                        .build();
                PromptedSignalGenerator genre = plain.toBuilder()
                        .allowedItemAttributes(List.of("genre"))
                        .build()) {
            assertThat(plain.design()).isEqualTo("house ratings-1 choices-1 item d51ed14c");
            assertThat(slow.design()).isEqualTo(plain.design());
            assertThat(Set.of(
                            plain.design(),
                            named.design(),
                            movies.design(),
                            meaning.design(),
                            age.design(),
                            genre.design()))
                    .hasSize(6);
        }
    }

    @Test
    void generate_halfAReply_isPartial() throws InterruptedException {
        SignalReply reply = ask(ScriptedModel.saying("{\"ratings\":[{\"n\":2,\"rating\":3}"), BOTH);

        assertThat(reply.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(reply.signals()).extracting(SyntheticSignal::itemId).containsExactly("id-heat");
        assertThat(reply.rejected()).isEqualTo(Map.of(RejectionReason.MISSING, 1));
        assertThat(reply.reason()).isEqualTo("1 of 2 items were answered, rejected: 1 missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LENGTH | 1 of 2 items were answered, rejected: 1 missing; the answer was cut at the limit of tokens",
                "REFUSED | 1 of 2 items were answered, rejected: 1 missing; then the model refused",
                "FILTERED | 1 of 2 items were answered, rejected: 1 missing; then a content filter of the provider cut in"
            })
    void generate_endedBadlyAfterARow_isPartial(Finish finish, String reason) throws InterruptedException {
        SignalReply reply = ask(ScriptedModel.saying("[{\"n\":2,\"rating\":3}", finish), BOTH);

        assertThat(reply.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(reply.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REFUSED | REFUSED | the model refused; the answer begins 'I cannot.'",
                "FILTERED | FILTERED | a content filter of the provider cut in; the answer begins 'I cannot.'",
                "LENGTH | CUT | the answer was cut at the limit of tokens before its first usable row: ask about fewer items at once, or allow more tokens",
                "STOP | FAILED | no row of the answer can be used, rejected: 2 missing; the answer begins 'I cannot.'"
            })
    void generate_noUsableRow_tellsWhy(Finish finish, Outcome outcome, String reason) throws InterruptedException {
        SignalReply reply = ask(ScriptedModel.saying("I cannot.", finish), BOTH);

        assertThat(reply.outcome()).isEqualTo(outcome);
        assertThat(reply.reason()).isEqualTo(reason);
        assertThat(reply.signals()).isEmpty();
        assertThat(reply.usage()).isEqualTo(ScriptedModel.ONE_CALL);
    }

    @Test
    void generate_emptyReply_saysSo() throws InterruptedException {
        assertThat(ask(ScriptedModel.saying(""), BOTH).reason())
                .isEqualTo("no row of the answer can be used, rejected: 2 missing; the answer is empty");
    }

    @Test
    void generate_longUselessReply_quotesLittleOfIt() throws InterruptedException {
        String reason = ask(ScriptedModel.saying("<b>\n\u202e".repeat(1000) + "end"), BOTH)
                .reason();

        assertThat(reason)
                .hasSizeLessThan(200)
                .doesNotContain("<", "\n", "\u202e", "end")
                .contains("‹b› ‹b›");
    }

    @Test
    void generate_signalException_failsWithItsUsageAndMessage() throws InterruptedException {
        Usage spent = new Usage(3, 300, 0, 0);
        SignalReply reply = ask(
                prompt -> {
                    throw new SignalException("provider answered 500 after 3 attempts", null, spent);
                },
                BOTH);

        assertThat(reply)
                .isEqualTo(SignalReply.failed(BOTH, Outcome.FAILED, spent, "provider answered 500 after 3 attempts"));
    }

    @Test
    void generate_otherException_failsWithItsClassAlone() throws InterruptedException {
        SignalReply reply = ask(
                prompt -> {
                    throw new IllegalStateException("key sk-secret is wrong");
                },
                BOTH);

        assertThat(reply)
                .isEqualTo(SignalReply.failed(
                        BOTH, Outcome.FAILED, Usage.NONE, "the model threw java.lang.IllegalStateException"));
    }

    @Test
    @SuppressWarnings("NullAway") // what a model written without nullness annotations may do
    void generate_modelReturnsNull_fails() throws InterruptedException {
        assertThat(ask(prompt -> null, BOTH).reason()).isEqualTo("the model returned null");
    }

    @Test
    void generate_error_reachesTheCaller() {
        AssertionError error = new AssertionError("broken");
        for (int concurrency : new int[] {1, 2}) {
            ChatModel model = prompt -> {
                throw error;
            };
            try (PromptedSignalGenerator generator = PromptedSignalGenerator.builder(model)
                    .concurrency(concurrency)
                    .build()) {
                assertThatThrownBy(() -> generator.generate(List.of(BOTH), reply -> {}))
                        .isSameAs(error);
            }
        }
    }

    @Test
    void promptFor_request_isWhatIsSent() throws InterruptedException {
        ScriptedModel model = ScriptedModel.rating(3);
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).domain("movie").build()) {
            ChatPrompt shown = generator.promptFor(BOTH);
            assertThat(model.prompts()).isEmpty();

            generator.generate(List.of(BOTH), reply -> {});

            assertThat(model.prompts()).containsExactly(shown);
        }
    }

    @Test
    void build_untouched_hasTheDefaults() {
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(ScriptedModel.rating(3)).build()) {
            assertThat(generator.generatorName()).isEqualTo("language-model");
            assertThat(generator.concurrency()).isEqualTo(4);
            assertThat(generator.allowedProfileAttributes()).isEmpty();
            assertThat(generator.allowedItemAttributes()).isEmpty();
            assertThat(generator.clock()).isEqualTo(Clock.systemUTC());
            assertThat(generator.scaleMeaning()).isEmpty();
            assertThat(generator.domain()).isEqualTo("item");
            assertThat(generator.followUps()).isEqualTo(PromptedSignalGenerator.DEFAULT_FOLLOW_UPS);
        }
    }

    @Test
    void toBuilder_allSet_losesNothing() {
        try (PromptedSignalGenerator first = PromptedSignalGenerator.builder(ScriptedModel.rating(3))
                        .generatorName("house")
                        .concurrency(9)
                        .allowedProfileAttributes(List.of("b", "a"))
                        .allowedItemAttributes(Set.of("year"))
                        .clock(NOON)
                        .scaleMeaning("5 is best")
                        .domain("book")
                        .followUps(1)
                        .build();
                PromptedSignalGenerator second = first.toBuilder().build()) {
            assertThat(second)
                    .usingRecursiveComparison()
                    .ignoringFields("workers", "caller", "writer", "maxItems")
                    .isEqualTo(first);
            assertThat(second.allowedProfileAttributes()).containsExactly("a", "b");
            assertThat(second.promptFor(BOTH)).isEqualTo(first.promptFor(BOTH));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 257})
    void concurrency_outOfRange_isRefused(int calls) {
        assertThatThrownBy(() ->
                        PromptedSignalGenerator.builder(ScriptedModel.rating(3)).concurrency(calls))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concurrency must be between 1 and 256, but was " + calls);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 2.5, Double.NaN})
    void followUps_outOfRange_areRefused(double perRequest) {
        assertThatThrownBy(() ->
                        PromptedSignalGenerator.builder(ScriptedModel.rating(3)).followUps(perRequest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("followUps must be between 0 and 2.0, but was " + perRequest);
    }

    @Test
    void builder_blankWords_areRefused() {
        PromptedSignalGenerator.Builder builder = PromptedSignalGenerator.builder(ScriptedModel.rating(3));

        assertThatThrownBy(() -> builder.domain(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("domain must not be blank, but was ' '");
        assertThatThrownBy(() -> builder.generatorName(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("generatorName must not be blank, but was ''");
    }
}
