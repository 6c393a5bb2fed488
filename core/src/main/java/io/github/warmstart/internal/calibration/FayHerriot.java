// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Area-level model of small area estimation: {@code y_i = x_i'beta + v_i + e_i}, where the sampling variance of
 * {@code e_i} is known for each i, {@code v_i ~ N(0, tau^2)} is the unexplained part, and
 * {@code beta ~ N(m0, diag(1 / precisions))} a priori.
 *
 * <p>{@code beta} is the generalised least squares estimate with that prior; {@code tau^2} is estimated by expectation
 * maximisation, with pseudo-observations of its starting value as a prior. A coefficient can have Student's t with
 * {@value #FREEDOM} degrees of freedom as its prior instead, as a scale mixture of normals: its precision is then
 * {@code (f + 1) / (f s^2 + (beta_k - m0_k)^2 + se_k^2)}, so that the data move a coefficient far from its prior mean
 * as soon as there is evidence, without being pulled back. About ten passes ({@link FixedPoint}) of O(rows x covariates
 * that are not 0, squared).
 *
 * @see <a href="https://doi.org/10.1080/01621459.1979.10482505">Fay and Herriot: Estimates of Income for Small Places
 *     (1979), equations 2.7 to 2.9</a>
 * @see <a href="https://doi.org/10.1080/01621459.1989.10478852">Lange, Little, Taylor: Robust Statistical Modeling
 *     Using the t Distribution (1989)</a>
 */
final class FayHerriot {

    /** Number of pseudo-observations of the starting value of the unexplained variance. */
    static final double PRIOR_STRENGTH = 10;
    /** Degrees of freedom of Student's t. */
    static final double FREEDOM = 4;

    private final double[] coefficients;
    private final DMatrixRMaj covariance;
    private final double unexplained;
    private final double logEvidence;

    private FayHerriot(double[] coefficients, DMatrixRMaj covariance, double unexplained, double logEvidence) {
        this.coefficients = coefficients;
        this.covariance = covariance;
        this.unexplained = unexplained;
        this.logEvidence = logEvidence;
    }

    /** Observations of areas. */
    static final class Areas {
        final double[][] x;
        final double[] y;
        final double[] sampling;
        /** The covariates of each area that are not 0. */
        final int[][] places;

        /**
         * Keeps the arrays, which are not modified.
         *
         * @param x covariates, one row an area
         * @param y the observations
         * @param sampling the known variance of each observation, above 0
         */
        Areas(double[][] x, double[] y, double[] sampling) {
            this.x = x;
            this.y = y;
            this.sampling = sampling;
            places = new int[x.length][];
            for (int row = 0; row < places.length; row++) {
                places[row] = places(x[row]);
            }
        }

        private static int[] places(double[] x) {
            int[] places = new int[x.length];
            int count = 0;
            for (int k = 0; k < x.length; k++) {
                if (x[k] != 0) {
                    places[count++] = k;
                }
            }
            return Arrays.copyOf(places, count);
        }
    }

    /** Prior of the coefficients. */
    static final class Prior {
        final double[] means;
        final double[] precisions;
        final int heavyTailed;

        /**
         * Keeps the arrays, which are not modified.
         *
         * @param means prior means
         * @param precisions prior precisions, above 0; of a heavy-tailed one {@code 1 / s^2}
         * @param heavyTailed how many of the first coefficients have Student's t as their prior
         */
        Prior(double[] means, double[] precisions, int heavyTailed) {
            this.means = means;
            this.precisions = precisions;
            this.heavyTailed = heavyTailed;
        }
    }

    /**
     * Prior of the unexplained variance.
     *
     * @param start the starting value, above 0
     * @param strength number of pseudo-observations of it
     * @param counted whether an area contributes to the estimate of the variance, by row
     */
    record Unexplained(double start, double strength, IntPredicate counted) {}

    /**
     * Fits the model with normal priors; every area contributes to the unexplained variance.
     *
     * @param x covariates, one row an area. Not modified
     * @param y the observations. Not modified
     * @param sampling the known variance of each observation, above 0. Not modified
     * @param priorMeans prior means of the coefficients. Not modified
     * @param priorPrecisions prior precisions of the coefficients, above 0. Not modified
     * @param start the starting value of the unexplained variance, above 0
     */
    static FayHerriot fit(
            double[][] x, double[] y, double[] sampling, double[] priorMeans, double[] priorPrecisions, double start) {
        return fit(
                new Areas(x, y, sampling),
                new Prior(priorMeans, priorPrecisions, 0),
                new Unexplained(start, PRIOR_STRENGTH, row -> true));
    }

    /** Fits the model. */
    static FayHerriot fit(Areas areas, Prior prior, Unexplained variance) {
        GeneralizedLeastSquares solution = new GeneralizedLeastSquares(areas, prior);
        double[] parameters = FixedPoint.of(theta -> next(theta, solution, prior, variance), start(prior, variance));
        double unexplained = StrictMath.exp(parameters[0]);
        double[] precisions = precisions(parameters, prior);
        solution.solve(precisions, unexplained);
        return new FayHerriot(
                solution.beta().clone(),
                solution.covariance(),
                unexplained,
                solution.logEvidence(precisions, unexplained));
    }

    /** The logarithms of the unexplained variance and of the precisions of heavy-tailed coefficients. */
    private static double[] start(Prior prior, Unexplained variance) {
        double[] parameters = new double[1 + prior.heavyTailed];
        parameters[0] = StrictMath.log(variance.start);
        for (int k = 0; k < prior.heavyTailed; k++) {
            parameters[1 + k] = StrictMath.log(prior.precisions[k]);
        }
        return parameters;
    }

    private static double[] precisions(double[] parameters, Prior prior) {
        double[] precisions = prior.precisions.clone();
        for (int k = 0; k < prior.heavyTailed; k++) {
            precisions[k] = StrictMath.exp(parameters[1 + k]);
        }
        return precisions;
    }

    /** One step of expectation maximisation. */
    private static double[] next(
            double[] parameters, GeneralizedLeastSquares solution, Prior prior, Unexplained variance) {
        double unexplained = StrictMath.exp(parameters[0]);
        solution.solve(precisions(parameters, prior), unexplained);
        double[] next = new double[parameters.length];
        next[0] = StrictMath.log(solution.unexplained(unexplained, variance));
        for (int k = 0; k < prior.heavyTailed; k++) {
            double distance = solution.beta()[k] - prior.means[k];
            double squares = distance * distance + solution.coefficientVariance(k);
            next[1 + k] = StrictMath.log((FREEDOM + 1) / (FREEDOM / prior.precisions[k] + squares));
        }
        return next;
    }

    /** Log marginal likelihood at the estimated variance, up to a constant that depends on the number of areas. */
    double logEvidence() {
        return logEvidence;
    }

    /** The coefficient of one covariate. */
    double coefficient(int k) {
        return coefficients[k];
    }

    /** The standard error of one coefficient. */
    double standardError(int k) {
        return Math.sqrt(covariance.get(k, k));
    }

    /** Unexplained variance {@code tau^2}. */
    double unexplained() {
        return unexplained;
    }

    /** Expected value of an unobserved area. */
    double predict(double[] covariates) {
        return dot(covariates, coefficients);
    }

    /** Variance of {@link #predict}: the unexplained variance plus the uncertainty of beta. */
    double variance(double[] covariates) {
        DMatrixRMaj column = DMatrixRMaj.wrap(covariates.length, 1, covariates);
        DMatrixRMaj product = new DMatrixRMaj(covariates.length, 1);
        CommonOps_DDRM.mult(covariance, column, product);
        return unexplained + CommonOps_DDRM.dot(product, column);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
