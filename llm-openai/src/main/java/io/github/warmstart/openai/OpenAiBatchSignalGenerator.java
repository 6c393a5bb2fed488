// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.api.BatchStore;
import io.github.warmstart.openai.internal.batch.BatchApi;
import io.github.warmstart.openai.internal.batch.BatchJob;
import io.github.warmstart.openai.internal.batch.BatchLimits;
import io.github.warmstart.openai.internal.batch.PendingPrompts;
import io.github.warmstart.openai.internal.failure.RetryHints;
import io.github.warmstart.openai.internal.failure.Sleeper;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model of OpenAI by its batches: the same prompts, reading and checks as {@link OpenAiSignalGenerator}, answered
 * within a day, usually within minutes to hours, for half the price and outside the limits of rate.
 *
 * <pre>{@code
 * try (OpenAiBatchSignalGenerator generator = OpenAiBatchSignalGenerator.builder()
 *         .apiKey(key)
 *         .model("gpt-5-mini")
 *         .store(BatchStore.inFolder(Path.of("batches")))
 *         .build()) {
 *     generator.generate(requests, replies::add);
 * }
 * }</pre>
 *
 * <p><b>Nothing is bought twice.</b> Equal requests share one line. Each batch is recorded in the {@link BatchStore}
 * before it is created, under hashes of its prompts; a later call with the same requests, in another process too, takes
 * up batches that run and reads those that are over, as long as the provider keeps them (OpenAI: 30 days). So a call
 * that was interrupted is resumed by calling again. Requests that failed or expired are not counted as bought; within a
 * call they go into further batches, {@link Builder#maxRounds(int)} in all. To have the same prompts answered anew, use
 * another store.
 *
 * <p><b>Price.</b> Providers charge batches at about half; tokens are counted in full in each reply's usage. Give a budget
 * the batch price.
 *
 * <p>All waiting is done on the calling thread, which hands over replies as batches end. An interrupt ends the wait and
 * leaves the batches running, to be taken up later; {@link #cancel()} stops them at the provider. Records hold hashes and
 * ids only: no key, no prompt, no answer. Servers must know {@code /files} and {@code /batches} beside
 * {@code /chat/completions}.
 *
 * <p>Safe for all threads, but calls that run at once with the same requests may both buy them.
 */
public final class OpenAiBatchSignalGenerator implements SyntheticSignalGenerator, AutoCloseable {

    /** The name of this generator in the origin of each signal. */
    public static final String GENERATOR_NAME = "openai-batch";

    /** How long a call waits for its batches unless told otherwise: the day that OpenAI promises, and some more. */
    public static final Duration DEFAULT_MAX_WAIT = Duration.ofHours(26);

    /** Before the first look at a batch unless told otherwise. */
    public static final Duration DEFAULT_FIRST_POLL = Duration.ofSeconds(10);

    /** Between two looks, at most, unless told otherwise. */
    public static final Duration DEFAULT_LONGEST_POLL = Duration.ofMinutes(5);

    /** Batches that a request may stand in unless told otherwise. */
    public static final int DEFAULT_MAX_ROUNDS = 3;

    /** Requests in a batch unless told otherwise: as many as OpenAI takes. */
    public static final int DEFAULT_MAX_REQUESTS = 50_000;

    private static final long MAX_BYTES = 32L * 1024 * 1024;
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(10);

    private final OpenAiChatModel client;
    private final PromptedSignalGenerator prompted;
    private final BatchStore store;
    private final BatchLimits limits;
    private final BatchApi api;
    private final Sleeper sleeper;
    private final Semaphore bell = new Semaphore(0);
    private final AtomicInteger cancels = new AtomicInteger();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private OpenAiBatchSignalGenerator(Builder builder, OpenAiChatModel client, PromptedSignalGenerator prompted) {
        this.client = client;
        this.prompted = prompted;
        store = builder.store;
        limits = new BatchLimits(
                builder.maxWait,
                builder.firstPoll,
                builder.longestPoll,
                builder.maxRounds,
                builder.maxRequests,
                builder.maxBytes);
        Sleeper untilRung = wait -> {
            bell.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
            return !closed;
        };
        sleeper = builder.sleeper == null ? untilRung : builder.sleeper;
        api = new BatchApi(
                client.context(), sleeper, () -> closed, TRANSFER_TIMEOUT, new SplittableRandom().nextLong());
    }

    /**
     * A generator to be set up.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers the requests by batches, and waits for them.
     *
     * @throws InterruptedException if the calling thread was interrupted; batches go on, and a later call takes them up
     * @throws SignalException if the batches are not done within {@link Builder#maxWait(Duration)}, if the provider refuses
     *     the key or the files, or if this generator is closed; what is running stays recorded
     */
    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        requireNonNull(replies, "replies");
        int before = cancels.get();
        BatchJob.Context context = new BatchJob.Context(
                api,
                store,
                client.context().settings(),
                client.context().dialects(),
                client.context().clock(),
                sleeper,
                limits,
                () -> cancels.get() != before,
                running);
        new BatchJob(context, new PendingPrompts(List.copyOf(requests), context.settings(), prompted, replies)).run();
    }

    /**
     * Stops the batches of running calls at the provider. What they have answered is handed over by those calls, which
     * then end; the rest fails. Without running calls nothing happens.
     *
     * @throws InterruptedException if the calling thread was interrupted
     * @throws SignalException if the provider could not be told
     */
    public void cancel() throws InterruptedException {
        cancels.incrementAndGet();
        for (String batchId : running) {
            api.cancel(batchId);
        }
        bell.release(Math.max(1, running.size()));
    }

    /**
     * The model, and the {@linkplain PromptedSignalGenerator#design() design} of the prompts, which holds the name of the
     * generator. Give single calls and batches the same name, and neither asks what the other has answered.
     */
    @Override
    public String design() {
        return client.context().settings().model() + " " + prompted.design();
    }

    /**
     * What sends the calls.
     *
     * @return the client, closed together with this generator
     */
    public OpenAiChatModel client() {
        return client;
    }

    /**
     * What writes the prompts and reads the replies.
     *
     * @return the generator beneath, closed together with this one
     */
    public PromptedSignalGenerator prompted() {
        return prompted;
    }

    /**
     * Ends running calls with a {@link SignalException} and all threads of this generator. Batches go on at the provider
     * and stay recorded. Closing twice does nothing more.
     */
    @Override
    public void close() {
        closed = true;
        bell.release(Short.MAX_VALUE);
        prompted.close();
        client.close();
    }

    /**
     * Names the model and its address.
     *
     * @return words for logs
     */
    @Override
    public String toString() {
        return "OpenAiBatchSignalGenerator[" + client + "]";
    }

    /** Options of an {@link OpenAiBatchSignalGenerator}. For one thread. */
    public static final class Builder {

        private final OpenAiChatModel.Builder client = OpenAiChatModel.builder();
        private final List<Consumer<? super PromptedSignalGenerator.Builder>> prompting = new ArrayList<>();
        private BatchStore store = BatchStore.inMemory();
        private Duration maxWait = DEFAULT_MAX_WAIT;
        private Duration firstPoll = DEFAULT_FIRST_POLL;
        private Duration longestPoll = DEFAULT_LONGEST_POLL;
        private int maxRounds = DEFAULT_MAX_ROUNDS;
        private int maxRequests = DEFAULT_MAX_REQUESTS;
        private long maxBytes = MAX_BYTES;
        private @Nullable Sleeper sleeper;

        private Builder() {}

        /**
         * The key; required unless the server is this machine itself.
         *
         * @param secret the key, for example read from the environment
         * @return this builder
         * @throws IllegalArgumentException if it is blank or holds anything but visible ASCII characters
         */
        public Builder apiKey(String secret) {
            client.apiKey(secret);
            return this;
        }

        /**
         * Where the key comes from; asked before each attempt, so that keys can change.
         *
         * @param supplier gives the key; called by several threads
         * @return this builder
         */
        public Builder apiKey(Supplier<ApiKey> supplier) {
            client.apiKey(supplier);
            return this;
        }

        /**
         * The model to ask; required.
         *
         * @param name as the server calls it, not blank
         * @return this builder
         */
        public Builder model(String name) {
            client.model(name);
            return this;
        }

        /**
         * Where the server is; default {@value OpenAiChatModel#DEFAULT_BASE_URL}.
         *
         * @param url what stands before {@code /chat/completions}, {@code /files} and {@code /batches}
         * @return this builder
         */
        public Builder baseUrl(String url) {
            client.baseUrl(url);
            return this;
        }

        /**
         * Sets further options of the client, for example {@code c -> c.temperature(0)}. Its {@code maxWait} and
         * {@code maxAttempts} hold for each call of files and batches.
         *
         * @param options is called at once with the builder of the client
         * @return this builder
         */
        public Builder client(Consumer<? super OpenAiChatModel.Builder> options) {
            options.accept(client);
            return this;
        }

        /**
         * Sets further options of the prompts, for example {@code p -> p.domain("movie")}.
         *
         * @param options is called by {@link #build()} with the builder of the generator beneath
         * @return this builder
         */
        public Builder prompting(Consumer<? super PromptedSignalGenerator.Builder> options) {
            prompting.add(requireNonNull(options, "prompting"));
            return this;
        }

        /**
         * Where batches are recorded; default in memory, which a restart forgets.
         *
         * @param batches for example {@link BatchStore#inFolder}
         * @return this builder
         */
        public Builder store(BatchStore batches) {
            store = requireNonNull(batches, "store");
            return this;
        }

        /**
         * How long a call waits for its batches; default 26 h.
         *
         * @param limit 1 ms to 365 days
         * @return this builder
         */
        public Builder maxWait(Duration limit) {
            maxWait = withinReason(limit, "maxWait");
            return this;
        }

        /**
         * How often batches are looked at; default after 10 s, then half as long again each time, up to 5 min.
         *
         * @param first before the first look, 1 ms to 365 days
         * @param longest between two looks, not shorter than the first
         * @return this builder
         */
        public Builder pollEvery(Duration first, Duration longest) {
            firstPoll = withinReason(first, "first");
            longestPoll = withinReason(longest, "longest");
            if (first.compareTo(longest) > 0) {
                throw new IllegalArgumentException(
                        "first must not be longer than longest, but were %s and %s".formatted(first, longest));
            }
            return this;
        }

        /**
         * How many batches a request may stand in within one call, if it fails for a passing reason or expires; default
         * {@value OpenAiBatchSignalGenerator#DEFAULT_MAX_ROUNDS}.
         *
         * @param rounds 1 to 10
         * @return this builder
         */
        public Builder maxRounds(int rounds) {
            maxRounds = within(rounds, 10, "maxRounds");
            return this;
        }

        /**
         * How many requests go into one batch; default {@value OpenAiBatchSignalGenerator#DEFAULT_MAX_REQUESTS}. Smaller
         * batches end sooner, and fit accounts with a low limit of queued tokens. A batch never has more than 32 MiB.
         *
         * @param requests 1 to 50,000
         * @return this builder
         */
        public Builder maxBatchRequests(int requests) {
            maxRequests = within(requests, DEFAULT_MAX_REQUESTS, "maxBatchRequests");
            return this;
        }

        Builder maxBatchBytes(long bytes) {
            maxBytes = bytes;
            return this;
        }

        Builder sleeper(@Nullable Sleeper sleeper) {
            this.sleeper = sleeper;
            return this;
        }

        /**
         * Builds the generator. Nothing is sent before the first request.
         *
         * @return a new generator with a client of its own
         * @throws IllegalArgumentException if an option cannot be used
         * @throws IllegalStateException if the model is not set, or the key is needed and not set
         */
        public OpenAiBatchSignalGenerator build() {
            OpenAiChatModel model = client.build();
            try {
                PromptedSignalGenerator.Builder prompts =
                        PromptedSignalGenerator.builder(model).generatorName(GENERATOR_NAME);
                prompting.forEach(options -> options.accept(prompts));
                return new OpenAiBatchSignalGenerator(this, model, prompts.build());
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        }

        private static int within(int value, int highest, String name) {
            if (value < 1 || value > highest) {
                throw new IllegalArgumentException(
                        "%s must be between 1 and %d, but was %d".formatted(name, highest, value));
            }
            return value;
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
