// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.warmstart.examples.simulation.ModelVices;
import io.github.warmstart.examples.simulation.SimulatedCommunity;
import io.github.warmstart.examples.simulation.SimulatedLanguageModel;
import io.github.warmstart.examples.simulation.SimulatedProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a real model that is down, rejects the key, or answers. */
class RealModelRunTest {

    private static final String KEY = "sk-test-0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void modelThatIsDown_endsWithAReport() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        ProgramRun run = run("http://127.0.0.1:" + port + "/v1", "--budget", "1");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("The language model is real: some-model.")
                .contains("Warm start: WITHHELD")
                .contains("no usable signal was received")
                .contains("no complete response from 127.0.0.1")
                .contains("check the network and baseUrl(...)");
        assertQuiet(run);
    }

    @Test
    void rejectedKey_isReported_andNotRetriedForLong() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                calls.incrementAndGet();
                byte[] body = ("{\"error\":{\"message\":\"Incorrect key provided: "
                                + exchange.getRequestHeaders().getFirst("Authorization")
                                + "\",\"code\":\"invalid_api_key\"}}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(401, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        ProgramRun run;
        try {
            run = run("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        } finally {
            server.stop(0);
        }

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Warm start: WITHHELD").contains("401").contains("the key is wrong or revoked");
        assertQuiet(run);
        assertThat(calls).hasValueLessThan(10);
    }

    @Test
    void modelThatAnswers_isNamedAsReal_andTheKeyIsNotInTheOutput() throws Exception {
        // complete answers, so that no request needs a second call
        SimulatedLanguageModel model = new SimulatedLanguageModel(
                SimulatedCommunity.builder().items(300).seed(42).build(), ModelVices.none());
        try (SimulatedProvider provider = SimulatedProvider.start(model)) {
            ProgramRun run = run(provider.baseUrl(), "--budget", "3");

            assertThat(run.code()).isZero();
            assertThat(run.out()).contains("The community is SIMULATED", "The language model is real: some-model.");
            assertThat(provider.requests()).isEqualTo(3);
            assertQuiet(run);
        }
    }

    private ProgramRun run(String baseUrl, String... more) throws InterruptedException {
        String[] args = Stream.concat(
                        Stream.of("--base-url", baseUrl, "--model", "some-model", "--out", folder.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return ProgramRun.of(KEY, args);
    }

    private void assertQuiet(ProgramRun run) throws IOException {
        String everything = run.out()
                + run.err()
                + ProgramRun.read(folder.resolve("report.txt"))
                + ProgramRun.read(folder.resolve("report.json"));
        assertThat(everything).doesNotContain(KEY, KEY.substring(0, 12), "\tat ", "java.lang.");
    }
}
