// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import java.util.ArrayList;
import java.util.List;

/**
 * Run of a sampler: burn-in, then sweeps of which some are kept, then more that replace the older half while the chain
 * has not converged. Confined to one thread.
 *
 * <p>Convergence is measured on the predictions of some pairs, since predictions are the purpose of the chain: its
 * variances keep drifting long after that has an effect.
 */
public final class SamplingChain {

    /** Threshold of convergence of Gelman et al. (2013). */
    static final double CONVERGED = 1.1;
    /** Maximum number of extensions by half the sweeps. */
    private static final int MAX_EXTENSIONS = 2;
    /** Approximate memory limit of the kept samples, unless too few would be left. */
    private static final long MAX_BYTES = 256L << 20;

    private static final int MIN_SAMPLES = 20;
    private static final int PAIRS = 100;

    private final GibbsSampler sampler;
    private final int burnIn;
    private final int planned;
    private final int thinning;
    private final List<Sample> samples = new ArrayList<>();
    private final List<double[]> predictions = new ArrayList<>();
    private int sweeps;
    private double errors;
    private double logPrecisions;
    private double deviations;

    public SamplingChain(GibbsSampler sampler, int burnIn, int planned, int maxSamples) {
        this.sampler = sampler;
        this.burnIn = burnIn;
        this.planned = planned;
        long bytes = Float.BYTES * ((long) sampler.users.vectors.length + sampler.items.vectors.length);
        long affordable = Math.max(MIN_SAMPLES, MAX_BYTES / Math.max(1, bytes));
        long most = Math.min(planned, Math.min(maxSamples, affordable));
        thinning = (int) ((planned + most - 1) / most);
    }

    /** Runs the chain. */
    public SamplingChain run() {
        for (int i = 0; i < burnIn; i++) {
            sampler.sweep();
        }
        collect(planned);
        for (int i = 0; i < MAX_EXTENSIONS && drift() > CONVERGED; i++) {
            samples.subList(0, samples.size() / 2).clear();
            predictions.subList(0, predictions.size() / 2).clear();
            collect(planned - predictions.size());
        }
        return this;
    }

    private void collect(int count) {
        for (int i = 1; i <= count; i++) {
            sampler.sweep();
            sweeps++;
            errors += sampler.trainingRmse;
            logPrecisions += sampler.meanLogPrecision();
            deviations += sampler.tasteDeviation();
            predictions.add(sampler.somePredictions(PAIRS));
            if (i % thinning == 0 || (i == count && samples.isEmpty())) {
                samples.add(new Sample(sampler));
            }
        }
    }

    private double drift() {
        return SplitRHat.of(predictions);
    }

    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Length of a vector. */
    public int factors() {
        return sampler.users.columns - 1;
    }

    /** Sweeps in all, burn-in and extensions included. */
    public int sweeps() {
        return burnIn + sweeps;
    }

    /** Potential scale reduction of the observed predictions. */
    public double splitRHat() {
        return drift();
    }

    /** Whether the chain has converged. */
    public boolean converged() {
        return drift() <= CONVERGED;
    }

    /** Typical standard deviation of a rating around its expectation, in rating units. */
    public double noiseDeviation(RatingUnits units) {
        return units.unit() * StrictMath.exp(-logPrecisions / sweeps / 2);
    }

    /** Mean standard deviation of the contribution of the factors, in rating units. */
    public double tasteDeviation(RatingUnits units) {
        return units.unit() * deviations / sweeps;
    }

    /** Mean training error of single samples, in rating units. */
    public double trainingRmse(RatingUnits units) {
        return units.unit() * errors / sweeps;
    }
}
