// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import io.github.warmstart.openai.internal.failure.ErrorAdvice;
import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.RetryPolicy;
import io.github.warmstart.openai.internal.failure.Sleeper;
import io.github.warmstart.openai.internal.http.HttpSender;
import io.github.warmstart.openai.internal.http.LineStream;
import io.github.warmstart.openai.internal.http.OneShotBody;
import io.github.warmstart.openai.internal.protocol.ResponseReader;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.openai.internal.wire.LenientJson;
import io.github.warmstart.openai.internal.wire.RawResponse;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.signal.SignalException.Reach;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.ByteString;

/**
 * Client of the provider's files and batches; each call is retried by the policy of the client.
 *
 * <p>Only the creation of a batch costs money. If the response to it is lost, the batch may run nevertheless; so before the
 * next attempt the provider's list is searched for a batch over the same file.
 */
public final class BatchApi {

    private static final MediaType JSON_LINES = MediaType.get("application/jsonl");
    private static final int MAX_PAGES = 50;
    private static final String NOT_JSON = "provider answered 200 with an unexpected body";

    private final Settings settings;
    private final HttpSender sender;
    private final RetryPolicy policy;
    private final Clock clock;
    private final Sleeper sleeper;
    private final BooleanSupplier closed;
    private final Duration transferTimeout;
    private final SplittableRandom random;
    private final HttpUrl base;

    /**
     * Creates a client.
     *
     * @param sleeper waits between attempts; false from it means that the wait was ended early
     * @param closed whether the generator is closed
     * @param transferTimeout for the upload or download of one file
     * @param jitterSeed seed of the waits between attempts
     */
    public BatchApi(
            Settings settings,
            HttpSender sender,
            RetryPolicy policy,
            Clock clock,
            Sleeper sleeper,
            BooleanSupplier closed,
            Duration transferTimeout,
            long jitterSeed) {
        this.settings = settings;
        this.sender = sender;
        this.policy = policy;
        this.clock = clock;
        this.sleeper = sleeper;
        this.closed = closed;
        this.transferTimeout = transferTimeout;
        random = new SplittableRandom(jitterSeed);
        HttpUrl chat = settings.endpoint();
        base = chat.newBuilder()
                .removePathSegment(chat.pathSize() - 1)
                .removePathSegment(chat.pathSize() - 2)
                .build();
    }

    /** One attempt of a call. */
    private record Attempt(Request.Builder request, Duration timeout) {}

    /** Uploads requests, one per line; free of charge. Returns the id of the file. */
    String upload(ByteString lines) throws InterruptedException {
        return exchange(
                () -> {
                    RequestBody form = new MultipartBody.Builder()
                            .setType(MultipartBody.FORM)
                            .addFormDataPart("purpose", "batch")
                            .addFormDataPart("file", "warmstart.jsonl", RequestBody.create(lines, JSON_LINES))
                            .build();
                    return new Attempt(new Request.Builder().url(url("files")).post(form), transferTimeout);
                },
                BatchState::readFileId,
                Optional::empty);
    }

    /** Creates exactly one batch over an uploaded file. */
    BatchState create(String inputFileId, String key) throws InterruptedException {
        ByteString body = new Buffer()
                .writeUtf8(
                        "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\",\"metadata\":{\"warmstart\":\"%s\"}}"
                                .formatted(inputFileId, key))
                .readByteString();
        return exchange(
                () -> new Attempt(
                        new Request.Builder().url(url("batches")).post(new OneShotBody(body)), settings.callTimeout()),
                answer -> BatchState.read(answer, redaction()),
                () -> find(inputFileId));
    }

    /** Current state of a batch. */
    BatchState state(String batchId) throws InterruptedException {
        return get(url("batches", batchId), body -> BatchState.read(body, redaction()));
    }

    /** The batch over a file; empty if there is none. */
    Optional<BatchState> find(String inputFileId) throws InterruptedException {
        String after = "";
        for (int page = 0; page < MAX_PAGES; page++) {
            HttpUrl.Builder url = url("batches").newBuilder().addQueryParameter("limit", "100");
            if (!after.isEmpty()) {
                url.addQueryParameter("after", after);
            }
            BatchState.Page found = get(url.build(), body -> BatchState.readPage(body, redaction()));
            for (BatchState batch : found.batches()) {
                if (batch.inputFileId().equals(inputFileId)) {
                    return Optional.of(batch);
                }
            }
            if (!found.hasMore() || found.lastId().equals(after)) {
                return Optional.empty();
            }
            after = found.lastId();
        }
        return Optional.empty();
    }

    /** Requests the cancellation of a batch. */
    public void cancel(String batchId) throws InterruptedException {
        exchange(
                () -> new Attempt(
                        new Request.Builder()
                                .url(url("batches", batchId, "cancel"))
                                .post(new OneShotBody(ByteString.EMPTY)),
                        settings.callTimeout()),
                body -> BatchState.read(body, redaction()),
                Optional::empty);
    }

    /**
     * Reads a file line by line on the calling thread. If a download breaks, the file is read again from its beginning, so
     * a line may be passed twice.
     *
     * @param lines receives each line; lines beyond the maximum number of bytes are skipped
     */
    void download(String fileId, Consumer<ByteString> lines) throws InterruptedException {
        Instant deadline = deadline();
        for (int attempts = 1; ; attempts++) {
            Redaction redaction = redaction();
            Request request = authorized(
                    new Attempt(new Request.Builder().url(url("files", fileId, "content")), transferTimeout));
            LineStream.End end = sender.readLines(request, transferTimeout, lines);
            if (end instanceof LineStream.Complete) {
                return;
            }
            Failure failure = end instanceof LineStream.Refused refused
                    ? failure(refused.response(), redaction)
                    : new ErrorAdvice(settings, redaction)
                            .forException(((LineStream.Broken) end).cause(), transferTimeout);
            pause(failure, attempts, deadline, redaction);
        }
    }

    private <T> T get(HttpUrl url, Function<ByteString, Optional<T>> reading) throws InterruptedException {
        return exchange(
                () -> new Attempt(new Request.Builder().url(url), settings.callTimeout()), reading, Optional::empty);
    }

    /** Check whether a call whose response was lost took effect. */
    @FunctionalInterface
    private interface Recovery<T> {
        Optional<T> find() throws InterruptedException;
    }

    private <T> T exchange(Supplier<Attempt> attempt, Function<ByteString, Optional<T>> reading, Recovery<T> recovery)
            throws InterruptedException {
        Instant deadline = deadline();
        for (int attempts = 1; ; attempts++) {
            Redaction redaction = redaction();
            Attempt next = attempt.get();
            Failure failure;
            try {
                RawResponse answer = sender.send(authorized(next), next.timeout());
                Optional<T> read =
                        answer.isSuccess() && !answer.tooLong() ? reading.apply(answer.body()) : Optional.empty();
                if (read.isPresent()) {
                    return read.get();
                }
                failure = failure(answer, redaction);
            } catch (IOException e) {
                failure = new ErrorAdvice(settings, redaction).forException(e, next.timeout());
            }
            pause(failure, attempts, deadline, redaction);
            Optional<T> found = recovery.find();
            if (found.isPresent()) {
                return found.get();
            }
        }
    }

    private Failure failure(RawResponse answer, Redaction redaction) {
        if (!answer.isSuccess()
                && new ResponseReader(settings, clock, redaction).read(answer) instanceof Failure refused) {
            return refused;
        }
        boolean cut = answer.isSuccess() && LenientJson.isTruncated(answer.body());
        return Failure.unanswered(
                answer.isSuccess() ? NOT_JSON : "provider answered " + answer.status(),
                "check that the provider at baseUrl(...) supports files and batches",
                cut,
                Reach.ALL_REQUESTS,
                null);
    }

    private void pause(Failure failure, int attempts, Instant deadline, Redaction redaction)
            throws InterruptedException {
        refuseIfClosed();
        Duration left = Duration.between(clock.instant(), deadline);
        RetryPolicy.Decision decision = policy.next(failure, attempts, 0, left, random);
        if (decision instanceof RetryPolicy.GiveUp end) {
            throw failure.exception(attempts, end.why(), end.remedy(), Usage.NONE, redaction);
        }
        if (!sleeper.sleep(((RetryPolicy.Retry) decision).pause())) {
            refuseIfClosed();
        }
    }

    void refuseIfClosed() {
        if (closed.getAsBoolean()) {
            throw Failure.unanswered(
                            "the generator is closed",
                            "build a new one with the same store to continue: nothing is bought twice",
                            false,
                            Reach.ALL_REQUESTS,
                            null)
                    .exception(1, Usage.NONE, new Redaction(null));
        }
    }

    private Instant deadline() {
        return clock.instant().plus(settings.maxWait());
    }

    /** The request with a current key. */
    private Request authorized(Attempt attempt) {
        refuseIfClosed();
        return HttpSender.authorized(attempt.request(), settings, settings.currentKey());
    }

    Redaction redaction() {
        return new Redaction(settings.currentKey());
    }

    private HttpUrl url(String... segments) {
        HttpUrl.Builder url = base.newBuilder();
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url.build();
    }
}
