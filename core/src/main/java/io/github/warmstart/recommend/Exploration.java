// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

/**
 * Exploration of a ranking: how it deviates from the best predictions, so that uncertain items are recommended too.
 * Immutable; made by the factory methods.
 */
public final class Exploration {

    private static final Exploration NONE = new Exploration(0, false, 0);

    private final double width;
    private final boolean sampled;
    private final long seed;

    private Exploration(double width, boolean sampled, long seed) {
        this.width = width;
        this.sampled = sampled;
        this.seed = seed;
    }

    /**
     * The best predictions first.
     *
     * @return no exploration
     */
    public static Exploration none() {
        return NONE;
    }

    /**
     * Ranks by the prediction plus a multiple of its posterior standard deviation, without the noise of a rating. A
     * negative width prefers certain items.
     *
     * @param width finite; typically 1
     * @return the exploration
     * @throws IllegalArgumentException if the width is not finite
     * @see <a href="https://doi.org/10.1145/1772690.1772758">Li, Chu, Langford, Schapire: A Contextual-Bandit Approach to
     *     Personalized News Article Recommendation (2010)</a>
     */
    public static Exploration upperConfidence(double width) {
        if (!Double.isFinite(width)) {
            throw new IllegalArgumentException("width must be finite, but was " + width);
        }
        return new Exploration(width, false, 0);
    }

    /**
     * Ranks by a draw from the posterior (Thompson 1933): each user's effect and vector and each item's mean are drawn.
     * The same seed, model and user give the same ranking: use a new seed for each list.
     *
     * @param seed of the draw
     * @return the exploration
     * @see <a href="https://doi.org/10.1561/2200000070">Russo, Van Roy, Kazerouni, Osband, Wen: A Tutorial on Thompson
     *     Sampling (2018)</a>
     */
    public static Exploration thompson(long seed) {
        return new Exploration(0, true, seed);
    }

    /**
     * Number of standard deviations added.
     *
     * @return 0 unless made by {@link #upperConfidence}
     */
    public double width() {
        return width;
    }

    /**
     * Whether the ranking is a draw.
     *
     * @return true if made by {@link #thompson}
     */
    public boolean sampled() {
        return sampled;
    }

    /**
     * The seed of the draw.
     *
     * @return 0 unless made by {@link #thompson}
     */
    public long seed() {
        return seed;
    }

    @Override
    public String toString() {
        if (sampled) {
            return "thompson(" + seed + ")";
        }
        return width == 0 ? "none" : "upperConfidence(" + width + ")";
    }
}
