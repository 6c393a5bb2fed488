// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.http;

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
 * Sends one request, once, and waits for the whole answer.
 *
 * <p>A blocking call of OkHttp does not notice an interrupt. So the call runs on a thread of the sender while the caller
 * waits for a future, and an interrupt cancels it on the wire. The threads are daemons, are named, and end after some
 * seconds without work or by {@link #close()}.
 */
public final class HttpSender implements AutoCloseable {

    /** Bytes of an error that are read at most. */
    public static final long ERROR_BYTES = 64 * 1024;

    private static final long IDLE_SECONDS = 10;

    private final OkHttpClient client;
    private final Dispatcher dispatcher;
    private final boolean ownThreads;
    private final boolean ownPool;
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private final long maxReplyBytes;

    /**
     * A sender.
     *
     * @param host its connections, proxy and TLS are used if there is one
     * @param executor its threads are used if there is one; else the sender has its own
     */
    public HttpSender(
            @Nullable OkHttpClient host,
            @Nullable ExecutorService executor,
            Duration connectTimeout,
            long maxReplyBytes) {
        dispatcher = new Dispatcher(executor == null ? threads() : executor);
        ownThreads = executor == null;
        // each caller waits for its own call: how many run at once is the callers' matter
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
     * Sends.
     *
     * @param timeout for connecting, sending and reading the whole answer together
     * @throws IOException if no whole answer came
     * @throws InterruptedException if the calling thread was interrupted; the call is cancelled
     */
    public RawResponse send(Request request, Duration timeout) throws IOException, InterruptedException {
        Call call = client.newCall(request);
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        Arrival arrival = new Arrival();
        running.add(call);
        try {
            if (closed) {
                call.cancel(); // closing may have come too early to know of this call
            }
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
            throw cause instanceof IOException io ? io : new IOException("reading the answer failed", cause);
        } finally {
            running.remove(call);
        }
    }

    /** The client beneath, for calls of another kind: hardened, and with the threads that {@link #close()} ends. */
    public OkHttpClient client() {
        return client;
    }

    /** Cancels what runs and ends the threads. The pool of connections is emptied unless it is the host's. */
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

    private RawResponse read(Call call, Response response) throws IOException {
        try (response) {
            boolean success = response.isSuccessful();
            long limit = success ? maxReplyBytes : ERROR_BYTES;
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
                body = ByteString.EMPTY; // the status says enough
            }
            if (tooLong) {
                call.cancel(); // or closing would read on, in the hope of using the connection again
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
