// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import io.github.warmstart.openai.OpenAiBatchSignalGenerator;
import io.github.warmstart.openai.api.BatchRecord;
import io.github.warmstart.openai.api.BatchStore;
import io.github.warmstart.openai.api.OpenAiException;
import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.Sleeper;
import io.github.warmstart.openai.internal.protocol.ChatBody;
import io.github.warmstart.openai.internal.protocol.Dialect;
import io.github.warmstart.openai.internal.protocol.DialectMemory;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.openai.internal.wire.ProviderError;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.signal.SignalException.Reach;
import io.github.warmstart.signal.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import okio.Buffer;
import okio.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a list of questions by batches. For one thread.
 *
 * <p>What a recorded batch answers is taken from there; the rest goes into new batches. A record is saved before a batch
 * is created and once its id is known, so that whatever moment the process ends at, the next one finds the batch. What
 * failed for a passing reason goes into a further round.
 */
public final class BatchJob {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiBatchSignalGenerator.class);

    /** What a job needs beside its questions. */
    public record Context(
            BatchApi api,
            BatchStore store,
            Settings settings,
            DialectMemory dialects,
            Clock clock,
            Sleeper sleeper,
            BatchLimits limits,
            BooleanSupplier cancelled,
            Set<String> running) {}

    private final Context context;
    private final PendingPrompts questions;
    /** The way in which the requests of a batch were written, by its id. */
    private final Map<String, Dialect> spoken = new HashMap<>();
    /** Whether the provider had no room for a batch. */
    private boolean waitBefore;

    public BatchJob(Context context, PendingPrompts questions) {
        this.context = context;
        this.questions = questions;
    }

    public void run() throws InterruptedException {
        Instant deadline = context.clock().instant().plus(context.limits().maxWait());
        Map<String, BatchRecord> open = recorded();
        try {
            int rounds = context.limits().maxRounds();
            for (int round = 1; !questions.isEmpty() && !isCancelled() && round <= rounds; round++) {
                if (waitBefore) {
                    waitBefore = false;
                    sleep(context.limits().longestPoll());
                }
                submit(open);
                await(open, deadline);
            }
        } finally {
            context.running().removeAll(open.keySet());
        }
        for (String id : questions.openIds()) {
            if (isCancelled()) {
                questions.giveUp(id, "the batches were cancelled: ask again");
            } else {
                questions.giveUp(id);
            }
        }
    }

    private boolean isCancelled() {
        return context.cancelled().getAsBoolean();
    }

    private void sleep(Duration time) throws InterruptedException {
        context.api().refuseIfClosed();
        if (!context.sleeper().sleep(time)) {
            context.api().refuseIfClosed();
        }
    }

    /** The recorded batches that answer something which is asked now, by their id. */
    private Map<String, BatchRecord> recorded() throws InterruptedException {
        Map<String, BatchRecord> found = new LinkedHashMap<>();
        for (BatchRecord batch : context.store().load()) {
            boolean ours = batch.endpoint().equals(context.settings().endpoint().toString())
                    && batch.requestIds().stream().anyMatch(questions::isOpen);
            Optional<BatchRecord> created =
                    !ours ? Optional.empty() : batch.batchId().isEmpty() ? createdAfterAll(batch) : Optional.of(batch);
            created.ifPresent(record -> open(record, found));
        }
        return found;
    }

    private void open(BatchRecord batch, Map<String, BatchRecord> open) {
        open.put(batch.batchId(), batch);
        context.running().add(batch.batchId());
    }

    /** The record with the id of its batch, if the batch was created before its id could be saved. */
    private Optional<BatchRecord> createdAfterAll(BatchRecord batch) throws InterruptedException {
        Optional<BatchRecord> created = context.api().find(batch.inputFileId()).map(state -> batch.created(state.id()));
        if (created.isPresent()) {
            context.store().save(created.get());
        } else {
            context.store().remove(batch.key()); // an upload alone costs nothing
        }
        return created;
    }

    /** Puts all that no open batch answers into new batches. */
    private void submit(Map<String, BatchRecord> open) throws InterruptedException {
        Dialect dialect = context.dialects().current();
        ChatBody body = new ChatBody(context.settings());
        Buffer lines = new Buffer();
        List<String> inFile = new ArrayList<>();
        for (String id : uncovered(open.values())) {
            ByteString line = line(id, body.write(questions.prompt(id), dialect));
            boolean full = inFile.size() >= context.limits().maxRequests()
                    || lines.size() + line.size() > context.limits().maxBytes();
            if (full && !inFile.isEmpty()) {
                create(lines.readByteString(), inFile, dialect, open);
                inFile = new ArrayList<>();
            }
            lines.write(line);
            inFile.add(id);
        }
        if (!inFile.isEmpty()) {
            create(lines.readByteString(), inFile, dialect, open);
        }
    }

    private List<String> uncovered(Collection<BatchRecord> open) {
        Set<String> covered = new HashSet<>();
        open.forEach(batch -> covered.addAll(batch.requestIds()));
        return questions.openIds().stream().filter(id -> !covered.contains(id)).toList();
    }

    private static ByteString line(String id, ByteString body) {
        return new Buffer()
                .writeUtf8(
                        "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":")
                .write(body)
                .writeUtf8("}\n")
                .readByteString();
    }

    private void create(ByteString lines, List<String> ids, Dialect dialect, Map<String, BatchRecord> open)
            throws InterruptedException {
        String file = context.api().upload(lines);
        String key = PromptHash.of(file + '\n' + lines.sha256().hex());
        Settings settings = context.settings();
        BatchRecord batch = new BatchRecord(key, settings.endpoint().toString(), settings.model(), ids, file, "");
        context.store().save(batch);
        BatchState state;
        try {
            state = context.api().create(file, key);
        } catch (OpenAiException e) {
            if (e.statusCode().isPresent() && !e.retryable()) {
                context.store().remove(key); // refused for good, so nothing runs
            }
            throw e;
        }
        batch = batch.created(state.id());
        context.store().save(batch);
        spoken.put(state.id(), dialect);
        open(batch, open);
        LOG.info("batch {} runs with {} requests", state.id(), ids.size());
    }

    /** Waits until no batch is open, and hands over what each one brought as it ends. */
    private void await(Map<String, BatchRecord> open, Instant deadline) throws InterruptedException {
        Duration wait = context.limits().firstPoll();
        while (true) {
            int before = open.size();
            for (BatchRecord batch : List.copyOf(open.values())) {
                if (lookAt(batch)) {
                    open.remove(batch.batchId());
                    context.running().remove(batch.batchId());
                }
            }
            if (open.isEmpty()) {
                return;
            }
            if (open.size() < before) {
                wait = context.limits().firstPoll();
            }
            if (!context.clock().instant().plus(wait).isBefore(deadline)) {
                throw late(open.size());
            }
            sleep(wait);
            wait = context.limits().next(wait);
        }
    }

    private OpenAiException late(int open) {
        String limit = context.limits().maxWait().toString();
        return Failure.unanswered(
                        "%d of the batches are not done after %s".formatted(open, limit),
                        "raise maxWait(...), or call generate(...) again with the same store: nothing is bought twice",
                        true,
                        Reach.ALL_REQUESTS,
                        null)
                .exception(1, Usage.NONE, new Redaction(null));
    }

    /** Looks at a batch, and takes what it brought if it is over; whether it is. */
    private boolean lookAt(BatchRecord batch) throws InterruptedException {
        BatchState state;
        try {
            state = context.api().look(batch.batchId());
        } catch (OpenAiException e) {
            if (isGone(e)) {
                LOG.warn("the provider does not know batch {} any more: it is asked again", batch.batchId());
                context.store().remove(batch.key());
                return true;
            }
            if (e.retryable()) {
                LOG.warn("batch {} could not be looked at: {}", batch.batchId(), e.getMessage());
                return false;
            }
            throw e;
        }
        if (state.isOver()) {
            take(batch, state);
        }
        return state.isOver();
    }

    private static boolean isGone(OpenAiException e) {
        return e.statusCode().isPresent() && e.statusCode().getAsInt() == 404;
    }

    private void take(BatchRecord batch, BatchState state) throws InterruptedException {
        if (!state.error().isEmpty()) {
            refused(batch, state.error());
        }
        Dialect dialect =
                spoken.getOrDefault(batch.batchId(), context.dialects().current());
        Redaction redaction = context.api().redaction();
        BatchResults taking = new BatchResults(context, questions, dialect, redaction);
        for (String file : List.of(state.outputFileId(), state.errorFileId())) {
            try {
                if (!file.isEmpty()) {
                    context.api().download(file, taking);
                }
            } catch (OpenAiException e) {
                if (!isGone(e)) {
                    throw e;
                }
                LOG.warn("the provider does not know file {} any more", file);
            }
        }
        keep(batch, taking.answered());
    }

    /** A limit passes when other batches end; anything else that is wrong with a batch stays wrong. */
    private void refused(BatchRecord batch, ProviderError error) {
        String why = "the provider refused the batch (%s): %s".formatted(error.code(), error.message());
        boolean passing = error.code().contains("limit");
        waitBefore |= passing;
        for (String id : batch.requestIds()) {
            if (questions.isOpen(id) && passing) {
                questions.failed(id, why, Usage.NONE);
            } else if (questions.isOpen(id)) {
                questions.giveUp(id, why);
            }
        }
    }

    /** The record stands for what was answered and no more, so that the rest can be bought by another batch. */
    private void keep(BatchRecord batch, Set<String> answered) {
        List<String> kept = batch.requestIds().stream()
                .filter(id -> answered.contains(id) || !questions.isAsked(id))
                .toList();
        if (kept.isEmpty()) {
            context.store().remove(batch.key());
        } else if (kept.size() < batch.requestIds().size()) {
            context.store().save(batch.answering(kept));
        }
    }
}
