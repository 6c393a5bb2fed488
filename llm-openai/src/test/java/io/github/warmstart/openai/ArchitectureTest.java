// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String TESTKIT = "io.github.warmstart.openai.testkit..";

    private final JavaClasses everything = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.warmstart.openai");
    private final JavaClasses classes = everything.that(not(resideInAPackage(TESTKIT)));

    @Test
    void publicTypes_areTheIntendedOnes() {
        assertThat(classes.stream()
                        .filter(type -> !isInternal(type))
                        .filter(ArchitectureTest::isReachable)
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.equals("Builder")))
                .containsExactlyInAnyOrder(
                        "ApiKey",
                        "BatchRecord",
                        "BatchStore",
                        "OpenAiBatchSignalGenerator",
                        "OpenAiAttempt",
                        "OpenAiChatModel",
                        "OpenAiException",
                        "OpenAiListener",
                        "OpenAiSignalGenerator",
                        "StructuredOutput");
    }

    @Test
    void internalPackagesOfCore_areNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.warmstart.internal.."))
                .check(everything);
    }

    @Test
    void publicSignatures_showNothingInternal() {
        assertThat(everything.stream()
                        .filter(type -> !isInternal(type) && isReachable(type))
                        .flatMap(type -> type.getMembers().stream())
                        .filter(ArchitectureTest::isOpen)
                        .filter(member -> member.getAllInvolvedRawTypes().stream()
                                .anyMatch(used -> isInternal(used))))
                .isEmpty();
    }

    /** They are compiled together and published apart: neither may need the other. */
    @Test
    void testKitAndClient_knowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage(TESTKIT)
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.warmstart..").and(not(resideInAPackage(TESTKIT))))
                .check(everything);
        noClasses()
                .that()
                .resideOutsideOfPackage(TESTKIT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(TESTKIT)
                .check(everything);
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

    private static boolean isInternal(JavaClass type) {
        return type.getPackageName().contains(".internal");
    }

    private static boolean isOpen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    /** Public, and so is all that is around it. */
    private static boolean isReachable(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isReachable).orElse(true);
    }
}
