// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CustomLlmAdapterPageTest {

    private static final String ADAPTER =
            "examples/src/main/java/io/github/warmstart/examples/adapter/InHouseChatModel.java";
    private static final String USE =
            "examples/src/test/java/io/github/warmstart/examples/adapter/InHouseChatModelTest.java";

    @Test
    void javaBlocks_ofThePage_areTheTestedCode() {
        assertThat(DocPage.of("docs/custom-llm-adapter.md").blocks("java"))
                .containsExactly(DocPage.region(ADAPTER, ""), DocPage.region(USE, "use"), DocPage.region(USE, "try"));
    }

    @Test
    void region_missing_isTold() {
        assertThatThrownBy(() -> DocPage.region(ADAPTER, "nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("must hold a region '// begin nowhere', but holds none");
    }
}
