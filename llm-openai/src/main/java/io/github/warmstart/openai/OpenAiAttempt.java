// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import io.github.warmstart.signal.Usage;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One request to a server and its outcome. Holds neither key, prompt nor answer. Immutable. */
public final class OpenAiAttempt {

    private final Builder values;

    private OpenAiAttempt(Builder values) {
        this.values = values;
    }

    /**
     * Name of the provider in the OpenTelemetry conventions.
     *
     * @return {@code openai} or {@code azure.ai.openai}
     */
    public String provider() {
        return values.provider;
    }

    /**
     * Host of the server.
     *
     * @return a host name or an address
     */
    public String host() {
        return values.host;
    }

    /**
     * Port of the server.
     *
     * @return 1 to 65535
     */
    public int port() {
        return values.port;
    }

    /**
     * Requested model.
     *
     * @return its name
     */
    public String requestModel() {
        return values.requestModel;
    }

    /**
     * Model that the server names in its answer.
     *
     * @return its name; empty if the server names none
     */
    public String responseModel() {
        return values.responseModel;
    }

    /**
     * Id of the completion.
     *
     * @return the server's id; empty without an answer
     */
    public String responseId() {
        return values.responseId;
    }

    /**
     * Id of the request.
     *
     * @return the server's id; empty if it gave none
     */
    public String requestId() {
        return values.requestId;
    }

    /**
     * Number of the attempt for its prompt. A repetition in another dialect counts as an attempt.
     *
     * @return 1 or more
     */
    public int number() {
        return values.number;
    }

    /**
     * Time before the request was sent: in the queue, for the rate limits, and between attempts.
     *
     * @return 0 or more
     */
    public Duration waited() {
        return values.waited;
    }

    /**
     * Time of the request, from connecting to the last byte.
     *
     * @return 0 or more
     */
    public Duration took() {
        return values.took;
    }

    /**
     * HTTP status.
     *
     * @return the status; 0 without a response
     */
    public int status() {
        return values.status;
    }

    /**
     * Outcome of the attempt.
     *
     * @return {@code stop}, {@code length}, {@code refused} or {@code filtered} for an answer; {@code failed} otherwise
     */
    public String outcome() {
        return values.outcome;
    }

    /**
     * Type of the failure.
     *
     * @return the provider's code, or the status, or {@code unanswered}; empty for an answer
     */
    public String errorType() {
        return values.errorType;
    }

    /**
     * Usage that the server reported.
     *
     * @return one call, and its tokens; 0 where the server reported none
     */
    public Usage usage() {
        return values.usage;
    }

    /**
     * Cost of the usage.
     *
     * @return an amount of money; empty if the budget has no price
     */
    public OptionalDouble cost() {
        return values.cost;
    }

    /**
     * Whether there is an answer.
     *
     * @return false if the attempt failed
     */
    public boolean answered() {
        return errorType().isEmpty();
    }

    /**
     * All values under the names of the OpenTelemetry conventions for generative AI, {@code gen_ai.*}, and of those for HTTP
     * and servers; names that begin with {@code warmstart.} are not part of them.
     *
     * @return strings, numbers and lists of strings, in a fixed order; unknown values are left out
     * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/">Semantic conventions for generative AI</a>
     */
    public Map<String, Object> attributes() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("gen_ai.operation.name", "chat");
        all.put("gen_ai.provider.name", provider());
        all.put("gen_ai.request.model", requestModel());
        putText(all, "gen_ai.response.model", responseModel());
        putText(all, "gen_ai.response.id", responseId());
        if (answered()) {
            all.put("gen_ai.response.finish_reasons", List.of(outcome()));
        }
        if (usage().tokens() > 0) {
            all.put("gen_ai.usage.input_tokens", usage().inputTokens());
            all.put("gen_ai.usage.output_tokens", usage().outputTokens());
            all.put("gen_ai.usage.cache_read.input_tokens", usage().cachedTokens());
        }
        all.put("server.address", host());
        all.put("server.port", (long) port());
        if (status() > 0) {
            all.put("http.response.status_code", (long) status());
        }
        putText(all, "error.type", errorType());
        putText(all, "warmstart.request.id", requestId());
        all.put("warmstart.attempt", (long) number());
        all.put("warmstart.wait", seconds(waited()));
        cost().ifPresent(amount -> all.put("warmstart.cost", amount));
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

    /**
     * All values, for logs.
     *
     * @return the attributes as text
     */
    @Override
    public String toString() {
        return "OpenAiAttempt" + attributes();
    }

    /** Builder of an attempt; used once and not changed afterwards. */
    static final class Builder {

        private final String provider;
        private final String host;
        private final int port;
        private final String requestModel;
        private String responseModel = "";
        private String responseId = "";
        private String requestId = "";
        private int number = 1;
        private Duration waited = Duration.ZERO;
        private Duration took = Duration.ZERO;
        private int status;
        private String outcome = "failed";
        private String errorType = "";
        private Usage usage = Usage.NONE;
        private OptionalDouble cost = OptionalDouble.empty();

        Builder(String provider, String host, int port, String requestModel) {
            this.provider = provider;
            this.host = host;
            this.port = port;
            this.requestModel = requestModel;
        }

        Builder requestId(String id) {
            requestId = id;
            return this;
        }

        Builder number(int attempt) {
            number = attempt;
            return this;
        }

        Builder times(Duration before, Duration during) {
            waited = before;
            took = during;
            return this;
        }

        Builder usage(Usage reported, OptionalDouble amount) {
            usage = reported;
            cost = amount;
            return this;
        }

        Builder replied(String finish, String model, String id) {
            status = 200;
            outcome = finish;
            responseModel = model;
            responseId = id;
            return this;
        }

        Builder failed(int code, String type) {
            status = code;
            errorType = type;
            return this;
        }

        OpenAiAttempt build() {
            return new OpenAiAttempt(this);
        }
    }
}
