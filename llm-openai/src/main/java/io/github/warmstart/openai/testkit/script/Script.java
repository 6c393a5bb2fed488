// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code FakeOpenAi} is to do. Immutable.
 *
 * <pre>{@code
 * Script.builder()
 *         .seed(7)
 *         .fault(0.05, Fault.status(500))
 *         .fault(0.03, Fault.dropInsideBody())
 *         .latency(Latency.lognormal(Duration.ofMillis(20), 0.5, Duration.ofSeconds(1)))
 *         .rateLimit(FakeRateLimit.requests(6_000))
 *         .build()
 * }</pre>
 */
public final class Script {

    private static final String CHAT = "POST /chat/completions";

    private final long seed;
    private final FakeModel model;
    private final Latency latency;
    private final Map<Fault, Double> faults;
    private final Map<String, List<Fault>> sequences;
    private final @Nullable FakeRateLimit rateLimit;
    private final boolean limitsTold;
    private final Set<Feature> missing;
    private final boolean keyRequired;
    private final boolean keepBodies;
    private final BatchScript batches;

    private Script(Builder builder) {
        seed = builder.seed;
        model = builder.model;
        latency = builder.latency;
        faults = new LinkedHashMap<>(builder.faults);
        sequences = new LinkedHashMap<>();
        builder.sequences.forEach((what, list) -> sequences.put(what, List.copyOf(list)));
        rateLimit = builder.rateLimit;
        limitsTold = builder.limitsTold;
        missing = Set.copyOf(builder.missing);
        keyRequired = builder.keyRequired;
        keepBodies = builder.keepBodies;
        batches = builder.batches;
    }

    /**
     * A server without faults that rates what it is asked about.
     *
     * @return the script
     */
    public static Script faultless() {
        return builder().build();
    }

    /**
     * A script to be written.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    public long seed() {
        return seed;
    }

    public FakeModel model() {
        return model;
    }

    public Latency latency() {
        return latency;
    }

    /** In the order they were added. */
    public Map<Fault, Double> faults() {
        return faults;
    }

    public Map<String, List<Fault>> sequences() {
        return sequences;
    }

    @Nullable
    public FakeRateLimit rateLimit() {
        return rateLimit;
    }

    public boolean limitsTold() {
        return limitsTold;
    }

    public Set<Feature> missing() {
        return missing;
    }

    public boolean keyRequired() {
        return keyRequired;
    }

    public boolean keepBodies() {
        return keepBodies;
    }

    public BatchScript batches() {
        return batches;
    }

    /** Options of a {@link Script}. For one thread. */
    public static final class Builder {

        private long seed = 1;
        private FakeModel model = new FakeRatings();
        private Latency latency = Latency.of(Duration.ZERO);
        private final Map<Fault, Double> faults = new LinkedHashMap<>();
        private final Map<String, List<Fault>> sequences = new LinkedHashMap<>();
        private @Nullable FakeRateLimit rateLimit;
        private boolean limitsTold = true;
        private final Set<Feature> missing = EnumSet.noneOf(Feature.class);
        private boolean keyRequired = true;
        private boolean keepBodies = true;
        private BatchScript batches = BatchScript.smooth();

        private Builder() {}

        /**
         * Draws faults and latencies; default 1. Whether the n-th call of a prompt goes wrong depends on the seed, the
         * prompt and n alone, so that threads change nothing.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * What answers; default {@link FakeRatings}.
         *
         * @param model the model
         * @return this builder
         */
        public Builder model(FakeModel model) {
            this.model = requireNonNull(model, "model");
            return this;
        }

        /**
         * How long an answer takes to begin; default no time.
         *
         * @param latency the latency of chat completions
         * @return this builder
         */
        public Builder latency(Latency latency) {
            this.latency = requireNonNull(latency, "latency");
            return this;
        }

        /**
         * A fault that some calls of chat completions meet.
         *
         * @param rate how many of them, 0 to 1; all rates together at most 1
         * @param fault the fault
         * @return this builder
         * @throws IllegalArgumentException if the rates leave their range
         */
        public Builder fault(double rate, Fault fault) {
            double sum = rate + faults.values().stream().mapToDouble(d -> d).sum();
            if (!(rate >= 0 && sum <= 1 + 1e-9)) {
                throw new IllegalArgumentException(
                        "rates of faults must be >= 0 and at most 1 together, but were %s and %s".formatted(rate, sum));
            }
            faults.merge(requireNonNull(fault, "fault"), rate, Double::sum);
            return this;
        }

        /**
         * A fault that every call of chat completions meets.
         *
         * @param fault the fault
         * @return this builder
         */
        public Builder always(Fault fault) {
            return fault(1, fault);
        }

        /**
         * The faults of the first calls of chat completions, in order of their arrival; {@link Fault#none()} stands for
         * a call that meets none.
         *
         * @param inOrder one for each call
         * @return this builder
         */
        public Builder first(Fault... inOrder) {
            return on(CHAT, inOrder);
        }

        /**
         * The faults of the first calls of another kind, for example {@code on("GET /content", Fault.dropInsideBody())}.
         *
         * @param call method and end of the path, parted by a blank
         * @param inOrder one for each call
         * @return this builder
         */
        public Builder on(String call, Fault... inOrder) {
            sequences.computeIfAbsent(call, key -> new ArrayList<>()).addAll(List.of(inOrder));
            return this;
        }

        /**
         * The limits of the server; default none.
         *
         * @param limit the limits
         * @return this builder
         */
        public Builder rateLimit(FakeRateLimit limit) {
            rateLimit = requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Whether answers tell the limits in {@code x-ratelimit-*}; default yes. The wait of a 429 is told in any case.
         *
         * @param told false for a server that keeps its limits to itself
         * @return this builder
         */
        public Builder limitsTold(boolean told) {
            limitsTold = told;
            return this;
        }

        /**
         * What the server does not know; default nothing. A request that uses it is answered 400.
         *
         * @param features parts of chat completions
         * @return this builder
         */
        public Builder without(Feature... features) {
            missing.addAll(List.of(features));
            return this;
        }

        /**
         * Makes it refuse what models that reason refuse: {@code max_tokens} and a temperature.
         *
         * @return this builder
         */
        public Builder reasoningModel() {
            return without(Feature.MAX_TOKENS, Feature.TEMPERATURE);
        }

        /**
         * Whether a call without any key is answered 401; default yes.
         *
         * @param required false for a server that wants none
         * @return this builder
         */
        public Builder keyRequired(boolean required) {
            keyRequired = required;
            return this;
        }

        /**
         * Whether the records hold headers and bodies; default yes. Say no where many thousand calls come.
         *
         * @param keep false to forget them
         * @return this builder
         */
        public Builder keepBodies(boolean keep) {
            keepBodies = keep;
            return this;
        }

        /**
         * How batches go; default smoothly.
         *
         * @param script how they go
         * @return this builder
         */
        public Builder batches(BatchScript script) {
            batches = requireNonNull(script, "script");
            return this;
        }

        /**
         * Builds the script.
         *
         * @return the script
         */
        public Script build() {
            return new Script(this);
        }
    }
}
