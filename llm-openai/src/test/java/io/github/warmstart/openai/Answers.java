// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;

/** Responses of a provider for tests. */
final class Answers {

    static final String TEXT = "the answer";

    private Answers() {}

    static MockResponse good() {
        return json(completion("\"the answer\"", "\"stop\""));
    }

    static String completion(String content, String finishReason) {
        return """
                {"id":"c-1","object":"chat.completion","created":1767323045,"model":"m-2026-01-01",
                 "choices":[{"index":0,"message":{"role":"assistant","content":%s,"refusal":null},
                             "logprobs":null,"finish_reason":%s}],
                 "usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,
                          "prompt_tokens_details":{"cached_tokens":64}},
                 "system_fingerprint":"fp"}""".formatted(content, finishReason);
    }

    static MockResponse json(String body) {
        return builder(200).body(body).build();
    }

    static MockResponse.Builder builder(int code) {
        return new MockResponse.Builder().code(code).setHeader("Content-Type", "application/json");
    }

    static MockResponse error(int code, String message, String providerCode) {
        return builder(code)
                .setHeader("x-request-id", "req-9")
                .body("{\"error\":{\"message\":\"%s\",\"type\":\"t\",\"param\":null,\"code\":\"%s\"}}"
                        .formatted(message, providerCode))
                .build();
    }

    /** Refusal of one field of the request. */
    static MockResponse unknown(String message, String param) {
        return builder(400)
                .body(
                        "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":\"%s\",\"code\":null}}"
                                .formatted(message, param))
                .build();
    }

    static MockResponse rateLimited(String header, String value) {
        return error(429, "slow down", "rate_limit_exceeded")
                .newBuilder()
                .setHeader(header, value)
                .build();
    }

    static MockResponse dropped() {
        return new MockResponse.Builder()
                .onRequestBody(new SocketEffect.CloseSocket())
                .build();
    }

    /** Completion whose connection breaks in the middle of the body. */
    static MockResponse cut() {
        return good().newBuilder()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
    }
}
