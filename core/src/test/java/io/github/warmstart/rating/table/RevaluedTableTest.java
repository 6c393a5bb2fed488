// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.Ratings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RatingTable#revalued}. */
class RevaluedTableTest {

    private static RatingTable table() {
        return Ratings.of("ann likes alien 5", "ann hates brazil 1", "bob likes alien 4")
                .plus(List.of(new PseudoRating("eve", "dune", 3, 0.5)));
    }

    @Test
    void revalued_changesTheValuesAndNothingElse() {
        RatingTable table = table();
        double[] before = {table.value(0), table.value(1), table.value(2), table.value(3)};

        RatingTable revalued = table.revalued(row -> 2 + 0.25 * row);

        for (int row = 0; row < 4; row++) {
            assertThat(revalued.value(row)).isEqualTo(2 + 0.25 * row);
            assertThat(revalued.weight(row)).isEqualTo(table.weight(row));
            assertThat(revalued.pseudo(row)).isEqualTo(table.pseudo(row));
            assertThat(table.value(row)).isEqualTo(before[row]);
        }
        assertThat(revalued.itemIndex("dune")).isEqualTo(table.itemIndex("dune"));
    }

    @Test
    void revalued_beyondTheScale_isItsNearerEnd() {
        RatingTable table = table();

        RatingTable revalued = table.revalued(row -> row == 0 ? 1e9 : -1e9);

        assertThat(revalued.value(0)).isEqualTo(table.scale().clamp(1e9));
        assertThat(revalued.value(1)).isEqualTo(table.scale().clamp(-1e9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void revalued_withNoNumber_isAnError(double value) {
        assertThatThrownBy(() -> table().revalued(row -> row == 2 ? value : 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value must be finite, but was " + value + " (row 2)");
    }
}
