// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.prompt.ChatModel;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.prompt.ChatReply;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
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

    /** Bytes of an answer, unpacked, that are read unless told otherwise: 8 MiB. */
    public static final long DEFAULT_MAX_REPLY_BYTES = 8L * 1024 * 1024;

    /** Parts the random numbers of calls that follow one another; the golden ratio in 64 bits. */
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private final Settings settings;
    private final ChatCall.Context context;
    private final long jitterSeed;
    private final AtomicLong calls = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);

    private OpenAiChatModel(Builder builder, Settings settings) {
        this.settings = settings;
        Sleeper untilClosed = wait -> !closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        context = new ChatCall.Context(
                settings,
                new Sender(builder.httpClient, settings.connectTimeout(), settings.maxReplyBytes()),
                new DialectMemory(new Dialect(settings.structuredOutput(), false), settings.model()),
                new RetryPolicy(settings.maxAttempts(), settings.maxWait()),
                builder.clock,
                builder.sleeper == null ? untilClosed : builder.sleeper,
                closed);
        jitterSeed = builder.jitterSeed;
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
        requireNonNull(prompt, "prompt");
        SplittableRandom random = new SplittableRandom(jitterSeed + STRIDE * calls.getAndIncrement());
        return new ChatCall(context, prompt, random).complete();
    }

    /**
     * Cancels running calls and ends the threads of this client. The calls fail with an {@link OpenAiException}, as do
     * later ones. A client handed to {@link Builder#httpClient} stays open. Closing twice does nothing more.
     */
    @Override
    public void close() {
        closed.countDown();
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
    public static final class Builder {

        private static final double HIGHEST_TEMPERATURE = 2;

        private String baseUrl = DEFAULT_BASE_URL;
        private boolean allowCleartext;
        private @Nullable Supplier<ApiKey> apiKey;
        private Optional<String> model = Optional.empty();
        private Duration callTimeout = DEFAULT_CALL_TIMEOUT;
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private int maxAttempts = DEFAULT_MAX_ATTEMPTS;
        private Duration maxWait = DEFAULT_MAX_WAIT;
        private @Nullable Double temperature;
        private @Nullable Long seed;
        private StructuredOutput structuredOutput = StructuredOutput.JSON_SCHEMA;
        private long maxReplyBytes = DEFAULT_MAX_REPLY_BYTES;
        private @Nullable OkHttpClient httpClient;
        private Clock clock = Clock.systemUTC();
        private @Nullable Sleeper sleeper;
        private long jitterSeed = new SplittableRandom().nextLong();

        Builder() {}

        /**
         * Where the server is; default {@value OpenAiChatModel#DEFAULT_BASE_URL}.
         *
         * @param url what stands before {@code /chat/completions}: https, or http for this machine itself
         * @return this builder
         */
        public Builder baseUrl(String url) {
            baseUrl = requireNonNull(url, "baseUrl");
            return this;
        }

        /**
         * Whether http may be spoken to other machines; default no. Everybody between can then read the key and the
         * prompts, so only do so in a network you trust. It also makes the key optional.
         *
         * @param allow true to allow it
         * @return this builder
         */
        public Builder allowCleartext(boolean allow) {
            allowCleartext = allow;
            return this;
        }

        /**
         * The key; required unless the server is this machine itself or cleartext is allowed.
         *
         * @param secret the key, for example read from the environment
         * @return this builder
         * @throws IllegalArgumentException if it is blank or holds anything but visible ASCII characters
         */
        public Builder apiKey(String secret) {
            ApiKey key = ApiKey.of(secret);
            return apiKey(() -> key);
        }

        /**
         * Where the key comes from; asked before each attempt, so that keys can change.
         *
         * @param supplier gives the key; called by several threads; what it throws ends the call
         * @return this builder
         */
        public Builder apiKey(Supplier<ApiKey> supplier) {
            apiKey = requireNonNull(supplier, "apiKey");
            return this;
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
         * How long one attempt may take, from connecting to the last byte; default 60 s.
         *
         * @param timeout 1 ms to 365 days
         * @return this builder
         */
        public Builder callTimeout(Duration timeout) {
            callTimeout = withinReason(timeout, "callTimeout");
            return this;
        }

        /**
         * How long connecting may take; default 10 s.
         *
         * @param timeout 1 ms to 365 days
         * @return this builder
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = withinReason(timeout, "connectTimeout");
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
         * How long a prompt may take, attempts and waits together; default 5 min. A wait that does not fit is not begun.
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
         * How many bytes of an answer are read, after unpacking; default 8 MiB. A longer one is an error.
         *
         * @param bytes 1 or more
         * @return this builder
         */
        public Builder maxReplyBytes(long bytes) {
            if (bytes < 1 || bytes >= Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "maxReplyBytes must be between 1 and %d, but was %d".formatted(Integer.MAX_VALUE - 1, bytes));
            }
            maxReplyBytes = bytes;
            return this;
        }

        /**
         * The host's client, whose connections, proxy, TLS and interceptors are then used; default a client of its own.
         * It is neither changed nor closed. Its timeouts, cookies, cache, authenticator and dispatcher are not used.
         *
         * @param client a client of the host
         * @return this builder
         */
        public Builder httpClient(OkHttpClient client) {
            httpClient = requireNonNull(client, "httpClient");
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

        Builder jitterSeed(long seed) {
            jitterSeed = seed;
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
            HttpUrl endpoint = BaseUrl.completions(baseUrl, allowCleartext);
            if (apiKey == null && !allowCleartext && !BaseUrl.isLoopback(endpoint)) {
                throw new IllegalStateException(
                        "apiKey is required for %s, but was not set: call apiKey(...) before build()"
                                .formatted(endpoint.host()));
            }
            return new OpenAiChatModel(
                    this,
                    new Settings(
                            endpoint,
                            apiKey,
                            name,
                            callTimeout,
                            connectTimeout,
                            maxAttempts,
                            maxWait,
                            temperature,
                            seed,
                            structuredOutput,
                            maxReplyBytes));
        }

        private static Duration withinReason(Duration duration, String name) {
            if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(RetryHints.LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "%s must be between 1 ms and 365 days, but was %s".formatted(name, duration));
            }
            return duration;
        }
    }
}
