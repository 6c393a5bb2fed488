// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.rating.table.RatingTable;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Several models of one learner, each trained on the same rows under weights of chance: where they differ, the data does
 * not settle the matter.
 *
 * <p>Each member multiplies the weight of every row by a draw from the exponential distribution of mean 1, which is the
 * Bayesian bootstrap (Rubin 1981). Each user and item keeps all of its rows, unlike in a bootstrap by drawing rows, so
 * that no member loses sight of somebody. The ensemble is for telling what is not known; a learner that regularises
 * well predicts as well alone or better, since weights of chance cost each member half of its effective rows.
 *
 * <p>The cost is that of the members, several at once on all processors unless said. The same table, learner and seed
 * give the same model on any number of threads. Thread-safe if the learner is, which its interface demands.
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
     * @param members how many, 2 or more; 5 to 10 are usual
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
     * @param members how many, 2 or more; 5 to 10 are usual
     * @param seed of the weights
     * @param threads how many members are trained at once, 1 or more: each needs a table of its own meanwhile
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
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted, once the members that are
     *     being trained have come to an end; its interrupt status is left set
     */
    @Override
    public EnsembleModel fit(RatingTable table) {
        return fit(table, ItemPriors.none());
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted, once the members that are
     *     being trained have come to an end; its interrupt status is left set
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

    /** A draw that is never 0, which no weight may be. */
    private static double exponential(SplittableRandom random) {
        return Math.max(Float.MIN_NORMAL, -StrictMath.log1p(-random.nextDouble()));
    }

    @Override
    public String toString() {
        return "BootstrapEnsemble(%s, members=%d, seed=%d)".formatted(learner, members, seed);
    }
}
