// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

/** Rule for the reuse of earlier answers. Of several the newest is used, by its position in the file. */
public enum ReusePolicy {
    /**
     * Reuse an answer about the same item by the same subject on the same scale, given by a generator of the same design.
     * Later ratings of the user and changes of the item's text do not matter: the answer is used with the evidence of its
     * time, and calibration weighs it accordingly.
     */
    SAME_PAIR,
    /**
     * Reuse an answer only if its question was identical: the item's text, the user's profile, and the ratings that the
     * generator was shown. For a user who has rated more since, a new answer is requested and paid for.
     */
    SAME_QUESTION
}
