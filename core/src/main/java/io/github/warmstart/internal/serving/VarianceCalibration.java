// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.serving;

import io.github.warmstart.rating.table.RatingTable;
import java.util.Arrays;

/**
 * Calibration of stated variances by errors of predictions: a scale that makes the mean squared standardised error 1,
 * and the quantiles of its absolute value, which give intervals of any level for any error distribution (split
 * conformal prediction). Estimated on rows that a second training did not see. Immutable.
 *
 * @see <a href="https://doi.org/10.1080/01621459.2017.1307116">Lei, G'Sell, Rinaldo, Tibshirani, Wasserman:
 *     Distribution-Free Predictive Inference for Regression (2018), sections 2.2 and 5.2</a>
 */
public final class VarianceCalibration {

    /** One of this many slices of rows is kept from a second training. */
    private static final int SLICES = 10;
    /** Number of errors that determines the coverage to half a percentage point. */
    private static final int TARGET_ERRORS = 10_000;
    /** A larger table is represented by some of its users, so that the second training takes seconds. */
    private static final int MAX_ROWS = 1_000_000;
    /** Prior errors that agree with their variances, so that few rows change the scale little. */
    private static final int PRIOR_ERRORS = 10;
    /** Minimum number of errors for quantiles. */
    private static final int MIN_ERRORS = 20;

    /** No calibration: variances are used as stated. */
    public static final VarianceCalibration NONE = new VarianceCalibration(new double[0]);

    /** Factor of a stated variance. */
    public final double scale;

    /** Absolute errors over the root of the scaled variance, ascending. */
    private final double[] sizes;

    /**
     * The calibration by some errors.
     *
     * @param errors each divided by the root of its stated variance
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

    /** Model of a second training. */
    public interface Refitted {

        /** Predicted rating of a pair. */
        double predict(String userId, String itemId);

        /** Variance of that prediction before calibration. */
        double statedVariance(String userId, String itemId);
    }

    /** Training on a part of the rows. */
    public interface Refit {
        Refitted fit(RatingTable part);
    }

    /**
     * Calibrates on real rows that a second training does not see: a tenth of them, and for small tables one tenth
     * after another, with a training each, until there are {@value #TARGET_ERRORS} errors.
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

    /** Slice of a row, by a hash. */
    private static int sliceOf(int row) {
        int hash = row * 0x9E3779B9;
        hash = (hash ^ (hash >>> 15)) * 0x85EBCA6B;
        return Integer.remainderUnsigned(hash ^ (hash >>> 13), SLICES);
    }

    /**
     * Half-width of an interval in roots of the scaled variance.
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
