// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** How the batches of a {@code FakeOpenAi} go. Immutable. */
public final class BatchScript {

    private static final BatchScript SMOOTH = new BatchScript();

    private int polls = 1;
    private double lineRate;
    private Fault lineFault = Fault.none();
    private double expireAfter = 1;
    private List<String> oddLines = List.of();
    private int refusals;
    private String refusalCode = "";

    private BatchScript() {}

    private BatchScript copy() {
        BatchScript copy = new BatchScript();
        copy.polls = polls;
        copy.lineRate = lineRate;
        copy.lineFault = lineFault;
        copy.expireAfter = expireAfter;
        copy.oddLines = oddLines;
        copy.refusals = refusals;
        copy.refusalCode = refusalCode;
        return copy;
    }

    /**
     * Batches that are done when they are looked at for the second time, every line answered.
     *
     * @return the script
     */
    public static BatchScript smooth() {
        return SMOOTH;
    }

    /**
     * The same, with batches that take their time.
     *
     * @param looks how often a batch is looked at before it is done, 0 or more
     * @return another script
     */
    public BatchScript polls(int looks) {
        BatchScript script = copy();
        script.polls = looks;
        return script;
    }

    /**
     * The same, with lines that fail and stand in the file of errors. Whether the n-th try of a prompt fails depends on
     * the seed of the server, the prompt and n alone.
     *
     * @param rate how many of the lines, 0 to 1
     * @param fault an error
     * @return another script
     */
    public BatchScript failing(double rate, Fault fault) {
        BatchScript script = copy();
        script.lineRate = rate;
        script.lineFault = requireNonNull(fault, "fault");
        return script;
    }

    /**
     * The same, with a first batch that expires; later ones do not.
     *
     * @param fraction how many of its lines are answered before, 0 to 1
     * @return another script
     */
    public BatchScript expiringAfter(double fraction) {
        BatchScript script = copy();
        script.expireAfter = fraction;
        return script;
    }

    /**
     * The same, with a line that the client must survive at the beginning of each output file.
     *
     * @param line without a line break
     * @return another script
     */
    public BatchScript oddLine(String line) {
        BatchScript script = copy();
        script.oddLines = new ArrayList<>(oddLines);
        script.oddLines.add(line);
        return script;
    }

    /**
     * The same, with first batches that fail as a whole before any line is answered.
     *
     * @param times how many
     * @param code why, for example {@code token_limit_exceeded}
     * @return another script
     */
    public BatchScript refusing(int times, String code) {
        BatchScript script = copy();
        script.refusals = times;
        script.refusalCode = requireNonNull(code, "code");
        return script;
    }

    public int polls() {
        return polls;
    }

    public double lineRate() {
        return lineRate;
    }

    public Fault lineFault() {
        return lineFault;
    }

    public double expireAfter() {
        return expireAfter;
    }

    public List<String> oddLines() {
        return oddLines;
    }

    public int refusals() {
        return refusals;
    }

    public String refusalCode() {
        return refusalCode;
    }
}
