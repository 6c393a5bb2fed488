// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Asks a {@link ChatModel} for signals: writes the prompt, sends it, reads the reply and keeps the rows that hold.
 *
 * <pre>{@code
 * try (PromptedSignalGenerator generator = PromptedSignalGenerator.builder(model)
 *         .domain("movie")
 *         .allowedProfileAttributes(List.of("age band"))
 *         .build()) {
 *     generator.generate(requests, replies::add);
 * }
 * }</pre>
 *
 * <p>Ids never leave: a prompt numbers its items from 1, and names nobody. Of a user's profile only the attributes that
 * are allowed by name leave; of an item its title and, unless told otherwise, all its attributes. {@link #promptFor}
 * shows what would be sent. Text from catalogues and profiles is fenced and cleaned, so that it can be read as data
 * only.
 *
 * <p>A failure of the model becomes a failed reply for its request, and the others go on, unless it
 * {@linkplain SignalException#endsJob() ends the job}. A request that is too long for the model is parted in two. What
 * answers leave out is asked for again at the end of the call, within {@link Builder#followUps(double)}; replies that wait
 * for this are handed over after the others.
 *
 * <p>Replies are handed over on the calling thread as they complete. If the consumer throws, pending work is cancelled and the exception reaches the
 * caller. With a concurrency of 1 the model is called on the calling thread, in the order of the requests; otherwise on
 * daemon threads of this generator, which end by {@link #close()} or after some seconds without work.
 *
 * <p>Thread-safe if the model is; the threads are then shared by all callers.
 */
public final class PromptedSignalGenerator implements SyntheticSignalGenerator, AutoCloseable {

    /** The name in the origin of signals unless another is set. */
    public static final String DEFAULT_GENERATOR_NAME = "language-model";

    /** Calls in flight unless told otherwise. */
    public static final int DEFAULT_CONCURRENCY = 4;

    /** What an item is called in prompts unless told otherwise. */
    public static final String DEFAULT_DOMAIN = "item";

    /**
     * Further questions a request unless told otherwise. Below one half, so that a model that leaves rows out everywhere
     * costs at most half as much again.
     */
    public static final double DEFAULT_FOLLOW_UPS = 0.45;

    /** {@code {"n":12,"rating":3.5},} */
    private static final int TOKENS_A_ROW = 12;

    private static final int TOKENS_AROUND_ROWS = 10;
    private static final double MAX_FOLLOW_UPS = 2;
    private static final int MAX_CONCURRENCY = 256;

    private final ChatModel model;
    private final String generatorName;
    private final int concurrency;
    private final Set<String> allowedProfileAttributes;
    private final @Nullable Set<String> allowedItemAttributes;
    private final Clock clock;
    private final String scaleMeaning;
    private final String domain;
    private final PromptWriter writer;
    private final ModelCaller asker;
    private final double followUps;
    private final ModelWorkers crew;
    /** More items than this were too many for one request. */
    private final AtomicInteger longest = new AtomicInteger(Integer.MAX_VALUE);

    private PromptedSignalGenerator(Builder builder) {
        model = builder.model;
        generatorName = builder.generatorName;
        concurrency = builder.concurrency;
        allowedProfileAttributes = builder.allowedProfileAttributes;
        allowedItemAttributes = builder.allowedItemAttributes;
        clock = builder.clock;
        scaleMeaning = builder.scaleMeaning;
        domain = builder.domain;
        writer = new PromptWriter(domain, scaleMeaning, allowedProfileAttributes, allowedItemAttributes);
        asker = new ModelCaller(model, writer, generatorName, clock);
        followUps = builder.followUps;
        crew = new ModelWorkers(concurrency, "warmstart-" + generatorName);
    }

    /**
     * A generator to be set up.
     *
     * @param model the language model; safe for several threads at once unless the concurrency is 1
     * @return a builder with all defaults
     */
    public static Builder builder(ChatModel model) {
        return new Builder(requireNonNull(model, "model"));
    }

    /**
     * A builder with the options of this generator.
     *
     * @return a new builder; this generator stays as it is
     */
    public Builder toBuilder() {
        Builder builder = new Builder(model);
        builder.generatorName = generatorName;
        builder.concurrency = concurrency;
        builder.allowedProfileAttributes = allowedProfileAttributes;
        builder.allowedItemAttributes = allowedItemAttributes;
        builder.clock = clock;
        builder.scaleMeaning = scaleMeaning;
        builder.domain = domain;
        builder.followUps = followUps;
        return builder;
    }

    /**
     * Answers the requests by asking the model.
     *
     * @throws InterruptedException if the calling thread was interrupted; calls in flight are interrupted, calls not yet
     *     made are never made
     * @throws SignalException if this generator is closed, or is closed before all requests are answered; or if the model
     *     failed in a way that {@linkplain SignalException#endsJob() ends the job}: then nothing more was sent, and what
     *     was received has been handed over
     */
    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        List<SignalRequest> all = List.copyOf(requests);
        int further = (int) Math.ceil(followUps * all.size());
        new GenerationJob(crew, asker, longest, further, requireNonNull(replies, "replies")).run(all);
    }

    /**
     * What would be sent for a request. Nothing is sent.
     *
     * @param request the question
     * @return the prompt, equal to the one that {@link #generate} sends
     */
    public ChatPrompt promptFor(SignalRequest request) {
        return writer.write(requireNonNull(request, "request"));
    }

    /**
     * About what a request would cost if it were answered at the first try: the tokens of its very prompt, as
     * {@link ChatPrompt#estimatedInputTokens()} counts them, and {@value #TOKENS_A_ROW} tokens of answer an item, thoughts
     * not included. Nothing is sent.
     */
    @Override
    public Usage estimate(SignalRequest request) {
        long rows = request.items().size();
        return new Usage(1, promptFor(request).estimatedInputTokens(), 0, TOKENS_AROUND_ROWS + TOKENS_A_ROW * rows);
    }

    /**
     * What an answer to {@link #promptFor} is worth, with the same reading and checks as in {@link #generate}: for answers
     * that come by another road, such as a file. Nothing is sent.
     *
     * @param request the question
     * @param reply what came back for its prompt, however malformed
     * @return the reply, with the usage of the answer; never throws for what the text holds
     */
    public SignalReply replyFor(SignalRequest request, ChatReply reply) {
        return asker.read(requireNonNull(request, "request"), promptFor(request), requireNonNull(reply, "reply"));
    }

    /**
     * The name of this generator, the version of the prompts, what an item is, and in eight hex digits the other options
     * that decide what a prompt says: the meaning of the scale and what may leave. The model is not in it, because a
     * {@link ChatModel} does not name itself.
     */
    @Override
    public String design() {
        StringBuilder options = new StringBuilder();
        Stream.of(
                        List.of(scaleMeaning),
                        allowedProfileAttributes,
                        allowedItemAttributes().orElse(Set.of("")))
                .forEach(texts -> {
                    options.append(texts.size()).append(';');
                    texts.forEach(
                            text -> options.append(text.length()).append(':').append(text));
                });
        String hash = ByteString.encodeUtf8(options.toString()).sha256().hex();
        return "%s %s %s %s".formatted(generatorName, PromptWriter.VERSION, domain, hash.substring(0, 8));
    }

    /** Ends the threads and interrupts calls in flight. Closing twice does nothing. The model is not closed. */
    @Override
    public void close() {
        crew.close();
    }

    /**
     * The name that stands as generator in the origin of each signal.
     *
     * @return a name, not blank
     */
    public String generatorName() {
        return generatorName;
    }

    /**
     * How many calls may be in flight.
     *
     * @return 1 or more
     */
    public int concurrency() {
        return concurrency;
    }

    /**
     * The attributes of a user's profile that may leave.
     *
     * @return their names, sorted
     */
    public Set<String> allowedProfileAttributes() {
        return allowedProfileAttributes;
    }

    /**
     * The attributes of items that may leave.
     *
     * @return their names, sorted; nothing if all may
     */
    public Optional<Set<String>> allowedItemAttributes() {
        return Optional.ofNullable(allowedItemAttributes);
    }

    /**
     * Tells the time of signals.
     *
     * @return the clock
     */
    public Clock clock() {
        return clock;
    }

    /**
     * What the ends of the scale mean.
     *
     * @return words; empty if none were set
     */
    public String scaleMeaning() {
        return scaleMeaning;
    }

    /**
     * What an item is.
     *
     * @return a noun in the singular
     */
    public String domain() {
        return domain;
    }

    /**
     * How many further questions may be asked about what answers left out.
     *
     * @return a number a request, 0 for none
     */
    public double followUps() {
        return followUps;
    }

    /** Options of a {@link PromptedSignalGenerator}. For one thread. */
    public static final class Builder {

        private final ChatModel model;
        private String generatorName = DEFAULT_GENERATOR_NAME;
        private int concurrency = DEFAULT_CONCURRENCY;
        private Set<String> allowedProfileAttributes = Set.of();
        private @Nullable Set<String> allowedItemAttributes;
        private Clock clock = Clock.systemUTC();
        private String scaleMeaning = "";
        private String domain = DEFAULT_DOMAIN;
        private double followUps = DEFAULT_FOLLOW_UPS;

        private Builder(ChatModel model) {
            this.model = model;
        }

        /**
         * The name that stands as generator in the origin of each signal; default {@value #DEFAULT_GENERATOR_NAME}.
         *
         * @param name a name, not blank
         * @return this builder
         */
        public Builder generatorName(String name) {
            generatorName = notBlank(name, "generatorName");
            return this;
        }

        /**
         * How many calls may be in flight; default {@value #DEFAULT_CONCURRENCY}. With 1 the model is called on the
         * calling thread.
         *
         * @param calls 1 to 256
         * @return this builder
         */
        public Builder concurrency(int calls) {
            if (calls < 1 || calls > MAX_CONCURRENCY) {
                throw new IllegalArgumentException(
                        "concurrency must be between 1 and %d, but was %d".formatted(MAX_CONCURRENCY, calls));
            }
            concurrency = calls;
            return this;
        }

        /**
         * The attributes of a user's profile that may leave in a prompt; default none.
         *
         * @param names names of attributes
         * @return this builder
         */
        public Builder allowedProfileAttributes(Collection<String> names) {
            allowedProfileAttributes = sorted(names);
            return this;
        }

        /**
         * The attributes of items that may leave in a prompt; default all, because a catalogue is about no person.
         *
         * @param names names of attributes
         * @return this builder
         */
        public Builder allowedItemAttributes(Collection<String> names) {
            allowedItemAttributes = sorted(names);
            return this;
        }

        /**
         * Tells the time of signals; default the system's clock in UTC.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * What the ends of the scale mean, for example {@code 1 is a waste of time, 5 is a favourite}; default nothing.
         *
         * @param words one sentence, without a full stop
         * @return this builder
         */
        public Builder scaleMeaning(String words) {
            scaleMeaning = requireNonNull(words, "scaleMeaning").strip();
            return this;
        }

        /**
         * What an item is, for example {@code movie}; default {@value #DEFAULT_DOMAIN}.
         *
         * @param noun a noun in the singular, not blank
         * @return this builder
         */
        public Builder domain(String noun) {
            domain = notBlank(noun, "domain");
            return this;
        }

        /**
         * How many further questions may be asked about what answers left out, for each request of a call; default
         * {@value #DEFAULT_FOLLOW_UPS}. They are asked at the end of the call, and go to the replies that lack most.
         *
         * @param perRequest 0 for none, to 2
         * @return this builder
         */
        public Builder followUps(double perRequest) {
            if (!(perRequest >= 0 && perRequest <= MAX_FOLLOW_UPS)) {
                throw new IllegalArgumentException(
                        "followUps must be between 0 and %s, but was %s".formatted(MAX_FOLLOW_UPS, perRequest));
            }
            followUps = perRequest;
            return this;
        }

        /**
         * Builds the generator. It starts no thread before it needs one.
         *
         * @return a new generator
         */
        public PromptedSignalGenerator build() {
            return new PromptedSignalGenerator(this);
        }

        private static String notBlank(String value, String name) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("%s must not be blank, but was '%s'".formatted(name, value));
            }
            return value.strip();
        }

        private static Set<String> sorted(Collection<String> names) {
            return Collections.unmodifiableSet(new TreeSet<>(names));
        }
    }
}
