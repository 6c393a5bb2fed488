// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.affinity;

import io.github.warmstart.interaction.InteractionTable;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Linear item-to-item model with a zero diagonal (EASE), in its dual form over users.
 *
 * <p>EASE minimises {@code |X - XB|^2 + lambda |B|^2} with {@code diag(B) = 0}; the solution is
 * {@code B_ji = -P_ji / P_ii} with {@code P = (X'X + lambda I)^-1}. By the Woodbury identity,
 * {@code lambda P = I - X'AX} with {@code A = (XX' + lambda I)^-1}, so that for a person with the known items {@code K}
 *
 * <pre>{@code
 * mass_i = sum over j in K of B_ji = x_i' A v / (1 - d_i)        v = sum over j in K of x_j        d_i = x_i' A x_i
 * }</pre>
 *
 * <p>where {@code x_i} indicates the users of an item. The matrix has one row per user and not per item, which suits few users
 * and many items. A user in a test is removed exactly: removing row {@code u} of {@code X} turns {@code A} into
 * {@code A - A_u A_u' / A_uu}.
 *
 * <p>Worked example: two users, both chose items 1 and 2, {@code lambda = 1}: {@code XX' = [[2, 2], [2, 2]]},
 * {@code A = [[3, -2], [-2, 3]] / 5}, {@code d = 2/5}, and the mass of item 2 given item 1 is
 * {@code (2/5) / (3/5) = 2/3}.
 *
 * <p>Training costs O(users^3) time and O(users^2) memory, a query O(users^2 + choices).
 *
 * @see <a href="https://doi.org/10.1145/3308558.3313710">Steck: Embarrassingly Shallow Autoencoders for Sparse Data
 *     (2019)</a>
 */
public final class EaseAffinity implements Affinity {

    /** Maximum number of users of the dual form. */
    public static final int MAX_USERS = 4000;

    private final InteractionTable table;
    private final double lambda;
    private final double unit;
    /** Row of each user of the table in the inverse; -1 for users without choices. */
    private final int[] positions;

    private final int[] active;
    private final double[][] inverse;
    private final double[] diagonal;

    /**
     * Trains the model.
     *
     * @param table choices of warm users, at most {@value #MAX_USERS} of whom have any
     * @param lambda the penalty, above 0
     * @param factor the unit, in mean histories
     */
    public EaseAffinity(InteractionTable table, double lambda, double factor) {
        this.table = table;
        this.lambda = lambda;
        positions = new int[table.userCount()];
        int[] found = new int[table.userCount()];
        int count = 0;
        for (int user = 0; user < positions.length; user++) {
            positions[user] = table.userSize(user) > 0 ? count : -1;
            if (positions[user] >= 0) {
                found[count++] = user;
            }
        }
        active = Arrays.copyOf(found, count);
        unit = factor * AffinityUnits.meanHistory(table);
        inverse = inverse();
        diagonal = new double[table.itemCount()];
        Arrays.setAll(diagonal, this::quadratic);
    }

    private double[][] inverse() {
        int users = active.length;
        DMatrixRMaj gram = new DMatrixRMaj(users, users);
        for (int item = 0; item < table.itemCount(); item++) {
            for (int a = 0; a < table.itemSize(item); a++) {
                int first = positions[table.user(table.itemRow(item, a))];
                for (int b = 0; b < table.itemSize(item); b++) {
                    gram.data[first * users + positions[table.user(table.itemRow(item, b))]]++;
                }
            }
        }
        for (int user = 0; user < users; user++) {
            gram.data[user * users + user] += lambda;
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(users);
        if (users > 0 && !solver.setA(gram)) {
            throw new IllegalStateException(
                    "lambda must be large enough for the equations to be solvable, but was " + lambda);
        }
        DMatrixRMaj solved = new DMatrixRMaj(users, users);
        if (users > 0) {
            solver.invert(solved);
        }
        double[][] rows = new double[users][];
        Arrays.setAll(rows, user -> Arrays.copyOfRange(solved.data, user * users, (user + 1) * users));
        return rows;
    }

    private double quadratic(int item) {
        double sum = 0;
        for (int a = 0; a < table.itemSize(item); a++) {
            double[] row = inverse[positions[table.user(table.itemRow(item, a))]];
            for (int b = 0; b < table.itemSize(item); b++) {
                sum += row[positions[table.user(table.itemRow(item, b))]];
            }
        }
        return sum;
    }

    @Override
    public String name() {
        return "ease(%.0f)".formatted(lambda);
    }

    @Override
    public double unit() {
        return unit;
    }

    @Override
    public void masses(int[] known, int leftOut, double[] masses) {
        int out = leftOut < 0 ? -1 : positions[leftOut];
        double[] loads = new double[active.length];
        for (int item : known) {
            for (int position = 0; position < table.itemSize(item); position++) {
                int user = positions[table.user(table.itemRow(item, position))];
                loads[user] += user == out ? 0 : 1;
            }
        }
        double[] weights = new double[active.length];
        for (int user = 0; user < loads.length; user++) {
            if (loads[user] != 0) {
                double[] row = inverse[user];
                for (int other = 0; other < weights.length; other++) {
                    weights[other] += loads[user] * row[other];
                }
            }
        }
        double[] removed = out < 0 ? new double[0] : inverse[out];
        if (out >= 0) {
            double factor = weights[out] / removed[out];
            for (int other = 0; other < weights.length; other++) {
                weights[other] -= factor * removed[other];
            }
        }
        for (int item = 0; item < masses.length; item++) {
            double sum = 0;
            double own = 0;
            for (int position = 0; position < table.itemSize(item); position++) {
                int user = positions[table.user(table.itemRow(item, position))];
                sum += weights[user];
                own += out < 0 ? 0 : removed[user];
            }
            double taken = out < 0 ? 0 : own * own / removed[out];
            masses[item] = Math.max(0, sum / (1 - diagonal[item] + taken));
        }
    }
}
