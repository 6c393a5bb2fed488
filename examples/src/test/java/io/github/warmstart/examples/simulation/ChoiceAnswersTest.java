// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.signal.ChoiceRequest.Exposure;
import io.github.warmstart.signal.ChoiceRequest.Grades;
import io.github.warmstart.signal.ChoiceRequest.Shortlist;
import io.github.warmstart.signal.ChoiceRequest.SimilarItems;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceAnswersTest {

    private static final SimulatedCommunity CLUB =
            SimulatedCommunity.builder().items(80).build();
    private static final List<Item> ITEMS = List.copyOf(CLUB.catalog().items());
    private static final SimulatedLanguageModel MODEL =
            new SimulatedLanguageModel(CLUB, ModelVices.builder().cutRate(0).build());

    private static double correlationWithFame(SignalReply reply) {
        List<Double> said = reply.signals().stream()
                .map(signal -> Math.log(signal.value() + 0.1))
                .toList();
        List<Double> fame = IntStream.range(0, said.size())
                .mapToObj(film -> Math.log(CLUB.films().fame(film)))
                .toList();
        return Statistics.correlation(said, fame);
    }

    @Test
    void exposure_followsFame() throws InterruptedException {
        SignalReply reply = Prompts.ask(MODEL, new Exposure(ITEMS));

        assertThat(reply.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(correlationWithFame(reply)).isGreaterThan(0.8);
    }

    @Test
    void exposure_ofALiar_isTheReverse() throws InterruptedException {
        SimulatedLanguageModel liar = new SimulatedLanguageModel(
                CLUB,
                ModelVices.builder()
                        .cutRate(0)
                        .honesty(ModelVices.Honesty.LYING)
                        .build());
        SignalReply reply = Prompts.ask(liar, new Exposure(ITEMS));
        assertThat(correlationWithFame(reply)).isLessThan(-0.5);
    }

    @Test
    void otherKinds_areAnswered() throws InterruptedException {
        Shortlist list = new Shortlist(UserProfile.of("u"), ITEMS.subList(0, 5), ITEMS, 10);
        SignalReply shortlist = Prompts.ask(MODEL, list);
        SignalReply similar = Prompts.ask(MODEL, new SimilarItems(ITEMS.subList(0, 3), ITEMS, true, 4));
        SignalReply byTitle = Prompts.ask(MODEL, new SimilarItems(ITEMS.subList(0, 3), ITEMS, false, 4));
        SignalReply grades = Prompts.ask(MODEL, new Grades(List.of("Comedy", "dark"), ITEMS));

        assertThat(shortlist.signals()).hasSize(10);
        assertThat(similar.signals()).hasSize(12);
        assertThat(byTitle.signals()).hasSize(12);
        assertThat(grades.signals()).hasSize(160);
        for (SyntheticSignal signal : grades.signals()) {
            if (signal.subject().orElseThrow().equals("Comedy")) {
                boolean comedy = CLUB.catalog()
                        .item(signal.itemId())
                        .orElseThrow()
                        .attributes()
                        .getOrDefault("genre", List.of())
                        .contains("Comedy");
                assertThat(signal.value() > 5).isEqualTo(comedy);
            }
        }
    }

    @Test
    void samePrompt_hasTheSameAnswer() throws InterruptedException {
        Exposure request = new Exposure(ITEMS.subList(0, 20));

        assertThat(Prompts.ask(MODEL, request).signals())
                .extracting(SyntheticSignal::value)
                .isEqualTo(Prompts.ask(MODEL, request).signals().stream()
                        .map(SyntheticSignal::value)
                        .toList());
    }
}
