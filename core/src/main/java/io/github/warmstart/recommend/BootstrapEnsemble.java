// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

import io.github.warmstart.rating.RatingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Several models of one learner, each trained on the same rows under weights of chance: where they differ, the data does
 * not settle the matter.
 *
 * <p>Each member multiplies the weight of every row by a draw from the exponential distribution of mean 1, which is the
 * Bayesian bootstrap (Rubin 1981). The cost is that of the members. The same table, learner and seed give the same model.
 * Thread-safe if the learner is.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176345338">Rubin: The Bayesian Bootstrap (1981)</a>
 */
public final class BootstrapEnsemble implements Recommender {

    private final Recommender learner;
    private final int members;
    private final long seed;

    /**
     * An ensemble of a learner that honours weights.
     *
     * @param learner trains each member
     * @param members how many, 2 or more; 5 to 10 are usual
     * @param seed of the weights
     * @throws IllegalArgumentException if there are fewer than 2 members
     */
    public BootstrapEnsemble(Recommender learner, int members, long seed) {
        if (members < 2) {
            throw new IllegalArgumentException("members must be >= 2, but was " + members);
        }
        this.learner = learner;
        this.members = members;
        this.seed = seed;
    }

    @Override
    public EnsembleModel fit(RatingTable table) {
        return fit(table, ItemPriors.none());
    }

    @Override
    public EnsembleModel fit(RatingTable table, ItemPriors priors) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RatingModel> models = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            SplittableRandom own = random.split();
            models.add(learner.fit(table.weighted(row -> table.weight(row) * exponential(own)), priors));
        }
        return new EnsembleModel(models);
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
