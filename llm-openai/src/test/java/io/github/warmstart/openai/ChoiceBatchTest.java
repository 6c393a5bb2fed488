// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.openai.testkit.script.FakeAnswer;
import io.github.warmstart.openai.testkit.script.Script;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Questions about choices by batches and by single calls. */
class ChoiceBatchTest extends BatchServerTest {

    private static final List<Item> ITEMS = List.of(Item.of("a", "Alien"), Item.of("b", "Big"), Item.of("c", "Cube"));
    private static final List<SignalRequest> REQUESTS = List.of(
            new ChoiceRequest.Exposure(ITEMS),
            new ChoiceRequest.SimilarItems(ITEMS.subList(0, 1), ITEMS, true, 2),
            new ChoiceRequest.Shortlist(UserProfile.of("ann"), ITEMS.subList(0, 1), ITEMS, 2),
            new ChoiceRequest.Grades(List.of("dark"), ITEMS));

    private static FakeAnswer answer(String prompt) {
        if (prompt.contains("Estimate the share")) {
            return FakeAnswer.of("{\"exposure\":[{\"n\":1,\"percent\":40}]}");
        }
        if (prompt.contains("Name up to")) {
            return FakeAnswer.of("{\"similar\":[{\"n\":1,\"similar\":[3,2]}]}");
        }
        return FakeAnswer.of(
                prompt.contains("Grade each")
                        ? "{\"grades\":[{\"n\":1,\"grades\":[9]},{\"n\":2,\"grades\":[0]},{\"n\":3,\"grades\":[7]}]}"
                        : "{\"shortlist\":[2,1,3]}");
    }

    private void assertAnswered() {
        assertThat(replies).hasSize(4).extracting(SignalReply::outcome).containsOnly(SignalReply.Outcome.COMPLETE);
        for (SignalReply reply : replies) {
            if (reply.request().kind() == SignalKind.SHORTLIST) {
                assertThat(reply.signals()).extracting(SyntheticSignal::itemId).containsExactly("b", "c");
            } else if (reply.request().kind() == SignalKind.EXPOSURE) {
                assertThat(reply.signals()).extracting(SyntheticSignal::value).containsExactly(40.0, 0.0, 0.0);
            }
            assertThat(reply.usage().calls()).isEqualTo(1);
        }
    }

    @Test
    void batch_answersAllKinds() throws InterruptedException {
        play(Script.builder().model(request -> answer(request.user())));

        OpenAiBatchSignalGenerator generator = generator();
        generator.generate(REQUESTS, replies::add);

        assertAnswered();
        assertThat(generator.kinds()).containsAll(SignalKind.choices());
        assertThat(calls("POST /batches")).isEqualTo(1);
    }

    @Test
    void singleCalls_answerAllKinds() throws InterruptedException {
        play(Script.builder().model(request -> answer(request.user())));
        try (OpenAiSignalGenerator generator = OpenAiSignalGenerator.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .model("m")
                .build()) {
            generator.generate(REQUESTS, replies::add);
            assertThat(generator.kinds()).containsAll(SignalKind.choices());
        }
        assertAnswered();
    }
}
