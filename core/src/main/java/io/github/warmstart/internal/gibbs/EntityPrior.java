// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of all users or all items, with the hierarchical prior that they share. Column 0 of a vector is the entity's
 * effect, the others are its factors.
 *
 * <p>Each column c has its own hierarchy, and given the vectors the columns are independent:
 *
 * <pre>{@code
 * x_ec ~ N(mu_c + sum_j F_ej beta_jc, 1 / tau_c)   beta_jc ~ N(0, 1 / lambda_gc), g the group of j
 * tau_c, lambda_gc ~ Gamma                         mu_c ~ N(0, 1), but 0 for the users' effect
 * }</pre>
 *
 * as in Macau (Simm et al. 2015) with the diagonal precisions of Rendle (2012). The noise of an entity's rows has the
 * precision {@code omega_e ~ Gamma(nu/2, nu/2)} times that of all rows, so that ratings of a user who rates at random
 * get less weight (Lakshminarayanan, Bouchard, Archambeau 2011). An item with a prior on what an average user gives to
 * it has that prior instead of the population's for column 0, and does not inform the population on column 0.
 *
 * @see <a href="https://arxiv.org/abs/1509.04610">Simm et al.: Macau: Scalable Bayesian Multi-relational Factorization
 *     with Side Information using MCMC (2015)</a>
 * @see <a href="https://doi.org/10.1145/2168752.2168771">Rendle: Factorization Machines with libFM (2012)</a>
 * @see <a href="https://proceedings.mlr.press/v15/lakshminarayanan11a.html">Lakshminarayanan, Bouchard, Archambeau:
 *     Robust Bayesian Matrix Factorisation (2011)</a>
 */
public final class EntityPrior {

    /** Number of prior entities of each variance, and their variances in units of the noise variance. */
    private static final double PRIOR_STRENGTH = 4;

    private static final double EFFECT_VARIANCE = 0.25;
    private static final double FACTOR_VARIANCE = 0.1;
    private static final double SLOPE_VARIANCE = 0.005;
    /** Minimum degrees of freedom of the noise of entities: below 3 its expectation diverges. */
    private static final double MIN_LIKENESS = 3;

    private static final int LIKENESS_STEPS = 22;
    /** Precision that keeps the effect of an item with its own prior solvable and has no other influence. */
    private static final double FREE = 1e-6;

    final SideRows rows;
    final SideInformation side;
    final int columns;
    /** The vectors, one after another. */
    final double[] vectors;
    /** Prior means of the vectors, column after column. */
    final double[][] expected;

    final double[] precisions;
    final double[] level;
    final double[][] slopes;
    final double[][] slopePrecisions;
    /** Contribution of popularity and audience for an average entity. */
    final double[] averageAudience;
    /** Prior mean of the vector of an average entity. */
    final double[] average;

    final double[] noise;
    double likeness = 10;
    /** For each item, the prior of column 0; NaN where the population is the prior. Null if no item has one. */
    private final double @Nullable [] ownMeans;

    private final double @Nullable [] ownPrecisions;
    /** Whether column 0 has a level: one side suffices, since only the sum is observed. */
    private final boolean hasLevel;
    /** Entities with a real row, and with any row. */
    private final int known;

    private final int rowed;

    public EntityPrior(
            SideRows rows,
            SideInformation side,
            int columns,
            boolean hasLevel,
            double @Nullable [] ownMeans,
            double @Nullable [] ownPrecisions) {
        this.rows = rows;
        this.side = side;
        this.columns = columns;
        this.hasLevel = hasLevel;
        this.ownMeans = ownMeans;
        this.ownPrecisions = ownPrecisions;
        vectors = new double[rows.entities * columns];
        expected = new double[columns][rows.entities];
        precisions = new double[columns];
        Arrays.fill(precisions, 1 / FACTOR_VARIANCE);
        precisions[0] = 1 / EFFECT_VARIANCE;
        level = new double[columns];
        slopes = new double[columns][side.size()];
        slopePrecisions = new double[columns][side.groupCount];
        for (double[] ofColumn : slopePrecisions) {
            Arrays.fill(ofColumn, 1 / SLOPE_VARIANCE);
        }
        averageAudience = new double[columns];
        average = new double[columns];
        noise = new double[rows.entities];
        Arrays.fill(noise, 1);
        int withReal = 0;
        int withAny = 0;
        for (int entity = 0; entity < rows.entities; entity++) {
            withReal += rows.realCounts[entity] > 0 ? 1 : 0;
            withAny += rows.size(entity) > 0 ? 1 : 0;
        }
        known = withReal;
        rowed = withAny;
    }

    /** Draws the starting vectors: factors would stay at 0 if they started there. */
    void start(Draws draws) {
        for (int at = 0; at < vectors.length; at++) {
            vectors[at] = at % columns == 0 ? 0 : Math.sqrt(FACTOR_VARIANCE) * draws.gaussian();
        }
    }

    boolean hasOwnPrior(int entity) {
        return ownMeans != null && !Double.isNaN(ownMeans[entity]);
    }

    /** Only for an entity that {@link #hasOwnPrior}. */
    double ownMean(int entity) {
        return ownMeans == null ? Double.NaN : ownMeans[entity];
    }

    /** Only for an entity that {@link #hasOwnPrior}. */
    double ownPrecision(int entity) {
        return ownPrecisions == null ? Double.NaN : ownPrecisions[entity];
    }

    double priorPrecision(int entity, int column) {
        return column == 0 && hasOwnPrior(entity) ? FREE : precisions[column];
    }

    /** Whether an entity informs the population on a column. */
    private boolean informs(int entity, int column) {
        return rows.realCounts[entity] > 0 && (column > 0 || !hasOwnPrior(entity));
    }

    /** Draws the parameters of one column, given the vectors. Columns may be drawn concurrently. */
    void drawColumn(int column, Scratch scratch) {
        int entities = rows.entities;
        if (scratch.residuals.length < entities) {
            scratch.residuals = new double[entities];
        }
        double[] rest = scratch.residuals;
        double[] mine = expected[column];
        int count = 0;
        for (int entity = 0; entity < entities; entity++) {
            boolean informs = informs(entity, column);
            rest[entity] = informs ? vectors[entity * columns + column] - mine[entity] : Double.NaN;
            count += informs ? 1 : 0;
        }
        if (column > 0 || hasLevel) {
            drawLevel(column, rest, count, scratch.draws);
        }
        drawSlopes(column, rest, scratch.draws);
        double squares = 0;
        for (int entity = 0; entity < entities; entity++) {
            squares += informs(entity, column) ? rest[entity] * rest[entity] : 0;
        }
        double typical = column == 0 ? EFFECT_VARIANCE : FACTOR_VARIANCE;
        precisions[column] = drawPrecision(count, squares, typical, scratch.draws);
        expect(column);
    }

    private void drawLevel(int column, double[] rest, int count, Draws draws) {
        double sum = 0;
        for (int entity = 0; entity < rows.entities; entity++) {
            sum += informs(entity, column) ? rest[entity] + level[column] : 0;
        }
        double precision = 1 + count * precisions[column];
        double before = level[column];
        level[column] = sum * precisions[column] / precision + draws.gaussian() / Math.sqrt(precision);
        for (int entity = 0; entity < rows.entities; entity++) {
            rest[entity] -= level[column] - before;
        }
    }

    /** One slope after another given the others; then their precisions. */
    private void drawSlopes(int column, double[] rest, Draws draws) {
        double[] slope = slopes[column];
        double[] squares = new double[side.groupCount];
        int[] counts = new int[side.groupCount];
        double tau = precisions[column];
        // the check for entities that do not inform the population costs time, so it is omitted if there are none
        boolean allInform = known == rowed && (column > 0 || ownMeans == null);
        for (int j = 0; j < slope.length; j++) {
            double sum = 0;
            double square = 0;
            for (int at = side.starts[j]; at < side.starts[j + 1]; at++) {
                double one = rest[side.entities[at]];
                if (allInform || !Double.isNaN(one)) {
                    double value = side.values[at];
                    sum += value * one;
                    square += value * value;
                }
            }
            double before = slope[j];
            double precision = tau * square + slopePrecisions[column][side.groups[j]];
            slope[j] = tau * (sum + square * before) / precision + draws.gaussian() / Math.sqrt(precision);
            double moved = slope[j] - before;
            for (int at = side.starts[j]; at < side.starts[j + 1]; at++) {
                rest[side.entities[at]] -= side.values[at] * moved;
            }
            squares[side.groups[j]] += slope[j] * slope[j];
            counts[side.groups[j]]++;
        }
        for (int group = 0; group < side.groupCount; group++) {
            slopePrecisions[column][group] = drawPrecision(counts[group], squares[group], SLOPE_VARIANCE, draws);
        }
    }

    /** The conjugate draw of a precision behind normal deviations. */
    private static double drawPrecision(int count, double squares, double typical, Draws draws) {
        return draws.gamma((PRIOR_STRENGTH + count) / 2) / ((PRIOR_STRENGTH * typical + squares) / 2);
    }

    /** Sets the prior means of a column from its slopes. */
    private void expect(int column) {
        double[] mine = expected[column];
        Arrays.fill(mine, level[column]);
        double[] slope = slopes[column];
        double audience = 0;
        for (int j = 0; j < slope.length; j++) {
            double sum = 0;
            for (int at = side.starts[j]; at < side.starts[j + 1]; at++) {
                mine[side.entities[at]] += side.values[at] * slope[j];
                sum += side.values[at];
            }
            audience += j >= side.attributeCount ? sum * slope[j] : 0;
        }
        averageAudience[column] = audience / Math.max(1, known);
        double sum = 0;
        for (int entity = 0; entity < rows.entities; entity++) {
            mine[entity] += rows.realCounts[entity] > 0 ? 0 : averageAudience[column];
            sum += rows.realCounts[entity] > 0 ? mine[entity] : 0;
        }
        average[column] = known > 0 ? sum / known : level[column];
    }

    /** Shifts the effects of all entities and, if there is a level, their prior means. */
    void shift(double by) {
        for (int entity = 0; entity < rows.entities; entity++) {
            vectors[entity * columns] += by;
            expected[0][entity] += hasLevel ? by : 0;
        }
        level[0] += hasLevel ? by : 0;
        average[0] += hasLevel ? by : 0;
    }

    /** Draws the degrees of freedom of the noise of entities from a grid with a uniform prior. */
    void drawLikeness(Draws draws) {
        double logs = 0;
        double sum = 0;
        for (int entity = 0; entity < rows.entities; entity++) {
            if (rows.realCounts[entity] > 0) {
                logs += StrictMath.log(noise[entity]);
                sum += noise[entity];
            }
        }
        double[] chances = new double[LIKENESS_STEPS];
        double best = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < LIKENESS_STEPS; step++) {
            double half = likeness(step) / 2;
            chances[step] = known * (half * StrictMath.log(half) - LogGamma.of(half)) + (half - 1) * logs - half * sum;
            best = Math.max(best, chances[step]);
        }
        double total = 0;
        for (int step = 0; step < LIKENESS_STEPS; step++) {
            chances[step] = StrictMath.exp(chances[step] - best);
            total += chances[step];
        }
        double left = draws.uniform() * total;
        int step = 0;
        while (step < LIKENESS_STEPS - 1 && left > chances[step]) {
            left -= chances[step++];
        }
        likeness = likeness(step);
    }

    /** 3 to 384, three steps to an octave. */
    private static double likeness(int step) {
        return MIN_LIKENESS * StrictMath.pow(2, step / 3.0);
    }
}
