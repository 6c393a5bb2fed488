// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.Outcome;
import io.github.warmstart.openai.internal.protocol.Dialect;
import io.github.warmstart.openai.internal.protocol.ResponseReader;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.signal.Usage;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import okio.ByteString;

/**
 * Takes the lines that a batch left behind. Nothing in them is trusted: a line that cannot be read, is about nothing that
 * was asked, or about what was answered before, is passed over.
 */
public final class BatchResults implements Consumer<ByteString> {

    private final BatchJob.Context context;
    private final PendingPrompts questions;
    private final Dialect spoken;
    private final Redaction redaction;
    private final ResponseReader reader;
    private final Set<String> answered = new HashSet<>();
    private final Set<String> failed = new HashSet<>();

    public BatchResults(BatchJob.Context context, PendingPrompts questions, Dialect spoken, Redaction redaction) {
        this.context = context;
        this.questions = questions;
        this.spoken = spoken;
        this.redaction = redaction;
        reader = new ResponseReader(context.settings(), context.clock(), redaction);
    }

    /** What this batch answered. */
    public Set<String> answered() {
        return answered;
    }

    @Override
    public void accept(ByteString text) {
        BatchResultLine.read(text, redaction)
                .filter(line -> questions.isOpen(line.requestId()))
                .ifPresent(this::take);
    }

    private void take(BatchResultLine line) {
        Outcome outcome = line.status() == 0 ? line.notRun() : reader.read(line.answer());
        Wire.Tokens tokens = outcome.tokens();
        Usage usage = new Usage(line.status() == 0 ? 0 : 1, tokens.input(), tokens.cached(), tokens.output());
        String id = line.requestId();
        if (outcome instanceof Outcome.Replied replied) {
            answered.add(id);
            questions.answer(id, replied, usage);
        } else if (failed.add(id)) { // a file that is read again brings the line again
            Failure failure = (Failure) outcome;
            String reason =
                    String.valueOf(failure.exception(1, usage, redaction).getMessage());
            questions.failed(id, reason, usage);
            // all lines of a batch fail alike where the server does not know the way it was asked
            if (!failure.retryable() && !context.dialects().learn(spoken, failure, 0)) {
                questions.giveUp(id);
            }
        }
    }
}
