// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.ChatCall;
import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.internal.failure.ErrorAdvice;
import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.failure.RetryPolicy;
import io.github.warmstart.openai.internal.failure.Sleeper;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The calls of files and batches, each over as many attempts as the policy of the client allows.
 *
 * <p>Creating a batch is what costs. An answer to it that is lost leaves open whether the batch runs, so before it is
 * asked for again the provider's list is searched for one that works on the same file.
 */
public final class BatchApi {

    private static final MediaType JSON_LINES = MediaType.get("application/jsonl");
    private static final int MOST_PAGES = 50;
    private static final String NOT_JSON = "provider answered 200 with something else than asked for";

    private final Settings settings;
    private final OkHttpClient client;
    private final RetryPolicy policy;
    private final Clock clock;
    private final Sleeper sleeper;
    private final BooleanSupplier closed;
    private final Duration transferTimeout;
    private final SplittableRandom random;
    private final HttpUrl base;

    public BatchApi(
            ChatCall.Context context,
            Sleeper sleeper,
            BooleanSupplier closed,
            Duration transferTimeout,
            long jitterSeed) {
        settings = context.settings();
        client = context.sender().client();
        policy = context.policy();
        clock = context.clock();
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

    /** Uploads requests, one a line; costs nothing. */
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

    /** Creates a batch over an uploaded file, once. */
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

    /** How a batch stands. */
    BatchState look(String batchId) throws InterruptedException {
        return get(url("batches", batchId), body -> BatchState.read(body, redaction()));
    }

    /** The batch over a file, if there is one. */
    Optional<BatchState> find(String inputFileId) throws InterruptedException {
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
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

    /** Asks the provider to stop a batch. */
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
     * Reads a file line by line on the calling thread. A file that breaks off is read again from its beginning, so a
     * line may come twice.
     *
     * @param lines takes each line; a line beyond the limit of bytes is left out
     */
    void download(String fileId, Consumer<ByteString> lines) throws InterruptedException {
        Instant deadline = deadline();
        for (int attempts = 1; ; attempts++) {
            Redaction redaction = redaction();
            Call call = call(new Attempt(new Request.Builder().url(url("files", fileId, "content")), transferTimeout));
            LineStream.End end = new LineStream(call, settings.maxReplyBytes()).read(lines);
            if (end instanceof LineStream.Whole) {
                return;
            }
            Failure failure = end instanceof LineStream.Refused refused
                    ? failure(refused.answer(), redaction)
                    : new ErrorAdvice(settings, redaction)
                            .forException(((LineStream.Broken) end).cause(), transferTimeout);
            pause(failure, attempts, deadline, redaction);
        }
    }

    private <T> T get(HttpUrl url, Function<ByteString, Optional<T>> reading) throws InterruptedException {
        return exchange(
                () -> new Attempt(new Request.Builder().url(url), settings.callTimeout()), reading, Optional::empty);
    }

    /** Looks whether a call whose answer was lost has been done. */
    @FunctionalInterface
    private interface Check<T> {
        Optional<T> done() throws InterruptedException;
    }

    private <T> T exchange(Supplier<Attempt> attempt, Function<ByteString, Optional<T>> reading, Check<T> check)
            throws InterruptedException {
        Instant deadline = deadline();
        for (int attempts = 1; ; attempts++) {
            Redaction redaction = redaction();
            Attempt next = attempt.get();
            Failure failure;
            try {
                RawResponse answer = send(call(next));
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
            Optional<T> done = check.done();
            if (done.isPresent()) {
                return done.get();
            }
        }
    }

    private Failure failure(RawResponse answer, Redaction redaction) {
        if (!answer.isSuccess()
                && new ResponseReader(settings, clock, redaction).read(answer) instanceof Failure refused) {
            return refused;
        }
        boolean cut = answer.isSuccess() && LenientJson.breaksOff(answer.body());
        return Failure.unanswered(
                answer.isSuccess() ? NOT_JSON : "provider answered " + answer.status(),
                "check that baseUrl(...) leads to a provider that knows files and batches",
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
        if (!sleeper.sleep(((RetryPolicy.Again) decision).pause())) {
            refuseIfClosed();
        }
    }

    void refuseIfClosed() {
        if (closed.getAsBoolean()) {
            throw Failure.unanswered(
                            "the generator is closed",
                            "build a new one with the same store to go on: nothing is bought twice",
                            false,
                            Reach.ALL_REQUESTS,
                            null)
                    .exception(1, Usage.NONE, new Redaction(null));
        }
    }

    private Instant deadline() {
        return clock.instant().plus(settings.maxWait());
    }

    private Call call(Attempt attempt) {
        refuseIfClosed();
        ApiKey key = key();
        attempt.request().header("User-Agent", "warmstart");
        settings.headers().forEach(attempt.request()::header);
        if (key != null) {
            boolean bearer = settings.keyHeader().equalsIgnoreCase(Settings.AUTHORIZATION);
            attempt.request().header(settings.keyHeader(), (bearer ? "Bearer " : "") + key.secret());
        }
        Call call = client.newCall(attempt.request().build());
        call.timeout().timeout(attempt.timeout().toNanos(), TimeUnit.NANOSECONDS);
        return call;
    }

    private @Nullable ApiKey key() {
        return settings.apiKey() == null
                ? null
                : requireNonNull(settings.apiKey().get(), "apiKey(...) was given a supplier that gave null");
    }

    Redaction redaction() {
        return new Redaction(key());
    }

    private HttpUrl url(String... segments) {
        HttpUrl.Builder url = base.newBuilder();
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url.build();
    }

    /** Sends and waits for the whole answer; an interrupt cancels the call on the wire. */
    private RawResponse send(Call call) throws IOException, InterruptedException {
        CompletableFuture<RawResponse> arrival = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onResponse(Call answered, Response response) {
                try {
                    arrival.complete(read(call, response, settings.maxReplyBytes()));
                } catch (IOException | RuntimeException e) {
                    arrival.completeExceptionally(e);
                }
            }

            @Override
            public void onFailure(Call failed, IOException e) {
                arrival.completeExceptionally(e);
            }
        });
        try {
            return arrival.get();
        } catch (InterruptedException e) {
            call.cancel();
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException("reading the answer failed", e);
        }
    }

    /** Reads a body up to a limit. */
    static RawResponse read(Call call, Response response, long limit) throws IOException {
        try (response) {
            BufferedSource source = response.body().source();
            boolean tooLong = source.request(limit + 1);
            ByteString body = source.getBuffer()
                    .readByteString(Math.min(limit, source.getBuffer().size()));
            if (tooLong) {
                call.cancel(); // or closing would read on, in the hope of using the connection again
            }
            return new RawResponse(response.code(), response.headers(), body, tooLong);
        }
    }
}
