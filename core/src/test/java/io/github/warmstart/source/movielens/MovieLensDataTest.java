// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.movielens;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.TestData;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.rating.table.RatingTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads the real ml-latest-small where somebody has put it beside the project; its licence forbids us to ship it. */
class MovieLensDataTest {

    @Test
    void mlLatestSmall_whereItIs_hasTheSizesOfItsReadme() {
        MovieLensFolder movieLens = TestData.movieLens();

        RatingTable table = RatingTable.read(movieLens);
        ItemCatalog catalog = movieLens.catalog();

        assertThat(table.userCount()).isEqualTo(610);
        assertThat(table.itemCount()).isEqualTo(9724);
        assertThat(table.size()).isEqualTo(100_836);
        assertThat(table.readReport()).isEqualTo(new ReadReport(100_836, 100_836, 0, 0, 0, List.of()));
        assertThat(catalog.size()).isEqualTo(9742);
        assertThat(catalog.item("1").orElseThrow())
                .isEqualTo(Item.of("1", "Toy Story (1995)")
                        .with("genre", "Adventure", "Animation", "Children", "Comedy", "Fantasy")
                        .with("year", "1995"));
    }
}
