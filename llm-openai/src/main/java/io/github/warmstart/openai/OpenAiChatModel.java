// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.openai.api.OpenAiListener;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Sends prompts to the chat completions of OpenAI, or of a server that speaks the same language.
 *
 * <pre>{@code
 * try (OpenAiChatModel model = OpenAiChatModel.builder().apiKey(key).model("gpt-5-mini").build()) {
 *     ChatReply reply = model.complete(prompt);
 * }
 * }</pre>
 *
 * <p>What may pass is asked again: 408, 409, 429 except for a used-up quota, 5xx, broken connections, and answers that
 * break off. A wait that the server asks for ({@code retry-after-ms}, {@code Retry-After}) is kept in full; if it does not
 * fit {@link Builder#maxWait(Duration)}, the call fails at once and says so. Without one, waits grow and are drawn by
 * chance. Redirects are not followed.
 *
 * <p>A server that does not know {@code json_schema} or {@code max_completion_tokens} is asked in the older way after its
 * first refusal, for as long as this object lives; that is logged once.
 *
 * <p>The key appears in no message, log or exception, even if the server echoes it. An answer of any size, unpacked or
 * not, takes no more memory than a few times {@link #maxReplyBytes()}.
 *
 * <p>Safe for all threads; each call blocks its own. An interrupt, and {@link #close()}, cancel running calls on the
 * wire.
 */
public final class OpenAiChatModel implements ChatModel, AutoCloseable {

    /** Where prompts go unless told otherwise. */
    public static final String DEFAULT_BASE_URL = "https://api.openai.com/v1";

    /** For one attempt, from connecting to the last byte, unless told otherwise. */
    public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(60);

    /** For connecting, unless told otherwise. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Attempts for one prompt unless told otherwise. */
    public static final int DEFAULT_MAX_ATTEMPTS = 5;

    /** For one prompt, attempts and waits together, unless told otherwise. */
    public static final Duration DEFAULT_MAX_WAIT = Duration.ofMinutes(5);

    /** Bytes of an answer, unpacked, that are read unless told otherwise: 1 MiB. */
    public static final long DEFAULT_MAX_REPLY_BYTES = 1024L * 1024;

    /** Calls in flight unless told otherwise. */
    public static final int DEFAULT_MAX_CONCURRENCY = 256;

    /** Parts the random numbers of calls that follow one another; the golden ratio in 64 bits. */
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private final Builder options;
    private final Settings settings;
    private final ChatCall.Context context;
    private final long jitterSeed;
    private final AtomicLong calls = new AtomicLong();

    private OpenAiChatModel(Builder options, Settings settings) {
        this.options = options;
        this.settings = settings;
        AdmissionControl turnstile = new AdmissionControl(
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
                turnstile,
                new AttemptReporter(settings),
                options.clock);
        jitterSeed = options.jitterSeed;
    }

    /**
     * A client to be set up.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A client of Azure OpenAI to be set up: its key goes into the header {@code api-key}, and the deployment into the
     * path.
     *
     * @param resource the address of the resource, for example {@code https://my-resource.openai.azure.com}
     * @param deployment the name of the deployment, which is also taken for the model
     * @param apiVersion the version of the interface, for example {@code 2024-10-21}
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
     * A builder with the options of this client.
     *
     * @return a new builder; this client stays as it is, and what it has learned of the server stays its own
     */
    public Builder toBuilder() {
        return options.copy();
    }

    /**
     * A door of its own to this client: prompts that wait at different doors are let through in turn, so that a long job
     * does not keep a short one waiting. Limits and what was learned of the server are shared.
     *
     * @return a model that sends by this client, and ends with it
     */
    public ChatModel newDoor() {
        return new Door();
    }

    private final class Door implements ChatModel {
        @Override
        public ChatReply complete(ChatPrompt prompt) throws InterruptedException {
            return OpenAiChatModel.this.complete(prompt, this);
        }

        @Override
        public String toString() {
            return "a door to " + OpenAiChatModel.this;
        }
    }

    /**
     * Sends a prompt and waits for the answer, over as many attempts as it takes.
     *
     * @param prompt what to send; its schema must be a JSON object
     * @return the answer; its model is the one that was asked for if the server names none, and its usage counts all
     *     attempts that were sent, with 0 tokens where the server told none or an absurd number
     * @throws OpenAiException if no answer came; its usage holds what was spent
     * @throws InterruptedException if the calling thread was interrupted; nothing is sent after that
     * @throws IllegalArgumentException if the schema is not a JSON object
     */
    @Override
    public ChatReply complete(ChatPrompt prompt) throws InterruptedException {
        return complete(prompt, this);
    }

    private ChatReply complete(ChatPrompt prompt, Object job) throws InterruptedException {
        requireNonNull(prompt, "prompt");
        SplittableRandom random = new SplittableRandom(jitterSeed + STRIDE * calls.getAndIncrement());
        return new ChatCall(context, prompt, job, random).complete();
    }

    /**
     * Cancels running calls and ends the threads of this client. The calls fail with an {@code OpenAiException}, as do
     * later ones. A client handed to {@link Builder#httpClient} stays open. Closing twice does nothing more.
     */
    @Override
    public void close() {
        context.turnstile().close();
        context.sender().close();
    }

    /** What calls share; batches use it too. */
    ChatCall.Context context() {
        return context;
    }

    /**
     * Where prompts are sent.
     *
     * @return the full address of chat completions
     */
    public String endpoint() {
        return settings.endpoint().toString();
    }

    /**
     * The model that is asked for.
     *
     * @return its name
     */
    public String model() {
        return settings.model();
    }

    /**
     * How many requests may be sent a minute.
     *
     * @return what was set; positive infinity for no limit
     */
    public double requestsPerMinute() {
        return settings.requestsPerMinute();
    }

    /**
     * How many tokens may be sent and asked for a minute.
     *
     * @return what was set; positive infinity for no limit
     */
    public double tokensPerMinute() {
        return settings.tokensPerMinute();
    }

    /**
     * How many calls may be in flight.
     *
     * @return 1 or more
     */
    public int maxConcurrency() {
        return settings.maxConcurrency();
    }

    /**
     * What this client may spend.
     *
     * @return what was set
     */
    public Budget budget() {
        return settings.budget();
    }

    /**
     * How long one attempt may take.
     *
     * @return more than 0
     */
    public Duration callTimeout() {
        return settings.callTimeout();
    }

    /**
     * How long connecting may take.
     *
     * @return more than 0
     */
    public Duration connectTimeout() {
        return settings.connectTimeout();
    }

    /**
     * How often a prompt is sent at most.
     *
     * @return 1 or more
     */
    public int maxAttempts() {
        return settings.maxAttempts();
    }

    /**
     * How long a prompt may take, attempts and waits together.
     *
     * @return more than 0
     */
    public Duration maxWait() {
        return settings.maxWait();
    }

    /**
     * The temperature that is sent.
     *
     * @return 0 to 2; nothing if it is left to the server
     */
    public OptionalDouble temperature() {
        Double value = settings.temperature();
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /**
     * The seed that is sent.
     *
     * @return nothing if none is
     */
    public OptionalLong seed() {
        Long value = settings.seed();
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * How the server is asked at first to keep to the schema.
     *
     * @return the way that was set, whatever the server turned out to know
     */
    public StructuredOutput structuredOutput() {
        return settings.structuredOutput();
    }

    /**
     * How many bytes of an answer are read at most, after unpacking.
     *
     * @return 1 or more
     */
    public long maxReplyBytes() {
        return settings.maxReplyBytes();
    }

    /**
     * Names model and address, and never the key.
     *
     * @return words for logs
     */
    @Override
    public String toString() {
        return "OpenAiChatModel[model=%s, endpoint=%s]".formatted(settings.model(), settings.endpoint());
    }

    /** Options of an {@link OpenAiChatModel}. For one thread. */
    public static final class Builder extends OpenAiOptions<Builder> {

        private static final double HIGHEST_TEMPERATURE = 2;

        private Optional<String> model = Optional.empty();
        private int maxAttempts = DEFAULT_MAX_ATTEMPTS;
        private Duration maxWait = DEFAULT_MAX_WAIT;
        private @Nullable Double temperature;
        private @Nullable Long seed;
        private StructuredOutput structuredOutput = StructuredOutput.JSON_SCHEMA;
        private double requestsPerMinute = Double.POSITIVE_INFINITY;
        private double tokensPerMinute = Double.POSITIVE_INFINITY;
        private int maxConcurrency = DEFAULT_MAX_CONCURRENCY;
        private Budget budget = Budget.unlimited();
        private OpenAiListener listener = OpenAiListener.NONE;
        private Clock clock = Clock.systemUTC();
        private @Nullable Sleeper sleeper;
        private long jitterSeed = new SplittableRandom().nextLong();

        Builder() {}

        @Override
        Builder self() {
            return this;
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.copyFrom(this);
            copy.model = model;
            copy.maxAttempts = maxAttempts;
            copy.maxWait = maxWait;
            copy.temperature = temperature;
            copy.seed = seed;
            copy.structuredOutput = structuredOutput;
            copy.requestsPerMinute = requestsPerMinute;
            copy.tokensPerMinute = tokensPerMinute;
            copy.maxConcurrency = maxConcurrency;
            copy.budget = budget;
            copy.listener = listener;
            copy.clock = clock;
            copy.sleeper = sleeper;
            copy.jitterSeed = jitterSeed;
            return copy;
        }

        /**
         * The model to ask; required.
         *
         * @param name as the server calls it, not blank
         * @return this builder
         */
        public Builder model(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("model must not be blank, but was '%s'".formatted(name));
            }
            model = Optional.of(name.strip());
            return this;
        }

        /**
         * How often a prompt is sent at most; default {@value OpenAiChatModel#DEFAULT_MAX_ATTEMPTS}.
         *
         * @param attempts 1 for no second attempt, or more
         * @return this builder
         */
        public Builder maxAttempts(int attempts) {
            if (attempts < 1) {
                throw new IllegalArgumentException("maxAttempts must be >= 1, but was %d".formatted(attempts));
            }
            maxAttempts = attempts;
            return this;
        }

        /**
         * How long a prompt may take, attempts and the waits between them together; default 5 min. A wait that does not
         * fit is not begun. Waiting for one's turn, by the limits a minute, does not count.
         *
         * @param limit 1 ms to 365 days
         * @return this builder
         */
        public Builder maxWait(Duration limit) {
            maxWait = withinReason(limit, "maxWait");
            return this;
        }

        /**
         * The temperature to send; default none, since models that reason refuse it.
         *
         * @param value 0 to 2
         * @return this builder
         */
        public Builder temperature(double value) {
            if (!(value >= 0 && value <= HIGHEST_TEMPERATURE)) {
                throw new IllegalArgumentException(
                        "temperature must be between 0 and %s, but was %s".formatted(HIGHEST_TEMPERATURE, value));
            }
            temperature = value;
            return this;
        }

        /**
         * The seed to send; default none. Servers promise little for it: a journal repeats answers, a seed does not.
         *
         * @param value any number
         * @return this builder
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * How to ask the server at first to keep to the schema; default {@link StructuredOutput#JSON_SCHEMA}.
         *
         * @param way the strictest way to try
         * @return this builder
         */
        public Builder structuredOutput(StructuredOutput way) {
            structuredOutput = requireNonNull(way, "structuredOutput");
            return this;
        }

        /**
         * How many requests may be sent a minute, spread evenly, by all that use the client together; default no limit but
         * those that the server tells or shows.
         *
         * @param requests more than 0
         * @return this builder
         */
        public Builder requestsPerMinute(double requests) {
            requestsPerMinute = positive(requests, "requestsPerMinute");
            return this;
        }

        /**
         * How many tokens may be sent and asked for a minute, by all that use the client together; default no limit but
         * those that the server tells. A request counts with its prompt, estimated, and the longest answer it allows, as
         * providers count.
         *
         * @param tokens more than 0
         * @return this builder
         */
        public Builder tokensPerMinute(double tokens) {
            tokensPerMinute = positive(tokens, "tokensPerMinute");
            return this;
        }

        /**
         * How many calls may be in flight, by all that use the client together; default
         * {@value OpenAiChatModel#DEFAULT_MAX_CONCURRENCY}. Fewer are, until the server has shown that it bears them.
         *
         * @param calls 1 or more
         * @return this builder
         */
        public Builder maxConcurrency(int calls) {
            if (calls < 1) {
                throw new IllegalArgumentException("maxConcurrency must be >= 1, but was %d".formatted(calls));
            }
            maxConcurrency = calls;
            return this;
        }

        /**
         * What the client may spend in its life; default no limit. What a call may take at most is reserved before it is
         * sent, and failed calls are booked as well; a call that might pass the limit is not sent, and ends the job. The
         * price, if it has one, is the one by which listeners are told costs.
         *
         * @param limit requests, tokens and money
         * @return this builder
         */
        public Builder budget(Budget limit) {
            budget = requireNonNull(limit, "budget");
            return this;
        }

        /**
         * Hears about every attempt; default nobody.
         *
         * @param listener called by several threads
         * @return this builder
         */
        public Builder listener(OpenAiListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * The seed of the chance in waits between attempts; default another one for each client.
         *
         * @param value any number
         * @return this builder
         */
        public Builder jitterSeed(long value) {
            jitterSeed = value;
            return this;
        }

        Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        Builder sleeper(Sleeper sleeper) {
            this.sleeper = sleeper;
            return this;
        }

        /**
         * Builds the client. Nothing is sent before the first prompt.
         *
         * @return a new client
         * @throws IllegalArgumentException if the base URL cannot be used
         * @throws IllegalStateException if the model is not set, or the key is needed and not set
         */
        public OpenAiChatModel build() {
            String name = model.orElseThrow(() ->
                    new IllegalStateException("model is required, but was not set: call model(...) before build()"));
            HttpUrl endpoint = endpoint();
            checkKey(endpoint);
            Settings settings = new Settings(
                    endpoint,
                    apiKey,
                    keyHeader(endpoint),
                    headers(),
                    name,
                    callTimeout,
                    connectTimeout,
                    maxAttempts,
                    maxWait,
                    requestsPerMinute,
                    tokensPerMinute,
                    maxConcurrency,
                    budget,
                    temperature,
                    seed,
                    structuredOutput,
                    maxReplyBytes,
                    listener);
            return new OpenAiChatModel(copy(), settings);
        }

        private static double positive(double value, String name) {
            if (!(value > 0) || !Double.isFinite(value)) {
                throw new IllegalArgumentException("%s must be finite and > 0, but was %s".formatted(name, value));
            }
            return value;
        }
    }
}
