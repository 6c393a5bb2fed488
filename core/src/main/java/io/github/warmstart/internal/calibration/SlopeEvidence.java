// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.calibration;

import java.util.Arrays;
import java.util.List;

/**
 * Bayes factor of a relation between answers about items and the ratings of these items.
 *
 * <p>Two area-level models of the same observed means {@code y_i} with known sampling variances {@code V_i} are
 * compared:
 *
 * <pre>{@code
 * H0:  y_i = x_i'gamma               + v_i + e_i
 * H1:  y_i = x_i'gamma + B (a_i - a) + v_i + e_i,      B ~ N(1, 0.35^2)
 *      v_i ~ N(0, T),  e_i ~ N(0, V_i),  gamma ~ N(0, diag(1 / p))
 * }</pre>
 *
 * <p>The covariates {@code x_i} contain an intercept and everything else that could explain the means without answers.
 * With {@code W = diag(1 / (V_i + T))} and {@code P = X'WX + diag(p)}, the marginal likelihood of H0 is, up to a
 * constant that both models share,
 *
 * <pre>{@code
 * ln m0 = 1/2 sum ln W_i - 1/2 y'Wy + 1/2 c'P^-1 c - 1/2 ln |P| + 1/2 sum ln p,      c = X'Wy
 * }</pre>
 *
 * <p>and that of H1 follows from it by integrating over the slope, whose likelihood given the rest is normal with
 * precision {@code r_aa = a'Wa - a'WX P^-1 X'Wa} and mean {@code r_ay / r_aa}. The unexplained variance T is integrated
 * on a grid of {@value #STEPS} logarithmic steps under {@code ln T ~ N(ln} {@value #DEFAULT_SHARE} {@code L^2, 1)}, and
 * the ridge of the covariates over the alternatives given, each equally likely a priori. Both are part of both models,
 * so that answers are credited only with what the covariates cannot explain.
 *
 * <p>Cost is O(grid x rows x covariates^2). Immutable and deterministic.
 *
 * @see <a href="https://doi.org/10.1080/01621459.1979.10482505">Fay and Herriot: Estimates of Income for Small Places
 *     (1979)</a>
 * @see <a href="https://doi.org/10.1080/01621459.1995.10476572">Kass and Raftery: Bayes Factors (1995)</a>
 */
final class SlopeEvidence {

    /** Prior mean and standard deviation of the slope under H1: correct answers have the spread of item means. */
    static final double DEFAULT_SLOPE = 1;

    static final double SLOPE_SPREAD = 0.35;
    /** Grid of the unexplained variance, as shares of the squared length of the scale. */
    static final double LOWEST_SHARE = 0.0005;

    static final double HIGHEST_SHARE = 0.03;
    static final int STEPS = 12;
    /** Prior median of the unexplained variance, as such a share. */
    static final double DEFAULT_SHARE = 0.004;
    /** One-sided 95 % bound of the standard normal distribution. */
    private static final double Z_95 = 1.645;

    private final double logBayesFactor;
    private final double slope;
    private final double slopeError;
    private final double unexplained;
    private final double[] scores;

    private SlopeEvidence(double logBayesFactor, double slope, double slopeError, double unexplained, double[] scores) {
        this.logBayesFactor = logBayesFactor;
        this.slope = slope;
        this.slopeError = slopeError;
        this.unexplained = unexplained;
        this.scores = scores;
    }

    /** Observed means with their covariates and answers. */
    static final class Areas {
        private final double[][] covariates;
        private final double[] answers;
        private final double[] means;
        private final double[] sampling;

        /**
         * Keeps the arrays, which are not modified.
         *
         * @param covariates one row per mean, with an intercept first
         * @param answers the answer that belongs to each mean
         * @param means observed means
         * @param sampling the known variance of each mean, above 0
         */
        Areas(double[][] covariates, double[] answers, double[] means, double[] sampling) {
            this.covariates = covariates;
            this.answers = answers;
            this.means = means;
            this.sampling = sampling;
        }

        int size() {
            return means.length;
        }

        double[][] covariates() {
            return covariates;
        }

        double[] answers() {
            return answers;
        }

        double[] means() {
            return means;
        }

        double[] sampling() {
            return sampling;
        }
    }

    /**
     * Computes the evidence.
     *
     * @param areas the means that have an answer; not modified
     * @param centre prior mean of the intercept, in rating units
     * @param ridges alternatives of the prior precisions of the covariates, each above 0, equally likely a priori
     * @param length the length of the scale
     */
    static SlopeEvidence of(Areas areas, double centre, List<double[]> ridges, double length) {
        double answerCentre = Arrays.stream(areas.answers).average().orElse(0);
        int cells = STEPS * ridges.size();
        double[] logNull = new double[cells];
        double[] logBoth = new double[cells];
        double[] slopes = new double[cells];
        double[] variances = new double[cells];
        double[] unexplained = new double[cells];
        int cell = 0;
        for (int step = 0; step < STEPS; step++) {
            double share =
                    LOWEST_SHARE * StrictMath.exp(StrictMath.log(HIGHEST_SHARE / LOWEST_SHARE) * step / (STEPS - 1.0));
            double variance = share * length * length;
            double distance = StrictMath.log(share / DEFAULT_SHARE);
            Moments moments = Moments.of(areas, centre, answerCentre, variance);
            for (double[] ridge : ridges) {
                Solved solved = moments.solve(ridge);
                double precision = 1 / (SLOPE_SPREAD * SLOPE_SPREAD);
                double posterior = solved.answerSquares + precision;
                double sum = solved.answerProduct + precision * DEFAULT_SLOPE;
                logNull[cell] = solved.logEvidence - 0.5 * distance * distance;
                logBoth[cell] = logNull[cell]
                        + 0.5 * StrictMath.log(precision / posterior)
                        + 0.5 * sum * sum / posterior
                        - 0.5 * precision * DEFAULT_SLOPE * DEFAULT_SLOPE;
                slopes[cell] = sum / posterior;
                variances[cell] = 1 / posterior;
                unexplained[cell] = variance;
                cell++;
            }
        }
        double[] weights = normalised(logBoth);
        double slope = 0;
        double squares = 0;
        for (int k = 0; k < cells; k++) {
            slope += weights[k] * slopes[k];
            squares += weights[k] * (variances[k] + slopes[k] * slopes[k]);
        }
        double[] nullWeights = normalised(logNull);
        double expected = 0;
        int best = 0;
        for (int k = 0; k < cells; k++) {
            expected += nullWeights[k] * unexplained[k];
            best = nullWeights[k] > nullWeights[best] ? k : best;
        }
        double[] scores = Moments.of(areas, centre, answerCentre, expected)
                .scores(areas, ridges.get(best % ridges.size()), centre);
        return new SlopeEvidence(
                logSum(logBoth) - logSum(logNull), slope, Math.sqrt(squares - slope * slope), expected, scores);
    }

    /** Natural logarithm of the Bayes factor of H1 against H0. */
    double logBayesFactor() {
        return logBayesFactor;
    }

    /**
     * Posterior probability of a relation, H0 and H1 being equally likely a priori: {@code BF / (1 + BF)}, and 0 unless
     * the slope is above 0 with one-sided 95 % confidence. Reversed answers are evidence against H0 too, and are
     * rejected.
     */
    double probability() {
        return slope - Z_95 * slopeError > 0 ? 1 / (1 + StrictMath.exp(-logBayesFactor)) : 0;
    }

    /** Posterior mean of the slope under H1. */
    double slope() {
        return slope;
    }

    /** Posterior standard deviation of the slope under H1. */
    double slopeError() {
        return slopeError;
    }

    /** Posterior mean of the unexplained variance under H0. */
    double unexplained() {
        return unexplained;
    }

    /**
     * Residuals of H0, each times its weight, centred so that they sum to 0: the input of an exact test of the answers.
     *
     * @return one score per mean, in the order of the areas; not to be modified
     */
    double[] scores() {
        return scores;
    }

    private static double[] normalised(double[] logs) {
        double total = logSum(logs);
        return Arrays.stream(logs).map(log -> StrictMath.exp(log - total)).toArray();
    }

    private static double logSum(double[] logs) {
        double highest = Arrays.stream(logs).max().orElse(0);
        double sum = 0;
        for (double log : logs) {
            sum += StrictMath.exp(log - highest);
        }
        return highest + StrictMath.log(sum);
    }

    /** Sums of squares and products of answers and means after the covariates are fitted, and the evidence of H0. */
    private record Solved(double logEvidence, double answerSquares, double answerProduct) {}

    /** Weighted sums of squares and products of covariates, answers and means, at one unexplained variance. */
    private static final class Moments {
        private final double unexplained;
        private final double[][] xx;
        private final double[] xa;
        private final double[] xy;
        private double aa;
        private double ay;
        private double yy;
        private double logWeights;

        private Moments(int size, double unexplained) {
            this.unexplained = unexplained;
            xx = new double[size][size];
            xa = new double[size];
            xy = new double[size];
        }

        static Moments of(Areas areas, double centre, double answerCentre, double unexplained) {
            int size = areas.covariates[0].length;
            Moments moments = new Moments(size, unexplained);
            int[] places = new int[size];
            for (int row = 0; row < areas.size(); row++) {
                double weight = 1 / (areas.sampling[row] + unexplained);
                double[] x = areas.covariates[row];
                double a = areas.answers[row] - answerCentre;
                double y = areas.means[row] - centre;
                int count = 0;
                for (int k = 0; k < size; k++) {
                    if (x[k] != 0) {
                        places[count++] = k;
                    }
                }
                for (int one = 0; one < count; one++) {
                    int k = places[one];
                    double scaled = weight * x[k];
                    moments.xa[k] += scaled * a;
                    moments.xy[k] += scaled * y;
                    double[] line = moments.xx[k];
                    for (int other = one; other < count; other++) {
                        line[places[other]] += scaled * x[places[other]];
                    }
                }
                moments.aa += weight * a * a;
                moments.ay += weight * a * y;
                moments.yy += weight * y * y;
                moments.logWeights += StrictMath.log(weight);
            }
            return moments;
        }

        Solved solve(double[] ridge) {
            double[][] factor = factor(ridge);
            double[] a = forward(factor, xa);
            double[] y = forward(factor, xy);
            double logs = 0;
            for (int k = 0; k < ridge.length; k++) {
                logs += 0.5 * StrictMath.log(ridge[k]) - StrictMath.log(factor[k][k]);
            }
            return new Solved(
                    0.5 * logWeights - 0.5 * (yy - dot(y, y)) + logs, Math.max(0, aa - dot(a, a)), ay - dot(a, y));
        }

        double[] scores(Areas areas, double[] ridge, double centre) {
            double[][] factor = factor(ridge);
            double[] gamma = backward(factor, forward(factor, xy));
            double[] scores = new double[areas.size()];
            double sum = 0;
            double weights = 0;
            for (int row = 0; row < scores.length; row++) {
                double weight = 1 / (areas.sampling[row] + unexplained);
                scores[row] = weight * (areas.means[row] - centre - dot(areas.covariates[row], gamma));
                sum += scores[row];
                weights += weight;
            }
            for (int row = 0; row < scores.length; row++) {
                scores[row] -= sum / weights / (areas.sampling[row] + unexplained);
            }
            return scores;
        }

        /** The upper triangular factor U of {@code X'WX + diag(ridge) = U'U}. */
        private double[][] factor(double[] ridge) {
            int size = ridge.length;
            double[][] upper = new double[size][];
            for (int k = 0; k < size; k++) {
                upper[k] = xx[k].clone();
                upper[k][k] += ridge[k];
            }
            for (int j = 0; j < size; j++) {
                double diagonal = Math.sqrt(upper[j][j]);
                if (!(diagonal > 0)) {
                    throw new IllegalStateException("the precision of the covariates is not positive definite");
                }
                for (int c = j; c < size; c++) {
                    upper[j][c] /= diagonal;
                }
                for (int i = j + 1; i < size; i++) {
                    double factor = upper[j][i];
                    if (factor != 0) {
                        for (int c = i; c < size; c++) {
                            upper[i][c] -= factor * upper[j][c];
                        }
                    }
                }
            }
            return upper;
        }

        /** The solution z of {@code U'z = right}. */
        private static double[] forward(double[][] upper, double[] right) {
            double[] z = right.clone();
            for (int j = 0; j < z.length; j++) {
                z[j] /= upper[j][j];
                for (int c = j + 1; c < z.length; c++) {
                    z[c] -= z[j] * upper[j][c];
                }
            }
            return z;
        }

        /** The solution z of {@code Uz = right}. */
        private static double[] backward(double[][] upper, double[] right) {
            double[] z = right.clone();
            for (int j = z.length - 1; j >= 0; j--) {
                for (int c = j + 1; c < z.length; c++) {
                    z[j] -= upper[j][c] * z[c];
                }
                z[j] /= upper[j][j];
            }
            return z;
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int k = 0; k < a.length; k++) {
                sum += a[k] * b[k];
            }
            return sum;
        }
    }
}
