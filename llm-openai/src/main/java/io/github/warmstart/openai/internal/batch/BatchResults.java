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
 * Consumer of the result lines of one batch. Lines are not trusted: invalid lines, lines of unknown requests and lines of
 * requests that are already answered are skipped. For one thread.
 */
public final class BatchResults implements Consumer<ByteString> {

    private final BatchJob.Context context;
    private final PendingPrompts prompts;
    private final Dialect dialect;
    private final Redaction redaction;
    private final ResponseReader reader;
    private final Set<String> answered = new HashSet<>();
    private final Set<String> failed = new HashSet<>();

    public BatchResults(BatchJob.Context context, PendingPrompts prompts, Dialect dialect, Redaction redaction) {
        this.context = context;
        this.prompts = prompts;
        this.dialect = dialect;
        this.redaction = redaction;
        reader = new ResponseReader(context.settings(), context.clock(), redaction);
    }

    /** Ids of the prompts that this batch answered. */
    public Set<String> answered() {
        return answered;
    }

    @Override
    public void accept(ByteString text) {
        BatchResultLine.read(text, redaction)
                .filter(line -> prompts.isOpen(line.requestId()))
                .ifPresent(this::record);
    }

    private void record(BatchResultLine line) {
        Outcome outcome = line.status() == 0 ? line.notExecuted() : reader.read(line.response());
        Wire.Tokens tokens = outcome.tokens();
        Usage usage = new Usage(line.status() == 0 ? 0 : 1, tokens.input(), tokens.cached(), tokens.output());
        String id = line.requestId();
        if (outcome instanceof Outcome.Replied replied) {
            answered.add(id);
            prompts.answer(id, replied, usage);
        } else if (failed.add(id)) { // a file that is read twice contains the line twice
            Failure failure = (Failure) outcome;
            String reason =
                    String.valueOf(failure.exception(1, usage, redaction).getMessage());
            prompts.failed(id, reason, usage);
            // if the server does not support the dialect, all lines of the batch fail in the same way
            if (!failure.retryable() && !context.dialects().learn(dialect, failure, 0)) {
                prompts.giveUp(id);
            }
        }
    }
}
