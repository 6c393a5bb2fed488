// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.factorization.FactorModel;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.fixture.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelSelectorTest {

    /** Started in a process of its own: prints the kernel and what a small training found. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            System.out.println(KernelSelector.best().name());
            System.out.println(found());
        }
    }

    private static String found() {
        FactorModel model = MatrixFactorization.builder()
                .factors(20)
                .build()
                .fit(World.of(4, 60, 40, 12).taste(2, 1).build().table);
        StringBuilder bits = new StringBuilder();
        for (int user = 0; user < 60; user++) {
            bits.append(Double.toHexString(model.predict("u" + user, "i" + user % 40)))
                    .append(' ');
        }
        return bits.toString().trim();
    }

    /** The lines of a process with these options, its warnings among them. */
    private static List<String> run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }

    @Test
    void best_withoutTheModule_isPlainWithoutAWarningAndFindsTheSameBits() throws Exception {
        assertThat(run()).containsExactly("plain", found());
    }

    /** Where the module is there, but the kernel cannot be used: the registers are too short. */
    @Test
    void best_registersTooShort_isPlain() throws Exception {
        assertThat(run("--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=16"))
                .filteredOn(line -> !line.startsWith("WARNING: Using incubator modules"))
                .containsExactly("plain", found());
    }

    @Test
    void best_inThisProcess_isVectorWhereTheModuleIsThere() {
        boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

        assertThat(KernelSelector.best().name()).isIn(there ? List.of("vector", "plain") : List.of("plain"));
        assertThat(KernelSelector.best()).isSameAs(KernelSelector.best());
    }
}
