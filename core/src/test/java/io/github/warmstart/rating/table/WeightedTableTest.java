// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.Ratings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RatingTable#weighted}. */
class WeightedTableTest {

    private static RatingTable table() {
        return Ratings.of("ann likes alien 5", "ann hates brazil 1", "bob likes alien 4")
                .plus(List.of(new PseudoRating("eve", "dune", 3, 0.5)));
    }

    @Test
    void weighted_changesTheWeightsAndNothingElse() {
        RatingTable table = table();

        RatingTable weighted = table.weighted(row -> 0.25 * (row + 1));

        assertThat(weighted.size()).isEqualTo(4);
        for (int row = 0; row < 4; row++) {
            assertThat(weighted.weight(row)).isEqualTo(0.25 * (row + 1));
            assertThat(weighted.value(row)).isEqualTo(table.value(row));
            assertThat(weighted.pseudo(row)).isEqualTo(table.pseudo(row));
        }
        assertThat(weighted.ratingsOf("ann")).isEqualTo(table.ratingsOf("ann"));
        assertThat(weighted.userCount()).isEqualTo(table.userCount());
        assertThat(weighted.itemIndex("dune")).isEqualTo(table.itemIndex("dune"));
        assertThat(table.weight(0)).isEqualTo(1);
        assertThat(table.weight(3)).isEqualTo(0.5);
    }

    @Test
    void weighted_asksOnceARow_inOrder() {
        List<Integer> asked = new ArrayList<>();

        table().weighted(row -> {
            asked.add(row);
            return 1;
        });

        assertThat(asked).containsExactly(0, 1, 2, 3);
    }

    @Test
    void weighted_tinyWeight_staysAboveZero() {
        assertThat(table().weighted(row -> Double.MIN_VALUE).weight(1)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300})
    void weighted_withAWeightThatIsNone_isAnError(double weight) {
        assertThatThrownBy(() -> table().weighted(row -> row == 2 ? weight : 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight must be finite and > 0, but was " + weight + " (row 2)");
    }
}
