// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import static io.github.warmstart.examples.evaluation.Evaluated.number;
import static io.github.warmstart.examples.evaluation.Evaluated.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.examples.fixture.RecordedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on real ratings, where they are. */
class RealRatingsTest {

    @TempDir
    private Path folder;

    @Test
    void coldUsers_atAThousandRatings_gainFromRecordedAnswers() throws Exception {
        RecordedData data = RecordedData.find();

        Evaluated run = Evaluated.of(
                "--movielens",
                data.movieLens().toString(),
                "--recordings",
                data.recordings().toString(),
                "--out",
                folder.toString(),
                "--levels",
                "1000",
                "--seeds",
                "1",
                "--parts",
                "cold-users",
                "--arms",
                "warm-start,placebo");

        assertThat(run.code()).as(run.err()).isZero();
        List<Map<?, ?>> rows = Evaluated.results(folder);
        Map<?, ?> realOnly = row(rows, "cold-users", 1000.0, "real-only");
        Map<?, ?> warmStart = row(rows, "cold-users", 1000.0, "warm-start");
        Map<?, ?> placebo = row(rows, "cold-users", 1000.0, "placebo");
        // no weaker than what throw-away code found with biases alone, over other samples: 1.019 and 1.040
        assertThat(number(realOnly, "rmseUnasked")).isBetween(1.0, 1.025);
        assertThat(number(realOnly, "rmseAsked")).isBetween(0.99, 1.030);
        assertThat(number(warmStart, "changePct")).isLessThan(-4);
        assertThat(warmStart.get("gate")).isEqualTo("applied");
        assertThat(warmStart.get("ci95"))
                .isInstanceOfSatisfying(
                        List.class, ends -> assertThat((Double) ends.get(1)).isNegative());
        // answers about other users are withheld, or hardly count
        assertThat(number(placebo, "rmseMacro"))
                .isCloseTo(number(warmStart, "rmseMacro"), within(0.003 * number(warmStart, "rmseMacro")));
    }
}
