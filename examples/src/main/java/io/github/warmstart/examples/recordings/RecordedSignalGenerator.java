// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.recordings;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.examples.recordings.Recordings.Kind;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.RatingRequest;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Answers from {@link Recordings}. What the folder does not hold has no answer: an item without one is missing, and a
 * request without any fails.
 *
 * <p>Questions about users are answered by {@code user} answers (and by {@code cold-item} answers if
 * {@linkplain Builder#coldItems told to}), about personas by {@code persona} answers, about the audience by
 * {@code item-prior} answers. The evidence of a signal is the known ratings of its request; of a probe what the model was shown
 * when the answer was recorded.
 *
 * <p>Each request counts as one call. A recording costs nothing, so tokens are zero unless an
 * {@linkplain Builder#tokenEstimate estimate} is wanted. Thread-safe.
 */
public final class RecordedSignalGenerator implements SyntheticSignalGenerator {

    /** The name of the generator in the origin of its signals. */
    public static final String GENERATOR = "recording";

    /** The model in the origin of signals unless another is named. */
    public static final String DEFAULT_MODEL = "recorded-model";

    private static final int TOKENS_A_PROMPT = 150;
    private static final int TOKENS_A_TITLE = 15;
    private static final int TOKENS_AN_ANSWER = 10;

    private final Recordings recordings;
    private final boolean coldItems;
    private final boolean tokenEstimate;
    private final String model;
    private final Clock clock;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong signalsAsked = new AtomicLong();
    private final AtomicLong signalsGiven = new AtomicLong();

    private RecordedSignalGenerator(Builder builder) {
        recordings = builder.recordings;
        coldItems = builder.coldItems;
        tokenEstimate = builder.tokenEstimate;
        model = builder.model;
        clock = builder.clock;
    }

    /**
     * A generator with the default options.
     *
     * @param recordings what to answer from
     * @return the generator
     */
    public static RecordedSignalGenerator of(Recordings recordings) {
        return builder(recordings).build();
    }

    /**
     * Starts a generator with other options.
     *
     * @param recordings what to answer from
     * @return a builder for one thread
     */
    public static Builder builder(Recordings recordings) {
        return new Builder(requireNonNull(recordings, "recordings"));
    }

    @Override
    public void generate(List<SignalRequest> questions, Consumer<SignalReply> replies) throws InterruptedException {
        SyntheticSignalGenerator.oneByOne(this::answer).generate(questions, replies);
    }

    @Override
    public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
        return kinds(kind).stream()
                .anyMatch(held -> recordings.answers(held, subjectId).containsKey(itemId));
    }

    private List<Kind> kinds(SignalKind kind) {
        return switch (kind) {
            case USER -> coldItems ? List.of(Kind.USER, Kind.COLD_ITEM, Kind.PROBE) : List.of(Kind.USER, Kind.PROBE);
            case PERSONA -> List.of(Kind.PERSONA);
            case AUDIENCE -> List.of(Kind.ITEM_PRIOR);
            case EXPOSURE, SIMILAR, SHORTLIST, GRADES -> List.of();
        };
    }

    private SignalReply answer(SignalRequest asked) {
        return asked instanceof RatingRequest request ? answer(request) : SignalReply.declined(asked);
    }

    private SignalReply answer(RatingRequest request) {
        requests.incrementAndGet();
        signalsAsked.addAndGet(request.items().size());
        Origin origin = new Origin(GENERATOR, model, "", hash(request), clock.instant());
        Set<String> evidence = evidence(request);
        List<SyntheticSignal> signals = new ArrayList<>();
        Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
        for (Item item : request.items()) {
            Optional<Double> held = held(request, item.id());
            if (held.isEmpty()) {
                rejected.merge(RejectionReason.MISSING, 1, Integer::sum);
            } else if (!request.scale().contains(held.get())) {
                rejected.merge(RejectionReason.OFF_SCALE, 1, Integer::sum);
            } else {
                signals.add(new SyntheticSignal(
                        request.kind(), request.subjectId(), item.id(), held.get(), evidence, origin));
            }
        }
        signalsGiven.addAndGet(signals.size());
        int asked = request.items().size();
        if (signals.size() == asked) {
            return new SignalReply(request, Outcome.COMPLETE, signals, rejected, usage(request, asked), "");
        }
        return new SignalReply(
                request,
                signals.isEmpty() ? Outcome.FAILED : Outcome.PARTIAL,
                signals,
                rejected,
                usage(request, signals.size()),
                "recording holds %d of %d answers about this %s on the scale %s"
                        .formatted(signals.size(), asked, request.kind().label(), request.scale()));
    }

    private Optional<Double> held(RatingRequest request, String itemId) {
        return kinds(request.kind()).stream()
                .flatMap(
                        kind -> Optional.ofNullable(
                                recordings.answers(kind, request.subjectId()).get(itemId))
                                .stream())
                .findFirst();
    }

    private Set<String> evidence(SignalRequest request) {
        Set<String> recorded = recordings.probeKnown(request.subjectId().orElse(""));
        if (request.kind() == SignalKind.USER && !recorded.isEmpty()) {
            return recorded;
        }
        return request instanceof SignalRequest.AsUser user
                ? user.known().stream().map(rating -> rating.item().id()).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private Usage usage(SignalRequest request, int answered) {
        if (!tokenEstimate) {
            return new Usage(1, 0, 0, 0);
        }
        long titles = request.items().size() + (long) evidence(request).size();
        return new Usage(1, TOKENS_A_PROMPT + TOKENS_A_TITLE * titles, 0, (long) TOKENS_AN_ANSWER * answered);
    }

    /** Equal for equal questions to a recording, which looks at the kind, the subject and the items alone. */
    static String hash(SignalRequest request) {
        StringBuilder question = new StringBuilder(request.kind().label());
        question.append('\n').append(request.subjectId().orElse(""));
        request.items().forEach(item -> question.append('\n').append(item.id()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(question.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * How many requests were answered, failed ones included.
     *
     * @return the number since this generator was built
     */
    public long requests() {
        return requests.get();
    }

    /**
     * How many items were asked about.
     *
     * @return the number since this generator was built
     */
    public long signalsAsked() {
        return signalsAsked.get();
    }

    /**
     * How many signals were given.
     *
     * @return the number since this generator was built
     */
    public long signalsGiven() {
        return signalsGiven.get();
    }

    /** Options of a generator. For one thread. */
    public static final class Builder {

        private final Recordings recordings;
        private boolean coldItems;
        private boolean tokenEstimate;
        private String model = DEFAULT_MODEL;
        private Clock clock = Clock.systemUTC();

        private Builder(Recordings recordings) {
            this.recordings = recordings;
        }

        /**
         * Whether questions about users are answered from {@code cold-item} answers too.
         *
         * @param coldItems the default is false
         * @return this
         */
        public Builder coldItems(boolean coldItems) {
            this.coldItems = coldItems;
            return this;
        }

        /**
         * Whether usage tells what a model would roughly have taken: 150 tokens a prompt, 15 a title that is shown or
         * asked about, 10 an answer.
         *
         * @param tokenEstimate the default is false: no tokens
         * @return this
         */
        public Builder tokenEstimate(boolean tokenEstimate) {
            this.tokenEstimate = tokenEstimate;
            return this;
        }

        /**
         * What signals call the model.
         *
         * @param model the default is {@value #DEFAULT_MODEL}
         * @return this
         */
        public Builder model(String model) {
            this.model = requireNonNull(model, "model");
            return this;
        }

        /**
         * Gives the time of signals.
         *
         * @param clock the default is the system's, in UTC
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Makes the generator.
         *
         * @return the generator
         */
        public RecordedSignalGenerator build() {
            return new RecordedSignalGenerator(this);
        }
    }
}
