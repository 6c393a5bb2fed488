// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import org.jspecify.annotations.Nullable;

/**
 * What became of one question.
 *
 * @param reply what was read, or the failure
 * @param askAgain whether the model answered, so that what is missing is worth another question
 * @param failure what the model threw, if it did
 */
record CallResult(
        SignalReply reply, boolean askAgain, @Nullable SignalException failure) {

    /** Whether no other question is worth asking. */
    boolean endsJob() {
        return failure != null && failure.endsJob();
    }

    /** Whether a shorter question may be answered. */
    boolean tooLong() {
        return failure != null && failure.reach() == SignalException.Reach.LONG_REQUESTS;
    }
}
