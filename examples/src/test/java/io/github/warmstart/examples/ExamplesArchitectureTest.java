// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ExamplesArchitectureTest {

    @Test
    void internalPackages_areNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.warmstart..internal.."))
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.github.warmstart.examples"));
    }
}
