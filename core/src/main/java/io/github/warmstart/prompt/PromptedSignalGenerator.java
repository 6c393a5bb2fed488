// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.question.ChoiceText;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Generator that asks a {@link ChatModel}: writes the prompt, sends it, reads the reply and keeps the valid rows.
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
 * <p>Ids never leave: a prompt numbers its items from 1 and names no user. Of a user's profile only the attributes that are
 * allowed by name leave; of an item its title and, unless restricted, all its attributes. {@link #promptFor} shows what
 * would be sent. Text from catalogues and profiles is cleaned and fenced, so that it can be read as data only.
 *
 * <p>A failure of the model becomes a failed reply for its request, and the other requests continue, unless it
 * {@linkplain SignalException#endsJob() ends the job}. A request that is too long for the model is split in two. Missing
 * items are asked about again at the end of the call, within {@link Builder#followUps(double)}; the replies concerned are
 * delivered after the others.
 *
 * <p>Replies are delivered on the calling thread as they complete. If the consumer throws, pending work is cancelled and
 * the exception reaches the caller. With a concurrency of 1 the model is called on the calling thread, in the order of the
 * requests; otherwise on daemon threads of this generator, which end on {@link #close()} or after some seconds without
 * work.
 *
 * <p>Thread-safe if the model is; all callers share the threads.
 */
public final class PromptedSignalGenerator implements SyntheticSignalGenerator, AutoCloseable {

    /** Default name of the generator in the origin of signals. */
    public static final String DEFAULT_GENERATOR_NAME = "language-model";

    /** Default number of concurrent calls. */
    public static final int DEFAULT_CONCURRENCY = 4;

    /** Default words for those who choose. */
    public static final String DEFAULT_AUDIENCE = "the people who use an application that offers these items";

    /** Default word for what people do with an item. */
    public static final String DEFAULT_CHOOSING = "choose";

    /** Default name of an item in prompts. */
    public static final String DEFAULT_DOMAIN = "item";

    /**
     * Default number of further calls a request. It is below one half, so that a model that leaves out rows everywhere costs
     * at most half as much again.
     */
    public static final double DEFAULT_FOLLOW_UPS = 0.45;

    private static final double MAX_FOLLOW_UPS = 2;
    private static final int MAX_CONCURRENCY = 256;

    private static final Set<SignalKind> ALL_KINDS = Collections.unmodifiableSet(EnumSet.allOf(SignalKind.class));

    private final ChatModel model;
    private final String generatorName;
    private final int concurrency;
    private final Clock clock;
    private final double followUps;
    private final PromptOptions prompts;
    private final PromptWriter writer;
    private final ModelCaller caller;
    private final ModelWorkers workers;
    /** The greatest number of items that one request may hold; lowered where the model refuses. */
    private final AtomicInteger maxItems = new AtomicInteger(Integer.MAX_VALUE);

    private PromptedSignalGenerator(Builder builder) {
        model = builder.model;
        generatorName = builder.generatorName;
        concurrency = builder.concurrency;
        clock = builder.clock;
        followUps = builder.followUps;
        prompts = new PromptOptions(
                builder.domain,
                builder.scaleMeaning,
                builder.audience,
                builder.choosing,
                builder.allowedProfileAttributes,
                builder.allowedItemAttributes);
        writer = new PromptWriter(prompts);
        caller = new ModelCaller(model, writer, generatorName, clock);
        workers = new ModelWorkers(concurrency, "warmstart-" + generatorName);
    }

    /**
     * Starts a generator for a model.
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
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(model);
        builder.generatorName = generatorName;
        builder.concurrency = concurrency;
        builder.allowedProfileAttributes = prompts.allowedProfileAttributes();
        builder.allowedItemAttributes = prompts.allowedItemAttributes();
        builder.clock = clock;
        builder.scaleMeaning = prompts.scaleMeaning();
        builder.domain = prompts.domain();
        builder.audience = prompts.audience();
        builder.choosing = prompts.choosing();
        builder.followUps = followUps;
        return builder;
    }

    /**
     * Answers the requests by calling the model.
     *
     * @throws InterruptedException if the calling thread was interrupted; calls in flight are interrupted, pending calls are
     *     dropped
     * @throws SignalException if this generator is closed, or is closed before all requests are answered; or if the model
     *     failed in a way that {@linkplain SignalException#endsJob() ends the job}: then no further call was made, and what
     *     was received has been delivered
     */
    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        List<SignalRequest> all = List.copyOf(requests);
        int further = (int) Math.ceil(followUps * all.size());
        new GenerationJob(workers, caller, maxItems, further, requireNonNull(replies, "replies")).run(all);
    }

    /**
     * The prompt for a request. Nothing is sent.
     *
     * @param request the request
     * @return the prompt, equal to the one that {@link #generate} sends
     */
    public ChatPrompt promptFor(SignalRequest request) {
        return writer.write(requireNonNull(request, "request"));
    }

    /**
     * Estimates the usage of a request that is answered by its first call: the tokens of its prompt, as
     * {@link ChatPrompt#estimatedInputTokens()} counts them, and an answer without reasoning: 12 tokens for a rating or a
     * share, 3 for a number in a list, 10 for a title, 2 for a grade. Nothing is sent.
     */
    @Override
    public Usage estimate(SignalRequest request) {
        return new Usage(1, promptFor(request).estimatedInputTokens(), 0, writer.answerTokens(request));
    }

    /**
     * The kinds of questions.
     *
     * @return all of them
     */
    @Override
    public Set<SignalKind> kinds() {
        return ALL_KINDS;
    }

    /**
     * Reads an answer to {@link #promptFor} with the parsing and checks of {@link #generate}: for answers that arrive in
     * another way, such as in a file. Nothing is sent.
     *
     * @param request the request
     * @param reply the answer to its prompt, however malformed
     * @return the reply, with the usage of the answer; no text makes this method throw
     */
    public SignalReply replyFor(SignalRequest request, ChatReply reply) {
        return caller.read(requireNonNull(request, "request"), promptFor(request), requireNonNull(reply, "reply"));
    }

    /**
     * The name of this generator, the versions of the prompts, the domain, and eight hex digits over the other options that
     * decide the text of a prompt: the meaning of the scale, the words for choosing, and the allowed attributes. The model is not part of it, because
     * a {@link ChatModel} has no name.
     */
    @Override
    public String design() {
        return "%s %s %s %s %s"
                .formatted(
                        generatorName, PromptWriter.VERSION, ChoiceText.VERSION, prompts.domain(), prompts.shortHash());
    }

    /** Ends the threads and interrupts calls in flight. Closing again has no effect. The model is not closed. */
    @Override
    public void close() {
        workers.close();
    }

    /**
     * The name of the generator in the origin of each signal.
     *
     * @return a name, not blank
     */
    public String generatorName() {
        return generatorName;
    }

    /**
     * The greatest number of concurrent calls.
     *
     * @return 1 or more
     */
    public int concurrency() {
        return concurrency;
    }

    /**
     * The attributes of a user's profile that may leave in a prompt.
     *
     * @return their names, sorted
     */
    public Set<String> allowedProfileAttributes() {
        return prompts.allowedProfileAttributes();
    }

    /**
     * The attributes of items that may leave in a prompt.
     *
     * @return their names, sorted; empty if all may
     */
    public Optional<Set<String>> allowedItemAttributes() {
        return Optional.ofNullable(prompts.allowedItemAttributes());
    }

    /**
     * The clock for the time of signals.
     *
     * @return the clock
     */
    public Clock clock() {
        return clock;
    }

    /**
     * The meaning of the ends of the scale.
     *
     * @return words; an empty text if not set
     */
    public String scaleMeaning() {
        return prompts.scaleMeaning();
    }

    /**
     * The name of an item in prompts.
     *
     * @return a noun in the singular
     */
    public String domain() {
        return prompts.domain();
    }

    /**
     * Who chooses, in prompts about choices.
     *
     * @return words in the plural
     */
    public String audience() {
        return prompts.audience();
    }

    /**
     * What people do with an item, in prompts about choices.
     *
     * @return a verb in the plural
     */
    public String choosing() {
        return prompts.choosing();
    }

    /**
     * The greatest number of further calls about missing items.
     *
     * @return a number a request; 0 for none
     */
    public double followUps() {
        return followUps;
    }

    /** Builder of a {@link PromptedSignalGenerator}. For one thread. */
    public static final class Builder {

        private final ChatModel model;
        private String generatorName = DEFAULT_GENERATOR_NAME;
        private int concurrency = DEFAULT_CONCURRENCY;
        private Set<String> allowedProfileAttributes = Set.of();
        private @Nullable Set<String> allowedItemAttributes;
        private Clock clock = Clock.systemUTC();
        private String scaleMeaning = "";
        private String domain = DEFAULT_DOMAIN;
        private String audience = DEFAULT_AUDIENCE;
        private String choosing = DEFAULT_CHOOSING;
        private double followUps = DEFAULT_FOLLOW_UPS;

        private Builder(ChatModel model) {
            this.model = model;
        }

        /**
         * Sets the name of the generator in the origin of each signal; default {@value #DEFAULT_GENERATOR_NAME}.
         *
         * @param name a name, not blank
         * @return this builder
         */
        public Builder generatorName(String name) {
            generatorName = notBlank(name, "generatorName");
            return this;
        }

        /**
         * Sets the greatest number of concurrent calls; default {@value #DEFAULT_CONCURRENCY}. With 1 the model is called on
         * the calling thread.
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
         * Sets the attributes of a user's profile that may leave in a prompt; default none.
         *
         * @param names names of attributes
         * @return this builder
         */
        public Builder allowedProfileAttributes(Collection<String> names) {
            allowedProfileAttributes = sorted(names);
            return this;
        }

        /**
         * Sets the attributes of items that may leave in a prompt; default all, because a catalogue describes no person.
         *
         * @param names names of attributes
         * @return this builder
         */
        public Builder allowedItemAttributes(Collection<String> names) {
            allowedItemAttributes = sorted(names);
            return this;
        }

        /**
         * Sets the clock for the time of signals; default the system clock in UTC.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets the meaning of the ends of the scale, for example {@code 1 is a waste of time, 5 is a favourite}; default
         * nothing.
         *
         * @param words one sentence, without a full stop
         * @return this builder
         */
        public Builder scaleMeaning(String words) {
            scaleMeaning = requireNonNull(words, "scaleMeaning").strip();
            return this;
        }

        /**
         * Sets the name of an item in prompts, for example {@code movie}; default {@value #DEFAULT_DOMAIN}.
         *
         * @param noun a noun in the singular, not blank
         * @return this builder
         */
        public Builder domain(String noun) {
            domain = notBlank(noun, "domain");
            return this;
        }

        /**
         * Sets who chooses, in prompts about choices, for example {@code members of a site that sells computer games};
         * default {@value #DEFAULT_AUDIENCE}.
         *
         * @param words in the plural, not blank
         * @return this builder
         */
        public Builder audience(String words) {
            audience = notBlank(words, "audience");
            return this;
        }

        /**
         * Sets what people do with an item, in prompts about choices, for example {@code buy} or {@code watch and rate};
         * default {@value #DEFAULT_CHOOSING}.
         *
         * @param verb in the plural, not blank
         * @return this builder
         */
        public Builder choosing(String verb) {
            choosing = notBlank(verb, "choosing");
            return this;
        }

        /**
         * Sets the greatest number of further calls about missing items, for each request of a call of
         * {@link PromptedSignalGenerator#generate}; default {@value #DEFAULT_FOLLOW_UPS}. They are made at the end, for the
         * replies that lack most.
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
         * Builds the generator. It starts no thread before its first call.
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
