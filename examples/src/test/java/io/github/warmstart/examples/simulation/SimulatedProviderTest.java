// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.squareup.moshi.Moshi;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import io.github.warmstart.prompt.ChatPrompt;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedProviderTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final SimulatedCommunity club = SimulatedCommunity.of(4);
    private final SimulatedLanguageModel model = new SimulatedLanguageModel(club, ModelVices.usual());
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SimulatedProvider> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(SimulatedProvider::close);
    }

    @Test
    void completion_hasTheDocumentedShape() throws Exception {
        SimulatedProvider provider = start(0, 0);
        String body = body(0);
        HttpResponse<String> response = client.send(post(provider, body), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("x-request-id")).contains("req_1");
        Map<?, ?> answer = json(response);
        assertThat(answer.get("id")).asString().matches("chatcmpl-[0-9a-f]{16}");
        assertThat(answer.get("object")).isEqualTo("chat.completion");
        assertThat(answer.get("created")).isEqualTo((double) NOW.getEpochSecond());
        assertThat(answer.get("model")).isEqualTo("simulated-model-1");
        Map<?, ?> choice = (Map<?, ?>) ((List<?>) field(answer, "choices")).get(0);
        assertThat(choice.get("finish_reason")).isIn("stop", "length");
        assertThat(((Map<?, ?>) field(choice, "message")).get("content"))
                .isEqualTo(model.answer(body).text());
        Map<?, ?> usage = (Map<?, ?>) field(answer, "usage");
        double prompt = (double) field(usage, "prompt_tokens");
        double completion = (double) field(usage, "completion_tokens");
        assertThat(prompt).isBetween(1000.0, 10_000.0);
        assertThat(completion).isBetween(300.0, 5_000.0);
        assertThat(usage.get("total_tokens")).isEqualTo(prompt + completion);
        assertThat(provider.requests()).isEqualTo(1);
        assertThat(provider.faults()).isZero();
    }

    @Test
    void baseUrl_isOnTheLoopback() throws IOException {
        assertThat(URI.create(start(0, 0).baseUrl()).getHost()).isIn("127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]");
        assertThat(start(0, 0).baseUrl()).endsWith("/v1");
    }

    @Test
    void withoutKey_401() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(start(0, 0), "/chat/completions"))
                .POST(BodyPublishers.ofString(body(0)))
                .build();
        assertError(request, 401, "No API key was given: send it as a bearer token", "missing_api_key");
    }

    @Test
    void brokenJson_400() throws Exception {
        assertError(post(start(0, 0), "{\"model\":"), 400, "body must be JSON", null);
    }

    @Test
    void noMessages_400() throws Exception {
        assertError(post(start(0, 0), "{\"model\":\"m\"}"), 400, "messages must be a list", null);
    }

    @Test
    void noModel_400() throws Exception {
        assertError(post(start(0, 0), "{\"messages\":[]}"), 400, "model must be given", null);
    }

    @Test
    void stream_400() throws Exception {
        assertError(
                post(start(0, 0), "{\"model\":\"m\",\"stream\":true}"),
                400,
                "stream is not supported by this simulation",
                null);
    }

    @Test
    void promptOfUnknownLayout_400() throws Exception {
        assertError(
                post(start(0, 0), "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                400,
                "prompt must ask for a rating or a mean rating, but asks for neither",
                null);
    }

    @Test
    void tooLongABody_413() throws Exception {
        String body = "x".repeat((4 << 20) + 1);
        assertError(post(start(0, 0), body), 413, "Body is longer than 4194304 bytes", null);
    }

    @Test
    void anotherPath_404() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(start(0, 0), "/embeddings")).GET().build();
        assertError(request, 404, "Invalid URL (GET /v1/embeddings)", "unknown_url");
    }

    @Test
    void anotherMethod_405() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(start(0, 0), "/chat/completions"))
                .GET()
                .build();
        assertError(request, 405, "Not allowed to GET here", "method_not_supported");
    }

    @Test
    void rateLimit_hasRetryAfter() throws Exception {
        SimulatedProvider provider = start(1, 0);
        HttpResponse<String> response = client.send(post(provider, body(0)), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("0");
        assertThat(error(response).get("code")).isEqualTo("rate_limit_exceeded");
        assertThat(provider.faults()).isEqualTo(1);
    }

    @Test
    void serverError_500() throws Exception {
        HttpResponse<String> response = client.send(post(start(0, 1), body(0)), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(error(response).get("type")).isEqualTo("server_error");
    }

    @Test
    void faults_arePerAttempt_soRetriesSucceed() throws Exception {
        SimulatedProvider provider = start(0.3, 0.2);
        for (int user = 0; user < 20; user++) {
            assertThat(statuses(provider, user, 12)).contains(200).isSubsetOf(200, 429, 500);
        }
        assertThat(provider.faults() / (double) provider.requests()).isBetween(0.35, 0.65);
    }

    @Test
    void faultsAndAnswers_doNotDependOnTheTimingOfCalls() throws Exception {
        List<String> oneByOne = new ArrayList<>();
        SimulatedProvider first = start(0.2, 0.1);
        for (int user = 0; user < 40; user++) {
            oneByOne.add(shown(client.send(post(first, body(user)), BodyHandlers.ofString())));
        }
        SimulatedProvider second = start(0.2, 0.1);
        List<CompletableFuture<HttpResponse<String>>> atOnce = new ArrayList<>();
        for (int user = 0; user < 40; user++) {
            atOnce.add(client.sendAsync(post(second, body(user)), BodyHandlers.ofString()));
        }
        List<String> parallel = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> call : atOnce) {
            parallel.add(shown(call.get()));
        }
        assertThat(parallel).isEqualTo(oneByOne);
        assertThat(second.faults()).isEqualTo(first.faults()).isPositive();
    }

    @Test
    void libraryClient_retriesFaultsAndGetsTheAnswers() throws Exception {
        SimulatedProvider provider = start(0.01, 0.1);
        List<SignalRequest> questions = club.coldUsers().stream()
                .map(user -> Prompts.user(club, user, 5))
                .toList();
        List<SignalReply> replies = new ArrayList<>();
        try (OpenAiSignalGenerator generator = OpenAiSignalGenerator.builder()
                .baseUrl(provider.baseUrl())
                .apiKey("any-key")
                .model("any")
                .concurrency(4)
                .prompting(prompting -> prompting.domain("film").followUps(0))
                .build()) {
            generator.generate(questions, replies::add);
        }
        List<SignalReply> direct = Prompts.ask(model, questions);
        assertThat(replies).hasSize(40);
        for (SignalReply reply : replies) {
            SignalReply expected = direct.get(questions.indexOf(reply.request()));
            assertThat(values(reply)).isEqualTo(values(expected));
            assertThat(reply.outcome()).isEqualTo(expected.outcome());
            assertThat(reply.signals())
                    .extracting(signal -> signal.origin().model())
                    .containsOnly(SimulatedLanguageModel.NAME);
        }
        assertThat(provider.faults()).isPositive();
    }

    @Test
    void close_twice_doesNothing() throws IOException {
        SimulatedProvider provider = start(0, 0);
        provider.close();
        provider.close();
    }

    @Test
    void start_ratesOutOfRange_names() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(0.7, 0.6))
                .withMessage("rateLimitRate and serverErrorRate must be >= 0 with a sum of at most 1, "
                        + "but were 0.7 and 0.6");
    }

    private SimulatedProvider start(double rateLimits, double serverErrors) throws IOException {
        SimulatedProvider provider = SimulatedProvider.builder(model)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .rateLimitRate(rateLimits)
                .serverErrorRate(serverErrors)
                .seed(5)
                .start();
        open.add(provider);
        return provider;
    }

    private String body(int coldUser) {
        ChatPrompt prompt =
                Prompts.prompt(model, Prompts.user(club, club.coldUsers().get(coldUser), 5));
        return new Moshi.Builder()
                .build()
                .adapter(Object.class)
                .toJson(Map.of(
                        "model",
                        "any",
                        "messages",
                        List.of(
                                Map.of("role", "system", "content", prompt.system()),
                                Map.of("role", "user", "content", prompt.user()))));
    }

    private static HttpRequest post(SimulatedProvider provider, String body) {
        return HttpRequest.newBuilder(uri(provider, "/chat/completions"))
                .header("Authorization", "Bearer any-key")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static List<Double> values(SignalReply reply) {
        return reply.signals().stream().map(SyntheticSignal::value).toList();
    }

    private static URI uri(SimulatedProvider provider, String path) {
        return URI.create(provider.baseUrl() + path);
    }

    private List<Integer> statuses(SimulatedProvider provider, int user, int tries) throws Exception {
        HttpRequest request = post(provider, body(user));
        List<Integer> statuses = new ArrayList<>();
        for (int k = 0; k < tries; k++) {
            statuses.add(client.send(request, BodyHandlers.discarding()).statusCode());
        }
        return statuses;
    }

    private void assertError(HttpRequest request, int status, String message, @Nullable String code) throws Exception {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(status);
        Map<?, ?> error = error(response);
        assertThat(error.get("message")).isEqualTo(message);
        assertThat(error.get("type")).isEqualTo("invalid_request_error");
        assertThat(error.containsKey("param")).isTrue();
        assertThat(error.get("code")).isEqualTo(code);
    }

    private static Map<?, ?> error(HttpResponse<String> response) throws IOException {
        return (Map<?, ?>) field(json(response), "error");
    }

    private static Map<?, ?> json(HttpResponse<String> response) throws IOException {
        return (Map<?, ?>) Objects.requireNonNull(
                new Moshi.Builder().build().adapter(Object.class).fromJson(response.body()));
    }

    private static Object field(Map<?, ?> object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    private static String shown(HttpResponse<String> response) {
        return response.statusCode() + " " + response.body();
    }
}
