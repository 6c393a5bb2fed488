// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** Script for the batches of a {@code FakeOpenAi}. Immutable. */
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
     * Batches that are completed at the second poll, with every line answered.
     *
     * @return the script
     */
    public static BatchScript smooth() {
        return SMOOTH;
    }

    /**
     * This script with slower batches.
     *
     * @param count number of polls before a batch is completed, 0 or more
     * @return another script
     */
    public BatchScript polls(int count) {
        BatchScript script = copy();
        script.polls = count;
        return script;
    }

    /**
     * This script with lines that fail and are part of the error file. Whether the n-th attempt of a prompt fails depends on
     * the seed of the server, the prompt and n only.
     *
     * @param rate fraction of lines that fail, 0 to 1
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
     * This script with a first batch that expires; later ones do not.
     *
     * @param fraction fraction of its lines that are answered before, 0 to 1
     * @return another script
     */
    public BatchScript expiringAfter(double fraction) {
        BatchScript script = copy();
        script.expireAfter = fraction;
        return script;
    }

    /**
     * This script with an invalid line at the beginning of each output file.
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
     * This script with first batches that fail as a whole before any line is answered.
     *
     * @param times number of batches that fail
     * @param code reason, for example {@code token_limit_exceeded}
     * @return another script
     */
    public BatchScript refusing(int times, String code) {
        BatchScript script = copy();
        script.refusals = times;
        script.refusalCode = requireNonNull(code, "code");
        return script;
    }

    /**
     * Number of polls before a batch is completed.
     *
     * @return 0 or more
     */
    public int polls() {
        return polls;
    }

    /**
     * Fraction of lines that fail.
     *
     * @return 0 to 1
     */
    public double lineRate() {
        return lineRate;
    }

    /**
     * Fault of lines that fail.
     *
     * @return an error
     */
    public Fault lineFault() {
        return lineFault;
    }

    /**
     * Fraction of lines that are answered before the first batch expires.
     *
     * @return 0 to 1; 1 if it does not expire
     */
    public double expireAfter() {
        return expireAfter;
    }

    /**
     * Invalid lines of each output file.
     *
     * @return lines without a line break
     */
    public List<String> oddLines() {
        return oddLines;
    }

    /**
     * Number of first batches that fail as a whole.
     *
     * @return 0 or more
     */
    public int refusals() {
        return refusals;
    }

    /**
     * Reason why first batches fail.
     *
     * @return a code; empty if none fails
     */
    public String refusalCode() {
        return refusalCode;
    }
}
