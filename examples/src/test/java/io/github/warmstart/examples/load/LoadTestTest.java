// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The fast scenarios of the load test, and its exit codes. */
@Timeout(120)
class LoadTestTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void scenarios_thatMeetTheirRequirements_exitWithZero() {
        assertThat(run("secrets", "batch", "schema")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("| a redirect to another server | not followed | 0 of 1 followed | met |")
                .contains("0 lost, 0 twice")
                .contains("All requirements are met.")
                .doesNotContain("MISSED");
    }

    @Test
    void scenario_thatIsUnknown_isWrongUsage() {
        assertThat(run("nonsense")).isEqualTo(LoadTest.WRONG_USAGE);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("load test: no scenario 'nonsense': choose from [limit, flaky,");
    }

    private int run(String... args) {
        return LoadTest.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }
}
