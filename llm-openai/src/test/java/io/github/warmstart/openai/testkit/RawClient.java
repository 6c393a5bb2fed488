// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit;

import io.github.warmstart.openai.testkit.internal.base.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Client without retries or limits, which shows the plain behaviour of the server. */
final class RawClient {

    static final String KEY = "sk-raw-0123456789";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final FakeOpenAi server;

    RawClient(FakeOpenAi server) {
        this.server = server;
    }

    /** Body of a valid request for a completion. */
    static String body(String user) {
        return """
                {"model":"m","messages":[{"role":"system","content":"Scale: from 1 (worst) to 5 (best). JSON."},
                 {"role":"user","content":"%s"}],"max_completion_tokens":100}""".formatted(user);
    }

    static String items(String... titles) {
        StringBuilder lines = new StringBuilder("<items>\\n");
        for (int i = 0; i < titles.length; i++) {
            lines.append(i + 1).append(". ").append(titles[i]).append("\\n");
        }
        return lines.append("</items>").toString();
    }

    HttpResponse<String> chat(String body) throws IOException, InterruptedException {
        return send("/chat/completions", body, Duration.ofSeconds(20));
    }

    HttpResponse<String> ask(String user) throws IOException, InterruptedException {
        return chat(body(user));
    }

    HttpResponse<String> send(String path, String body, Duration timeout) throws IOException, InterruptedException {
        // the timeout of this client ends at the headers, so the future has a timeout of its own
        CompletableFuture<HttpResponse<String>> response =
                http.sendAsync(request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new InterruptedIOException("no whole answer in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        } finally {
            response.cancel(true);
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> upload(String file) throws IOException, InterruptedException {
        String form = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.jsonl\"\r\n\r\n" + file
                + "\r\n--b--\r\n";
        return http.send(
                request("/files")
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    static String field(HttpResponse<String> response, String name) {
        Object value = Json.object(Json.read(response.body())).get(name);
        return String.valueOf(value);
    }

    static String content(HttpResponse<String> response) {
        List<?> choices = Json.array(Json.object(Json.read(response.body())).get("choices"));
        return Json.text(Json.object(Json.object(choices.get(0)).get("message")).get("content"));
    }

    private java.net.http.HttpRequest.Builder request(String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .header("Authorization", "Bearer " + KEY);
    }
}
