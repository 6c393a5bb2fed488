// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

import io.github.warmstart.internal.parallel.WorkerTeam;

/**
 * Gibbs sampler: draws in turn, each given the rest, the users' vectors, their prior, the items' vectors, their prior,
 * the common level and the noise.
 *
 * <pre>{@code
 * y_ui ~ N(x_u0 + z_i0 + sum_c x_uc z_ic, 1 / (w_ui alpha omega_u omega_i))
 * }</pre>
 *
 * <p>A vector is drawn as a whole, effect and factors together, which mixes in far fewer sweeps than one coordinate at
 * a time. Given one side the vectors of the other are independent, so they are drawn by several threads, each from a
 * stream of its own; sums over entities are in the order of the entities. So a chain is the same bit for bit on any
 * number of threads. One sweep costs O(rows x columns^2). Confined to the thread of the team.
 */
public final class GibbsSampler {

    /** Number of prior rows of the common noise variance, which is 1 in the units of {@link RatingUnits}. */
    private static final double NOISE_STRENGTH = 10;

    private static final int PHASES = 6;

    final EntityPrior users;
    final EntityPrior items;
    private final WorkerTeam team;
    private final long seed;
    private final int realRows;
    private final double[] squares;
    private final double[] errors;

    /** Precision of a row of weight 1 of a typical user and a typical item. */
    double alpha = 1;
    /** Root mean squared error of the last sweep over real rows, in units. */
    double trainingRmse;

    private long sweep;

    public GibbsSampler(EntityPrior users, EntityPrior items, WorkerTeam team, long seed) {
        this.users = users;
        this.items = items;
        this.team = team;
        this.seed = seed;
        int real = 0;
        for (int count : items.rows.realCounts) {
            real += count;
        }
        realRows = real;
        squares = new double[items.rows.entities];
        errors = new double[items.rows.entities];
        users.start(Draws.of(seed, 0, 0));
        items.start(Draws.of(seed, 0, 1));
    }

    /** One sweep of draws. */
    void sweep() {
        sweep++;
        drawVectors(users, items, 0);
        drawColumns(users, 1);
        drawVectors(items, users, 2);
        drawColumns(items, 3);
        drawShift(stream(4));
        drawNoise(stream(5));
    }

    private Draws stream(int phase) {
        return Draws.of(seed, sweep * PHASES + phase, 0);
    }

    /** Vectors and noise of one side, given the other. */
    void drawVectors(EntityPrior mine, EntityPrior others, int phase) {
        int[] pieces = mine.rows.pieces;
        team.run(pieces.length - 1, Scratch::new, (scratch, piece) -> {
            for (int entity = pieces[piece]; entity < pieces[piece + 1]; entity++) {
                if (mine.rows.size(entity) > 0) {
                    scratch.draws.at(seed, sweep * PHASES + phase, entity);
                    drawVector(mine, others, entity, scratch);
                }
            }
        });
    }

    private void drawVector(EntityPrior mine, EntityPrior others, int entity, Scratch scratch) {
        SideRows rows = mine.rows;
        int columns = mine.columns;
        int start = rows.starts[entity];
        int size = rows.size(entity);
        VectorConditional conditional = scratch.conditional;
        boolean ownPrior = mine.hasOwnPrior(entity);
        conditional.begin(ownPrior ? size + 1 : size, columns);
        double precision = alpha * mine.noise[entity];
        for (int i = 0; i < size; i++) {
            int other = rows.others[start + i];
            double root = Math.sqrt(precision * others.noise[other] * rows.weights[start + i]);
            int from = other * columns;
            int to = i * columns;
            conditional.roots[i] = root;
            conditional.features[to] = root;
            for (int c = 1; c < columns; c++) {
                conditional.features[to + c] = root * others.vectors[from + c];
            }
            conditional.targets[i] = root * (rows.values[start + i] - others.vectors[from]);
        }
        if (ownPrior) {
            addOwnPrior(mine, others, entity, size, conditional);
        }
        for (int c = 0; c < columns; c++) {
            conditional.priorMean[c] = mine.expected[c][entity];
            conditional.priorPrecision[c] = mine.priorPrecision(entity, c);
        }
        conditional.draw(scratch.draws);
        System.arraycopy(conditional.drawn, 0, mine.vectors, entity * columns, columns);
        drawEntityNoise(mine, entity, scratch);
    }

    /**
     * A prior is the rating of an average user: one more row, by such a user and with the precision of the prior. The
     * average user is fixed here: priors of items do not inform on users.
     */
    private static void addOwnPrior(
            EntityPrior mine, EntityPrior others, int entity, int row, VectorConditional conditional) {
        double root = Math.sqrt(mine.ownPrecision(entity));
        int at = row * mine.columns;
        conditional.roots[row] = root;
        conditional.features[at] = root;
        for (int c = 1; c < mine.columns; c++) {
            conditional.features[at + c] = root * others.average[c];
        }
        conditional.targets[row] = root * (mine.ownMean(entity) - others.average[0]);
    }

    /** Draws the noise of an entity's rows, given its residuals; pseudo ratings do not count. */
    private void drawEntityNoise(EntityPrior mine, int entity, Scratch scratch) {
        SideRows rows = mine.rows;
        int start = rows.starts[entity];
        double square = 0;
        double error = 0;
        for (int i = 0; i < rows.size(entity); i++) {
            if (rows.real[start + i]) {
                double residual = scratch.conditional.residual(i);
                double plain = residual / scratch.conditional.roots[i];
                square += residual * residual;
                error += plain * plain;
            }
        }
        if (rows.realCounts[entity] > 0) {
            square /= mine.noise[entity];
            mine.noise[entity] = noise(mine.likeness, rows.realCounts[entity], square, scratch.draws);
            square *= mine.noise[entity];
        }
        if (mine == items) {
            squares[entity] = square / alpha;
            errors[entity] = error;
        }
    }

    /** Draws the noise precision of one entity, relative to all others. */
    public static double noise(double likeness, int rows, double squares, Draws draws) {
        return draws.gamma((likeness + rows) / 2) / ((likeness + squares) / 2);
    }

    private void drawColumns(EntityPrior population, int phase) {
        team.run(population.columns, Scratch::new, (scratch, column) -> {
            scratch.draws.at(seed, sweep * PHASES + phase, column);
            population.drawColumn(column, scratch);
        });
    }

    /*
     * Users up and items down by the same leaves every row as it is, so draws in turns creep along that direction. Here it
     * is drawn at once: what the priors of effects and level leave of it is normal.
     */
    private void drawShift(Draws draws) {
        double sum = -items.level[0];
        double precision = 1;
        for (int user = 0; user < users.rows.entities; user++) {
            if (users.rows.size(user) > 0) {
                double tau = users.precisions[0];
                sum += tau * (users.vectors[user * users.columns] - users.expected[0][user]);
                precision += tau;
            }
        }
        for (int item = 0; item < items.rows.entities; item++) {
            if (items.hasOwnPrior(item) && items.rows.size(item) > 0) {
                double opinion = users.average[0] + items.vectors[item * items.columns];
                for (int c = 1; c < users.columns; c++) {
                    opinion += users.average[c] * items.vectors[item * items.columns + c];
                }
                sum += items.ownPrecision(item) * (items.ownMean(item) - opinion);
                precision += items.ownPrecision(item);
            }
        }
        double shift = sum / precision + draws.gaussian() / Math.sqrt(precision);
        users.shift(-shift);
        items.shift(shift);
    }

    private void drawNoise(Draws draws) {
        double square = 0;
        double error = 0;
        for (int item = 0; item < squares.length; item++) {
            square += squares[item];
            error += errors[item];
        }
        alpha = draws.gamma((NOISE_STRENGTH + realRows) / 2) / ((NOISE_STRENGTH + square) / 2);
        trainingRmse = Math.sqrt(error / Math.max(1, realRows));
        users.drawLikeness(draws);
        items.drawLikeness(draws);
    }

    /** The mean over real rows of the logarithm of their precision: the part of the noise that the data determine. */
    double meanLogPrecision() {
        double sum = 0;
        for (EntityPrior population : new EntityPrior[] {users, items}) {
            for (int entity = 0; entity < population.rows.entities; entity++) {
                sum += population.rows.realCounts[entity] * StrictMath.log(population.noise[entity]);
            }
        }
        return StrictMath.log(alpha) + sum / Math.max(1, realRows);
    }

    /** The standard deviation of a rating due to the factors, for a pair without side information. */
    double tasteDeviation() {
        double sum = 0;
        for (int c = 1; c < users.columns; c++) {
            sum += 1 / (users.precisions[c] * items.precisions[c]);
        }
        return Math.sqrt(sum);
    }

    /**
     * Predictions of this state for some pairs of users and items with rows; always the same pairs. Empty without rows.
     */
    double[] somePredictions(int most) {
        int rows = users.rows.others.length;
        double[] predictions = new double[Math.min(most, rows)];
        int user = 0;
        for (int pair = 0; pair < predictions.length; pair++) {
            int row = (int) ((long) pair * rows / predictions.length);
            while (users.rows.starts[user + 1] <= row) {
                user++;
            }
            // the item of a row half-way round the table: most likely one that the user did not rate
            int item = users.rows.others[(int) ((row + rows / 2L) % rows)];
            double sum = users.vectors[user * users.columns] + items.vectors[item * items.columns];
            for (int c = 1; c < users.columns; c++) {
                sum += users.vectors[user * users.columns + c] * items.vectors[item * items.columns + c];
            }
            predictions[pair] = sum;
        }
        return predictions;
    }
}
