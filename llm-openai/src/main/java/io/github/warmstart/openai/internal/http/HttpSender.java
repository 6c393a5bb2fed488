// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.http;

import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.openai.internal.wire.RawResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * HTTP sender for chat completions, files and batches: sends a request once and waits for the response. Thread-safe.
 *
 * <p>A blocking call of OkHttp ignores interrupts. Therefore the call runs on a thread of the sender while the caller waits
 * for a future, and an interrupt cancels the call on the wire. The threads are named daemons; they end after 10 s without
 * work, or by {@link #close()}.
 */
public final class HttpSender implements AutoCloseable {

    /** Maximum number of bytes read of an error response. */
    private static final long MAX_ERROR_BYTES = 64 * 1024;

    private static final long IDLE_SECONDS = 10;

    private final OkHttpClient client;
    private final Dispatcher dispatcher;
    private final boolean ownThreads;
    private final boolean ownPool;
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private final long maxReplyBytes;

    /**
     * Creates a sender.
     *
     * @param host client whose connections, proxy and TLS are used; null for a client of its own
     * @param executor threads that send and read; null for threads of its own
     * @param connectTimeout maximum time for connecting
     * @param maxReplyBytes maximum length of a successful response, and of one line of a file
     */
    public HttpSender(
            @Nullable OkHttpClient host,
            @Nullable ExecutorService executor,
            Duration connectTimeout,
            long maxReplyBytes) {
        dispatcher = new Dispatcher(executor == null ? threads() : executor);
        ownThreads = executor == null;
        // each caller waits for its own call: callers limit the number of concurrent calls
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        client = (host == null ? new OkHttpClient() : host)
                .newBuilder()
                .dispatcher(dispatcher)
                .connectTimeout(connectTimeout)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .cookieJar(CookieJar.NO_COOKIES)
                .cache(null)
                .build();
        ownPool = host == null;
        this.maxReplyBytes = maxReplyBytes;
    }

    private static ExecutorService threads() {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "warmstart-openai-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Completes a request with the headers of all requests: user agent, configured headers, and the key.
     *
     * @param key the key; null to send none
     */
    public static Request authorized(Request.Builder request, Settings settings, @Nullable ApiKey key) {
        request.header("User-Agent", "warmstart");
        settings.headers().forEach(request::header);
        if (key != null) {
            boolean bearer = settings.keyHeader().equalsIgnoreCase(Settings.AUTHORIZATION);
            request.header(settings.keyHeader(), (bearer ? "Bearer " : "") + key.secret());
        }
        return request.build();
    }

    /**
     * Sends a request and waits for the complete response.
     *
     * @param timeout for connecting, sending and reading the complete response together
     * @throws IOException if there is no complete response
     * @throws InterruptedException if the calling thread was interrupted; the call is cancelled
     */
    public RawResponse send(Request request, Duration timeout) throws IOException, InterruptedException {
        Call call = begin(request, timeout);
        Arrival arrival = new Arrival();
        try {
            call.enqueue(arrival);
            return arrival.future.get();
        } catch (InterruptedException e) {
            call.cancel();
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof IOException io ? io : new IOException("reading the response failed", cause);
        } finally {
            running.remove(call);
        }
    }

    /**
     * Sends a request and reads the response line by line on the calling thread.
     *
     * @param timeout for connecting, sending and reading the complete response together
     * @param lines receives each line; lines of more than the maximum number of bytes are skipped
     * @throws InterruptedException if the calling thread was interrupted; the call is cancelled
     */
    public LineStream.End readLines(Request request, Duration timeout, Consumer<ByteString> lines)
            throws InterruptedException {
        Call call = begin(request, timeout);
        try {
            return new LineStream(call, maxReplyBytes, this).read(lines);
        } finally {
            running.remove(call);
        }
    }

    private Call begin(Request request, Duration timeout) {
        Call call = client.newCall(request);
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        running.add(call);
        if (closed) {
            call.cancel(); // close() may have missed this call
        }
        return call;
    }

    /** Cancels running calls and ends the sender's own threads and connections. */
    @Override
    public void close() {
        closed = true;
        if (ownThreads) {
            dispatcher.executorService().shutdown();
        }
        running.forEach(Call::cancel);
        if (ownPool) {
            client.connectionPool().evictAll();
        }
    }

    /** Reads a response up to the maximum length and closes it. */
    RawResponse read(Call call, Response response) throws IOException {
        try (response) {
            boolean success = response.isSuccessful();
            long limit = success ? maxReplyBytes : MAX_ERROR_BYTES;
            BufferedSource source = response.body().source();
            boolean tooLong = false;
            ByteString body;
            try {
                tooLong = source.request(limit + 1);
                body = source.getBuffer()
                        .readByteString(Math.min(limit, source.getBuffer().size()));
            } catch (IOException e) {
                if (success) {
                    throw e;
                }
                body = ByteString.EMPTY; // the status is sufficient
            }
            if (tooLong) {
                call.cancel(); // otherwise close() reads on to reuse the connection
            }
            return new RawResponse(response.code(), response.headers(), body, tooLong);
        }
    }

    private final class Arrival implements Callback {

        private final CompletableFuture<RawResponse> future = new CompletableFuture<>();

        @Override
        public void onResponse(Call call, Response response) {
            try {
                future.complete(read(call, response));
            } catch (IOException | RuntimeException | Error e) {
                future.completeExceptionally(e);
            }
        }

        @Override
        public void onFailure(Call call, IOException e) {
            future.completeExceptionally(e);
        }
    }
}
