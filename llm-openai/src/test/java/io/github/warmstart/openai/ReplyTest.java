// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.prompt.ChatReply.Finish;
import io.github.warmstart.signal.Usage;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Complete responses: an answer that was paid for is used if it holds anything usable. */
class ReplyTest extends ServerTest {

    @Test
    void reply_ofAGoodAnswer_holdsTextModelAndUsage() throws InterruptedException {
        answers(Answers.good());

        ChatReply reply = model().complete(PROMPT);

        assertThat(reply)
                .isEqualTo(new ChatReply(Answers.TEXT, "m-2026-01-01", Finish.STOP, new Usage(1, 100, 64, 20)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"stop\", STOP",
                "\"length\", LENGTH",
                "\"content_filter\", FILTERED",
                "\"something_new\", STOP",
                "null, STOP",
                "17, STOP",
                "{}, STOP"
            })
    void finish_isReadFromItsReason(String reason, Finish finish) throws InterruptedException {
        answers(Answers.json(Answers.completion("\"the answer\"", reason)));

        ChatReply reply = model().complete(PROMPT);

        assertThat(reply.finish()).isEqualTo(finish);
        assertThat(reply.text()).isEqualTo(Answers.TEXT);
    }

    @Test
    void refusal_isReported() throws InterruptedException {
        answers(
                Answers.json(
                        "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I will not\"},\"finish_reason\":\"stop\"}]}"));

        ChatReply reply = model().complete(PROMPT);

        assertThat(reply.finish()).isEqualTo(Finish.REFUSED);
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void filter_thatRefusesThePrompt_isReportedAsFilter() throws InterruptedException {
        answers(Answers.error(400, "filtered", "content_filter"));

        ChatReply reply = model().complete(PROMPT);

        assertThat(reply).isEqualTo(new ChatReply("", "m", Finish.FILTERED, new Usage(1, 0, 0, 0)));
    }

    @Test
    void content_thatIsNull_isEmpty() throws InterruptedException {
        answers(Answers.json(Answers.completion("null", "\"length\"")));

        ChatReply reply = model().complete(PROMPT);

        assertThat(reply.text()).isEmpty();
        assertThat(reply.finish()).isEqualTo(Finish.LENGTH);
        assertThat(reply.usage()).isEqualTo(new Usage(1, 100, 64, 20));
    }

    @Test
    void content_inParts_isJoined() throws InterruptedException {
        answers(Answers.json(Answers.completion(
                "[{\"type\":\"text\",\"text\":\"the \"},7,{\"text\":\"answer\",\"more\":{}}]", "\"stop\"")));

        assertThat(model().complete(PROMPT).text()).isEqualTo(Answers.TEXT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | 0,0,0",
                "\"many\" | 0,0,0",
                "[] | 0,0,0",
                "{} | 0,0,0",
                "{\"prompt_tokens\":-5,\"completion_tokens\":7} | 0,0,7",
                "{\"prompt_tokens\":10.0,\"completion_tokens\":\"7\"} | 10,0,0",
                "{\"prompt_tokens\":1e999,\"completion_tokens\":7} | 0,0,7",
                "{\"prompt_tokens\":99999999999999999999999999,\"completion_tokens\":7} | 0,0,7",
                "{\"prompt_tokens\":NaN,\"completion_tokens\":7} | 0,0,7",
                "{\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":11}} | 10,10,0",
                "{\"prompt_tokens\":10,\"prompt_tokens_details\":null} | 10,0,0",
                "{\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":[]},\"x\":[1]} | 10,0,0"
            })
    void implausibleUsage_doesNotDiscardTheAnswer(String usage, String tokens) throws InterruptedException {
        answers(Answers.json(
                "{\"usage\":%s,\"choices\":[{\"message\":{\"content\":\"the answer\"}}]}".formatted(usage)));

        ChatReply reply = model().complete(PROMPT);

        Usage read = reply.usage();
        assertThat(reply.text()).isEqualTo(Answers.TEXT);
        assertThat(read.inputTokens() + "," + read.cachedTokens() + "," + read.outputTokens())
                .isEqualTo(tokens);
        assertThat(read.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF{\"choices\":[{\"message\":{\"content\":\"the answer\"}}]}",
                "{\"choices\":[{\"message\":{\"content\":\"the answer\"}}]} trailing",
                "{\"choices\":[null,{\"message\":{\"content\":\"the answer\"}}],\"error\":null}",
                "{\"choices\":[{\"message\":{\"content\":\"the answer\"},\"logprobs\":[NaN,-Infinity]}],\"error\":{}}",
                "{\"choices\":[{\"message\":{\"content\":\"the answer\"}}],\"error\":\"\",\"new\":[[{}]]}",
                "{\"model\":null,\"choices\":[{\"message\":{\"content\":\"the answer\",\"tool_calls\":7}}]}"
            })
    void answer_withOddities_isUsed(String body) throws InterruptedException {
        answers(Answers.json(body));

        ChatReply reply = model().complete(PROMPT);

        assertThat(reply.text()).isEqualTo(Answers.TEXT);
        assertThat(reply.model()).isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "[]", "{}", "\"text\"", "{\"choices\":7}", "{\"choices\":[]}", "{\"choices\":[\"x\"]}"})
    void answer_thatIsNoCompletion_isAnErrorAndNotRetried(String body) {
        answers(Answers.json(body));

        OpenAiException failure = failure();

        assertThat(failure)
                .hasMessage(
                        "provider answered 200 with no chat completion: check baseUrl(...), which must end where /chat/completions begins");
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.statusCode()).hasValue(200);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void answer_thatIsAWebPage_isReportedAsOne() {
        MockResponse page =
                Answers.builder(200).body("\n<!DOCTYPE html><html></html>").build();
        answers(page, page, Answers.good());

        assertThat(failure())
                .hasMessageStartingWith(
                        "provider answered 200 with a web page instead of JSON after 2 attempts: check baseUrl");
    }

    @Test
    void error_inside200_isAnError() {
        answers(Answers.json("{\"error\":{\"message\":\"no credit\",\"code\":402},\"usage\":{\"prompt_tokens\":3}}"));

        OpenAiException failure = failure();

        assertThat(failure)
                .hasMessage(
                        "provider answered 200 with an error (402): the account has no credit left: add some; it said: no credit");
        assertThat(failure.statusCode()).hasValue(402);
        assertThat(failure.usage()).isEqualTo(new Usage(1, 3, 0, 0));
    }

    @Test
    void temporaryError_inside200_isRetried() throws InterruptedException {
        answers(Answers.json("{\"error\":{\"message\":\"upstream\",\"code\":502}}"), Answers.good());

        assertThat(model().complete(PROMPT).usage().calls()).isEqualTo(2);
    }
}
