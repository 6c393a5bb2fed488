// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.rating.table.RatingTable;
import java.util.Arrays;

/**
 * How the errors of predictions compare with their stated variances: a scale that makes the mean squared standardised
 * error 1, and the quantiles of its size, from which intervals of any level follow whatever the shape of the errors
 * (split conformal prediction). Learned from rows that a second training did not see. Immutable.
 *
 * @see <a href="https://doi.org/10.1080/01621459.2017.1307116">Lei, G'Sell, Rinaldo, Tibshirani, Wasserman:
 *     Distribution-Free Predictive Inference for Regression (2018), sections 2.2 and 5.2</a>
 */
public final class VarianceCalibration {

    /** One row of so many is kept from a second training. */
    private static final int SLICES = 10;
    /** So many errors settle the coverage to half a point. */
    private static final int TARGET_ERRORS = 10_000;
    /** A larger table is represented by some of its users: the second training is to take seconds. */
    private static final int MAX_ROWS = 1_000_000;
    /** Imagined errors that agree with their variances: a handful of rows shall not overturn a model. */
    private static final int PRIOR_ERRORS = 10;
    /** Fewer errors have no quantiles worth the name. */
    private static final int MIN_ERRORS = 20;

    /** Nothing learned: variances are taken at their word. */
    public static final VarianceCalibration NONE = new VarianceCalibration(new double[0]);

    /** What a variance is to be multiplied with. */
    public final double scale;

    /** Sizes of errors over the root of the scaled variance, ascending. */
    private final double[] sizes;

    /**
     * The calibration by some errors.
     *
     * @param errors each over the root of its stated variance
     */
    public VarianceCalibration(double[] errors) {
        sizes = errors.clone();
        double squares = PRIOR_ERRORS;
        for (double error : sizes) {
            squares += error * error;
        }
        scale = squares / (PRIOR_ERRORS + sizes.length);
        for (int k = 0; k < sizes.length; k++) {
            sizes[k] = Math.abs(sizes[k]) / Math.sqrt(scale);
        }
        Arrays.sort(sizes);
    }

    /** Model of a second training, as far as a calibration needs it. */
    public interface Refitted {

        /** Predicted rating of a pair. */
        double predict(String userId, String itemId);

        /** Variance of that prediction before calibration. */
        double statedVariance(String userId, String itemId);
    }

    /** Trains again without some rows. */
    public interface Refit {
        Refitted fit(RatingTable part);
    }

    /**
     * The calibration by rows that a second training does not see, pseudo ratings left out: a tenth of them, and of small
     * tables one tenth after another, a training each, until there are {@value #TARGET_ERRORS} errors.
     */
    static VarianceCalibration bySecondTraining(RatingTable table, Refit refit) {
        int step = 1 + (table.size() - 1) / MAX_ROWS;
        double[] errors = new double[0];
        for (int slice = 0; slice < SLICES && errors.length < TARGET_ERRORS; slice++) {
            int own = slice;
            RatingTable part = table.where(row -> table.user(row) % step == 0 && sliceOf(row) != own);
            if (part.size() < table.size()) {
                errors = join(errors, errors(table, step, own, refit.fit(part)));
            }
        }
        return new VarianceCalibration(errors);
    }

    private static double[] errors(RatingTable table, int step, int slice, Refitted model) {
        double[] errors = new double[table.size() / step / (SLICES / 2) + MIN_ERRORS];
        int count = 0;
        for (int row = 0; row < table.size(); row++) {
            if (table.user(row) % step == 0 && sliceOf(row) == slice && !table.pseudo(row)) {
                String userId = table.userId(table.user(row));
                String itemId = table.itemId(table.item(row));
                double error = table.value(row) - model.predict(userId, itemId);
                if (count == errors.length) {
                    errors = Arrays.copyOf(errors, 2 * count);
                }
                errors[count++] = error / Math.sqrt(model.statedVariance(userId, itemId));
            }
        }
        return Arrays.copyOf(errors, count);
    }

    private static double[] join(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** One of ten parts of the rows, by a hash that no pattern of the table follows. */
    private static int sliceOf(int row) {
        int hash = row * 0x9E3779B9;
        hash = (hash ^ (hash >>> 15)) * 0x85EBCA6B;
        return Integer.remainderUnsigned(hash ^ (hash >>> 13), SLICES);
    }

    /**
     * How many roots of the scaled variance an interval reaches to each side.
     *
     * @param level above 0, below 1
     */
    public double reach(double level) {
        if (sizes.length < MIN_ERRORS) {
            // Chebyshev's inequality holds for errors of any shape
            return 1 / Math.sqrt(1 - level);
        }
        int rank = (int) Math.ceil(level * (sizes.length + 1L));
        return sizes[Math.min(sizes.length, rank) - 1];
    }
}
