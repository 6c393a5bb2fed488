// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

/** Which earlier answers are used again. Of several the newest is, by its place in the file. */
public enum ReusePolicy {
    /**
     * One about the same item by the same subject on the same scale, given by a generator of the same design. What the
     * user has rated since, and how the catalogue has changed the item's text, makes no difference: the answer is a signal
     * of its time, with the evidence of its time, and calibration knows how to take it.
     */
    SAME_PAIR,
    /**
     * Only one whose question was the same to the letter: the item's text, the user's profile, and the ratings that the
     * generator was shown. A user who has rated more since is asked about anew, and paid for anew.
     */
    SAME_QUESTION
}
