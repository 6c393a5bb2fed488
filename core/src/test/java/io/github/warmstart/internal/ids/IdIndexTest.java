// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdIndexTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void add_manyIdsManyOfOneHashCode_agreesWithAHashMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> expected = new HashMap<>();
        IdIndex index = new IdIndex();
        for (int turn = 0; turn < 20_000; turn++) {
            StringBuilder id = new StringBuilder();
            for (int part = random.nextInt(8); part >= 0; part--) {
                id.append(random.nextBoolean() ? "Aa" : "BB");
            }
            id.append(random.nextInt(300));
            int number = expected.getOrDefault(id.toString(), expected.size());
            expected.put(id.toString(), number);
            assertThat(index.find(id.toString()))
                    .as("seed %d, turn %d", seed, turn)
                    .isIn(-1, number);
            assertThat(index.add(id.toString())).isEqualTo(number);
            assertThat(index.id(number)).isEqualTo(id.toString());
        }
        assertThat(index.size()).isEqualTo(expected.size());
        expected.forEach((id, number) -> assertThat(index.find(id)).isEqualTo(number));
        assertThat(index.find("never")).isEqualTo(-1);
    }

    @Test
    void copy_growsApart() {
        IdIndex index = new IdIndex();
        index.add("ann");
        IdIndex copy = index.copy();
        for (int number = 1; number < 100; number++) {
            assertThat(copy.add("id" + number)).isEqualTo(number);
        }

        assertThat(index.size()).isEqualTo(1);
        assertThat(index.find("id1")).isEqualTo(-1);
        assertThatThrownBy(() -> index.id(1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("index must be below 1, but was 1");
    }
}
