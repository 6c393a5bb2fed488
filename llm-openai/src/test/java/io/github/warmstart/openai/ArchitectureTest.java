// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    private static final String PROJECT = "io.github.warmstart";
    private static final String ROOT = PROJECT + ".openai";
    private static final String TESTKIT = ROOT + ".testkit..";

    /** From top to bottom: each package may depend only on those below it. */
    private static final List<String> ROOMS = List.of(
            ROOT,
            ROOT + ".internal.batch",
            ROOT + ".internal.protocol",
            ROOT + ".internal.traffic",
            ROOT + ".internal.failure",
            ROOT + ".internal.http",
            ROOT + ".internal.settings",
            ROOT + ".internal.wire",
            ROOT + ".api",
            ROOT + ".testkit",
            ROOT + ".testkit.internal.server",
            ROOT + ".testkit.script",
            ROOT + ".testkit.internal.base");

    private static final JavaClasses PROJECT_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PROJECT);

    /** Client and test kit. */
    private static final JavaClasses MODULE = PROJECT_CLASSES.that(resideInAPackage(ROOT + ".."));

    private static final JavaClasses CLIENT = MODULE.that(not(resideInAPackage(TESTKIT)));

    static List<String> rooms() {
        return ROOMS;
    }

    @Test
    void packages_allHaveTheirPlace() {
        Set<String> packages = new TreeSet<>();
        MODULE.forEach(type -> packages.add(type.getPackageName()));

        assertThat(packages).containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void arrows_goDownOnly(String room) {
        String[] above = ROOMS.subList(0, ROOMS.indexOf(room)).toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .allowEmptyShould(false)
                .check(MODULE);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching(PROJECT + ".(**)").should().beFreeOfCycles().check(MODULE);
    }

    @Test
    void packages_areSmall() {
        MODULE.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()))
                .forEach((name, files) -> assertThat(files).as(name).isLessThanOrEqualTo(14));
    }

    @Test
    void publicTypes_areTheIntendedOnes() {
        assertThat(publicTypes(CLIENT))
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
    void publicTypes_ofTheTestKit_areTheIntendedOnes() {
        assertThat(publicTypes(MODULE.that(resideInAPackage(TESTKIT))))
                .containsExactlyInAnyOrder(
                        "BatchScript",
                        "CallStatistics",
                        "FakeAnswer",
                        "FakeModel",
                        "FakeOpenAi",
                        "FakeRateLimit",
                        "FakeRatings",
                        "FakeRequest",
                        "Fault",
                        "Feature",
                        "Latency",
                        "RecordedCall",
                        "Script",
                        "SloppyRatings");
    }

    private static Stream<String> publicTypes(JavaClasses classes) {
        return classes.stream()
                .filter(type -> !isInternal(type))
                .filter(JavaClass::isTopLevelClass)
                .filter(ArchitectureTest::isReachable)
                .map(JavaClass::getSimpleName);
    }

    /** Packages named internal are public for their siblings only. */
    @Test
    void internalTypes_areInNoPublicSignature() {
        List<String> leaks = new ArrayList<>();
        for (JavaClass type : MODULE) {
            if (isReachable(type) && !isInternal(type)) {
                Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
                        .filter(ArchitectureTest::mentionsInternal)
                        .forEach(used -> leaks.add(type.getName() + " is " + used));
                type.getMembers().stream()
                        .filter(ArchitectureTest::isOpen)
                        .filter(member -> types(member).anyMatch(ArchitectureTest::mentionsInternal))
                        .forEach(member -> leaks.add(member.getFullName()));
            }
        }

        assertThat(leaks).isEmpty();
    }

    @Test
    void internalTypes_ofTheCore_areNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are internal in the core",
                        type -> isInternal(type)
                                && type.getPackageName().startsWith(PROJECT)
                                && !type.getPackageName().startsWith(ROOT)))
                .check(MODULE);
    }

    @Test
    void names_occurOnce() {
        Set<String> names = new TreeSet<>();
        List<String> twice = PROJECT_CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info"))
                .filter(name -> !names.add(name))
                .toList();

        assertThat(twice)
                .doesNotContainAnyElementsOf(MODULE.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getSimpleName)
                        .toList());
    }

    /** They are compiled together and published apart: neither may depend on the other. */
    @Test
    void testKitAndClient_areIndependent() {
        noClasses()
                .that()
                .resideInAPackage(TESTKIT)
                .should()
                .dependOnClassesThat(resideInAPackage(PROJECT + "..").and(not(resideInAPackage(TESTKIT))))
                .check(MODULE);
        noClasses()
                .that()
                .resideOutsideOfPackage(TESTKIT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(TESTKIT)
                .check(MODULE);
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
                .check(CLIENT);
    }

    private static boolean isInternal(JavaClass type) {
        return type.getPackageName().contains(".internal");
    }

    private static boolean mentionsInternal(JavaType type) {
        return type.getAllInvolvedRawTypes().stream().anyMatch(ArchitectureTest::isInternal);
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            List<JavaType> types = new ArrayList<>(unit.getParameterTypes());
            types.add(unit.getReturnType());
            types.addAll(unit.getThrowsClause().getTypes());
            return types.stream();
        }
        return Stream.of(((JavaField) member).getType());
    }

    private static boolean isOpen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    /** Public, and so are all enclosing types. */
    private static boolean isReachable(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isReachable).orElse(true);
    }
}
