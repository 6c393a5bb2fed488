// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

/** When the operating system is told to bring what was written to the disk. A crash of the process alone loses nothing. */
public enum FlushPolicy {
    /**
     * After each answer, before it is passed on. It takes what the disk takes for a flush, a fraction of a millisecond to
     * some 10 ms, which is little beside the second that an answer takes.
     */
    EACH_ANSWER,
    /**
     * Once a call of a generator, at its end, and when the journal is closed: for calls that bring tens of thousands of
     * answers at once. A power failure in between may lose the answers of that call, and may leave a damaged line that has
     * to be deleted by hand.
     */
    EACH_CALL
}
