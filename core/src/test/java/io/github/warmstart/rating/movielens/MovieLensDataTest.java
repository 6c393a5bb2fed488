// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating.movielens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.rating.table.ReadReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the real ml-latest-small where somebody has put it beside the project; its licence forbids us to ship it. */
class MovieLensDataTest {

    private static final String PLACES = "shared/data/ml-latest-small";

    @Test
    void mlLatestSmall_whereItIs_hasTheSizesOfItsReadme() {
        MovieLensFolder movieLens = MovieLensFolder.of(folder());

        RatingTable table = RatingTable.read(movieLens);
        ItemCatalog catalog = movieLens.catalog();

        assertThat(table.userCount()).isEqualTo(610);
        assertThat(table.itemCount()).isEqualTo(9724);
        assertThat(table.size()).isEqualTo(100_836);
        assertThat(table.readReport()).isEqualTo(new ReadReport(100_836, 100_836, 0, 0, List.of()));
        assertThat(catalog.size()).isEqualTo(9742);
        assertThat(catalog.item("1").orElseThrow())
                .isEqualTo(Item.of("1", "Toy Story (1995)")
                        .with("genre", "Adventure", "Animation", "Children", "Comedy", "Fantasy")
                        .with("year", "1995"));
    }

    private static Path folder() {
        Path found = Stream.of("../../" + PLACES, "../" + PLACES)
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(Path.of(System.getProperty("warmstart.ml-latest-small", "none")));
        boolean there = Files.isDirectory(found);
        if (!there) {
            System.out.println("skipped: ml-latest-small is not there, see https://grouplens.org/datasets/movielens/");
        }
        assumeTrue(there, "ml-latest-small is not there");
        return found;
    }
}
