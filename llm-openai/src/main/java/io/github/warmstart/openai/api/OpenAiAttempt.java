// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import io.github.warmstart.signal.Usage;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One request as it went over the wire. Holds neither key, prompt nor answer.
 *
 * @param provider {@code openai} or {@code azure.ai.openai}, as the conventions call them
 * @param host the server
 * @param port its port
 * @param requestModel the model that was asked for
 * @param responseModel the model as the server named it; empty if it did not
 * @param responseId the number of the completion; empty if none came
 * @param requestId the server's number for the request; empty if it gave none
 * @param number which attempt for its prompt, from 1; asking again in another dialect is an attempt too
 * @param waited how long the attempt waited before it was sent: for its turn, the pace, and a wait between attempts
 * @param took how long it took, from connecting to the last byte
 * @param status the status of the answer; 0 if none came
 * @param outcome {@code stop}, {@code length}, {@code refused} or {@code filtered} for an answer, or else {@code failed}
 * @param errorType what went wrong: the provider's code, or the status, or {@code unanswered}; empty for an answer
 * @param usage what the server told that it cost: one call, and tokens, 0 where it told none
 * @param cost the same in money; nothing if no price was given
 */
public record OpenAiAttempt(
        String provider,
        String host,
        int port,
        String requestModel,
        String responseModel,
        String responseId,
        String requestId,
        int number,
        Duration waited,
        Duration took,
        int status,
        String outcome,
        String errorType,
        Usage usage,
        OptionalDouble cost) {

    /**
     * Whether an answer came.
     *
     * @return false if the attempt failed
     */
    public boolean answered() {
        return errorType.isEmpty();
    }

    /**
     * The facts under the names of the OpenTelemetry conventions for generative AI, {@code gen_ai.*}, and of those for HTTP
     * and servers; what they have no name for begins with {@code warmstart.}.
     *
     * @return texts, numbers and lists of texts, in a fixed order; what is not known is left out
     * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/">Semantic conventions for generative AI</a>
     */
    public Map<String, Object> attributes() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("gen_ai.operation.name", "chat");
        all.put("gen_ai.provider.name", provider);
        all.put("gen_ai.request.model", requestModel);
        putText(all, "gen_ai.response.model", responseModel);
        putText(all, "gen_ai.response.id", responseId);
        if (answered()) {
            all.put("gen_ai.response.finish_reasons", List.of(outcome));
        }
        if (usage.tokens() > 0) {
            all.put("gen_ai.usage.input_tokens", usage.inputTokens());
            all.put("gen_ai.usage.output_tokens", usage.outputTokens());
            all.put("gen_ai.usage.cache_read.input_tokens", usage.cachedTokens());
        }
        all.put("server.address", host);
        all.put("server.port", (long) port);
        if (status > 0) {
            all.put("http.response.status_code", (long) status);
        }
        putText(all, "error.type", errorType);
        putText(all, "warmstart.request.id", requestId);
        all.put("warmstart.attempt", (long) number);
        all.put("warmstart.wait", seconds(waited));
        cost.ifPresent(amount -> all.put("warmstart.cost", amount));
        return Collections.unmodifiableMap(all);
    }

    private static void putText(Map<String, Object> all, String name, String text) {
        if (!text.isEmpty()) {
            all.put(name, text);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
