// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import java.time.Duration;
import java.util.SplittableRandom;

/** Time until a response begins, drawn from the seed, the prompt and its attempt. */
@FunctionalInterface
public interface Latency {

    /**
     * Draws a latency.
     *
     * @param random random numbers for this response
     * @return 0 or more
     */
    Duration draw(SplittableRandom random);

    /**
     * A constant latency.
     *
     * @param latency 0 or more
     * @return the latency
     */
    static Latency of(Duration latency) {
        return random -> latency;
    }

    /**
     * A log-normal distribution, which fits the latencies of providers: most are near the median, a few are many times as
     * long.
     *
     * @param median half of the responses take longer
     * @param sigma the standard deviation of the logarithm, 0 or more; 0.5 is usual
     * @param max upper bound of the latency
     * @return the latency
     * @throws IllegalArgumentException if sigma is negative or not finite
     */
    static Latency lognormal(Duration median, double sigma, Duration max) {
        if (!(sigma >= 0) || !Double.isFinite(sigma)) {
            throw new IllegalArgumentException("sigma must be finite and >= 0, but was " + sigma);
        }
        return random -> {
            double nanos = median.toNanos() * StrictMath.exp(sigma * random.nextGaussian());
            return Duration.ofNanos((long) Math.min(nanos, (double) max.toNanos()));
        };
    }
}
