// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ExamplesArchitectureTest {

    /** Parts of the evaluation protocol that measure the inside of the library; no other program may need it. */
    private static final String MEASURES_THE_INSIDE =
            "io\\.github\\.warmstart\\.examples\\.evaluation\\.(ActiveItemsPart|ActiveUsersPart|Situation)";

    @Test
    void internalPackages_areNotUsed() {
        noClasses()
                .that(not(belongTo(HasName.Predicates.nameMatching(MEASURES_THE_INSIDE))))
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.warmstart..internal.."))
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.github.warmstart.examples"));
    }
}
