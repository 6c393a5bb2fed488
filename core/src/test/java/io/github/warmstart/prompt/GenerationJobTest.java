// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalException.Reach;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call of the generator does beyond asking once: asks for what is missing, parts what is too long, ends early. */
@Timeout(60)
class GenerationJobTest {

    private static final RatingScale SCALE = RatingScale.of(1, 5);

    private static SignalRequest request(String name, int items) {
        return new AsAudience(
                IntStream.rangeClosed(1, items)
                        .mapToObj(i -> Item.of(name + "-" + i, name + " " + i))
                        .toList(),
                SCALE);
    }

    private static List<SignalReply> answers(ChatModel model, int concurrency, List<SignalRequest> requests)
            throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(concurrency).build()) {
            generator.generate(requests, replies::add);
        }
        return replies;
    }

    /** The titles in the list of a prompt. */
    private static List<String> titles(ChatPrompt prompt) {
        return prompt.user()
                .lines()
                .skip(1)
                .takeWhile(line -> !line.equals("</items>"))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    @Test
    void rows_thatAreMissing_areAskedForAgainAlone() throws InterruptedException {
        ScriptedModel model = new ScriptedModel(prompt -> titles(prompt).size() == 4
                ? ScriptedModel.reply(
                        "[{\"n\":1,\"rating\":2},{\"n\":3,\"rating\":9},{\"n\":4,\"rating\":3}]", Finish.STOP)
                : ScriptedModel.reply(ScriptedModel.allRated(prompt, 5), Finish.STOP));

        SignalReply reply = answers(model, 1, List.of(request("a", 4))).get(0);

        assertThat(titles(model.prompts().get(1))).containsExactly("a 2", "a 3");
        assertThat(reply.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(reply.reason()).isEmpty();
        assertThat(reply.signals()).extracting(SyntheticSignal::itemId).containsExactly("a-1", "a-2", "a-3", "a-4");
        assertThat(reply.signals()).extracting(SyntheticSignal::value).containsExactly(2.0, 5.0, 5.0, 3.0);
        assertThat(reply.rejected()).isEqualTo(Map.of(RejectionReason.OFF_SCALE, 1));
        assertThat(reply.usage()).isEqualTo(ScriptedModel.ONE_CALL.plus(ScriptedModel.ONE_CALL));
    }

    @Test
    void rows_thatStayMissing_areAskedForTwiceAndCounted() throws InterruptedException {
        ScriptedModel model = ScriptedModel.saying("{\"n\":1,\"rating\":2}");
        List<SignalReply> replies = new ArrayList<>();
        try (PromptedSignalGenerator generator = PromptedSignalGenerator.builder(model)
                .concurrency(1)
                .followUps(2)
                .build()) {
            generator.generate(List.of(request("a", 5)), replies::add);
        }

        assertThat(model.prompts()).hasSize(3);
        assertThat(replies.get(0).signals()).hasSize(3);
        assertThat(replies.get(0).rejected()).isEqualTo(Map.of(RejectionReason.MISSING, 2));
        assertThat(replies.get(0).reason())
                .isEqualTo("3 of 5 items were answered after 3 questions; the last answer: 1 of 3 items were answered,"
                        + " rejected: 2 missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void sloppyModel_takesAtMostHalfAsManyCallsAgain_andGivesNearlyAllRows(int concurrency)
            throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        ChatModel model = prompt -> {
            int call = calls.incrementAndGet();
            StringBuilder rows = new StringBuilder();
            for (int n = 1; n <= titles(prompt).size(); n++) {
                // a tenth of the rows is bad, in every reply some
                int fate = Math.floorMod(31 * n + 17 * call + n * call % 7, 10);
                if (fate > 0) {
                    rows.append("{\"n\":%d,\"rating\":%s},".formatted(n, "\"4\""));
                }
            }
            return ScriptedModel.reply("Sure!\n```json\n[" + rows + "]\n```", Finish.STOP);
        };
        List<SignalRequest> requests =
                IntStream.range(0, 100).mapToObj(i -> request("r" + i, 20)).toList();

        List<SignalReply> replies = answers(model, concurrency, requests);

        assertThat(replies).extracting(SignalReply::request).containsExactlyInAnyOrderElementsOf(requests);
        assertThat(calls.get()).isBetween(101, 150);
        assertThat(replies.stream().mapToInt(reply -> reply.signals().size()).sum())
                .isGreaterThanOrEqualTo(1900);
    }

    @Test
    void replies_thatLackMost_areAskedAboutFirst() throws InterruptedException {
        ScriptedModel model = new ScriptedModel(prompt -> {
            String rows = titles(prompt).get(0).startsWith("bad")
                    ? "no"
                    : "[{\"n\":1,\"rating\":2},{\"n\":2,\"rating\":2},{\"n\":3,\"rating\":2}]";
            return ScriptedModel.reply(rows, Finish.STOP);
        });

        answers(model, 1, List.of(request("good", 4), request("bad", 4), request("fine", 4)));

        assertThat(model.prompts().subList(3, 5))
                .extracting(prompt -> titles(prompt).get(0))
                .containsExactly("bad 1", "good 4");
        assertThat(model.prompts()).hasSize(5);
    }

    @Test
    void refusal_isNotAskedAgain() throws InterruptedException {
        ScriptedModel model = ScriptedModel.saying("I will not", Finish.REFUSED);

        assertThat(answers(model, 1, List.of(request("a", 2))).get(0).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(model.prompts()).hasSize(1);
    }

    @Test
    void request_thatIsTooLong_isPartedUntilItFits_andLaterOnesAtOnce() throws InterruptedException {
        Usage refused = new Usage(1, 0, 0, 0);
        ScriptedModel model = new ScriptedModel(prompt -> {
            if (titles(prompt).size() > 3) {
                throw new SignalException("too long", null, refused, Reach.LONG_REQUESTS);
            }
            return ScriptedModel.reply(ScriptedModel.allRated(prompt, 3), Finish.STOP);
        });

        List<SignalReply> replies = answers(model, 1, List.of(request("a", 10), request("b", 10)));

        assertThat(replies).allMatch(reply -> reply.outcome() == Outcome.COMPLETE);
        assertThat(replies.get(0).signals()).hasSize(10);
        assertThat(replies.get(0).usage()).isEqualTo(new Usage(6, 400, 0, 80));
        assertThat(replies.get(1).usage()).isEqualTo(new Usage(4, 400, 0, 80));
        assertThat(model.prompts().stream().filter(prompt -> titles(prompt).size() > 3))
                .hasSize(2);
    }

    @Test
    void item_thatIsTooLongByItself_fails() throws InterruptedException {
        ChatModel model = prompt -> {
            throw new SignalException("too long", null, Usage.NONE, Reach.LONG_REQUESTS);
        };

        SignalReply reply = answers(model, 1, List.of(request("a", 2))).get(0);

        assertThat(reply.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(reply.reason()).isEqualTo("too long");
    }

    @Test
    void answer_thatIsCutBeforeItsFirstRow_isAskedForInHalves() throws InterruptedException {
        ScriptedModel model = new ScriptedModel(prompt -> titles(prompt).size() > 2
                ? ScriptedModel.reply("", Finish.LENGTH)
                : ScriptedModel.reply(ScriptedModel.allRated(prompt, 3), Finish.STOP));

        List<SignalReply> replies = answers(
                model,
                1,
                List.of(
                        request("a", 4),
                        request("b", 1),
                        request("c", 1),
                        request("d", 1),
                        request("e", 1),
                        request("f", 1)));

        assertThat(model.prompts()).hasSize(8);
        assertThat(replies).allMatch(reply -> reply.outcome() == Outcome.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void failure_thatEndsTheJob_endsItAtOnce_andKeepsWhatWasReceived(int concurrency) {
        AtomicInteger calls = new AtomicInteger();
        ChatModel model = prompt -> {
            if (calls.incrementAndGet() > 5) {
                throw new SignalException("the key is revoked", null, new Usage(1, 0, 0, 0), Reach.ALL_REQUESTS);
            }
            return ScriptedModel.reply("{\"n\":1,\"rating\":2}", Finish.STOP);
        };
        List<SignalRequest> requests =
                IntStream.range(0, 200).mapToObj(i -> request("r" + i, 2)).toList();
        List<SignalReply> replies = new ArrayList<>();

        SignalException thrown;
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(concurrency).build()) {
            thrown = catchThrowableOfType(SignalException.class, () -> generator.generate(requests, replies::add));
        }

        assertThat(thrown).hasMessage("the key is revoked");
        assertThat(thrown.endsJob()).isTrue();
        assertThat(replies.stream().filter(reply -> !reply.signals().isEmpty())).hasSize(5);
        assertThat(calls.get()).isBetween(6, 5 + concurrency);
        assertThat(replies.stream().mapToLong(reply -> reply.usage().calls()).sum()
                        + thrown.usage().calls())
                .isEqualTo(calls.get());
    }

    @Test
    void jobs_onOneGenerator_areServedInTurn() throws InterruptedException {
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        CountDownLatch longBegun = new CountDownLatch(1);
        CountDownLatch shortWaiting = new CountDownLatch(1);
        ChatModel model = prompt -> {
            String name = titles(prompt).get(0).substring(0, 4);
            order.add(name);
            longBegun.countDown();
            shortWaiting.await();
            return ScriptedModel.reply(ScriptedModel.allRated(prompt, 3), Finish.STOP);
        };
        try (PromptedSignalGenerator generator =
                PromptedSignalGenerator.builder(model).concurrency(2).build()) {
            List<SignalRequest> many =
                    IntStream.range(0, 200).mapToObj(i -> request("long", 1)).toList();
            Thread first = new Thread(() -> run(generator, many));
            first.start();
            longBegun.await();
            Thread second = new Thread(
                    () -> run(generator, List.of(request("shor", 1), request("shor", 1), request("shor", 1))));
            second.start();
            while (second.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            shortWaiting.countDown();
            second.join();
            first.join();
        }

        List<String> all = List.copyOf(order);
        assertThat(all.lastIndexOf("shor")).isLessThan(20);
    }

    private static void run(PromptedSignalGenerator generator, List<SignalRequest> requests) {
        try {
            generator.generate(requests, reply -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
