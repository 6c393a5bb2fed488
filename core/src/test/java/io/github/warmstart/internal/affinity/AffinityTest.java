// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.implicit.ImplicitFactorization;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.interaction.InteractionTableBuilder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffinityTest {

    private static InteractionTable table(String... pairs) {
        InteractionTableBuilder builder = InteractionTable.builder();
        for (String pair : pairs) {
            String[] ids = pair.split(" ", -1);
            builder.add(new Interaction(ids[0], ids[1]));
        }
        return builder.build();
    }

    @Test
    void ease_twoUsersTwoItems_isTwoThirds() {
        InteractionTable table = table("ann a", "ann b", "bob a", "bob b");
        double[] masses = new double[2];

        new EaseAffinity(table, 1, 1).masses(new int[] {table.itemIndex("a")}, -1, masses);

        assertThat(masses[table.itemIndex("b")]).isCloseTo(2 / 3.0, within(1e-12));
    }

    /** The primal formula of Steck, with the inverse of the item Gram matrix found by elimination. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ease_randomTable_agreesWithThePrimalForm(long seed) {
        InteractionTable table = random(seed, 12, 9);
        int[] known = {2, 5};
        double[] masses = new double[9];

        new EaseAffinity(table, 1.5, 1).masses(known, -1, masses);

        double[] expected = primal(table, -1, 1.5, known);
        for (int item = 0; item < 9; item++) {
            if (item != 2 && item != 5) {
                assertThat(masses[item])
                        .as("seed %d, item %d", seed, item)
                        .isCloseTo(Math.max(0, expected[item]), within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ease_userLeftOut_agreesWithTrainingWithoutTheUser(long seed) {
        InteractionTable table = random(seed, 12, 9);
        int out = 4;
        int[] known = {2, 5};
        double[] masses = new double[9];

        new EaseAffinity(table, 1.5, 1).masses(known, out, masses);

        double[] expected = primal(table, out, 1.5, known);
        for (int item = 0; item < 9; item++) {
            if (item != 2 && item != 5) {
                assertThat(masses[item])
                        .as("seed %d, item %d", seed, item)
                        .isCloseTo(Math.max(0, expected[item]), within(1e-9));
            }
        }
    }

    @Test
    void neighbours_sharedItem_bringsTheOthersOfTheNearest() {
        InteractionTable table = table("ann a", "ann b", "bob a", "bob c", "bob d", "bob e", "eve f");
        double[] masses = new double[table.itemCount()];

        new NeighbourAffinity(table, 1000).masses(new int[] {table.itemIndex("a")}, -1, masses);

        // ann has the shorter history, so she is nearest: (1/sqrt(22))^2 against (1/sqrt(24))^2
        assertThat(masses[table.itemIndex("b")]).isCloseTo(1, within(1e-12));
        assertThat(masses[table.itemIndex("c")]).isCloseTo(22 / 24.0, within(1e-12));
        assertThat(masses[table.itemIndex("f")]).isZero();
    }

    @Test
    void neighbours_userLeftOut_isNoNeighbour() {
        InteractionTable table = table("ann a", "ann b", "bob a", "bob c", "eve f");
        double[] masses = new double[table.itemCount()];

        new NeighbourAffinity(table, 1000).masses(new int[] {table.itemIndex("a")}, table.userIndex("ann"), masses);

        assertThat(masses[table.itemIndex("b")]).isZero();
        assertThat(masses[table.itemIndex("c")]).isCloseTo(1, within(1e-12));
    }

    @Test
    void factors_twoTastes_preferTheirOwn() {
        InteractionTableBuilder builder = InteractionTable.builder();
        for (int user = 0; user < 40; user++) {
            for (int item = 0; item < 10; item++) {
                if (item != user % 10) {
                    builder.add(new Interaction("u" + user, (user % 2 == 0 ? "left" : "right") + item));
                }
            }
        }
        InteractionTable table = builder.build();
        ImplicitFactorization options =
                ImplicitFactorization.builder().factors(4).threads(1).build();
        double[] masses = new double[table.itemCount()];

        new FactorAffinity(table, options, 1)
                .masses(new int[] {table.itemIndex("left1"), table.itemIndex("left2")}, 0, masses);

        assertThat(masses[table.itemIndex("left3")]).isGreaterThan(2 * masses[table.itemIndex("right3")]);
    }

    private static InteractionTable random(long seed, int users, int items) {
        SplittableRandom random = new SplittableRandom(seed);
        InteractionTableBuilder builder = InteractionTable.builder();
        for (int item = 0; item < items; item++) {
            builder.add(new Interaction("u" + item, "i" + item));
        }
        for (int row = 0; row < 50; row++) {
            builder.add(new Interaction("u" + random.nextInt(users), "i" + random.nextInt(items)));
        }
        return builder.build();
    }

    private static double[] primal(InteractionTable table, int without, double lambda, int[] known) {
        int items = table.itemCount();
        double[][] gram = new double[items][items];
        for (int user = 0; user < table.userCount(); user++) {
            for (int a = table.userStart(user); user != without && a < table.userEnd(user); a++) {
                for (int b = table.userStart(user); b < table.userEnd(user); b++) {
                    gram[table.item(a)][table.item(b)]++;
                }
            }
        }
        for (int item = 0; item < items; item++) {
            gram[item][item] += lambda;
        }
        double[][] p = inverted(gram);
        double[] scores = new double[items];
        for (int item = 0; item < items; item++) {
            for (int j : known) {
                scores[item] -= j == item ? 0 : p[j][item] / p[item][item];
            }
        }
        return scores;
    }

    private static double[][] inverted(double[][] matrix) {
        int n = matrix.length;
        double[][] left = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        double[][] right = new double[n][n];
        for (int k = 0; k < n; k++) {
            right[k][k] = 1;
        }
        for (int k = 0; k < n; k++) {
            double pivot = left[k][k];
            for (int column = 0; column < n; column++) {
                left[k][column] /= pivot;
                right[k][column] /= pivot;
            }
            for (int row = 0; row < n; row++) {
                double factor = left[row][k];
                for (int column = 0; row != k && column < n; column++) {
                    left[row][column] -= factor * left[k][column];
                    right[row][column] -= factor * right[k][column];
                }
            }
        }
        return right;
    }
}
