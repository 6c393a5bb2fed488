// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.warmstart.examples.simulation.ModelVices.Honesty;
import org.junit.jupiter.api.Test;

class ModelVicesTest {

    @Test
    void toBuilder_losesNothing() {
        ModelVices odd = ModelVices.builder()
                .honesty(Honesty.LYING)
                .offset(0.1)
                .spread(0.2)
                .misconception(0.3)
                .sharedError(0.4)
                .noise(0.5)
                .cutRate(0.6)
                .chatterRate(0.7)
                .inventedRate(0.8)
                .offScaleRate(0.9)
                .build();
        assertThat(odd.toBuilder().build()).usingRecursiveComparison().isEqualTo(odd);
        assertThat(odd).usingRecursiveComparison().isNotEqualTo(ModelVices.usual());
        assertThat(odd.honesty()).isEqualTo(Honesty.LYING);
        assertThat(odd.offScaleRate()).isEqualTo(0.9);
    }

    @Test
    void none_hasNone() {
        assertThat(ModelVices.none().offset()).isZero();
        assertThat(ModelVices.none().spread()).isEqualTo(1);
        assertThat(ModelVices.none().cutRate()).isZero();
    }

    @Test
    void build_outOfRange_names() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelVices.builder().cutRate(1.5).build())
                .withMessage("cutRate must be between 0.0 and 1.0, but was 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelVices.builder().noise(Double.NaN).build())
                .withMessage("noise must be between 0.0 and 5.0, but was NaN");
    }
}
