// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.fixture.World;
import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StratifiedBlocksTest {

    private final RatingTable table = World.of(1, 300, 90, 30).build().table.weighted(row -> 1 + row % 3);

    private static List<String> rows(RatingTable table, int[] userNumbers, int[] itemNumbers) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            rows.add("%d %d %s %s"
                    .formatted(
                            userNumbers[table.user(row)],
                            itemNumbers[table.item(row)],
                            (float) table.value(row),
                            (float) table.weight(row)));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 20})
    void blocks_holdEveryRowOnceUnderTheNewNumbers(int strata) {
        StratifiedBlocks blocks = new StratifiedBlocks(table, strata, new SplittableRandom(5));
        TrainingState state = new TrainingState(blocks, 1);
        List<String> found = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            found.add("%d %d %s %s"
                    .formatted(blocks.rowUsers[row], blocks.rowItems[row], blocks.values[row], state.weight(row)));
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(rows(table, blocks.userNumbers, blocks.itemNumbers));
        assertThat(new TreeSet<>(
                        java.util.Arrays.stream(blocks.userNumbers).boxed().toList()))
                .hasSize(300)
                .last()
                .isEqualTo(299);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void blocks_ofDifferentStrata_shareNoUserAndNoItem(int strata) {
        StratifiedBlocks blocks = new StratifiedBlocks(table, strata, new SplittableRandom(5));

        for (int user = 0; user < strata; user++) {
            for (int item = 0; item < strata; item++) {
                for (int row = blocks.start(user, item); row < blocks.end(user, item); row++) {
                    assertThat(blocks.rowUsers[row])
                            .isBetween(blocks.userStarts[user], blocks.userStarts[user + 1] - 1);
                    assertThat(blocks.rowItems[row])
                            .isBetween(blocks.itemStarts[item], blocks.itemStarts[item + 1] - 1);
                }
            }
        }
        assertThat(blocks.end(strata - 1, strata - 1)).isEqualTo(table.size());
        assertThat(blocks.userStarts[strata]).isEqualTo(300);
        assertThat(blocks.itemStarts[strata]).isEqualTo(90);
    }

    /** 9,000 rows in 7 strata: 1,286 each, give or take one user of 30 or one item of about 100. */
    @Test
    void strata_holdAboutEquallyManyRows() {
        StratifiedBlocks blocks = new StratifiedBlocks(table, 7, new SplittableRandom(5));
        for (int stratum = 0; stratum < 7; stratum++) {
            int rows = blocks.end(stratum, 6) - blocks.start(stratum, 0);
            int columns = 0;
            for (int other = 0; other < 7; other++) {
                columns += blocks.end(other, stratum) - blocks.start(other, stratum);
            }
            assertThat(rows).isBetween(1256, 1316);
            assertThat(columns).isBetween(1150, 1420);
        }
    }

    @Test
    void strata_followTheRowsAlone() {
        assertThat(StratifiedBlocks.strata(0, 0, 0)).isEqualTo(1);
        assertThat(StratifiedBlocks.strata(9_000, 300, 90)).isEqualTo(1);
        assertThat(StratifiedBlocks.strata(100_836, 610, 9_724)).isEqualTo(5);
        assertThat(StratifiedBlocks.strata(1_000_209, 6_040, 3_706)).isEqualTo(15);
        assertThat(StratifiedBlocks.strata(20_000_263, 138_493, 26_744)).isEqualTo(20);
        assertThat(StratifiedBlocks.strata(20_000_263, 138_493, 3)).isEqualTo(3);
    }

    @Test
    void blocks_ofOneSeed_areTheSameAndAnotherSeedDiffers() {
        StratifiedBlocks one = new StratifiedBlocks(table, 4, new SplittableRandom(5));

        assertThat(new StratifiedBlocks(table, 4, new SplittableRandom(5)).rowUsers)
                .isEqualTo(one.rowUsers);
        assertThat(new StratifiedBlocks(table, 4, new SplittableRandom(6)).rowUsers)
                .isNotEqualTo(one.rowUsers);
    }

    @Test
    void blocks_withoutRowsOrWeights_areEmptyOrPlain() {
        StratifiedBlocks none = new StratifiedBlocks(Ratings.of(), new SplittableRandom(5));

        assertThat(none.start(0, 0)).isZero();
        assertThat(none.end(0, 0)).isZero();
        assertThat(new StratifiedBlocks(World.of(1, 5, 5, 2).build().table, new SplittableRandom(5)).weights)
                .isNull();
    }
}
