// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.testkit.internal.base.Json;
import io.github.warmstart.openai.testkit.internal.base.SeededRandom;
import io.github.warmstart.openai.testkit.internal.server.CallLog;
import io.github.warmstart.openai.testkit.internal.server.Completions;
import io.github.warmstart.openai.testkit.internal.server.FakeProvider;
import io.github.warmstart.openai.testkit.internal.server.HttpConnection;
import io.github.warmstart.openai.testkit.internal.server.HttpRequest;
import io.github.warmstart.openai.testkit.internal.server.Reply;
import io.github.warmstart.openai.testkit.internal.server.ResponseWriter;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fake server for OpenAI's chat completions, files and batches, with scripted faults and a log of all calls.
 *
 * <pre>{@code
 * try (FakeOpenAi server = FakeOpenAi.start(Script.builder()
 *         .first(Fault.status(429).retryAfterMillis(Duration.ofMillis(50)))
 *         .build())) {
 *     // run your client against server.baseUrl()
 *     assertThat(server.statistics().early()).isZero();
 * }
 * }</pre>
 *
 * <p>It listens on the loopback address only, on a port that the system chooses, supports HTTP/1.1 without TLS, and stores
 * no key: records show stars. Each connection has a daemon thread. Thread-safe; close it to free the port and to end the
 * threads.
 */
public final class FakeOpenAi implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final Script script;
    private final CallLog log;
    private final FakeProvider provider;
    private final ServerSocket socket;
    private final ExecutorService threads;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Clock clock = Clock.systemUTC();

    private FakeOpenAi(Script script) throws IOException {
        this.script = script;
        log = new CallLog(script.keepBodies());
        provider = new FakeProvider(script, log);
        socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "fake-openai-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    /**
     * Starts a server.
     *
     * @param script behaviour of the server, for example {@link Script#faultless()}
     * @return a running server
     * @throws UncheckedIOException if no port can be opened
     */
    public static FakeOpenAi start(Script script) {
        try {
            return new FakeOpenAi(requireNonNull(script, "script"));
        } catch (IOException e) {
            throw new UncheckedIOException("no port can be opened on the loopback address", e);
        }
    }

    /**
     * Base URL for clients, up to {@code /chat/completions}.
     *
     * @return an address such as {@code http://127.0.0.1:40123/v1}
     */
    public String baseUrl() {
        String host = socket.getInetAddress().getHostAddress();
        return "http://%s:%d/v1".formatted(host.contains(":") ? "[" + host + "]" : host, socket.getLocalPort());
    }

    /**
     * All calls so far.
     *
     * @return a copy, in order of arrival
     */
    public List<RecordedCall> calls() {
        return log.calls().stream().map(RecordedCall::new).toList();
    }

    /**
     * Statistics of all calls so far.
     *
     * @return a copy
     */
    public CallStatistics statistics() {
        return new CallStatistics(log.counts());
    }

    /**
     * Time since the start of the server, which is the clock of its records.
     *
     * @return more than 0
     */
    public Duration now() {
        return log.now();
    }

    /**
     * Waits for a condition, for example {@code statistics -> statistics.aborted() == 1}.
     *
     * @param condition tested after each event
     * @param maxWait maximum time to wait
     * @return whether the condition was met
     * @throws InterruptedException if the calling thread was interrupted
     */
    public boolean await(Predicate<CallStatistics> condition, Duration maxWait) throws InterruptedException {
        return log.await(counts -> condition.test(new CallStatistics(counts)), maxWait);
    }

    /** Resets all connections, frees the port and ends all threads, at once. Closing twice has no further effect. */
    @Override
    public void close() {
        closeQuietly(socket);
        connections.forEach(connection -> {
            try {
                connection.reset();
            } catch (IOException e) {
                return; // it is closed already
            }
        });
        threads.shutdownNow();
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the port cannot be closed", e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException | RuntimeException e) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException("the fake server failed", e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (HttpConnection connection = new HttpConnection(client)) {
            connections.add(connection);
            try {
                boolean open = !socket.isClosed();
                while (open) {
                    HttpRequest request = connection.read();
                    open = request != null && answer(connection, request);
                }
            } finally {
                connections.remove(connection);
            }
        } catch (IOException e) {
            return; // clients may disconnect at any time
        }
    }

    /** Answers one call; false if the connection cannot be used again. */
    private boolean answer(HttpConnection connection, HttpRequest request) throws IOException {
        @Nullable Object json = request.isChat() ? Json.read(request.text()) : null;
        String prompt = request.isChat() ? CallLog.prompt(Completions.request(Json.object(json), 1)) : "";
        CallLog.Entry entry = log.arrived(request, json, prompt);
        ResponseWriter.Result result = ResponseWriter.Result.ABORTED;
        try {
            Reply reply = provider.reply(request, json, entry);
            log.answering(entry, reply);
            Duration latency = request.isChat()
                    ? script.latency()
                            .draw(SeededRandom.of(script.seed(), prompt, "latency of attempt " + entry.attempt()))
                    : Duration.ZERO;
            if (connection.pause(latency)) {
                if (reply.fault().delivery() == Fault.Delivery.COMPLETE) {
                    log.completing(entry);
                }
                result = new ResponseWriter(connection, clock).send(reply, entry.number());
            }
        } finally {
            log.ended(entry, result);
        }
        return result == ResponseWriter.Result.COMPLETE;
    }
}
