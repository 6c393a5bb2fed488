// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.openai.api.StructuredOutput;
import io.github.warmstart.openai.internal.failure.RetryPolicy;
import io.github.warmstart.openai.internal.failure.Sleeper;
import io.github.warmstart.openai.internal.http.HttpSender;
import io.github.warmstart.openai.internal.protocol.DialectMemory;
import io.github.warmstart.openai.internal.settings.BaseUrl;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.openai.internal.traffic.AdmissionControl;
import io.github.warmstart.openai.internal.traffic.CircuitBreaker;
import io.github.warmstart.openai.internal.traffic.ConcurrencyLimit;
import io.github.warmstart.openai.internal.traffic.RateLimiter;
import io.github.warmstart.openai.internal.traffic.SpendingLimit;
import io.github.warmstart.prompt.ChatModel;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;

/**
 * Chat model of OpenAI or of an OpenAI-compatible server.
 *
 * <pre>{@code
 * try (OpenAiChatModel model = OpenAiChatModel.builder().apiKey(key).model("gpt-5-mini").build()) {
 *     ChatReply reply = model.complete(prompt);
 * }
 * }</pre>
 *
 * <p>Temporary failures are retried: 408, 409, 429 except for a used-up quota, 5xx, broken connections, and truncated
 * responses. A wait that the server asks for ({@code retry-after-ms}, {@code Retry-After}) is kept in full; if it would
 * exceed {@link Builder#maxWait(Duration)}, the call fails immediately. Without a requested wait, waits are random and
 * grow exponentially. Redirects are not followed.
 *
 * <p>If the server refuses {@code json_schema} or {@code max_completion_tokens}, older alternatives are used for as long as
 * this object lives; that is logged once.
 *
 * <p>The key appears in no message, log or exception, even if the server echoes it. A response of any size, compressed or
 * not, needs no more memory than a few times {@link #maxReplyBytes()}.
 *
 * <p>Thread-safe; each call blocks its thread. An interrupt, and {@link #close()}, cancel running calls on the wire.
 */
public final class OpenAiChatModel implements ChatModel, AutoCloseable {

    /** Default base URL. */
    public static final String DEFAULT_BASE_URL = BaseUrl.OPENAI;

    /** Default of {@link Builder#callTimeout}: 60 s. */
    public static final Duration DEFAULT_CALL_TIMEOUT = ClientOptions.DEFAULT_CALL_TIMEOUT;

    /** Default of {@link Builder#connectTimeout}: 10 s. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = ClientOptions.DEFAULT_CONNECT_TIMEOUT;

    /** Default of {@link Builder#maxAttempts}. */
    public static final int DEFAULT_MAX_ATTEMPTS = ClientOptions.DEFAULT_MAX_ATTEMPTS;

    /** Default of {@link Builder#maxWait}: 5 min. */
    public static final Duration DEFAULT_MAX_WAIT = ClientOptions.DEFAULT_MAX_WAIT;

    /** Default of {@link Builder#maxReplyBytes}: 1 MiB. */
    public static final long DEFAULT_MAX_REPLY_BYTES = ClientOptions.DEFAULT_MAX_REPLY_BYTES;

    /** Default of {@link Builder#maxConcurrency}. */
    public static final int DEFAULT_MAX_CONCURRENCY = ClientOptions.DEFAULT_MAX_CONCURRENCY;

    /** Distance between the seeds of successive calls; the golden ratio in 64 bits. */
    private static final long SEED_STRIDE = 0x9E3779B97F4A7C15L;

    private final ClientOptions options;
    private final Settings settings;
    private final ChatCall.Context context;
    private final AtomicLong calls = new AtomicLong();

    private OpenAiChatModel(ClientOptions options, Settings settings) {
        this.options = options;
        this.settings = settings;
        AdmissionControl admission = new AdmissionControl(
                new RateLimiter(settings.requestsPerMinute(), settings.tokensPerMinute()),
                new ConcurrencyLimit(settings.maxConcurrency()),
                new CircuitBreaker(settings.maxWait()),
                new SpendingLimit(settings.budget()),
                options.clock,
                options.sleeper);
        context = new ChatCall.Context(
                settings,
                new HttpSender(
                        options.httpClient, options.executor, settings.connectTimeout(), settings.maxReplyBytes()),
                new DialectMemory(settings),
                new RetryPolicy(settings.maxAttempts(), settings.maxWait()),
                admission,
                new AttemptReporter(settings, options.listener),
                options.clock);
    }

    /**
     * Creates a builder.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder(new ClientOptions());
    }

    /**
     * Creates a builder for Azure OpenAI: the key is sent in the header {@code api-key}, and the deployment is part of the
     * path.
     *
     * @param resource address of the resource, for example {@code https://my-resource.openai.azure.com}
     * @param deployment name of the deployment, also used as the name of the model
     * @param apiVersion version of the interface, for example {@code 2024-10-21}
     * @return a builder with all other defaults
     */
    public static Builder azure(String resource, String deployment, String apiVersion) {
        HttpUrl url = HttpUrl.parse(resource);
        if (url == null) {
            throw new IllegalArgumentException(
                    "resource must be an https URL such as https://my-resource.openai.azure.com, but cannot be read");
        }
        HttpUrl base = url.newBuilder()
                .addPathSegments("openai/deployments")
                .addPathSegment(deployment)
                .build();
        return builder()
                .baseUrl(base.toString())
                .model(deployment)
                .keyHeader(BaseUrl.AZURE_KEY_HEADER)
                .queryParameter("api-version", apiVersion);
    }

    /**
     * Creates a builder with all options of this client.
     *
     * @return a new builder; its clients share no state with this one
     */
    public Builder toBuilder() {
        return new Builder(options);
    }

    /**
     * Returns a handle with its own queue. Queues are served round-robin, so a long job cannot starve a short one. All
     * limits, and what was learned about the server, are shared.
     *
     * @return a model that sends through this client, and ends with it
     */
    public ChatModel newQueue() {
        return new Queue();
    }

    private final class Queue implements ChatModel {
        @Override
        public ChatReply complete(ChatPrompt prompt) throws InterruptedException {
            return OpenAiChatModel.this.complete(prompt, this);
        }

        @Override
        public String toString() {
            return "queue of " + OpenAiChatModel.this;
        }
    }

    /**
     * Sends a prompt and waits for the answer, with retries.
     *
     * @param prompt the prompt; its schema must be a JSON object
     * @return the answer; its model is the requested one if the server names none, and its usage counts all attempts that
     *     were sent, with 0 tokens where the server reported none or an implausible number
     * @throws OpenAiException if there is no answer; its usage is that of all attempts
     * @throws InterruptedException if the calling thread was interrupted; nothing is sent afterwards
     * @throws IllegalArgumentException if the schema is not a JSON object
     */
    @Override
    public ChatReply complete(ChatPrompt prompt) throws InterruptedException {
        return complete(prompt, this);
    }

    private ChatReply complete(ChatPrompt prompt, Object job) throws InterruptedException {
        requireNonNull(prompt, "prompt");
        SplittableRandom random = new SplittableRandom(options.jitterSeed + SEED_STRIDE * calls.getAndIncrement());
        return new ChatCall(context, prompt, job, random).complete();
    }

    /**
     * Cancels running calls and ends the threads of this client. These calls fail with an {@code OpenAiException}, and so
     * do later ones. A client passed to {@link Builder#httpClient} stays open. Closing twice has no further effect.
     */
    @Override
    public void close() {
        context.admission().close();
        context.sender().close();
    }

    /** State shared by all calls, batches included. */
    ChatCall.Context context() {
        return context;
    }

    /**
     * Full address of chat completions.
     *
     * @return a URL
     */
    public String endpoint() {
        return settings.endpoint().toString();
    }

    /**
     * Requested model.
     *
     * @return its name
     */
    public String model() {
        return settings.model();
    }

    /**
     * Maximum number of requests per minute.
     *
     * @return the configured limit; positive infinity for none
     */
    public double requestsPerMinute() {
        return settings.requestsPerMinute();
    }

    /**
     * Maximum number of tokens per minute.
     *
     * @return the configured limit; positive infinity for none
     */
    public double tokensPerMinute() {
        return settings.tokensPerMinute();
    }

    /**
     * Maximum number of calls in flight.
     *
     * @return 1 or more
     */
    public int maxConcurrency() {
        return settings.maxConcurrency();
    }

    /**
     * Budget of this client.
     *
     * @return the configured budget
     */
    public Budget budget() {
        return settings.budget();
    }

    /**
     * Maximum time for one attempt.
     *
     * @return more than 0
     */
    public Duration callTimeout() {
        return settings.callTimeout();
    }

    /**
     * Maximum time for connecting.
     *
     * @return more than 0
     */
    public Duration connectTimeout() {
        return settings.connectTimeout();
    }

    /**
     * Maximum number of attempts for one prompt.
     *
     * @return 1 or more
     */
    public int maxAttempts() {
        return settings.maxAttempts();
    }

    /**
     * Maximum time for one prompt, attempts and waits together.
     *
     * @return more than 0
     */
    public Duration maxWait() {
        return settings.maxWait();
    }

    /**
     * Sampling temperature.
     *
     * @return 0 to 2; empty if none is sent
     */
    public OptionalDouble temperature() {
        Double value = settings.temperature();
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * Sampling seed.
     *
     * @return empty if none is sent
     */
    public OptionalLong seed() {
        Long value = settings.seed();
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * Method of enforcing the schema that is tried first.
     *
     * @return the configured method, even if the server does not support it
     */
    public StructuredOutput structuredOutput() {
        return settings.structuredOutput();
    }

    /**
     * Maximum length of an answer in bytes, after decompression.
     *
     * @return 1 or more
     */
    public long maxReplyBytes() {
        return settings.maxReplyBytes();
    }

    /**
     * Model and address, without the key.
     *
     * @return text for logs
     */
    @Override
    public String toString() {
        return "OpenAiChatModel[model=%s, endpoint=%s]".formatted(settings.model(), settings.endpoint());
    }

    /** Builder of an {@link OpenAiChatModel}. For one thread. */
    public static final class Builder extends OpenAiOptions<Builder> {

        private static final double MAX_TEMPERATURE = 2;

        Builder(ClientOptions options) {
            super(options);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Name of the model; required.
         *
         * @param name as the server knows it, not blank
         * @return this builder
         */
        public Builder model(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("model must not be blank, but was '%s'".formatted(name));
            }
            return set(o -> o.model = name.strip());
        }

        /**
         * Maximum number of attempts for one prompt; default {@value OpenAiChatModel#DEFAULT_MAX_ATTEMPTS}.
         *
         * @param attempts 1 for no retry, or more
         * @return this builder
         */
        public Builder maxAttempts(int attempts) {
            int checked = OptionChecks.atLeastOne(attempts, "maxAttempts");
            return set(o -> o.maxAttempts = checked);
        }

        /**
         * Maximum time for one prompt, attempts and the waits between them together; default 5 min. If the next wait would
         * exceed it, the call fails immediately. The wait in the queue and for the rate limits does not count.
         *
         * @param limit 1 ms to 365 days
         * @return this builder
         */
        public Builder maxWait(Duration limit) {
            Duration checked = OptionChecks.duration(limit, "maxWait");
            return set(o -> o.maxWait = checked);
        }

        /**
         * Sampling temperature; default none, because reasoning models refuse it.
         *
         * @param value 0 to 2
         * @return this builder
         */
        public Builder temperature(double value) {
            if (!(value >= 0 && value <= MAX_TEMPERATURE)) {
                throw new IllegalArgumentException(
                        "temperature must be between 0 and %s, but was %s".formatted(MAX_TEMPERATURE, value));
            }
            return set(o -> o.temperature = value);
        }

        /**
         * Sampling seed; default none. Servers guarantee little for it: a journal repeats answers, a seed does not.
         *
         * @param value any number
         * @return this builder
         */
        public Builder seed(long value) {
            return set(o -> o.seed = value);
        }

        /**
         * Method of enforcing the schema that is tried first; default {@link StructuredOutput#JSON_SCHEMA}.
         *
         * @param method the strictest method to try
         * @return this builder
         */
        public Builder structuredOutput(StructuredOutput method) {
            requireNonNull(method, "structuredOutput");
            return set(o -> o.structuredOutput = method);
        }

        /**
         * Maximum number of requests per minute, spread evenly, for all users of the client together; default no limit
         * except those that the server advertises or shows by refusals.
         *
         * @param requests more than 0
         * @return this builder
         */
        public Builder requestsPerMinute(double requests) {
            double checked = OptionChecks.positive(requests, "requestsPerMinute");
            return set(o -> o.requestsPerMinute = checked);
        }

        /**
         * Maximum number of tokens per minute for all users of the client together; default no limit except those that the
         * server advertises. A request counts with its estimated prompt and the longest answer it allows, as providers
         * count.
         *
         * @param tokens more than 0
         * @return this builder
         */
        public Builder tokensPerMinute(double tokens) {
            double checked = OptionChecks.positive(tokens, "tokensPerMinute");
            return set(o -> o.tokensPerMinute = checked);
        }

        /**
         * Maximum number of calls in flight for all users of the client together; default
         * {@value OpenAiChatModel#DEFAULT_MAX_CONCURRENCY}. The client starts with fewer and increases with successful
         * calls.
         *
         * @param calls 1 or more
         * @return this builder
         */
        public Builder maxConcurrency(int calls) {
            int checked = OptionChecks.atLeastOne(calls, "maxConcurrency");
            return set(o -> o.maxConcurrency = checked);
        }

        /**
         * Budget of the client for its lifetime; default no limit. The maximum cost of a call is reserved before it is sent,
         * and failed calls are booked too. A call that might exceed the budget is not sent, and ends the job. The price, if
         * the budget has one, is also that of the costs passed to listeners.
         *
         * @param limit requests, tokens and money
         * @return this builder
         */
        public Builder budget(Budget limit) {
            requireNonNull(limit, "budget");
            return set(o -> o.budget = limit);
        }

        /**
         * Listener that receives every attempt; default none.
         *
         * @param listener called by several threads
         * @return this builder
         */
        public Builder listener(OpenAiListener listener) {
            requireNonNull(listener, "listener");
            return set(o -> o.listener = listener);
        }

        /**
         * Seed of the random waits between attempts; default a new one for each client.
         *
         * @param value any number
         * @return this builder
         */
        public Builder jitterSeed(long value) {
            return set(o -> o.jitterSeed = value);
        }

        Builder clock(Clock clock) {
            return set(o -> o.clock = clock);
        }

        Builder sleeper(Sleeper sleeper) {
            return set(o -> o.sleeper = sleeper);
        }

        /**
         * Builds the client. Nothing is sent before the first prompt.
         *
         * @return a new client
         * @throws IllegalArgumentException if the model or a needed key is not set, or the base URL cannot be used
         */
        public OpenAiChatModel build() {
            return new OpenAiChatModel(options, options.settings());
        }
    }
}
