// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.statistics.PairedBootstrap.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairedBootstrapTest {

    /** Sums of a few hundred doubles in another order. */
    private static final double EXACT = 1e-12;

    private static final int SIMULATIONS = 600;

    /** Raw errors of both models: user, rating, and before or after. */
    private static double[][][] simulated(long seed, int users, double spread) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][][] errors = new double[users][][];
        for (int user = 0; user < users; user++) {
            double own = Math.exp(0.4 * random.nextGaussian());
            errors[user] = new double[1 + random.nextInt(12)][];
            for (int rating = 0; rating < errors[user].length; rating++) {
                double shared = random.nextGaussian();
                errors[user][rating] = new double[] {
                    own * (shared + spread * random.nextGaussian()), own * (shared + spread * random.nextGaussian())
                };
            }
        }
        return errors;
    }

    private static GroupedErrors tally(double[][][] errors, int model) {
        GroupedErrors tally = new GroupedErrors();
        for (int user = 0; user < errors.length; user++) {
            for (double[] error : errors[user]) {
                tally.add("u" + user, 3 + error[model], 3);
            }
        }
        return tally;
    }

    private static PairedBootstrap compare(double[][][] errors, Figure figure, int resamples, long seed) {
        return PairedBootstrap.compare(tally(errors, 0), tally(errors, 1), figure, resamples, seed);
    }

    @Test
    void compare_workedExample_isThatByHand() {
        GroupedErrors before = new GroupedErrors();
        GroupedErrors after = new GroupedErrors();
        for (int rating = 0; rating < 3; rating++) {
            before.add("ann", 4, 3);
            after.add("ann", 3.5, 3);
        }
        before.add("bob", 5, 2);
        after.add("bob", 4, 2);

        PairedBootstrap pooled = PairedBootstrap.compare(before, after, Figure.POOLED_RMSE, 4000, 1);
        PairedBootstrap perUser = PairedBootstrap.compare(before, after, Figure.PER_USER_RMSE, 4000, 1);

        // squares: ann 3 -> 0.75, bob 9 -> 4
        assertThat(pooled.before()).isCloseTo(Math.sqrt(12 / 4.0), within(EXACT));
        assertThat(pooled.after()).isCloseTo(Math.sqrt(4.75 / 4), within(EXACT));
        assertThat(pooled.change()).isCloseTo(Math.sqrt(4.75 / 12) - 1, within(EXACT));
        // a quarter of the drawings is ann twice, another bob twice: those are the ends
        assertThat(pooled.low()).isCloseTo(-0.5, within(EXACT));
        assertThat(pooled.high()).isCloseTo(Math.sqrt(4 / 9.0) - 1, within(EXACT));
        assertThat(pooled.bound()).isCloseTo(Math.sqrt(4 / 9.0) - 1, within(EXACT));
        assertThat(perUser.before()).isCloseTo(2, within(EXACT));
        assertThat(perUser.after()).isCloseTo(1.25, within(EXACT));
        assertThat(perUser.change()).isCloseTo(-0.375, within(EXACT));
        assertThat(perUser.users()).isEqualTo(2);
        assertThat(perUser.ratings()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Figure.class)
    void compare_randomErrors_agreesWithBruteForce(Figure figure) {
        for (long seed = 1; seed <= 5; seed++) {
            double[][][] errors = simulated(seed, 23, 0.5);

            PairedBootstrap found = compare(errors, figure, 257, seed);

            double[] changes = bruteForce(errors, figure, 257, seed);
            assertThat(found.change())
                    .as("seed %d", seed)
                    .isCloseTo(change(figure, errors, identity(errors.length)), within(EXACT));
            assertThat(found.low()).as("seed %d", seed).isCloseTo(quantile(changes, 0.025), within(EXACT));
            assertThat(found.high()).as("seed %d", seed).isCloseTo(quantile(changes, 0.975), within(EXACT));
            assertThat(found.bound()).as("seed %d", seed).isCloseTo(quantile(changes, 0.95), within(EXACT));
        }
    }

    private static double[] bruteForce(double[][][] errors, Figure figure, int resamples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] changes = new double[resamples];
        for (int resample = 0; resample < resamples; resample++) {
            int[] drawn = new int[errors.length];
            for (int k = 0; k < drawn.length; k++) {
                drawn[k] = random.nextInt(errors.length);
            }
            changes[resample] = change(figure, errors, drawn);
        }
        return changes;
    }

    /** From the single errors of everybody who was drawn, as often as drawn. */
    private static double change(Figure figure, double[][][] errors, int[] drawn) {
        double[] rmse = new double[2];
        for (int model = 0; model < 2; model++) {
            List<Double> squares = new ArrayList<>();
            double ofUsers = 0;
            for (int user : drawn) {
                double mine = 0;
                for (double[] error : errors[user]) {
                    squares.add(error[model] * error[model]);
                    mine += error[model] * error[model] / errors[user].length;
                }
                ofUsers += Math.sqrt(mine) / drawn.length;
            }
            double pooled = Math.sqrt(
                    squares.stream().mapToDouble(square -> square).average().orElseThrow());
            rmse[model] = figure == Figure.POOLED_RMSE ? pooled : ofUsers;
        }
        return rmse[1] / rmse[0] - 1;
    }

    /** The inverse of the piecewise linear distribution through the order statistics. */
    private static double quantile(double[] values, double share) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        for (int k = 1; k < sorted.length; k++) {
            double left = (k - 1.0) / (sorted.length - 1);
            double right = (double) k / (sorted.length - 1);
            if (share <= right) {
                return sorted[k - 1] + (sorted[k] - sorted[k - 1]) * (share - left) / (right - left);
            }
        }
        return sorted[sorted.length - 1];
    }

    private static int[] identity(int size) {
        int[] all = new int[size];
        Arrays.setAll(all, k -> k);
        return all;
    }

    /**
     * Both models are equally good in truth. The share of intervals that hold 0 must be 95 % within three binomial
     * standard errors (0.9 % each), and one percent more for the known optimism of percentiles on a hundred users.
     */
    @ParameterizedTest
    @EnumSource(Figure.class)
    void interval_whereNothingChanged_coversAsOftenAsItSays(Figure figure) {
        int covered = 0;
        int falseAlarms = 0;
        for (int simulation = 0; simulation < SIMULATIONS; simulation++) {
            PairedBootstrap found = compare(simulated(1000 + simulation, 100, 0.6), figure, 400, simulation);
            covered += found.low() <= 0 && found.high() >= 0 ? 1 : 0;
            falseAlarms += found.bound() < 0 ? 1 : 0;
        }

        double error = Math.sqrt(0.95 * 0.05 / SIMULATIONS);
        assertThat((double) covered / SIMULATIONS).isCloseTo(0.95, within(3 * error + 0.01));
        assertThat((double) falseAlarms / SIMULATIONS).isCloseTo(0.05, within(3 * error + 0.01));
    }

    @Test
    void bound_whereTheSecondModelIsBetter_fallsBelowZero() {
        double[][][] errors = simulated(5, 200, 0.3);
        for (double[][] user : errors) {
            for (double[] rating : user) {
                rating[1] *= 0.8;
            }
        }

        PairedBootstrap found = compare(errors, Figure.POOLED_RMSE, 1000, 1);

        assertThat(found.bound()).isLessThan(0);
        assertThat(found.low()).isLessThan(found.change());
        assertThat(found.change()).isLessThan(found.bound());
        assertThat(found.bound()).isLessThan(found.high());
    }

    @Test
    void compare_sameSeed_sameBitsAndAnotherSeedDiffers() {
        double[][][] errors = simulated(3, 40, 0.5);

        PairedBootstrap found = compare(errors, Figure.POOLED_RMSE, 500, 9);

        assertThat(compare(errors, Figure.POOLED_RMSE, 500, 9)).isEqualTo(found);
        assertThat(compare(errors, Figure.POOLED_RMSE, 500, 10).low()).isNotEqualTo(found.low());
    }

    @Test
    void compare_oneUser_hasAnIntervalWithoutWidth() {
        PairedBootstrap found = compare(new double[][][] {{{1, 2}, {2, 1}, {3, 3}}}, Figure.POOLED_RMSE, 100, 1);

        assertThat(found.change()).isZero();
        assertThat(found.low()).isEqualTo(found.change());
        assertThat(found.high()).isEqualTo(found.change());
    }

    @ParameterizedTest
    @EnumSource(Figure.class)
    void change_withoutAnyError_isZero(Figure figure) {
        PairedBootstrap found = compare(new double[][][] {{{0, 0}}, {{0, 0}}}, figure, 100, 1);

        assertThat(List.of(found.change(), found.low(), found.high(), found.bound()))
                .containsOnly(0.0);
    }

    @ParameterizedTest
    @EnumSource(Figure.class)
    void change_fromNoErrorToSome_isInfinite(Figure figure) {
        PairedBootstrap found = compare(new double[][][] {{{0, 1}}, {{0, 2}}}, figure, 100, 1);

        assertThat(List.of(found.change(), found.low(), found.high(), found.bound()))
                .containsOnly(Double.POSITIVE_INFINITY);
    }

    @Test
    void interval_whereSomeDrawingsHaveNoErrorBefore_hasNoNaN() {
        PairedBootstrap found = compare(new double[][][] {{{0, 1}}, {{0, 0}}, {{1, 0.5}}}, Figure.POOLED_RMSE, 1000, 1);

        assertThat(found.low()).isEqualTo(-0.5);
        assertThat(found.high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(found.bound()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99})
    void compare_tooFewResamples_isAnError(int resamples) {
        assertThatThrownBy(() -> compare(simulated(1, 5, 1), Figure.POOLED_RMSE, resamples, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("resamples must be >= 100, but was " + resamples);
    }

    @Test
    void compare_otherUsers_isAnError() {
        GroupedErrors one = tally(simulated(1, 2, 1), 0);
        GroupedErrors other = tally(simulated(1, 3, 1), 0);

        assertThatThrownBy(() -> PairedBootstrap.compare(one, other, Figure.POOLED_RMSE, 100, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("before and after must hold the same ratings of one user or more, but hold ")
                .hasMessageContaining("of 2 and ")
                .hasMessageEndingWith("of 3 users");
        assertThatThrownBy(() ->
                        PairedBootstrap.compare(new GroupedErrors(), new GroupedErrors(), Figure.POOLED_RMSE, 100, 1))
                .hasMessageContaining("but hold 0 of 0 and 0 of 0 users");
    }

    @Test
    void compare_sameTotalsButOtherCountsOfAUser_isAnError() {
        GroupedErrors before = tally(new double[][][] {{{1, 1}, {1, 1}}, {{1, 1}}}, 0);
        GroupedErrors after = tally(new double[][][] {{{1, 1}}, {{1, 1}, {1, 1}}}, 0);

        assertThatThrownBy(() -> PairedBootstrap.compare(before, after, Figure.PER_USER_RMSE, 100, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("before and after must hold the same ratings, but hold 2 and 1 of user 'u0'");
    }

    @Test
    void pValue_whereEveryDrawingIsBetter_isTheLeastThereIs() {
        PairedBootstrap found = compare(new double[][][] {{{2, 1}}, {{3, 1}}}, Figure.POOLED_RMSE, 199, 1);

        assertThat(found.pValue()).isCloseTo(2 * 1 / 200.0, within(EXACT));
    }

    @Test
    void pValue_whereNothingChanges_isOne() {
        assertThat(compare(new double[][][] {{{2, 2}}, {{3, 3}}}, Figure.PER_USER_RMSE, 199, 1)
                        .pValue())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Figure.class)
    void pValue_randomErrors_countsTheDrawingsOnTheSmallerSide(Figure figure) {
        for (long seed = 1; seed <= 5; seed++) {
            double[][][] errors = simulated(seed, 23, 0.5);

            double[] changes = bruteForce(errors, figure, 257, seed);

            long below = Arrays.stream(changes).filter(change -> change <= 0).count();
            long above = Arrays.stream(changes).filter(change -> change >= 0).count();
            assertThat(compare(errors, figure, 257, seed).pValue())
                    .as("seed %d", seed)
                    .isCloseTo(Math.min(1, 2 * (Math.min(below, above) + 1) / 258.0), within(EXACT));
        }
    }

    @Test
    void compareMeans_ofUsersErrors_isTheComparisonPerUser() {
        double[][][] errors = simulated(7, 19, 0.5);
        double[][] rmse = new double[2][errors.length];
        long ratings = 0;
        for (int user = 0; user < errors.length; user++) {
            ratings += errors[user].length;
            for (int model = 0; model < 2; model++) {
                int one = model;
                rmse[model][user] = Math.sqrt(Arrays.stream(errors[user])
                        .mapToDouble(error -> error[one] * error[one])
                        .average()
                        .orElseThrow());
            }
        }

        PairedBootstrap found = PairedBootstrap.compareMeans(rmse[0], rmse[1], ratings, 300, 7);

        PairedBootstrap expected = compare(errors, Figure.PER_USER_RMSE, 300, 7);
        assertThat(found.before()).isCloseTo(expected.before(), within(EXACT));
        assertThat(found.after()).isCloseTo(expected.after(), within(EXACT));
        assertThat(found.low()).isCloseTo(expected.low(), within(EXACT));
        assertThat(found.high()).isCloseTo(expected.high(), within(EXACT));
        assertThat(found.pValue()).isEqualTo(expected.pValue());
        assertThat(found.ratings()).isEqualTo(ratings);
    }

    @Test
    void compareMeans_whatIsNoFigure_isAnError() {
        assertThatThrownBy(() -> PairedBootstrap.compareMeans(new double[] {1}, new double[] {1, 2}, 3, 100, 1))
                .hasMessage("before and after must hold the same users, one or more, but hold 1 and 2");
        assertThatThrownBy(() -> PairedBootstrap.compareMeans(new double[0], new double[0], 0, 100, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PairedBootstrap.compareMeans(new double[] {1}, new double[] {Double.NaN}, 1, 100, 1))
                .hasMessage("figures must be finite and >= 0, but were 1.0 and NaN (user number 0)");
        assertThatThrownBy(() -> PairedBootstrap.compareMeans(new double[] {1}, new double[] {-1}, 1, 100, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
