// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The pages about the test kit and about batches show code that is compiled and run. */
class TestKitPagesTest {

    private static final String CODE =
            "examples/src/test/java/io/github/warmstart/examples/load/FailureHandlingTest.java";

    @Test
    void javaBlocks_ofThePages_areTheTestedCode() {
        assertThat(DocPage.of("docs/testing-your-failure-handling.md").blocks("java"))
                .containsExactly(DocPage.region(CODE, "sequence"), DocPage.region(CODE, "chance"));
        assertThat(DocPage.of("docs/openai-batch.md").blocks("java")).containsExactly(DocPage.region(CODE, "batch"));
    }
}
