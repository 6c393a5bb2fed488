// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.bayesian;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs a sampler: burn-in, then sweeps of which some are kept, then more in place of the older half as long as the chain
 * still drifts. Confined to one thread.
 *
 * <p>What is watched are three numbers of each sweep that do not depend on how factors are named: training error, noise,
 * and how far tastes differ.
 */
final class Chain {

    /** Above this the chain drifts; Gelman et al. (2013) recommend it for most purposes. */
    static final double SETTLED = 1.1;
    /** How often half as many sweeps again are run. */
    static final int MOST_EXTENSIONS = 2;
    /** Kept samples may take about this many bytes, unless too few would be left. */
    private static final long MOST_BYTES = 256L << 20;

    private static final int FEWEST_SAMPLES = 20;

    private final GibbsSampler sampler;
    private final int thinning;
    private final List<Sample> samples = new ArrayList<>();
    private final List<List<Double>> watched = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private int sweeps;

    Chain(GibbsSampler sampler, int mostSamples, int plannedSweeps) {
        this.sampler = sampler;
        long bytes = Float.BYTES * ((long) sampler.users.vectors.length + sampler.items.vectors.length);
        long affordable = Math.max(FEWEST_SAMPLES, MOST_BYTES / Math.max(1, bytes));
        long samples = Math.min(plannedSweeps, Math.min(mostSamples, affordable));
        thinning = (int) ((plannedSweeps + samples - 1) / samples);
    }

    /** Runs to the end, and returns how sure it is that the chain has settled: the largest split-R-hat. */
    double run(int burnIn, int plannedSweeps) {
        for (int i = 0; i < burnIn; i++) {
            sampler.sweep();
            sweeps++;
        }
        collect(plannedSweeps);
        for (int i = 0; i < MOST_EXTENSIONS && drift() > SETTLED; i++) {
            dropOlder(samples);
            watched.forEach(Chain::dropOlder);
            collect(plannedSweeps - watched.get(0).size());
        }
        return drift();
    }

    private void collect(int count) {
        for (int i = 1; i <= count; i++) {
            sampler.sweep();
            sweeps++;
            watched.get(0).add(sampler.trainingRmse);
            watched.get(1).add(sampler.meanLogPrecision());
            watched.get(2).add(sampler.tasteDeviation());
            if (i % thinning == 0 || (i == count && samples.isEmpty())) {
                samples.add(new Sample(sampler));
            }
        }
    }

    private static <T> void dropOlder(List<T> list) {
        list.subList(0, list.size() / 2).clear();
    }

    private double drift() {
        return watched.get(0).size() < 4
                ? 1
                : watched.stream().mapToDouble(SplitRHat::of).max().orElse(1);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** All that were run. */
    int sweeps() {
        return sweeps;
    }

    /** The means of training error, logarithm of noise precision, and deviation of tastes. */
    double[] means() {
        return watched.stream()
                .mapToDouble(numbers -> numbers.stream().mapToDouble(v -> v).sum() / Math.max(1, numbers.size()))
                .toArray();
    }
}
