// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.examples.simulation.ModelVices.Honesty;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedLanguageModelTest {

    private static final ModelVices WELL_FORMED = ModelVices.usual().toBuilder()
            .cutRate(0)
            .chatterRate(0)
            .inventedRate(0)
            .offScaleRate(0)
            .build();

    private final SimulatedCommunity club = SimulatedCommunity.of(11);

    @Test
    void audience_withoutDefects_isTheTrueQuality() throws InterruptedException {
        SignalReply reply = Prompts.ask(model(ModelVices.none()), Prompts.audience(club));
        assertThat(reply.outcome()).isEqualTo(Outcome.COMPLETE);
        for (int film = 0; film < 200; film++) {
            double truth = Films.MEAN_STARS + club.films().quality(film);
            assertThat(reply.signals().get(film).value())
                    .isCloseTo(SimulatedCommunity.SCALE.clamp(truth), within(0.0051));
        }
    }

    @Test
    void audience_usually_isOffsetCompressedAndStillGood() throws InterruptedException {
        List<Double> truth = new ArrayList<>();
        List<Double> said = new ArrayList<>();
        SignalReply reply = Prompts.ask(model(WELL_FORMED), Prompts.audience(club));
        for (int film = 0; film < 200; film++) {
            truth.add(Films.MEAN_STARS + club.films().quality(film));
            said.add(reply.signals().get(film).value());
        }
        assertThat(Statistics.mean(said) - Statistics.mean(truth)).isCloseTo(-0.2, within(0.03));
        assertThat(Statistics.slope(truth, said)).isCloseTo(0.6, within(0.05));
        assertThat(Statistics.correlation(truth, said)).isBetween(0.85, 0.97);
    }

    @Test
    void user_moreEvidence_lowersTheError() throws InterruptedException {
        SimulatedLanguageModel model = model(ModelVices.none());
        double none = error(model, 0);
        double five = error(model, 5);
        double twenty = error(model, 20);
        assertThat(five).isLessThan(none * 0.95);
        assertThat(twenty).isLessThan(five * 0.9);
    }

    @Test
    void user_usually_isOffsetCompressedAndHasASharedError() throws InterruptedException {
        List<Double> believed = new ArrayList<>();
        List<Double> said = new ArrayList<>();
        List<List<Double>> errors = new ArrayList<>();
        for (String user : club.coldUsers()) {
            SignalRequest question = Prompts.user(club, user, 5);
            SignalReply plain = Prompts.ask(model(ModelVices.none()), question);
            SignalReply usual = Prompts.ask(model(WELL_FORMED), question);
            List<Double> own = new ArrayList<>();
            for (int k = 0; k < usual.signals().size(); k++) {
                SyntheticSignal signal = usual.signals().get(k);
                believed.add(plain.signals().get(k).value());
                said.add(signal.value());
                own.add(signal.value() - club.expected(user, signal.itemId()));
            }
            errors.add(own);
        }
        assertThat(Statistics.mean(said) - Statistics.mean(believed)).isCloseTo(-0.2, within(0.06));
        assertThat(Statistics.slope(believed, said)).isCloseTo(0.6, within(0.08));
        assertThat(Statistics.withinGroupCorrelation(errors)).isBetween(0.08, 0.6);
    }

    @Test
    void persona_likesTheGenresOfTheDescription() throws InterruptedException {
        SimulatedLanguageModel model = model(ModelVices.none());
        SignalReply comedy = Prompts.ask(model, Prompts.persona(club, "likes Comedy"));
        SignalReply nothing = Prompts.ask(model, Prompts.persona(club, "nothing is known"));
        double fans = 0;
        double others = 0;
        for (int k = 0; k < 200; k++) {
            Item film = comedy.request().items().get(k);
            double more =
                    comedy.signals().get(k).value() - nothing.signals().get(k).value();
            if (film.attributes().getOrDefault("genre", List.of()).contains("Comedy")) {
                fans += more;
            } else {
                others += more;
            }
        }
        assertThat(fans).isPositive();
        assertThat(others).isNegative();
    }

    @Test
    void lyingModel_isInverted_andIgnorantModelIsUninformative() throws InterruptedException {
        assertThat(correlationOfAudience(Honesty.TRUTHFUL)).isGreaterThan(0.8);
        assertThat(correlationOfAudience(Honesty.LYING)).isLessThan(-0.8);
        assertThat(correlationOfAudience(Honesty.IGNORANT)).isBetween(-0.2, 0.2);
    }

    @Test
    void formatDefects_always_occurAndAreTolerated() throws InterruptedException {
        ModelVices chatty = WELL_FORMED.toBuilder()
                .chatterRate(1)
                .inventedRate(1)
                .offScaleRate(1)
                .build();
        SignalReply reply = Prompts.ask(model(chatty), Prompts.audience(club));
        assertThat(reply.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(reply.signals()).hasSize(199);
        assertThat(reply.rejected()).containsEntry(RejectionReason.OFF_SCALE, 1);
        assertThat(reply.rejected().getOrDefault(RejectionReason.UNKNOWN_ITEM, 0))
                .isBetween(1, 3);
        String text = answer(chatty, Prompts.audience(club)).text();
        assertThat(text).startsWith("Here are").contains("```json").contains("\"rating\":10}");
    }

    @Test
    void cutAnswer_keepsItsBeginning() throws InterruptedException {
        ModelVices hasty = WELL_FORMED.toBuilder().cutRate(1).build();
        ChatReply text = answer(hasty, Prompts.audience(club));
        assertThat(text.finish()).isEqualTo(ChatReply.Finish.LENGTH);
        assertThat(text.text()).doesNotEndWith("}");
        SignalReply reply = Prompts.ask(model(hasty), Prompts.audience(club));
        assertThat(reply.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(reply.signals()).hasSizeBetween(40, 160);
    }

    @Test
    void cutRate_isARate() {
        SimulatedLanguageModel model =
                model(WELL_FORMED.toBuilder().cutRate(0.3).build());
        long cut = club.profiles().stream()
                .map(profile -> Prompts.prompt(model, Prompts.user(club, profile.userId(), 5)))
                .filter(prompt -> model.complete(prompt).finish() == ChatReply.Finish.LENGTH)
                .count();
        assertThat(cut / 300.0).isCloseTo(0.3, within(0.08));
    }

    @Test
    void samePrompt_sameAnswer_inAnyOrderOnAnyThread() {
        SimulatedLanguageModel model = model(ModelVices.usual());
        List<ChatPrompt> prompts = club.coldUsers().stream()
                .map(user -> Prompts.prompt(model, Prompts.user(club, user, 5)))
                .toList();
        List<ChatReply> inOrder = prompts.stream().map(model::complete).toList();
        List<ChatReply> again = IntStream.range(0, prompts.size())
                .parallel()
                .mapToObj(k -> model(ModelVices.usual()).complete(prompts.get(k)))
                .toList();
        assertThat(again).isEqualTo(inOrder);
    }

    @Test
    void anotherSeed_anotherAnswer() {
        ChatPrompt prompt = Prompts.prompt(model(ModelVices.usual()), Prompts.audience(club));
        assertThat(new SimulatedLanguageModel(club, ModelVices.usual(), 99).complete(prompt))
                .isNotEqualTo(model(ModelVices.usual()).complete(prompt));
    }

    @Test
    void otherMembers_sameAnswer_becauseOnlyFilmsAreKnown() {
        SimulatedCommunity smaller =
                SimulatedCommunity.builder().seed(11).users(60).coldUsers(3).build();
        ChatPrompt prompt = Prompts.prompt(model(ModelVices.usual()), Prompts.user(club, "user-001", 5));
        assertThat(new SimulatedLanguageModel(smaller, ModelVices.usual()).complete(prompt))
                .isEqualTo(model(ModelVices.usual()).complete(prompt));
    }

    @Test
    void unknownTitle_isTreatedAsAverage() throws InterruptedException {
        SignalRequest question =
                new SignalRequest.AsAudience(List.of(Item.of("x", "Never Heard Of")), SimulatedCommunity.SCALE);
        assertThat(Prompts.ask(model(ModelVices.none()), question).signals())
                .extracting(SyntheticSignal::value)
                .containsExactly(Films.MEAN_STARS);
    }

    @Test
    void unreadablePrompt_isAnError() {
        SimulatedLanguageModel model = model(ModelVices.none());
        assertThatExceptionOfType(SignalException.class)
                .isThrownBy(() -> model.complete(new ChatPrompt("", "Hello?", "s", "{}", 10)))
                .withMessage("prompt must ask for a rating or a mean rating, but asks for neither");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.answer("[]"))
                .withMessage("body must be a JSON object");
    }

    @Test
    void answer_readsRequestBodies_withContentWholeOrInParts() {
        SimulatedLanguageModel model = model(ModelVices.none());
        String question = "<items>\\n1. Nothing Known\\n</items>\\nEstimate the mean rating.";
        String whole = "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
                + "{\"role\":\"user\",\"content\":\"" + question + "\"}]}";
        String parts = "{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"s\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + question + "\"}]}]}";
        assertThat(model.answer(whole).text()).isEqualTo("{\"ratings\":[{\"n\":1,\"rating\":3.5}]}");
        assertThat(model.answer(parts)).isEqualTo(model.answer(whole));
    }

    private SimulatedLanguageModel model(ModelVices vices) {
        return new SimulatedLanguageModel(club, vices);
    }

    private ChatReply answer(ModelVices vices, SignalRequest request) {
        return model(vices).complete(Prompts.prompt(model(vices), request));
    }

    private double correlationOfAudience(Honesty honesty) throws InterruptedException {
        SignalReply reply =
                Prompts.ask(model(WELL_FORMED.toBuilder().honesty(honesty).build()), Prompts.audience(club));
        List<Double> truth = new ArrayList<>();
        List<Double> said = new ArrayList<>();
        for (int film = 0; film < 200; film++) {
            truth.add(club.films().quality(film));
            said.add(reply.signals().get(film).value());
        }
        return Statistics.correlation(truth, said);
    }

    private double error(SimulatedLanguageModel model, int evidence) throws InterruptedException {
        List<Double> errors = new ArrayList<>();
        for (String user : club.coldUsers()) {
            for (SyntheticSignal signal :
                    Prompts.ask(model, Prompts.user(club, user, evidence)).signals()) {
                errors.add(signal.value() - club.expected(user, signal.itemId()));
            }
        }
        return Statistics.rootMeanSquare(errors);
    }
}
