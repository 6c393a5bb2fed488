// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.warmstart.openai");

    @Test
    void publicTypes_areTheIntendedOnes() {
        assertThat(classes.stream()
                        .filter(ArchitectureTest::isReachable)
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.equals("Builder")))
                .containsExactlyInAnyOrder(
                        "ApiKey",
                        "OpenAiAttempt",
                        "OpenAiChatModel",
                        "OpenAiException",
                        "OpenAiListener",
                        "OpenAiOptions",
                        "OpenAiSignalGenerator",
                        "StructuredOutput");
    }

    @Test
    void timeAndChance_areArguments() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(classes);
    }

    /** Public, and so is all that is around it. */
    private static boolean isReachable(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isReachable).orElse(true);
    }
}
