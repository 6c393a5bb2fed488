// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.warmstart.examples.simulation.ProviderReply.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * HTTP server in this process that implements the chat completions protocol of OpenAI with a
 * {@link SimulatedLanguageModel}. It listens on the loopback address only, on a port chosen by the system.
 *
 * <p>It requires a bearer key, accepts any, and stores none. Rate limit and server errors can be simulated: whether the n-th
 * attempt of a prompt fails depends on the seed, the prompt and n only, so retries succeed eventually and runs are
 * repeatable. Thread-safe; close it to free the port.
 */
public final class SimulatedProvider implements AutoCloseable {

    private static final String PATH = "/v1/chat/completions";
    private static final int MAX_BODY_LENGTH = 4 << 20;
    private static final int THREADS = 8;

    private final SimulatedLanguageModel model;
    private final Clock clock;
    private final double rateLimitRate;
    private final double serverErrorRate;
    private final long seed;
    private final HttpServer server;
    private final ExecutorService threads;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private final Map<Long, AtomicInteger> tries = new ConcurrentHashMap<>();

    private SimulatedProvider(Builder builder) throws IOException {
        model = builder.model;
        clock = builder.clock;
        rateLimitRate = builder.rateLimitRate;
        serverErrorRate = builder.serverErrorRate;
        seed = builder.seed;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "simulated-provider-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Starts a server without faults.
     *
     * @param model the model that answers
     * @return a running server
     * @throws IOException if no port can be opened
     */
    public static SimulatedProvider start(SimulatedLanguageModel model) throws IOException {
        return builder(model).start();
    }

    /**
     * Creates a builder of a server.
     *
     * @param model the model that answers
     * @return a builder for one thread
     */
    public static Builder builder(SimulatedLanguageModel model) {
        return new Builder(requireNonNull(model, "model"));
    }

    /**
     * Base URL of the server, without {@code /chat/completions}.
     *
     * @return for example {@code http://127.0.0.1:40123/v1}
     */
    public String baseUrl() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return "http://%s:%d/v1".formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
    }

    /**
     * Number of requests received, including failed ones.
     *
     * @return the number since the start
     */
    public long requests() {
        return requests.get();
    }

    /**
     * Number of simulated faults.
     *
     * @return the number since the start
     */
    public long faults() {
        return faults.get();
    }

    /** Stops immediately and frees the port. Idempotent. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        long number = requests.incrementAndGet();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_LENGTH + 1);
            ProviderReply reply = reply(exchange, body);
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("x-request-id", "req_" + number);
            // the server writes headers and body separately: on a persistent connection the body waits 40 ms for the
            // client's
            // acknowledgement of the headers, and TCP_NODELAY can only be set for the whole process
            exchange.getResponseHeaders().set("Connection", "close");
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    private ProviderReply reply(HttpExchange exchange, byte[] body) {
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return ProviderReply.unknownPath(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath());
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return ProviderReply.wrongMethod(exchange.getRequestMethod());
        }
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        if (key == null
                || !key.startsWith("Bearer ")
                || key.substring("Bearer ".length()).isBlank()) {
            return ProviderReply.noKey();
        }
        if (body.length > MAX_BODY_LENGTH) {
            return ProviderReply.tooLong(MAX_BODY_LENGTH);
        }
        try {
            ChatRequest request = ChatRequest.parse(new String(body, StandardCharsets.UTF_8));
            Fault fault = fault(request.key());
            if (fault != Fault.NONE) {
                faults.incrementAndGet();
                return ProviderReply.fault(fault);
            }
            return ProviderReply.completion(request, model.answer(request), clock.instant());
        } catch (IllegalArgumentException e) {
            return ProviderReply.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private Fault fault(long prompt) {
        int attempt = tries.computeIfAbsent(prompt, key -> new AtomicInteger()).incrementAndGet();
        double draw = new RandomStream(seed ^ prompt, "fault of try " + attempt).unit();
        if (draw < rateLimitRate) {
            return Fault.RATE_LIMIT;
        }
        return draw < rateLimitRate + serverErrorRate ? Fault.SERVER_ERROR : Fault.NONE;
    }

    /** Builder of a {@link SimulatedProvider}. For one thread. */
    public static final class Builder {

        private final SimulatedLanguageModel model;
        private Clock clock = Clock.systemUTC();
        private double rateLimitRate;
        private double serverErrorRate;
        private long seed = 1;

        private Builder(SimulatedLanguageModel model) {
            this.model = model;
        }

        /**
         * Sets the clock for the creation time of answers.
         *
         * @param clock the default is the system clock in UTC
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets the rate of attempts that fail with 429 and {@code Retry-After: 0}.
         *
         * @param rate a probability; the default is 0
         * @return this
         */
        public Builder rateLimitRate(double rate) {
            this.rateLimitRate = rate;
            return this;
        }

        /**
         * Sets the rate of attempts that fail with 500.
         *
         * @param rate a probability; the default is 0
         * @return this
         */
        public Builder serverErrorRate(double rate) {
            this.serverErrorRate = rate;
            return this;
        }

        /**
         * Sets the seed of the faults.
         *
         * @param seed any number; the default is 1
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return a running server
         * @throws IOException if no port can be opened
         * @throws IllegalArgumentException if a rate is negative or their sum exceeds 1
         */
        public SimulatedProvider start() throws IOException {
            if (!(rateLimitRate >= 0) || !(serverErrorRate >= 0) || !(rateLimitRate + serverErrorRate <= 1)) {
                throw new IllegalArgumentException(
                        "rateLimitRate and serverErrorRate must be >= 0 with a sum of at most 1, but were %s and %s"
                                .formatted(rateLimitRate, serverErrorRate));
            }
            SimulatedProvider provider = new SimulatedProvider(this);
            provider.server.start();
            return provider;
        }
    }
}
