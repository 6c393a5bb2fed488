// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.factorization;

import io.github.warmstart.internal.linear.BiasTerms;
import io.github.warmstart.internal.parallel.WorkerTeam;
import io.github.warmstart.internal.sgd.SgdKernel;
import io.github.warmstart.internal.sgd.SgdTrainer;
import io.github.warmstart.internal.sgd.StratifiedBlocks;
import io.github.warmstart.progress.TrainingListener;
import io.github.warmstart.progress.TrainingListener.EpochFinished;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.ItemPriors;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of {@code fit}: chooses unset options by data, halves the step size until training converges, and chooses
 * the number of epochs on a validation slice if requested. Confined to one thread.
 */
final class SgdTraining {

    /** Number of rows from which on all processors are used, unless the number of threads is set. */
    private static final int LARGE = SgdTrainer.LARGE;
    /** Epochs without a better error on the validation slice before the search ends. */
    private static final int PATIENCE = 3;

    private static final int MAX_RESTARTS = 5;
    /** Training error above this multiple of that of the effects, plus this share of the scale, counts as divergence. */
    private static final double MAX_ERROR_RATIO = 1.2;

    private static final double ERROR_ALLOWANCE = 0.01;
    /** Length of the scale that the learning rate refers to: half a star to five. */
    private static final double REFERENCE_LENGTH = 4.5;

    private static final Logger LOG = LoggerFactory.getLogger(SgdTraining.class);

    private final MatrixFactorization options;
    private final ItemPriors priors;
    private final SgdKernel kernel;

    SgdTraining(MatrixFactorization options, ItemPriors priors, SgdKernel kernel) {
        this.options = options;
        this.priors = priors;
        this.kernel = kernel;
    }

    /** Result of one descent. */
    private record Descent(
            SgdTrainer trainer, BiasTerms effects, BiasModel bias, StratifiedBlocks blocks, double rate, double rmse) {}

    /** Learns from a table. */
    FactorModel fit(RatingTable table) {
        int factors = options.factors().orElse(factors(table.size()));
        int epochs = options.epochs();
        OptionalDouble validationRmse = OptionalDouble.empty();
        EpochValidation validation = EpochValidation.of(table, options.validationShare(), options.seed());
        if (validation != null && epochs > 0) {
            descend(validation.training(), factors, epochs, validation);
            epochs = validation.bestEpoch();
            validationRmse = OptionalDouble.of(validation.bestRmse());
            LOG.debug("{} of {} epochs are best on {} rows", epochs, options.epochs(), validation.size());
        }
        Descent found = descend(table, factors, epochs, null);
        found.trainer.copyTo(found.effects);
        FactorModel.TrainingSummary summary = new FactorModel.TrainingSummary(
                factors,
                epochs,
                found.rate,
                options.regularization(),
                found.blocks.strata,
                kernel.name(),
                found.rmse,
                validationRmse);
        LOG.debug("trained on {}: {}", table, summary);
        // a request for a variance trains again, without the listener of this training
        MatrixFactorization quiet =
                options.toBuilder().listener(TrainingListener.NONE).build();
        return new FactorModel(
                table,
                priors,
                found.bias,
                found.effects,
                found.trainer.users(),
                found.trainer.items(),
                summary,
                part -> quiet.fit(part, priors).refitted());
    }

    /** Length of a vector by the number of rows. */
    static int factors(int rows) {
        if (rows < 5_000) {
            return 8;
        }
        if (rows < LARGE) {
            return 16;
        }
        return rows < 5_000_000 ? 32 : 64;
    }

    /** Number of threads for a table, at most its strata. */
    int threads(int rows, int strata) {
        int wanted =
                options.threads().orElse(rows < LARGE ? 1 : Runtime.getRuntime().availableProcessors());
        return Math.min(wanted, strata);
    }

    private Descent descend(RatingTable table, int factors, int epochs, @Nullable EpochValidation validation) {
        SplittableRandom random = new SplittableRandom(options.seed());
        BiasModel bias = new BiasRecommender().fit(table, priors);
        StratifiedBlocks blocks = new StratifiedBlocks(table, random.split());
        SplittableRandom chance = random.split();
        double length = table.scale().length();
        // ratings times c need vectors times sqrt(c): the same descent has the rate over c
        double c = REFERENCE_LENGTH / length;
        double rate = options.learningRate();
        try (WorkerTeam team = new WorkerTeam(threads(table.size(), blocks.strata), "warmstart-training")) {
            for (int restart = 0; restart <= MAX_RESTARTS; restart++) {
                rate = options.learningRate() / (1 << restart);
                BiasTerms effects = new BiasTerms(table, bias, priors);
                SplittableRandom own = chance.split();
                SgdTrainer trainer = new SgdTrainer(
                        blocks, effects, factors, options.regularization(), 1 / c, kernel, team, own.split());
                double rmse = descend(trainer, rate * c, epochs, length, own, validation);
                // vectors that fit the rows worse than none have diverged
                if (rmse <= MAX_ERROR_RATIO * trainer.firstRmse() + ERROR_ALLOWANCE * length) {
                    return new Descent(trainer, effects, bias, blocks, rate, rmse);
                }
                LOG.warn("training diverged at learning rate {}: starting again with half of it", rate);
            }
        }
        throw new IllegalStateException(
                "training diverged at every learning rate from %s to %s: check the weights of the table, or lower learningRate(...)"
                        .formatted(options.learningRate(), rate));
    }

    /**
     * Runs the epochs as long as the training error is below the length of the scale, which is the maximum error of
     * predictions on the scale.
     */
    private double descend(
            SgdTrainer trainer,
            double rate,
            int epochs,
            double length,
            SplittableRandom random,
            @Nullable EpochValidation validation) {
        if (validation != null) {
            validation.restart();
        }
        for (int epoch = 0; epoch < epochs; epoch++) {
            // the step size decreases linearly to 0 over all requested epochs, even if fewer are run
            double rmse = trainer.epoch(rate * (1 - (double) epoch / options.epochs()), random.split());
            if (!(rmse <= length)) {
                return rmse;
            }
            options.listener().onEpoch(new EpochFinished(epoch + 1, epochs, rmse));
            if (validation != null && validation.epochsSinceBest(trainer, epoch + 1) >= PATIENCE) {
                break;
            }
        }
        return epochs == 0 ? trainer.measure(random.split()) : trainer.settle(random.split());
    }
}
