// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

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
 * Job that answers a list of prompts by batches. For one thread.
 *
 * <p>Prompts of a recorded batch are answered by that batch; the others go into new batches. A record is saved before a
 * batch is created, and again once its id is known, so that a process that ends at any moment is resumed by the next one.
 * Prompts that failed for a temporary reason go into a further round.
 */
public final class BatchJob {

    private static final Logger LOG = LoggerFactory.getLogger(BatchJob.class);

    /**
     * Environment of a job.
     *
     * @param cancelled whether the job was cancelled
     * @param running ids of the batches of all running jobs; updated by the job
     */
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
    private final PendingPrompts prompts;
    /** Dialect of the requests of a batch, by its id. */
    private final Map<String, Dialect> dialects = new HashMap<>();
    /** Whether the provider refused a batch because of a limit. */
    private boolean pauseBeforeRound;

    public BatchJob(Context context, PendingPrompts prompts) {
        this.context = context;
        this.prompts = prompts;
    }

    /** Answers or fails all prompts. */
    public void run() throws InterruptedException {
        Instant deadline = context.clock().instant().plus(context.limits().maxWait());
        Map<String, BatchRecord> open = recordedBatches();
        try {
            int rounds = context.limits().maxRounds();
            for (int round = 1; !prompts.isEmpty() && !isCancelled() && round <= rounds; round++) {
                if (pauseBeforeRound) {
                    pauseBeforeRound = false;
                    sleep(context.limits().maxPoll());
                }
                submit(open);
                await(open, deadline);
            }
        } finally {
            context.running().removeAll(open.keySet());
        }
        for (String id : prompts.openIds()) {
            if (isCancelled()) {
                prompts.giveUp(id, "the batches were cancelled: send the request again");
            } else {
                prompts.giveUp(id);
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

    /** The recorded batches that cover a prompt of this job, by their id. */
    private Map<String, BatchRecord> recordedBatches() throws InterruptedException {
        Map<String, BatchRecord> found = new LinkedHashMap<>();
        for (BatchRecord batch : context.store().load()) {
            boolean ours = batch.endpoint().equals(context.settings().endpoint().toString())
                    && batch.requestIds().stream().anyMatch(prompts::isOpen);
            Optional<BatchRecord> created =
                    !ours ? Optional.empty() : batch.batchId().isEmpty() ? recovered(batch) : Optional.of(batch);
            created.ifPresent(record -> open(record, found));
        }
        return found;
    }

    private void open(BatchRecord batch, Map<String, BatchRecord> open) {
        open.put(batch.batchId(), batch);
        context.running().add(batch.batchId());
    }

    /** The record with the id of its batch, if the batch was created but its id was not saved. */
    private Optional<BatchRecord> recovered(BatchRecord batch) throws InterruptedException {
        Optional<BatchRecord> created =
                context.api().find(batch.inputFileId()).map(state -> withBatchId(batch, state.id()));
        if (created.isPresent()) {
            context.store().save(created.get());
        } else {
            context.store().remove(batch.key()); // an upload alone is free of charge
        }
        return created;
    }

    /** Creates batches for all prompts that no open batch covers. */
    private void submit(Map<String, BatchRecord> open) throws InterruptedException {
        Dialect dialect = context.dialects().current();
        ChatBody body = new ChatBody(context.settings());
        Buffer lines = new Buffer();
        List<String> inFile = new ArrayList<>();
        for (String id : uncovered(open.values())) {
            ByteString line = line(id, body.write(prompts.prompt(id), dialect));
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
        return prompts.openIds().stream().filter(id -> !covered.contains(id)).toList();
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
                context.store().remove(key); // refused, so no batch runs
            }
            throw e;
        }
        batch = withBatchId(batch, state.id());
        context.store().save(batch);
        dialects.put(state.id(), dialect);
        open(batch, open);
        LOG.info("batch {} runs with {} requests", state.id(), ids.size());
    }

    /** Waits until no batch is open, and reads the results of each batch as it ends. */
    private void await(Map<String, BatchRecord> open, Instant deadline) throws InterruptedException {
        Duration wait = context.limits().firstPoll();
        while (true) {
            int before = open.size();
            for (BatchRecord batch : List.copyOf(open.values())) {
                if (poll(batch)) {
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
                throw tooLate(open.size());
            }
            sleep(wait);
            wait = context.limits().next(wait);
        }
    }

    private OpenAiException tooLate(int open) {
        String limit = context.limits().maxWait().toString();
        return Failure.unanswered(
                        "%d batches are not finished after %s".formatted(open, limit),
                        "raise maxWait(...), or call generate(...) again with the same store: nothing is bought twice",
                        true,
                        Reach.ALL_REQUESTS,
                        null)
                .exception(1, Usage.NONE, new Redaction(null));
    }

    /** Reads the state of a batch, and its results if it has ended; true if it has ended or is unknown. */
    private boolean poll(BatchRecord batch) throws InterruptedException {
        BatchState state;
        try {
            state = context.api().state(batch.batchId());
        } catch (OpenAiException e) {
            if (isGone(e)) {
                LOG.warn("batch {} no longer exists at the provider: its requests are sent again", batch.batchId());
                context.store().remove(batch.key());
                return true;
            }
            if (e.retryable()) {
                LOG.warn("the state of batch {} could not be read: {}", batch.batchId(), e.getMessage());
                return false;
            }
            throw e;
        }
        if (state.hasEnded()) {
            readResults(batch, state);
        }
        return state.hasEnded();
    }

    private static boolean isGone(OpenAiException e) {
        return e.statusCode().isPresent() && e.statusCode().getAsInt() == 404;
    }

    private void readResults(BatchRecord batch, BatchState state) throws InterruptedException {
        if (!state.error().isEmpty()) {
            recordRefusal(batch, state.error());
        }
        Dialect dialect =
                dialects.getOrDefault(batch.batchId(), context.dialects().current());
        Redaction redaction = context.api().redaction();
        BatchResults results = new BatchResults(context, prompts, dialect, redaction);
        for (String file : List.of(state.outputFileId(), state.errorFileId())) {
            try {
                if (!file.isEmpty()) {
                    context.api().download(file, results);
                }
            } catch (OpenAiException e) {
                if (!isGone(e)) {
                    throw e;
                }
                LOG.warn("file {} no longer exists at the provider", file);
            }
        }
        reduceRecord(batch, results.answered());
    }

    /** A limit is temporary, until other batches end; every other error of a batch is permanent. */
    private void recordRefusal(BatchRecord batch, ProviderError error) {
        String why = "the provider refused the batch (%s): %s".formatted(error.code(), error.message());
        boolean temporary = error.code().contains("limit");
        pauseBeforeRound |= temporary;
        for (String id : batch.requestIds()) {
            if (prompts.isOpen(id) && temporary) {
                prompts.failed(id, why, Usage.NONE);
            } else if (prompts.isOpen(id)) {
                prompts.giveUp(id, why);
            }
        }
    }

    /** Limits the record to the answered prompts, so that another batch can answer the rest. */
    private void reduceRecord(BatchRecord batch, Set<String> answered) {
        List<String> kept = batch.requestIds().stream()
                .filter(id -> answered.contains(id) || !prompts.belongs(id))
                .toList();
        if (kept.isEmpty()) {
            context.store().remove(batch.key());
        } else if (kept.size() < batch.requestIds().size()) {
            context.store().save(withRequestIds(batch, kept));
        }
    }

    private static BatchRecord withBatchId(BatchRecord batch, String id) {
        return new BatchRecord(
                batch.key(), batch.endpoint(), batch.model(), batch.requestIds(), batch.inputFileId(), id);
    }

    private static BatchRecord withRequestIds(BatchRecord batch, List<String> ids) {
        return new BatchRecord(batch.key(), batch.endpoint(), batch.model(), ids, batch.inputFileId(), batch.batchId());
    }
}
