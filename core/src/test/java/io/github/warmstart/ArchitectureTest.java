// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class ArchitectureTest {

    private static final String ROOT = "io.github.warmstart";

    /** From top to bottom: each room may know only those below it. */
    private static final List<String> ROOMS = List.of(
            ROOT + ".evaluation",
            ROOT,
            ROOT + ".lists",
            ROOT + ".internal.loop.choice",
            ROOT + ".choice",
            ROOT + ".internal.trial",
            ROOT + ".choice.gate",
            ROOT + ".internal.choice",
            ROOT + ".choice.data",
            ROOT + ".internal.feature",
            ROOT + ".internal.affinity",
            ROOT + ".internal.logit",
            ROOT + ".internal.exposure",
            ROOT + ".internal.loop",
            ROOT + ".internal.loop.questions",
            ROOT + ".internal.loop.state",
            ROOT + ".internal.gate",
            ROOT + ".factorization",
            ROOT + ".internal.calibration",
            ROOT + ".report",
            ROOT + ".journal",
            ROOT + ".implicit",
            ROOT + ".bayesian",
            ROOT + ".tuning",
            ROOT + ".options",
            ROOT + ".internal.serving",
            ROOT + ".internal.sgd",
            ROOT + ".internal.checks",
            ROOT + ".trust",
            ROOT + ".quality",
            ROOT + ".uncertainty",
            ROOT + ".internal.gain",
            ROOT + ".prompt",
            ROOT + ".internal.gibbs",
            ROOT + ".internal.linear",
            ROOT + ".internal.question",
            ROOT + ".internal.reply",
            ROOT + ".budget",
            ROOT + ".recommend",
            ROOT + ".internal.ranking",
            ROOT + ".internal.history",
            ROOT + ".signal",
            ROOT + ".source.movielens",
            ROOT + ".source.csv",
            ROOT + ".source.jdbc",
            ROOT + ".internal.source",
            ROOT + ".interaction",
            ROOT + ".internal.validation",
            ROOT + ".rating.table",
            ROOT + ".internal.rows",
            ROOT + ".rating",
            ROOT + ".internal.ids",
            ROOT + ".internal.text",
            ROOT + ".catalog",
            ROOT + ".statistics",
            ROOT + ".progress",
            ROOT + ".internal.parallel");

    private static final List<String> FOREIGN = List.of("org.ejml", "com.squareup.moshi", "okio", "de.siegmar");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    static List<String> rooms() {
        return ROOMS;
    }

    @Test
    void rooms_allHaveTheirPlace() {
        Set<String> packages = new TreeSet<>();
        CLASSES.forEach(type -> packages.add(type.getPackageName()));

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
                .check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.github.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void core_doesNotKnowHttp() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void json_isReadAndWrittenInReportJournalAndPromptOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".report",
                        ROOT + ".lists",
                        ROOT + ".journal",
                        ROOT + ".prompt",
                        ROOT + ".internal.reply")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.squareup.moshi..", "okio..")
                .check(CLASSES);
    }

    /** What a shop with purchases alone goes through. */
    @Test
    void interactions_needNoRating() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".lists",
                        ROOT + ".internal.loop.choice",
                        ROOT + ".interaction",
                        ROOT + ".internal.question")
                .and() // both can be made from ratings, as what was rated is what was chosen
                .haveNameNotMatching(".*\\.Interaction(Source|Table)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.github\\.warmstart\\.(rating\\.(Rating|RatingScale|RatingSource)"
                        + "|rating\\.table\\.RatingTable|recommend\\..*|signal\\.RatingRequest)")
                .check(CLASSES);
    }

    @Test
    void publicSignatures_showNoForeignLibrary() {
        assertThat(leaks(used -> FOREIGN.stream().anyMatch(used.getPackageName()::startsWith)))
                .isEmpty();
    }

    @Test
    void publicSignatures_showNothingInternal() {
        assertThat(leaks(ArchitectureTest::isInternal)).isEmpty();
    }

    /** Where a class that hosts can reach shows a class that they must not see. */
    private static List<String> leaks(Predicate<JavaClass> hidden) {
        List<String> leaks = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (!isInternal(type) && isReachable(type)) {
                Stream<JavaType> own = Stream.concat(
                        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream()),
                        type.getTypeParameters().stream());
                own.filter(used -> mentions(used, hidden)).forEach(used -> leaks.add(type.getName() + " is " + used));
                for (JavaMember member : type.getMembers()) {
                    if (isOpen(member) && types(member).anyMatch(used -> mentions(used, hidden))) {
                        leaks.add(member.getFullName());
                    }
                }
            }
        }
        return leaks;
    }

    /** Packages that are public for their siblings only. */
    private static boolean isInternal(JavaClass type) {
        return type.getPackageName().contains(".internal");
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            List<JavaType> types = new ArrayList<>(unit.getParameterTypes());
            types.add(unit.getReturnType());
            types.addAll(unit.getTypeParameters());
            types.addAll(unit.getThrowsClause().getTypes());
            return types.stream();
        }
        return Stream.of(((JavaField) member).getType());
    }

    private static boolean mentions(JavaType type, Predicate<JavaClass> hidden) {
        Stream<JavaClass> raw = type instanceof JavaTypeVariable<?> variable
                ? variable.getUpperBounds().stream().flatMap(bound -> bound.getAllInvolvedRawTypes().stream())
                : type.getAllInvolvedRawTypes().stream();
        return raw.anyMatch(hidden);
    }

    private static boolean isOpen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    /** Public, and so is all that is around it. */
    private static boolean isReachable(JavaClass type) {
        boolean open = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return open
                && type.getEnclosingClass().map(ArchitectureTest::isReachable).orElse(true);
    }

    @Test
    void chance_comesFromASeed() {
        noClasses()
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SplittableRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(StrictMath.class, "random")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadLocalRandom.class, SecureRandom.class)
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .check(CLASSES);
    }

    @Test
    void time_comesFromAClock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(CLASSES);
    }

    @Test
    void logging_isSlf4jOnly() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.log4j..", "org.apache.logging..")
                .check(CLASSES);
    }

    /** Those functions of {@code Math} that may differ between platforms. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exp", "expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan",
                "cbrt"
            })
    void arithmetic_isTheSameOnEveryPlatform(String function) {
        noClasses()
                .should()
                .callMethodWhere(JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(JavaClass.Predicates.type(Math.class)))
                        .and(JavaCall.Predicates.target(HasName.Predicates.name(function))))
                .check(CLASSES);
    }
}
