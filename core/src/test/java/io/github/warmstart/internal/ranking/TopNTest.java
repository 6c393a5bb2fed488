// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopNTest {

    private record Scored(String id, double score) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void bestFirst_randomScoresWithTies_agreesWithAFullSort(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int n : new int[] {0, 1, 2, 7, 64, 65, 199, 200, 1000}) {
            List<Scored> all = new ArrayList<>();
            TopN<Scored> best = new TopN<>(n);
            for (int number = 0; number < 200; number++) {
                Scored next = new Scored("i" + random.nextInt(1_000_000), random.nextInt(30));
                all.add(next);
                if (best.wants(next.score(), next.id())) {
                    best.add(next.score(), next.id(), next);
                }
            }
            all.sort(Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::id));
            assertThat(best.bestFirst()).as("seed %d, n %d", seed, n).isEqualTo(all.subList(0, Math.min(n, 200)));
            assertThat(best.bestFirst()).isEmpty();
        }
    }

    @Test
    void floor_isTheWorstScoreOfAFullHeap() {
        TopN<String> best = new TopN<>(2);
        assertThat(best.floor()).isEqualTo(Double.NEGATIVE_INFINITY);
        best.add(3, "a", "a");
        best.add(5, "b", "b");

        assertThat(best.floor()).isEqualTo(3);
        assertThat(best.wants(3, "c")).isFalse();
        assertThat(best.wants(3, "A")).isTrue();
        assertThat(new TopN<String>(0).floor()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void negativeN_isAnError() {
        assertThatThrownBy(() -> new TopN<String>(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must be >= 0, but was -1");
    }
}
