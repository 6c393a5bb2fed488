// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import io.github.warmstart.openai.testkit.internal.base.Json;
import io.github.warmstart.openai.testkit.script.FakeAnswer;
import io.github.warmstart.openai.testkit.script.FakeRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reader of chat completion requests and writer of completions. */
public final class Completions {

    private static final int CHARACTERS_PER_TOKEN = 4;

    private Completions() {}

    /** The request as the fake model receives it. */
    public static FakeRequest request(Map<?, ?> json, int attempt) {
        StringBuilder system = new StringBuilder();
        StringBuilder user = new StringBuilder();
        for (Object message : Json.array(json.get("messages"))) {
            Map<?, ?> fields = Json.object(message);
            StringBuilder text = "user".equals(fields.get("role")) ? user : system;
            text.append(text.isEmpty() ? "" : "\n").append(content(fields.get("content")));
        }
        return new FakeRequest(Json.text(json.get("model")), system.toString(), user.toString(), attempt);
    }

    private static String content(@Nullable Object content) {
        StringBuilder text = new StringBuilder(Json.text(content));
        Json.array(content)
                .forEach(part -> text.append(Json.text(Json.object(part).get("text"))));
        return text.toString();
    }

    /** Tokens of a request for a token limit: a quarter of its characters plus the allowed answer. */
    static double tokens(Map<?, ?> json, FakeRequest request) {
        Object allowed = json.get("max_completion_tokens");
        allowed = allowed == null ? json.get("max_tokens") : allowed;
        double input = (request.system().length() + request.user().length()) / (double) CHARACTERS_PER_TOKEN;
        return input + (allowed instanceof Double number ? number : 0);
    }

    static Map<String, @Nullable Object> completion(FakeRequest request, FakeAnswer answer, String id) {
        int input = (request.system().length() + request.user().length()) / CHARACTERS_PER_TOKEN;
        String said = String.valueOf(answer.content() == null ? answer.refusal() : answer.content());
        int output = 1 + said.length() / CHARACTERS_PER_TOKEN;
        return Json.map(
                "id",
                "chatcmpl-" + id,
                "object",
                "chat.completion",
                "created",
                1_767_323_045,
                "model",
                request.model() + "-fake",
                "choices",
                List.of(Json.map(
                        "index",
                        0,
                        "message",
                        Json.map(
                                "role", "assistant",
                                "content", answer.content(),
                                "refusal", answer.refusal(),
                                "annotations", List.of()),
                        "logprobs",
                        null,
                        "finish_reason",
                        answer.finishReason())),
                "usage",
                Json.map(
                        "prompt_tokens",
                        input,
                        "completion_tokens",
                        output,
                        "total_tokens",
                        input + output,
                        "prompt_tokens_details",
                        Json.map("cached_tokens", 0, "audio_tokens", 0),
                        "completion_tokens_details",
                        Json.map("reasoning_tokens", 0)),
                "service_tier",
                "default",
                "system_fingerprint",
                "fp_fake");
    }
}
