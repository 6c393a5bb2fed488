// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void terminal_redrawsOneLine() {
        ProgressBar bar = new ProgressBar(out, 24, true);
        bar.update("asking", 0, 4);
        bar.update("asking", 2, 4);
        bar.update("asking", 4, 4);
        bar.close();
        assertThat(written())
                .isEqualTo("\rasking [..........]   0%\rasking [#####.....]  50%\rasking [##########] 100%\n");
    }

    @Test
    void terminal_nothingNew_drawsNothing() {
        ProgressBar bar = new ProgressBar(out, 24, true);
        bar.update("asking", 1, 1000);
        bar.update("asking", 2, 1000);
        assertThat(written()).isEqualTo("\rasking [..........]   0%");
    }

    @Test
    void terminal_newLabel_beginsANewLine() {
        ProgressBar bar = new ProgressBar(out, 24, true);
        bar.update("asking", 1, 2);
        bar.update("fit", 0, 1);
        assertThat(written()).isEqualTo("\rasking [#####.....]  50%\n\rfit [.............]   0%");
    }

    @Test
    void terminal_longLabel_staysInTheWidth() {
        new ProgressBar(out, 40, true).update("a label that is much longer than the line is wide", 1, 3);
        assertThat(written())
                .hasSize(1 + 40)
                .startsWith("\ra label that is much [")
                .endsWith("]  33%");
    }

    @Test
    void elsewhere_writesPlainLinesAtTheStartHalfWayAndAtTheEnd() {
        ProgressBar bar = new ProgressBar(out, 80, false);
        for (int done = 0; done <= 100; done++) {
            bar.update("asking", done, 100);
        }
        bar.close();
        assertThat(written().lines()).containsExactly("asking: 0%", "asking: 50%", "asking: 100%");
        assertThat(written()).doesNotContain("\r[");
    }

    @Test
    void elsewhere_fewSteps_writesWhereItStands() {
        ProgressBar bar = new ProgressBar(out, 80, false);
        bar.update("asking", 1, 3);
        bar.update("asking", 2, 3);
        bar.update("fitting", 3, 3);
        assertThat(written().lines()).containsExactly("asking: 0%", "asking: 50%", "fitting: 100%");
    }

    @Test
    void update_controlCharacters_areReplaced() {
        String hostile = "evil\u001b[2J\r\nnext\u202Etxt\u0007\uD800";
        new ProgressBar(out, 80, false).update(hostile, 1, 1);
        assertThat(written().strip()).isEqualTo("evil?[2J??next?txt??: 100%");
    }

    @Test
    void update_outOfRange_isHeldInRange() {
        ProgressBar bar = new ProgressBar(out, 80, false);
        bar.update("a", -5, 10);
        bar.update("b", 15, 10);
        bar.update("c", 0, 0);
        assertThat(written().lines()).containsExactly("a: 0%", "b: 100%", "c: 100%");
    }

    @Test
    void close_withoutUpdate_writesNothing() {
        new ProgressBar(out, 80, true).close();
        assertThat(written()).isEmpty();
    }

    @Test
    void onConsole_isMadeWithAndWithoutATerminal() {
        assertThatNoException().isThrownBy(() -> ProgressBar.onConsole(out).close());
    }

    @Test
    void width_tooNarrow_names() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProgressBar(out, 19, true))
                .withMessage("width must be >= 20, but was 19");
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
