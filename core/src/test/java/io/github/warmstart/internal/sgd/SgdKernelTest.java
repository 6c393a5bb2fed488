// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.table.RatingTable;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SgdKernelTest {

    /** A float step of about 0.05 is exact to 4e-9, and is divided by the rate of 1/16. */
    private static final double FLOAT = 1e-6;

    private static final float RATE = 1 / 16f;
    private static final float NO_LIMIT = 1000;

    /** Random rows, vectors, effects and shares of the penalty. */
    private static TrainingState state(int users, int items, int factors, boolean weighted) {
        RatingTable table = World.of(3, users, items, Math.min(items, 12)).build().table;
        SplittableRandom random = new SplittableRandom(factors);
        if (weighted) {
            table = table.weighted(row -> 0.1 + 3 * random.nextDouble());
        }
        TrainingState state = new TrainingState(new StratifiedBlocks(table, 1, random), factors);
        for (int at = 0; at < state.users.length; at += state.stride) {
            fill(state.users, at, factors, random);
        }
        for (int at = 0; at < state.items.length; at += state.stride) {
            fill(state.items, at, factors, random);
        }
        fill(state.userSides, 0, state.userSides.length, random);
        fill(state.itemSides, 0, state.itemSides.length, random);
        return state;
    }

    private static void fill(float[] array, int from, int length, SplittableRandom random) {
        for (int k = from; k < from + length; k++) {
            array[k] = (float) (random.nextDouble() - 0.3);
        }
    }

    /** Half the weighted squared error plus half the weighted penalties of the only row. */
    private static double loss(TrainingState state, double[] p, double[] q, double penalty) {
        double error = state.values[0] - state.userSides[0] - state.itemSides[0];
        double norms = 0;
        for (int k = 0; k < p.length; k++) {
            error -= p[k] * q[k];
            norms += state.userSides[1] * p[k] * p[k] + state.itemSides[1] * q[k] * q[k];
        }
        return state.weight(0) * (error * error + penalty * norms) / 2;
    }

    private static double[] copy(float[] data) {
        double[] copy = new double[data.length];
        for (int k = 0; k < copy.length; k++) {
            copy[k] = data[k];
        }
        return copy;
    }

    @ParameterizedTest
    @CsvSource({"5, false", "16, true", "40, true"})
    void visit_againstCentralDifferences_isTheGradient(int factors, boolean weighted) {
        TrainingState state = state(1, 1, factors, weighted);
        double[] p = copy(state.users);
        double[] q = copy(state.items);

        new ScalarKernel().visit(state, 0, 1, RATE, NO_LIMIT, 0.125f);

        double h = 1e-4;
        for (int k = 0; k < factors; k++) {
            for (double[] vector : new double[][] {p, q}) {
                double kept = vector[k];
                vector[k] = kept + h;
                double up = loss(state, p, q, 0.125);
                vector[k] = kept - h;
                double down = loss(state, p, q, 0.125);
                vector[k] = kept;
                double moved = kept - (vector == p ? state.users[k] : state.items[k]);
                // errors near 5 and steps near 1 are exact to 1e-6, and are divided by the rate
                assertThat(moved / RATE).as("factor %d", k).isCloseTo((up - down) / (2 * h), within(100 * FLOAT));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 15, 16, 17, 20, 32, 48, 64, 100, 128, 200})
    void kernels_onTheSameRows_giveTheSameBits(int factors) {
        SgdKernel vector = KernelSelector.best();
        assumeTrue(vector.name().startsWith("vector"), "this process has no vectors of 256 bits");
        for (boolean weighted : new boolean[] {false, true}) {
            TrainingState expected = state(60, 40, factors, weighted);
            TrainingState found = state(60, 40, factors, weighted);
            for (int epoch = 0; epoch < 5; epoch++) {
                new ScalarKernel().visit(expected, 0, expected.values.length, 0.02f, 0.03f, 0.1f);
                vector.visit(found, 0, found.values.length, 0.02f, 0.03f, 0.1f);
            }

            assertThat(found.users).as("users").isEqualTo(expected.users);
            assertThat(found.items).as("items").isEqualTo(expected.items);
            assertThat(found.errors).as("errors").isEqualTo(expected.errors);
        }
    }

    @Test
    void visit_padding_staysZero() {
        TrainingState state = state(20, 20, 5, true);
        new ScalarKernel().visit(state, 0, state.values.length, 0.02f, 1, 0.1f);

        for (int at = 0; at < state.users.length; at += 16) {
            for (int k = 5; k < 16; k++) {
                assertThat(state.users[at + k]).isZero();
            }
        }
    }

    @Test
    void visit_rateZero_measuresAndChangesNothing() {
        TrainingState state = state(10, 10, 6, true);
        float[] users = state.users.clone();
        float[] items = state.items.clone();

        new ScalarKernel().visit(state, 0, state.values.length, 0, 0, 0.1f);

        assertThat(state.users).isEqualTo(users);
        assertThat(state.items).isEqualTo(items);
        for (int row = 0; row < state.values.length; row++) {
            double error = state.values[row]
                    - state.userSides[2 * state.rowUsers[row]]
                    - state.itemSides[2 * state.rowItems[row]];
            for (int k = 0; k < 6; k++) {
                error -= (double) users[state.rowUsers[row] * 16 + k] * items[state.rowItems[row] * 16 + k];
            }
            assertThat(state.errors[row]).isCloseTo((float) error, within((float) (20 * FLOAT)));
        }
    }

    @Test
    void visit_veryHeavyRow_stepsNoFurtherThanTheLimit() {
        TrainingState heavy = state(1, 1, 4, false);
        TrainingState limited = state(1, 1, 4, false);
        TrainingState light = new TrainingState(
                new StratifiedBlocks(
                        World.of(3, 1, 1, 1).build().table.weighted(row -> 1e6), 1, new SplittableRandom(1)),
                4);
        System.arraycopy(heavy.users, 0, light.users, 0, 16);
        System.arraycopy(heavy.items, 0, light.items, 0, 16);
        System.arraycopy(heavy.userSides, 0, light.userSides, 0, 2);
        System.arraycopy(heavy.itemSides, 0, light.itemSides, 0, 2);

        new ScalarKernel().visit(light, 0, 1, 0.01f, 0.05f, 0.1f);
        new ScalarKernel().visit(limited, 0, 1, 0.05f, 0.05f, 0.1f);

        assertThat(light.users).isEqualTo(limited.users);
    }

    @Test
    void visit_penaltyBeyondAStep_forgetsTheVectorAndDoesNotTurnItRound() {
        TrainingState state = state(1, 1, 4, false);
        state.userSides[1] = 1;
        state.itemSides[1] = 1;
        state.values[0] = state.userSides[0] + state.itemSides[0];
        for (int k = 0; k < 4; k++) {
            state.items[k] = 0;
        }

        new ScalarKernel().visit(state, 0, 1, 0.5f, 1, 100);

        assertThat(state.users).containsOnly(0);
    }
}
