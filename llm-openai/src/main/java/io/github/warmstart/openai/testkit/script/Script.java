// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Script of a {@code FakeOpenAi}: model, faults, limits and features. Immutable.
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
    private final boolean advertisesLimits;
    private final Set<Feature> missing;
    private final boolean keyRequired;
    private final boolean keepBodies;
    private final BatchScript batches;

    private Script(Builder builder) {
        seed = builder.seed;
        model = builder.model;
        latency = builder.latency;
        faults = Collections.unmodifiableMap(new LinkedHashMap<>(builder.faults));
        Map<String, List<Fault>> inOrder = new LinkedHashMap<>();
        builder.sequences.forEach((call, list) -> inOrder.put(call, List.copyOf(list)));
        sequences = Collections.unmodifiableMap(inOrder);
        rateLimit = builder.rateLimit;
        advertisesLimits = builder.advertisesLimits;
        missing = Set.copyOf(builder.missing);
        keyRequired = builder.keyRequired;
        keepBodies = builder.keepBodies;
        batches = builder.batches;
    }

    /**
     * A server without faults that rates the items of each prompt.
     *
     * @return the script
     */
    public static Script faultless() {
        return builder().build();
    }

    /**
     * Creates a builder.
     *
     * @return a builder with all defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Seed of faults and latencies.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }

    /**
     * Fake model that answers.
     *
     * @return the model
     */
    public FakeModel model() {
        return model;
    }

    /**
     * Time until a response begins.
     *
     * @return the latency
     */
    public Latency latency() {
        return latency;
    }

    /**
     * Random faults of chat completions with their rates.
     *
     * @return faults in the order they were added
     */
    public Map<Fault, Double> faults() {
        return faults;
    }

    /**
     * Faults of first calls, by method and end of the path.
     *
     * @return faults in order of arrival
     */
    public Map<String, List<Fault>> sequences() {
        return sequences;
    }

    /**
     * Rate limits of the server.
     *
     * @return empty for none
     */
    public Optional<FakeRateLimit> rateLimit() {
        return Optional.ofNullable(rateLimit);
    }

    /**
     * Whether responses advertise the limits.
     *
     * @return false for a server that hides its limits
     */
    public boolean advertisesLimits() {
        return advertisesLimits;
    }

    /**
     * Features that the server does not support.
     *
     * @return parts of chat completions
     */
    public Set<Feature> missing() {
        return missing;
    }

    /**
     * Whether a call without a key is refused.
     *
     * @return false for a server without keys
     */
    public boolean keyRequired() {
        return keyRequired;
    }

    /**
     * Whether records hold headers and bodies.
     *
     * @return false if they are dropped
     */
    public boolean keepBodies() {
        return keepBodies;
    }

    /**
     * Script for batches.
     *
     * @return the script
     */
    public BatchScript batches() {
        return batches;
    }

    /** Builder of a {@link Script}. For one thread. */
    public static final class Builder {

        private long seed = 1;
        private FakeModel model = new FakeRatings();
        private Latency latency = Latency.of(Duration.ZERO);
        private final Map<Fault, Double> faults = new LinkedHashMap<>();
        private final Map<String, List<Fault>> sequences = new LinkedHashMap<>();
        private @Nullable FakeRateLimit rateLimit;
        private boolean advertisesLimits = true;
        private final Set<Feature> missing = EnumSet.noneOf(Feature.class);
        private boolean keyRequired = true;
        private boolean keepBodies = true;
        private BatchScript batches = BatchScript.smooth();

        private Builder() {}

        /**
         * Seed of faults and latencies; default 1. Whether the n-th call of a prompt fails depends on the seed, the prompt
         * and n only, so the order of threads has no influence.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Fake model that answers; default {@link FakeRatings}.
         *
         * @param model the model
         * @return this builder
         */
        public Builder model(FakeModel model) {
            this.model = requireNonNull(model, "model");
            return this;
        }

        /**
         * Time until a response begins; default none.
         *
         * @param latency the latency of chat completions
         * @return this builder
         */
        public Builder latency(Latency latency) {
            this.latency = requireNonNull(latency, "latency");
            return this;
        }

        /**
         * Fault of some calls of chat completions.
         *
         * @param rate fraction of the calls, 0 to 1; all rates together at most 1
         * @param fault the fault
         * @return this builder
         * @throws IllegalArgumentException if a rate is outside its range
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
         * Fault of every call of chat completions.
         *
         * @param fault the fault
         * @return this builder
         */
        public Builder always(Fault fault) {
            return fault(1, fault);
        }

        /**
         * Faults of the first calls of chat completions, in order of arrival; {@link Fault#none()} for a call without a
         * fault.
         *
         * @param inOrder one for each call
         * @return this builder
         */
        public Builder first(Fault... inOrder) {
            return on(CHAT, inOrder);
        }

        /**
         * Faults of the first calls of another kind, for example {@code on("GET /content", Fault.dropInsideBody())}.
         *
         * @param call method and end of the path, separated by a blank
         * @param inOrder one for each call
         * @return this builder
         */
        public Builder on(String call, Fault... inOrder) {
            sequences.computeIfAbsent(call, key -> new ArrayList<>()).addAll(List.of(inOrder));
            return this;
        }

        /**
         * Rate limits of the server; default none.
         *
         * @param limit the limits
         * @return this builder
         */
        public Builder rateLimit(FakeRateLimit limit) {
            rateLimit = requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Whether responses advertise the limits in {@code x-ratelimit-*}; default yes. A 429 always names its wait.
         *
         * @param advertise false for a server that hides its limits
         * @return this builder
         */
        public Builder advertisesLimits(boolean advertise) {
            advertisesLimits = advertise;
            return this;
        }

        /**
         * Features that the server does not support; default none. A request that uses one is answered with 400.
         *
         * @param features parts of chat completions
         * @return this builder
         */
        public Builder without(Feature... features) {
            missing.addAll(List.of(features));
            return this;
        }

        /**
         * Refuses what reasoning models refuse: {@code max_tokens} and a temperature.
         *
         * @return this builder
         */
        public Builder reasoningModel() {
            return without(Feature.MAX_TOKENS, Feature.TEMPERATURE);
        }

        /**
         * Whether a call without a key is answered with 401; default yes.
         *
         * @param required false for a server without keys
         * @return this builder
         */
        public Builder keyRequired(boolean required) {
            keyRequired = required;
            return this;
        }

        /**
         * Whether the records hold headers and bodies; default yes. Use no for many thousands of calls.
         *
         * @param keep false to drop them
         * @return this builder
         */
        public Builder keepBodies(boolean keep) {
            keepBodies = keep;
            return this;
        }

        /**
         * Script for batches; default {@link BatchScript#smooth()}.
         *
         * @param script the script
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
