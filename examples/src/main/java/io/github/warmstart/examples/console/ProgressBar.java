// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.console;

import static java.util.Objects.requireNonNull;

import java.io.Console;
import java.io.PrintStream;

/**
 * Shows how far a piece of work has come: on a terminal one line that is drawn over and over, elsewhere a plain line at
 * the beginning, half-way and at the end, so that logs stay short and readable.
 *
 * <p>Labels may come from anywhere: what is not a visible character is replaced, so no text can move the cursor, change
 * colours or reverse the line. For one thread.
 */
public final class ProgressBar implements AutoCloseable {

    /** The width of a line unless another is given. */
    public static final int DEFAULT_WIDTH = 80;

    private static final int NARROWEST = 20;
    /** How often a line is written where nothing can be drawn over, beside the first. */
    private static final int NOTES = 2;
    /** What a drawn line holds beside label and bar: a blank, two brackets, a blank and the per cent. */
    private static final int FRAME = 8;

    private final PrintStream out;
    private final int width;
    private final boolean terminal;

    private String label = "";
    private String drawn = "";
    private int noted = -1;

    /**
     * A bar on a stream.
     *
     * @param out where to write
     * @param width the columns of a line, 20 or more
     * @param terminal whether a carriage return goes back to the start of the line
     * @throws IllegalArgumentException if the width is below 20
     */
    public ProgressBar(PrintStream out, int width, boolean terminal) {
        if (width < NARROWEST) {
            throw new IllegalArgumentException("width must be >= %d, but was %d".formatted(NARROWEST, width));
        }
        this.out = requireNonNull(out, "out");
        this.width = width;
        this.terminal = terminal;
    }

    /**
     * A bar of the default width, drawn over and over if the program runs on a terminal.
     *
     * @param out where to write: the standard error stream leaves the standard output to results
     * @return the bar
     */
    public static ProgressBar onConsole(PrintStream out) {
        return new ProgressBar(out, DEFAULT_WIDTH, hasTerminal());
    }

    /** Until Java 21 there is a console only on a terminal; from 22 on there is always one, and it can be asked. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /**
     * Shows how far the work has come. A new label begins a new line.
     *
     * @param label what is being done
     * @param done how much of it is done, 0 to {@code total}; more counts as all
     * @param total how much there is to do; 0 or less counts as done
     */
    public void update(String label, long done, long total) {
        String shown = PlainText.of(label);
        if (!shown.equals(this.label)) {
            endLine();
            this.label = shown;
            noted = -1;
        }
        double share = total <= 0 ? 1 : Math.max(0, Math.min(1, (double) done / total));
        if (terminal) {
            draw(share);
        } else {
            note(share);
        }
    }

    private void draw(double share) {
        int labelWidth = Math.min(label.codePointCount(0, label.length()), width / 2);
        int barWidth = width - labelWidth - FRAME;
        int filled = (int) (share * barWidth);
        String line = "%s [%s%s] %3d%%"
                .formatted(shortened(labelWidth), "#".repeat(filled), ".".repeat(barWidth - filled), percent(share));
        if (!line.equals(drawn)) {
            out.print('\r' + line);
            out.flush();
            drawn = line;
        }
    }

    private void note(double share) {
        int now = (int) (share * NOTES);
        if (now > noted) {
            noted = now;
            out.println(label + ": " + now * 100 / NOTES + "%");
        }
    }

    /** Rounded down, so that 100 means all. */
    private static int percent(double share) {
        return (int) (share * 100);
    }

    private String shortened(int codePoints) {
        return label.substring(0, label.offsetByCodePoints(0, codePoints));
    }

    private void endLine() {
        if (!drawn.isEmpty()) {
            out.println();
            drawn = "";
        }
    }

    /** Ends the line, so that what is written next begins a new one. The stream stays open. */
    @Override
    public void close() {
        endLine();
        label = "";
        noted = -1;
    }
}
