// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ParameterSamplerTest {

    private static final int MANY = 4000;

    private static double[] many(ToDoubleFunction<ParameterSampler> ask) {
        return new SplittableRandom(1)
                .longs(MANY)
                .mapToDouble(seed -> ask.applyAsDouble(new ParameterSampler(seed, 1)))
                .toArray();
    }

    private static double share(double[] values, double below) {
        int count = 0;
        for (double value : values) {
            count += value < below ? 1 : 0;
        }
        return count / (double) values.length;
    }

    /** Four standard errors of a share of a half. */
    private static final double CHANCE = 4 * 0.5 / Math.sqrt(MANY);

    @Test
    void values_areSpreadOverTheirRanges() {
        double[] uniform = many(draw -> draw.uniform("a", -1, 3));
        double[] log = many(draw -> draw.logUniform("a", 0.01, 100));
        double[] integers = many(draw -> draw.integer("a", 1, 4));
        double[] choices = many(draw -> draw.choice("a", List.of(5.0, 6.0)));

        assertThat(Arrays.stream(uniform).boxed()).allMatch(value -> value >= -1 && value <= 3);
        assertThat(share(uniform, 0)).isCloseTo(0.25, within(CHANCE));
        assertThat(Arrays.stream(log).boxed()).allMatch(value -> value >= 0.01 && value <= 100);
        assertThat(share(log, 1)).isCloseTo(0.5, within(CHANCE));
        assertThat(integers).containsOnly(1, 2, 3, 4);
        assertThat(share(integers, 2)).isCloseTo(0.25, within(CHANCE));
        assertThat(share(choices, 5.5)).isCloseTo(0.5, within(CHANCE));
    }

    @Test
    void value_dependsOnItsNameAndNotOnWhatElseIsAsked() {
        ParameterSampler one = new ParameterSampler(7, 1);
        ParameterSampler other = new ParameterSampler(7, 0.1);
        double expected = one.uniform("rate", 0, 1);
        other.integer("factors", 1, 64);
        other.effort(60);

        assertThat(other.uniform("rate", 0, 1)).isEqualTo(expected);
        assertThat(one.uniform("rate", 0, 1)).isEqualTo(expected);
        assertThat(one.uniform("penalty", 0, 1)).isNotEqualTo(expected);
        assertThat(other.values()).containsOnlyKeys("factors", "rate");
    }

    @Test
    void effort_isTheShareRoundedUp() {
        assertThat(new ParameterSampler(1, 1 / 9.0).effort(60)).isEqualTo(7);
        assertThat(new ParameterSampler(1, 1 / 9.0).effort(1)).isEqualTo(1);
        assertThat(new ParameterSampler(1, 1).effort(60)).isEqualTo(60);
    }

    @Test
    void ranges_thatAreNone_areErrors() {
        ParameterSampler draw = new ParameterSampler(1, 1);
        assertThatThrownBy(() -> draw.uniform("rate", 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("range of 'rate' must be finite, in order, but was 2.0..1.0");
        assertThatThrownBy(() -> draw.logUniform("rate", 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("range of 'rate' must be finite, in order and above 0, but was 0.0..1.0");
        assertThatThrownBy(() -> draw.integer("factors", 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("range of 'factors' must be finite, in order, but was 2.0..1.0");
        assertThatThrownBy(() -> draw.choice("kind", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values of 'kind' must not be empty");
        assertThatThrownBy(() -> draw.effort(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("full must be >= 1, but was 0");
    }
}
