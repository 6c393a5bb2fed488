// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

/**
 * Listener of the progress of an evaluation. Called on the calling thread, in order; must return soon. An exception
 * stops the evaluation and reaches the caller.
 */
public interface EvaluationListener {

    /** Listener that does nothing. */
    EvaluationListener NONE = new EvaluationListener() {};

    /**
     * A warm start was run and measured.
     *
     * @param event the run and its number
     */
    default void onRun(RunFinished event) {}

    /**
     * A warm start was run and measured.
     *
     * @param done number of finished runs
     * @param of number of runs in all
     * @param run the result
     */
    record RunFinished(int done, int of, EvaluationReport.Run run) {}
}
