// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.source.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.RecordingSink;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.RatingScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files longer than every buffer on the way, with mistakes at random places. */
class CsvRatingsPropertyTest {

    private static final RatingScale STARS = RatingScale.of(1, 5);
    private static final List<String> ENDS = List.of("\n", "\r\n", "\r");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void read_randomRows_losesNoneAndMiscountsNoLine(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        List<Long> good = new ArrayList<>();
        List<Long> bad = new ArrayList<>();
        long line = 1;
        for (int row = 0; row < 20_000; row++) {
            String user = "u".repeat(1 + random.nextInt(30)) + row;
            int kind = random.nextInt(40);
            if (kind == 0) {
                text.append('"').append(user).append(",up,3");
                bad.add(line);
            } else if (kind == 1) {
                text.append("\"two\n").append(user).append("\",up,3");
                good.add(line++);
            } else if (kind == 2) {
                text.append("   ");
            } else {
                text.append(user).append(",up,3");
                good.add(line);
            }
            text.append(ENDS.get(random.nextInt(3)));
            line++;
        }

        RecordingSink sink = RecordingSink.of(source(text.toString()));

        assertThat(sink.locations)
                .as("seed %d", seed)
                .extracting(RowLocation::line)
                .isEqualTo(good);
        assertThat(sink.bad)
                .as("seed %d", seed)
                .extracting(row -> row.location().line())
                .isEqualTo(bad);
    }

    @Test
    void read_aFieldOfAMillionCharacters_isABadRow() throws IOException {
        RecordingSink sink = RecordingSink.of(source("\"" + "x".repeat(1 << 21) + "\",up,3\nann,up,4\n"));

        assertThat(sink.bad)
                .extracting(BadRow::toString)
                .containsExactly(folder.resolve("r.csv") + ":1: column 1 must close each quote at its end, and double"
                        + " those inside, but was '\"" + "x".repeat(79) + "...'");
        assertThat(sink.ratings).containsExactly(new Rating("ann", "up", 4));
    }

    @Test
    void read_aRowWithoutEnd_isAnErrorBeforeMemoryRunsOut() throws IOException {
        CsvRatings source = source("ann,up,4\n" + "x,".repeat(9_000_000));

        assertThatThrownBy(() -> source.read(new RecordingSink()))
                .isInstanceOf(RatingException.class)
                .hasMessage(folder.resolve("r.csv")
                        + ":2: a row must be shorter than 16777216 characters: check the separator and the quote");
    }

    private CsvRatings source(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("r.csv"), text);
        return CsvRatings.builder(file, STARS).columns(1, 2, 3).build();
    }
}
