// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Response of the simulated provider, in the format that OpenAI documents.
 *
 * @param status HTTP status
 * @param headers headers beyond the standard ones
 * @param body JSON
 */
record ProviderReply(int status, Map<String, String> headers, String body) {

    private static final JsonAdapter<Map<String, Object>> JSON = new Moshi.Builder()
            .build()
            .<Map<String, Object>>adapter(Types.newParameterizedType(Map.class, String.class, Object.class))
            .serializeNulls();

    private static final String INVALID = "invalid_request_error";

    /** Simulated fault. */
    enum Fault {
        NONE,
        RATE_LIMIT,
        SERVER_ERROR
    }

    static ProviderReply completion(ChatRequest request, SimulatedLanguageModel.Answer answer, Instant now) {
        Map<String, Object> message = object("role", "assistant", "content", answer.text(), "refusal", null);
        Map<String, Object> choice =
                object("index", 0, "message", message, "finish_reason", answer.cut() ? "length" : "stop");
        Map<String, Object> usage = object(
                "prompt_tokens", answer.promptTokens(),
                "completion_tokens", answer.answerTokens(),
                "total_tokens", answer.promptTokens() + answer.answerTokens(),
                "prompt_tokens_details", object("cached_tokens", 0),
                "completion_tokens_details", object("reasoning_tokens", 0));
        return new ProviderReply(
                200,
                Map.of(),
                JSON.toJson(object(
                        "id",
                        "chatcmpl-%016x".formatted(request.key()),
                        "object",
                        "chat.completion",
                        "created",
                        now.getEpochSecond(),
                        "model",
                        SimulatedLanguageModel.NAME,
                        "choices",
                        List.of(choice),
                        "usage",
                        usage)));
    }

    static ProviderReply fault(Fault fault) {
        return fault == Fault.RATE_LIMIT
                ? error(
                        429,
                        Map.of("Retry-After", "0"),
                        "Rate limit reached: try again later",
                        "requests",
                        "rate_limit_exceeded")
                : error(500, Map.of(), "The server had an error while processing the request", "server_error", null);
    }

    static ProviderReply badRequest(String message) {
        return error(400, Map.of(), message, INVALID, null);
    }

    static ProviderReply noKey() {
        return error(401, Map.of(), "No API key was given: send it as a bearer token", INVALID, "missing_api_key");
    }

    static ProviderReply unknownPath(String method, String path) {
        return error(404, Map.of(), "Invalid URL (%s %s)".formatted(method, path), INVALID, "unknown_url");
    }

    static ProviderReply wrongMethod(String method) {
        return error(
                405,
                Map.of("Allow", "POST"),
                "Not allowed to %s here".formatted(method),
                INVALID,
                "method_not_supported");
    }

    static ProviderReply tooLong(int most) {
        return error(413, Map.of(), "Body is longer than %d bytes".formatted(most), INVALID, null);
    }

    private static ProviderReply error(
            int status, Map<String, String> headers, String message, String type, @Nullable String code) {
        return new ProviderReply(
                status,
                headers,
                JSON.toJson(object("error", object("message", message, "type", type, "param", null, "code", code))));
    }

    /** A JSON object from alternating names and values, in this order. */
    private static Map<String, Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int k = 0; k < namesAndValues.length; k += 2) {
            object.put(String.valueOf(namesAndValues[k]), namesAndValues[k + 1]);
        }
        return object;
    }
}
