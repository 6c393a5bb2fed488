// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A simple name stands for one class in the whole build, so that a name in a text or a stack trace has one meaning. */
class ClassNamesTest {

    private static final List<String> MAIN_SOURCES = List.of(
            "core/src/main/java", "core/src/main/java-vector", "llm-openai/src/main/java", "examples/src/main/java");

    @Test
    void topLevelClasses_ofAllModules_haveNamesOfTheirOwn() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        Map<String, List<Path>> shared = new TreeMap<>();
        for (String sources : MAIN_SOURCES) {
            try (Stream<Path> tree = Files.walk(DocPage.root().resolve(sources))) {
                tree.filter(ClassNamesTest::holdsAClass).forEach(file -> {
                    String name = file.getFileName().toString();
                    Path other = files.putIfAbsent(name, file);
                    if (other != null) {
                        shared.put(name, List.of(other, file));
                    }
                });
            }
        }

        assertThat(files).hasSizeGreaterThan(300).containsKeys("RatingTable.java", "OpenAiSignalGenerator.java");
        assertThat(shared).isEmpty();
    }

    private static boolean holdsAClass(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java") && !name.equals("package-info.java");
    }
}
