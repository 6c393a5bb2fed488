// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * Receiver of the progress of one warm start. Every method is empty unless overridden.
 *
 * <p>Methods are called one at a time and must return soon. {@link #onSignals} may be called by a thread of the generator,
 * all others by the thread that called {@code warmStart()}. What a listener throws stops the warm start and reaches its
 * caller.
 */
public interface WarmStartListener {

    /** Listener that ignores every event. */
    WarmStartListener NONE = new WarmStartListener() {};

    /**
     * Called once, after the ratings are read.
     *
     * @param event the size of the table
     */
    default void onRatings(RatingsRead event) {}

    /**
     * Called before each round of requests is sent.
     *
     * @param event the round and its size
     */
    default void onQuestions(QuestionsPlanned event) {}

    /**
     * Called after each request.
     *
     * @param event the counts of accepted and rejected signals
     */
    default void onSignals(SignalsReceived event) {}

    /**
     * Called after each training that the gate needs.
     *
     * @param event the count of finished trainings
     */
    default void onTrial(TrialTrained event) {}

    /**
     * Called after each decision of the gate.
     *
     * @param event the decision
     */
    default void onVerdict(VerdictReached event) {}

    /**
     * Size of the ratings that were read.
     *
     * @param users users in the table
     * @param items items in the table
     * @param ratings ratings in the table
     * @param coldUsers users that the warm start is for
     */
    record RatingsRead(int users, int items, int ratings, int coldUsers) {}

    /**
     * Round of requests that is about to be sent.
     *
     * @param round the round, counted from 1
     * @param purpose the purpose of the round
     * @param requests the number of requests
     * @param items the number of items in all requests together
     */
    record QuestionsPlanned(int round, Purpose purpose, int requests, int items) {}

    /**
     * Result of one request.
     *
     * @param round the round, counted from 1
     * @param purpose the purpose of the round
     * @param done requests of this round that are finished
     * @param of requests of this round
     * @param asked items in this request
     * @param received accepted signals
     * @param rejected rejected rows, and items without a row
     */
    record SignalsReceived(int round, Purpose purpose, int done, int of, int asked, int received, int rejected) {}

    /**
     * Progress of the trainings that the gate needs.
     *
     * @param done finished trainings
     * @param of trainings in all
     */
    record TrialTrained(int done, int of) {}

    /**
     * Decision of the gate.
     *
     * @param kinds the kinds of signals that were tested, in words
     * @param passed whether the signals lower the error
     * @param reason the reason, with figures
     */
    record VerdictReached(String kinds, boolean passed, String reason) {}
}
