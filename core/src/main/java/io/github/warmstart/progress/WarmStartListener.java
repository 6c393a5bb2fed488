// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * Hears what a warm start does. Every method is empty unless overridden.
 *
 * <p>Methods are called one at a time and must return soon. Those about signals may be called by a thread of the
 * generator, all others by the thread that called {@code warmStart()}. What a listener throws stops the warm start and
 * reaches its caller.
 */
public interface WarmStartListener {

    /** Hears nothing. */
    WarmStartListener NONE = new WarmStartListener() {};

    /**
     * The ratings are read.
     *
     * @param event how much there is
     */
    default void onRatings(RatingsRead event) {}

    /**
     * Questions are about to be sent.
     *
     * @param event what is asked
     */
    default void onQuestions(QuestionsPlanned event) {}

    /**
     * One request was answered.
     *
     * @param event how well
     */
    default void onSignals(SignalsReceived event) {}

    /**
     * One of several trainings is done.
     *
     * @param event how many of how many
     */
    default void onTrial(TrialTrained event) {}

    /**
     * The gate has spoken.
     *
     * @param event what it said
     */
    default void onVerdict(VerdictReached event) {}
}
