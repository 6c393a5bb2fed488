// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Sampler of the options of one trial, drawn from ranges at their request. The value of a name depends on the seed, the
 * trial and the name only, so that the order of requests, or an additional option, changes no other.
 *
 * <p>For one thread. A second request of a name gives the same value.
 */
public final class ParameterSampler {

    private final long trialSeed;
    private final double share;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private boolean effortAsked;

    /**
     * A trial.
     *
     * @param trialSeed seed of its values
     * @param share share of the full effort, above 0 to 1
     */
    ParameterSampler(long trialSeed, double share) {
        this.trialSeed = trialSeed;
        this.share = share;
    }

    /**
     * A uniform value from a range.
     *
     * @param name of the option, for the report
     * @param lowest the minimum, finite
     * @param highest the maximum, finite and not below the minimum
     * @return a value between both
     * @throws IllegalArgumentException if the range is invalid
     */
    public double uniform(String name, double lowest, double highest) {
        check(name, lowest, highest, Double.NEGATIVE_INFINITY);
        return keep(name, lowest + random(name).nextDouble() * (highest - lowest));
    }

    /**
     * A log-uniform value from a range: 0.01 to 0.1 is as likely as 0.1 to 1. For penalties and rates.
     *
     * @param name of the option, for the report
     * @param lowest the minimum, above 0
     * @param highest the maximum, finite and not below the minimum
     * @return a value between both
     * @throws IllegalArgumentException if the range is invalid, or does not lie above 0
     */
    public double logUniform(String name, double lowest, double highest) {
        check(name, lowest, highest, 0);
        double exponent = random(name).nextDouble();
        double value =
                StrictMath.exp(StrictMath.log(lowest) + exponent * (StrictMath.log(highest) - StrictMath.log(lowest)));
        return keep(name, Math.max(lowest, Math.min(highest, value)));
    }

    /**
     * A uniform integer from a range.
     *
     * @param name of the option, for the report
     * @param lowest the minimum
     * @param highest the maximum, not below the minimum
     * @return a number between both, both included
     * @throws IllegalArgumentException if the range is invalid
     */
    public int integer(String name, int lowest, int highest) {
        check(name, lowest, highest, Double.NEGATIVE_INFINITY);
        return keep(name, (int) random(name).nextLong(lowest, highest + 1L));
    }

    /**
     * One of several values, with equal probability.
     *
     * @param <T> what the values are
     * @param name of the option, for the report
     * @param values one or more
     * @return one of them
     * @throws IllegalArgumentException if there is none
     */
    public <T> T choice(String name, List<T> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values of '%s' must not be empty".formatted(name));
        }
        return keep(name, values.get(random(name).nextInt(values.size())));
    }

    /**
     * Training effort, such as a number of epochs: all of it for trials in the last round, a share of it before. A
     * learner that requests it is trained on all rows from the start; otherwise early rounds use a share of the rows.
     *
     * @param full the number for the final learner, 1 or more
     * @return 1 to {@code full}
     * @throws IllegalArgumentException if the number is below 1
     */
    public int effort(int full) {
        if (full < 1) {
            throw new IllegalArgumentException("full must be >= 1, but was " + full);
        }
        effortAsked = true;
        return (int) Math.max(1, Math.ceil(share * full));
    }

    private static void check(String name, double lowest, double highest, double bound) {
        if (!(lowest <= highest) || !Double.isFinite(highest - lowest) || !(lowest > bound)) {
            throw new IllegalArgumentException("range of '%s' must be finite, in order%s, but was %s..%s"
                    .formatted(name, bound == 0 ? " and above 0" : "", lowest, highest));
        }
    }

    private SplittableRandom random(String name) {
        // the first number of a generator hardly depends on small changes of its seed, that of its child does
        return new SplittableRandom(trialSeed ^ ((long) name.hashCode() << 17)).split();
    }

    private <T> T keep(String name, T value) {
        values.put(name, value);
        return value;
    }

    boolean effortAsked() {
        return effortAsked;
    }

    Map<String, Object> values() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
