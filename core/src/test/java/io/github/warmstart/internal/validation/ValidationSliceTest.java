// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.table.PseudoRating;
import io.github.warmstart.rating.table.RatingTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidationSliceTest {

    private static final RatingTable TABLE = Ratings.of("ann likes alien 5", "ann likes brazil 3", "bob likes alien 4")
            .plus(List.of(new PseudoRating("bob", "brazil", 2, 0.5)));

    @Test
    void slice_holdsRealRatingsOnly() {
        ValidationSlice slice = new ValidationSlice(TABLE, row -> true);

        assertThat(slice.size()).isEqualTo(3);
        assertThat(slice.training(row -> true).size()).isEqualTo(1);
        assertThat(slice.training(row -> true).pseudoCount()).isEqualTo(1);
    }

    @Test
    void rmse_isThatOfTheRowsDrawn() {
        int ann = TABLE.userIndex("ann");
        ValidationSlice slice = new ValidationSlice(TABLE, row -> TABLE.user(row) == ann);

        // errors of 1 and -1
        assertThat(slice.rmse((user, item) -> 4)).isEqualTo(1);
        assertThat(slice.rmse((user, item) -> 3)).isEqualTo(Math.sqrt(2));
        assertThat(new ValidationSlice(TABLE, row -> false).rmse((user, item) -> 3))
                .isNaN();
    }
}
