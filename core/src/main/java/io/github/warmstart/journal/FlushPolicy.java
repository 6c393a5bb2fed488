// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

/** Policy of flushing a journal to the disk. A crash of the process alone loses nothing under either policy. */
public enum FlushPolicy {
    /**
     * Flush after each answer, before it is passed on. A flush takes a fraction of a millisecond to some 10 ms, which is
     * little compared with the second that an answer takes.
     */
    EACH_ANSWER,
    /**
     * Flush once a call of a generator, at its end, and when the journal is closed: for calls that bring tens of thousands
     * of answers at once. A power failure in between may lose the answers of that call, and may leave a damaged line that
     * must be deleted by hand.
     */
    EACH_CALL
}
