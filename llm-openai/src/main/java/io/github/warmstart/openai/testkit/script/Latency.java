// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long an answer takes to begin. Drawn from the seed, the prompt and its attempt. */
@FunctionalInterface
public interface Latency {

    /**
     * Draws.
     *
     * @param random chance for this answer
     * @return 0 or more
     */
    Duration draw(SplittableRandom random);

    /**
     * Always the same.
     *
     * @param latency 0 or more
     * @return the latency
     */
    static Latency of(Duration latency) {
        return random -> latency;
    }

    /**
     * A log-normal distribution, which is what the latencies of providers look like: most near the median, a few many
     * times as long.
     *
     * @param median half of the answers take longer
     * @param sigma the standard deviation of the logarithm, 0 or more; 0.5 is usual
     * @param longest no answer takes longer
     * @return the latency
     * @throws IllegalArgumentException if sigma is negative or not finite
     */
    static Latency lognormal(Duration median, double sigma, Duration longest) {
        if (!(sigma >= 0) || !Double.isFinite(sigma)) {
            throw new IllegalArgumentException("sigma must be finite and >= 0, but was " + sigma);
        }
        return random -> {
            double nanos = median.toNanos() * StrictMath.exp(sigma * random.nextGaussian());
            return Duration.ofNanos((long) Math.min(nanos, (double) longest.toNanos()));
        };
    }
}
