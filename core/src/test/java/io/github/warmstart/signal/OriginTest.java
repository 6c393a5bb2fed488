// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OriginTest {

    @Test
    void generation_unlessSaid_isTheFirst() {
        assertThat(new Origin("openai", "gpt", "v1", "00", Instant.EPOCH).generation())
                .isZero();
        assertThat(new Origin("shop", "gpt", "v1", "00", Instant.EPOCH, 2).generation())
                .isEqualTo(2);
    }

    @Test
    void generation_belowZero_isRefused() {
        assertThatThrownBy(() -> new Origin("shop", "gpt", "v1", "00", Instant.EPOCH, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("generation must be >= 0, but was -1");
    }
}
