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
 * Signal generator that replays {@link Recordings}. An item without a recorded answer is missing from the reply, and a
 * request without any fails.
 *
 * <p>User questions are answered by {@code user} answers (and by {@code cold-item} answers with
 * {@link Builder#coldItems}), persona questions by {@code persona} answers, audience questions by {@code item-prior} answers.
 * The evidence of a signal is the known ratings of its request, and for a probe
 * those shown to the model when the answer was recorded.
 *
 * <p>Each request counts as one call. Replay is free, so token counts are zero unless {@link Builder#tokenEstimate} is set.
 * Thread-safe.
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
     * Creates a generator with the default options.
     *
     * @param recordings the recorded answers
     * @return the generator
     */
    public static RecordedSignalGenerator of(Recordings recordings) {
        return builder(recordings).build();
    }

    /**
     * Creates a builder of a generator.
     *
     * @param recordings the recorded answers
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
                "recording has %d of %d answers about this %s on the scale %s"
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

    /** Hash of the parts of a request that select a recorded answer: kind, subject and items. */
    static String hash(SignalRequest request) {
        StringBuilder question = new StringBuilder(request.kind().label());
        question.append('\n').append(request.subjectId().orElse(""));
        request.items().forEach(item -> question.append('\n').append(item.id()));
        try {
            // the digest helper of core is internal, and examples use the public API only
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(question.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Number of requests answered, including failed ones.
     *
     * @return the number since this generator was built
     */
    public long requests() {
        return requests.get();
    }

    /**
     * Number of items asked about.
     *
     * @return the number since this generator was built
     */
    public long signalsAsked() {
        return signalsAsked.get();
    }

    /**
     * Number of signals returned.
     *
     * @return the number since this generator was built
     */
    public long signalsGiven() {
        return signalsGiven.get();
    }

    /** Builder of a {@link RecordedSignalGenerator}. For one thread. */
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
         * Sets whether user questions are answered from {@code cold-item} answers too.
         *
         * @param coldItems the default is false
         * @return this
         */
        public Builder coldItems(boolean coldItems) {
            this.coldItems = coldItems;
            return this;
        }

        /**
         * Sets whether usage contains an estimate of the tokens of a model: 150 per prompt, 15 per title in it, 10 per
         * answer.
         *
         * @param tokenEstimate the default is false: no tokens
         * @return this
         */
        public Builder tokenEstimate(boolean tokenEstimate) {
            this.tokenEstimate = tokenEstimate;
            return this;
        }

        /**
         * Sets the name of the model in the origin of signals.
         *
         * @param model the default is {@value #DEFAULT_MODEL}
         * @return this
         */
        public Builder model(String model) {
            this.model = requireNonNull(model, "model");
            return this;
        }

        /**
         * Sets the clock for the time of signals.
         *
         * @param clock the default is the system clock in UTC
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Builds the generator.
         *
         * @return the generator
         */
        public RecordedSignalGenerator build() {
            return new RecordedSignalGenerator(this);
        }
    }
}
