// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GroupedErrorsTest {

    /** A handful of additions in double. */
    private static final double EXACT = 1e-12;

    /** Ann misses by 1, -2 and 2 and Bob by 4. */
    private static GroupedErrors annAndBob() {
        GroupedErrors errors = new GroupedErrors();
        errors.add("bob", 5, 1);
        errors.add("ann", 4, 3);
        errors.add("ann", 1, 3);
        errors.add("ann", 5, 3);
        return errors;
    }

    @Test
    void figures_ofAWorkedExample_areThoseByHand() {
        GroupedErrors errors = annAndBob();

        assertThat(errors.count()).isEqualTo(4);
        assertThat(errors.pooledRmse()).isCloseTo(Math.sqrt(25 / 4.0), within(EXACT));
        assertThat(errors.perUserRmse()).isCloseTo((Math.sqrt(9 / 3.0) + 4) / 2, within(EXACT));
        assertThat(errors.meanAbsoluteError()).isCloseTo(9 / 4.0, within(EXACT));
        assertThat(errors.squares("ann")).isEqualTo(9);
        assertThat(errors.count("ann")).isEqualTo(3);
    }

    @Test
    void users_areInTheOrderOfFirstSight() {
        assertThat(annAndBob().users()).containsExactly("bob", "ann");
    }

    @Test
    void users_listIsACopy() {
        GroupedErrors errors = annAndBob();
        errors.users().clear();

        assertThat(errors.users()).hasSize(2);
    }

    @Test
    void figures_ofNothing_areNaN() {
        GroupedErrors errors = new GroupedErrors();

        assertThat(errors.count()).isZero();
        assertThat(errors.users()).isEmpty();
        assertThat(errors.pooledRmse()).isNaN();
        assertThat(errors.perUserRmse()).isNaN();
        assertThat(errors.meanAbsoluteError()).isNaN();
    }

    @Test
    void add_notFinite_isRefusedAndLeavesNoTrace() {
        GroupedErrors errors = new GroupedErrors();

        assertThatThrownBy(() -> errors.add("ann", Double.NaN, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("predicted and actual must be finite, but were NaN and 3.0 (user 'ann')");
        assertThatThrownBy(() -> errors.add("ann", 3, Double.POSITIVE_INFINITY))
                .hasMessage("predicted and actual must be finite, but were 3.0 and Infinity (user 'ann')");
        assertThat(errors.users()).isEmpty();
    }

    @Test
    void squares_ofAStranger_isAnError() {
        assertThatThrownBy(() -> annAndBob().squares("eve"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user 'eve' has no errors here");
    }

    @Test
    void addAll_ofAnotherTally_isAsIfEachWasAdded() {
        GroupedErrors other = new GroupedErrors();
        other.add("cay", 2, 5);
        other.add("ann", 2, 3);
        GroupedErrors errors = annAndBob();

        errors.addAll(other);

        // ann misses by 1, 2, 2 and 1, bob by 4, cay by 3
        assertThat(errors.users()).containsExactly("bob", "ann", "cay");
        assertThat(errors.count()).isEqualTo(6);
        assertThat(errors.squares("ann")).isEqualTo(10);
        assertThat(errors.pooledRmse()).isCloseTo(Math.sqrt(35 / 6.0), within(EXACT));
        assertThat(errors.perUserRmse()).isCloseTo((Math.sqrt(10 / 4.0) + 4 + 3) / 3, within(EXACT));
        assertThat(errors.meanAbsoluteError()).isCloseTo(13 / 6.0, within(EXACT));
    }

    @Test
    void addAll_leavesTheOtherAsItIs() {
        GroupedErrors other = annAndBob();
        GroupedErrors errors = new GroupedErrors();

        errors.addAll(other);
        errors.add("ann", 5, 1);

        assertThat(other.squares("ann")).isEqualTo(9);
        assertThat(other.count()).isEqualTo(4);
    }

    @Test
    void addAll_ofItself_doublesIt() {
        GroupedErrors errors = annAndBob();

        errors.addAll(errors);

        assertThat(errors.count()).isEqualTo(8);
        assertThat(errors.pooledRmse()).isEqualTo(annAndBob().pooledRmse());
    }
}
