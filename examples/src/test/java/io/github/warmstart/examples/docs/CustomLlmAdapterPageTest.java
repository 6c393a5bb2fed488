// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CustomLlmAdapterPageTest {

    private static final String ADAPTER =
            "examples/src/main/java/io/github/warmstart/examples/adapter/InHouseChatModel.java";
    private static final String BINDINGS = "examples/src/test/java/io/github/warmstart/examples/adapter/";
    private static final String USE =
            "examples/src/test/java/io/github/warmstart/examples/adapter/InHouseChatModelTest.java";

    @Test
    void javaBlocks_ofThePage_areTheTestedCode() {
        assertThat(DocPage.of("docs/custom-llm-adapter.md").blocks("java"))
                .containsExactly(
                        DocPage.region(ADAPTER, ""),
                        DocPage.region(USE, "use"),
                        DocPage.region(USE, "try"),
                        DocPage.region(BINDINGS + "LangChain4jChatModelTest.java", "langchain4j"),
                        DocPage.region(BINDINGS + "SpringAiChatModelTest.java", "spring-ai"));
    }

    @Test
    void metrics_ofThePageAboutOpenAi_areTheTestedCode() {
        assertThat(DocPage.of("docs/openai.md").blocks("java"))
                .containsExactly(DocPage.region(BINDINGS + "MicrometerListenerTest.java", "micrometer"));
    }

    @Test
    void region_missing_isTold() {
        assertThatThrownBy(() -> DocPage.region(ADAPTER, "nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("must hold a region '// begin nowhere', but holds none");
    }
}
