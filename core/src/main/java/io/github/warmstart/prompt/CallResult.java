// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Result of one call of the model.
 *
 * @param reply what was read, or the failure
 * @param retryMissing whether the model answered, so that another call about the missing items may succeed
 * @param failure the exception of the model; null if it threw none
 */
record CallResult(
        SignalReply reply, boolean retryMissing, @Nullable SignalException failure) {

    /** A call that brought no answer. */
    static CallResult failed(SignalRequest request, Usage usage, String reason, @Nullable SignalException failure) {
        return new CallResult(SignalReply.failed(request, Outcome.FAILED, usage, reason), false, failure);
    }

    /** Whether every other call would fail too. */
    boolean endsJob() {
        return failure != null && failure.endsJob();
    }

    /** Whether a shorter request may be answered. */
    boolean tooLong() {
        return failure != null && failure.reach() == SignalException.Reach.LONG_REQUESTS;
    }
}
