// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.rating.table.RatingTable;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Ensemble of models of one learner, each trained on the same rows with random weights. Where they disagree, the data
 * do not determine the prediction.
 *
 * <p>Each member multiplies the weight of every row by a draw from the exponential distribution of mean 1, which is the
 * Bayesian bootstrap (Rubin 1981). Each user and item keeps all of its rows, unlike in a bootstrap by drawing rows. The
 * purpose of the ensemble is to measure uncertainty; a well regularised learner predicts as well or better alone, since
 * random weights cost each member half of its effective rows.
 *
 * <p>The cost is that of the members, trained concurrently on all processors by default. The same table, learner and
 * seed give the same model on any number of threads. Thread-safe if the learner is, which its interface demands.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176345338">Rubin: The Bayesian Bootstrap (1981)</a>
 */
public final class BootstrapEnsemble implements Recommender {

    private final Recommender learner;
    private final int members;
    private final long seed;
    private final int threads;

    /**
     * An ensemble of a learner that honours weights, trained on all processors.
     *
     * @param learner trains each member
     * @param members number of members, 2 or more; typically 5 to 10
     * @param seed of the weights
     * @throws IllegalArgumentException if there are fewer than 2 members
     */
    public BootstrapEnsemble(Recommender learner, int members, long seed) {
        this(learner, members, seed, Runtime.getRuntime().availableProcessors());
    }

    /**
     * An ensemble of a learner that honours weights.
     *
     * @param learner trains each member
     * @param members number of members, 2 or more; typically 5 to 10
     * @param seed of the weights
     * @param threads number of members trained at once, 1 or more; each needs a table of its own meanwhile
     * @throws IllegalArgumentException if there are fewer than 2 members, or less than one thread
     */
    public BootstrapEnsemble(Recommender learner, int members, long seed, int threads) {
        if (members < 2) {
            throw new IllegalArgumentException("members must be >= 2, but was " + members);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be >= 1, but was " + threads);
        }
        this.learner = requireNonNull(learner, "learner");
        this.members = members;
        this.seed = seed;
        this.threads = threads;
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted, after the members in
     *     training have finished; its interrupt status stays set
     */
    @Override
    public EnsembleModel fit(RatingTable table) {
        return fit(table, ItemPriors.none());
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted, after the members in
     *     training have finished; its interrupt status stays set
     */
    @Override
    public EnsembleModel fit(RatingTable table, ItemPriors priors) {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom[] own = new SplittableRandom[members];
        for (int member = 0; member < members; member++) {
            own[member] = random.split();
        }
        RatingModel[] models = new RatingModel[members];
        try (WorkerTeam team = new WorkerTeam(Math.min(threads, members), "warmstart-worker")) {
            team.run(members, member -> {
                RatingTable weighted = table.weighted(row -> table.weight(row) * exponential(own[member]));
                models[member] = learner.fit(weighted, priors);
            });
        }
        return new EnsembleModel(List.of(models));
    }

    /** An exponential draw above 0, as weights must be. */
    private static double exponential(SplittableRandom random) {
        return Math.max(Float.MIN_NORMAL, -StrictMath.log1p(-random.nextDouble()));
    }

    @Override
    public String toString() {
        return "BootstrapEnsemble(%s, members=%d, seed=%d)".formatted(learner, members, seed);
    }
}
