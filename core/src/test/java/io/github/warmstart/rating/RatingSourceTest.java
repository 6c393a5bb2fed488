// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.fixture.RecordingSink;
import io.github.warmstart.rating.BadRow.RowLocation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatingSourceTest {

    private static final RatingScale STARS = RatingScale.of(1, 5);

    @Test
    void of_aCollection_readsItInOrderWithItsPlaces() {
        List<Rating> ratings = List.of(new Rating("ann", "alien", 5), new Rating("bob", "alien", 3));

        RatingSource source = RatingSource.of(STARS, ratings);
        RecordingSink sink = RecordingSink.of(source);

        assertThat(sink.ratings).isEqualTo(ratings);
        assertThat(sink.locations).containsExactly(new RowLocation("ratings", 1), new RowLocation("ratings", 2));
        assertThat(source.scale()).isEqualTo(STARS);
    }

    @Test
    void of_aCollection_isReadAnewEachTime() {
        List<Rating> ratings = new ArrayList<>();
        RatingSource source = RatingSource.of(STARS, ratings);
        assertThat(RecordingSink.of(source).ratings).isEmpty();

        ratings.add(new Rating("ann", "alien", 5));

        assertThat(RecordingSink.of(source).ratings).hasSize(1);
        assertThat(RecordingSink.of(source).locations).containsExactly(new RowLocation("ratings", 1));
    }

    @Test
    void of_aLambda_isCalledByItsName() {
        RatingSource source =
                RatingSource.of(STARS, "the shop's reviews", sink -> sink.accept(new Rating("ann", "alien", 5)));

        assertThat(RecordingSink.of(source).locations).containsExactly(new RowLocation("the shop's reviews", 1));
        assertThat(source).hasToString("the shop's reviews");
    }
}
