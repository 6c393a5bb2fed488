// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Level} and {@link Arm}. */
class LevelTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "500", "all"})
    void parse_isTheOppositeOfToString(String text) {
        assertThat(Level.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1.5", "All", "99999999999", "1,000"})
    void parse_ofAnythingElse_isAnError(String text) {
        assertThatThrownBy(() -> Level.parse(text)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void seeds_ofNoneAndAll_isOne() {
        assertThat(Level.of(0).seeds(5)).isEqualTo(1);
        assertThat(Level.ALL.seeds(5)).isEqualTo(1);
        assertThat(Level.of(1).seeds(5)).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(Arm.class)
    void parse_ofTheLabelOfAnArm_isTheArm(Arm arm) {
        assertThat(Arm.parse(arm.label())).isEqualTo(arm);
        assertThat(arm.label()).matches("[a-z]+(-[a-z]+)*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NAIVE", "real_only", " naive"})
    void parse_ofNoArm_listsThemAll(String label) {
        assertThatThrownBy(() -> Arm.parse(label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "--arms must be among real-only, naive, warm-start, placebo, item-mean, items-only, but was '%s'"
                                .formatted(label));
    }
}
