// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.rating.Rating;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private static final List<Rating> RATINGS = IntStream.range(0, 100)
            .mapToObj(n -> new Rating(n < 10 ? "cold" : "warm", "film-" + n, 3))
            .toList();

    @Test
    void limited_keepsAllThatIsNotLimited_andASampleOfTheRest() {
        List<Rating> sample = sample(20, 1);

        assertThat(sample).hasSize(30).doesNotHaveDuplicates().containsAll(RATINGS.subList(0, 10));
        assertThat(RATINGS).containsAll(sample);
    }

    @Test
    void limited_byZero_leavesNoneOfTheRest() {
        assertThat(sample(0, 1)).isEqualTo(RATINGS.subList(0, 10));
    }

    @Test
    void limited_byMoreThanThereAre_leavesAll() {
        assertThat(sample(1000, 1)).containsExactlyInAnyOrderElementsOf(RATINGS);
    }

    @Test
    void limited_sameSeed_isTheSame_andAnotherSeedIsNot() {
        assertThat(sample(20, 1)).isEqualTo(sample(20, 1)).isNotEqualTo(sample(20, 2));
    }

    private static List<Rating> sample(int limit, long seed) {
        return Samples.limited(RATINGS, rating -> rating.userId().equals("warm"), limit, seed);
    }
}
