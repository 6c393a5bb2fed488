// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

/**
 * Hears how an evaluation gets on. Called on the calling thread, in order; must return soon. What it throws stops the
 * evaluation and reaches the caller.
 */
public interface EvaluationListener {

    /** Hears nothing. */
    EvaluationListener NONE = new EvaluationListener() {};

    /**
     * One warm start was made and judged.
     *
     * @param event which, and how it went
     */
    default void onRun(RunFinished event) {}

    /**
     * One warm start was made and judged.
     *
     * @param done how many are
     * @param of how many there will be
     * @param run what came out
     */
    record RunFinished(int done, int of, EvaluationReport.Run run) {}
}
