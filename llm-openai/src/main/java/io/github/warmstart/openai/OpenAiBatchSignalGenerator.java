// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.api.BatchStore;
import io.github.warmstart.openai.internal.batch.BatchApi;
import io.github.warmstart.openai.internal.batch.BatchJob;
import io.github.warmstart.openai.internal.batch.BatchLimits;
import io.github.warmstart.openai.internal.batch.PendingPrompts;
import io.github.warmstart.openai.internal.failure.Sleeper;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Signal generator on the provider's batch API: the same prompts and checks as {@link OpenAiSignalGenerator}, answered
 * within a day, usually within minutes to hours, at half the price and without rate limits.
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
 * <p><b>Nothing is bought twice.</b> Equal requests share one line. Each batch is recorded in the {@link BatchStore} before
 * it is created, under hashes of its prompts. A later call with the same requests, in another process too, waits for
 * running batches and reads finished ones, as long as the provider keeps them (OpenAI: 30 days). So an interrupted call is
 * resumed by calling again. Requests that failed or expired do not count as bought; within a call they go into further
 * batches, {@link Builder#maxRounds(int)} in all. To have the same prompts answered again, use another store.
 *
 * <p><b>Price.</b> Providers charge about half for batches; the usage of each reply counts tokens in full. Give a budget the
 * price of batches.
 *
 * <p>The calling thread waits, and passes on replies as batches end. An interrupt ends the wait and leaves the batches
 * running, to be resumed later; {@link #cancel()} stops them at the provider. Records hold hashes and ids only: no key, no
 * prompt, no answer. The server needs {@code /files} and {@code /batches} besides {@code /chat/completions}.
 *
 * <p>Thread-safe, but concurrent calls with the same requests may both buy them.
 */
public final class OpenAiBatchSignalGenerator implements SyntheticSignalGenerator, AutoCloseable {

    /** Name of this generator in the origin of each signal. */
    public static final String GENERATOR_NAME = "openai-batch";

    /** Default of {@link Builder#maxWait}: 26 h, two more than OpenAI promises. */
    public static final Duration DEFAULT_MAX_WAIT = Duration.ofHours(26);

    /** Default wait before the first poll of a batch: 10 s. */
    public static final Duration DEFAULT_FIRST_POLL = Duration.ofSeconds(10);

    /** Default of the maximum wait between two polls: 5 min. */
    public static final Duration DEFAULT_MAX_POLL = Duration.ofMinutes(5);

    /** Default of {@link Builder#maxRounds}. */
    public static final int DEFAULT_MAX_ROUNDS = 3;

    /** Default of {@link Builder#maxBatchRequests}: the maximum of OpenAI. */
    public static final int DEFAULT_MAX_REQUESTS = 50_000;

    private static final int MAX_ROUNDS = 10;
    private static final long MAX_BYTES = 32L * 1024 * 1024;
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(10);

    private final GeneratorOptions.Parts parts;
    private final Builder options;
    private final BatchApi api;
    private final Sleeper sleeper;
    private final Semaphore wakeUps = new Semaphore(0);
    private final AtomicInteger cancels = new AtomicInteger();
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param options never changed afterwards */
    private OpenAiBatchSignalGenerator(Builder options, GeneratorOptions.Parts parts) {
        this.options = options;
        this.parts = parts;
        sleeper = options.sleeper == null ? this::sleepUntilWoken : options.sleeper;
        ChatCall.Context context = parts.client().context();
        api = new BatchApi(
                context.settings(),
                context.sender(),
                context.policy(),
                context.clock(),
                sleeper,
                () -> closed,
                TRANSFER_TIMEOUT,
                new SplittableRandom().nextLong());
    }

    private boolean sleepUntilWoken(Duration wait) throws InterruptedException {
        boolean ignored = wakeUps.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
        return !closed;
    }

    /**
     * Creates a builder.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder(OpenAiChatModel.builder(), List.of());
    }

    /**
     * Creates a builder with all options of this generator.
     *
     * @return a new builder; its generators share the store with this one, and no other state
     */
    public Builder toBuilder() {
        return options.copy(client());
    }

    /**
     * Answers the requests with batches, and waits for them.
     *
     * @throws InterruptedException if the calling thread was interrupted; batches keep running, and a later call resumes
     * @throws SignalException if the batches are not finished within {@link Builder#maxWait(Duration)}, if the provider
     *     refuses the key or the files, or if this generator is closed; running batches stay recorded
     */
    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        requireNonNull(replies, "replies");
        int before = cancels.get();
        ChatCall.Context shared = client().context();
        BatchJob.Context context = new BatchJob.Context(
                api,
                options.store,
                shared.settings(),
                shared.dialects(),
                shared.clock(),
                sleeper,
                options.limits,
                () -> cancels.get() != before,
                running);
        new BatchJob(context, new PendingPrompts(List.copyOf(requests), context.settings(), prompted(), replies)).run();
    }

    /**
     * Stops the batches of running calls at the provider. These calls pass on what was answered, and then end; their other
     * requests fail. Without running calls this has no effect.
     *
     * @throws InterruptedException if the calling thread was interrupted
     * @throws SignalException if the provider could not be reached
     */
    public void cancel() throws InterruptedException {
        cancels.incrementAndGet();
        for (String batchId : running) {
            api.cancel(batchId);
        }
        wakeUps.release(Math.max(1, running.size()));
    }

    /**
     * Kinds of questions.
     *
     * @return all of them
     */
    @Override
    public Set<SignalKind> kinds() {
        return prompted().kinds();
    }

    @Override
    public Usage estimate(SignalRequest request) {
        return prompted().estimate(request);
    }

    /**
     * Model and {@linkplain PromptedSignalGenerator#design() design} of the prompts, which includes the name of the
     * generator. If single calls and batches have the same name, neither repeats what the other has answered.
     */
    @Override
    public String design() {
        return parts.design();
    }

    /**
     * Client that sends the calls.
     *
     * @return the client, closed together with this generator
     */
    public OpenAiChatModel client() {
        return parts.client();
    }

    /**
     * Generator that writes the prompts and reads the replies.
     *
     * @return the wrapped generator, closed together with this one
     */
    public PromptedSignalGenerator prompted() {
        return parts.prompted();
    }

    /**
     * Ends running calls with a {@link SignalException} and all threads of this generator. Batches keep running at the
     * provider and stay recorded. Closing twice has no further effect.
     */
    @Override
    public void close() {
        closed = true;
        wakeUps.release(Short.MAX_VALUE);
        parts.close();
    }

    /**
     * Model and address.
     *
     * @return text for logs
     */
    @Override
    public String toString() {
        return "OpenAiBatchSignalGenerator[" + client() + "]";
    }

    /** Builder of an {@link OpenAiBatchSignalGenerator}. For one thread. */
    public static final class Builder extends GeneratorOptions<Builder> {

        private BatchStore store = BatchStore.inMemory();
        private BatchLimits limits = new BatchLimits(
                DEFAULT_MAX_WAIT,
                DEFAULT_FIRST_POLL,
                DEFAULT_MAX_POLL,
                DEFAULT_MAX_ROUNDS,
                DEFAULT_MAX_REQUESTS,
                MAX_BYTES);
        private @Nullable Sleeper sleeper;

        private Builder(
                OpenAiChatModel.Builder client, List<Consumer<? super PromptedSignalGenerator.Builder>> prompting) {
            super(client, prompting);
        }

        @Override
        Builder self() {
            return this;
        }

        private Builder copy(OpenAiChatModel model) {
            Builder copy = new Builder(model.toBuilder(), prompting());
            copy.store = store;
            copy.limits = limits;
            copy.sleeper = sleeper;
            return copy;
        }

        /**
         * Store of batch records; default in memory, which does not survive a restart.
         *
         * @param batches for example {@link BatchStore#inFolder}
         * @return this builder
         */
        public Builder store(BatchStore batches) {
            store = requireNonNull(batches, "store");
            return this;
        }

        /**
         * Maximum time that a call waits for its batches; default 26 h.
         *
         * @param limit 1 ms to 365 days
         * @return this builder
         */
        public Builder maxWait(Duration limit) {
            limits = limits.withMaxWait(OptionChecks.duration(limit, "maxWait"));
            return this;
        }

        /**
         * Wait between polls of a batch; default 10 s at first, then 1.5 times as long each time, up to 5 min.
         *
         * @param first before the first poll, 1 ms to 365 days
         * @param longest maximum wait between two polls, not shorter than the first
         * @return this builder
         */
        public Builder pollEvery(Duration first, Duration longest) {
            OptionChecks.duration(first, "first");
            OptionChecks.duration(longest, "longest");
            if (first.compareTo(longest) > 0) {
                throw new IllegalArgumentException(
                        "first must not be longer than longest, but were %s and %s".formatted(first, longest));
            }
            limits = limits.withPolls(first, longest);
            return this;
        }

        /**
         * Maximum number of batches for the same request within one call, if it fails for a temporary reason or expires;
         * default {@value OpenAiBatchSignalGenerator#DEFAULT_MAX_ROUNDS}.
         *
         * @param rounds 1 to 10
         * @return this builder
         */
        public Builder maxRounds(int rounds) {
            limits = limits.withMaxRounds(OptionChecks.between(1, rounds, MAX_ROUNDS, "maxRounds"));
            return this;
        }

        /**
         * Maximum number of requests in one batch; default {@value OpenAiBatchSignalGenerator#DEFAULT_MAX_REQUESTS}. Smaller
         * batches end sooner, and suit accounts with a low limit on queued tokens. A batch never exceeds 32 MiB.
         *
         * @param requests 1 to 50,000
         * @return this builder
         */
        public Builder maxBatchRequests(int requests) {
            limits =
                    limits.withMaxRequests(OptionChecks.between(1, requests, DEFAULT_MAX_REQUESTS, "maxBatchRequests"));
            return this;
        }

        Builder maxBatchBytes(long bytes) {
            limits = limits.withMaxBytes(bytes);
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
         * @throws IllegalArgumentException if an option cannot be used, or the model or a needed key is not set
         */
        public OpenAiBatchSignalGenerator build() {
            return build(GENERATOR_NAME, parts -> new OpenAiBatchSignalGenerator(copy(parts.client()), parts));
        }
    }
}
