// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import io.github.warmstart.openai.testkit.internal.base.Json;
import io.github.warmstart.openai.testkit.internal.base.SeededRandom;
import io.github.warmstart.openai.testkit.script.BatchScript;
import io.github.warmstart.openai.testkit.script.FakeAnswer;
import io.github.warmstart.openai.testkit.script.FakeRequest;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Script;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files and batches of the fake provider. Thread-safe. */
final class FakeBatches {

    private static final long CREATED = 1_767_323_045;
    private static final int MAX_LINES = 50_000;

    private final Script script;
    private final CallLog log;
    private final Answering answering;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, Batch> batches = new LinkedHashMap<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private boolean expired;
    private int refusals;

    /** Answer to the body of one line. */
    @FunctionalInterface
    interface Answering {
        Reply answer(
                Map<?, ?> json, FakeRequest asked, List<String> problems, String id, @Nullable FakeAnswer override);
    }

    private static final class Batch {
        private final String id;
        private final String inputFile;
        private final Object metadata;
        private final List<Map<?, ?>> lines;
        private String status = "validating";
        private int polls;
        private boolean cancelled;
        private int completed;
        private int failed;
        private @Nullable String outputFile;
        private @Nullable String errorFile;
        private @Nullable Object errors;

        private Batch(String id, String inputFile, Object metadata, List<Map<?, ?>> lines) {
            this.id = id;
            this.inputFile = inputFile;
            this.metadata = metadata;
            this.lines = lines;
        }
    }

    FakeBatches(Script script, CallLog log, Answering answering) {
        this.script = script;
        this.log = log;
        this.answering = answering;
        refusals = script.batches().refusals();
    }

    synchronized Reply reply(HttpRequest request) {
        String[] path =
                request.route().replaceFirst(".*?/(?=files|batches)", "").split("/", -1);
        String id = path.length > 1 ? path[1] : "";
        String action = request.method() + " " + path[0] + (path.length > 1 ? "/*" : "")
                + (path.length > 2 ? "/" + path[2] : "");
        return switch (action) {
            case "POST files" -> upload(request);
            case "GET files/*/content" -> {
                String content = files.get(id);
                yield content == null ? unknown(id) : Reply.of(200, content);
            }
            case "POST batches" -> create(Json.object(Json.read(request.text())));
            case "GET batches" -> list(request.path());
            case "GET batches/*" -> {
                Batch batch = batches.get(id);
                yield batch == null ? unknown(id) : Reply.of(200, Json.of(poll(batch)));
            }
            case "POST batches/*/cancel" -> {
                Batch batch = batches.get(id);
                if (batch == null) {
                    yield unknown(id);
                }
                cancel(batch);
                yield Reply.of(200, Json.of(json(batch)));
            }
            default ->
                Reply.of(404, Json.error("Invalid URL (%s %s)".formatted(request.method(), request.route()), "", null));
        };
    }

    private static Reply unknown(String id) {
        return Reply.of(404, Json.error("No such object: " + id, "not_found", "id"));
    }

    private Reply upload(HttpRequest request) {
        String type = request.headers().getOrDefault("content-type", "");
        int at = type.indexOf("boundary=");
        if (at < 0) {
            return Reply.of(400, Json.error("The upload is no multipart form.", "", "file"));
        }
        String boundary = "--" + type.substring(at + 9).replace("\"", "");
        String purpose = "";
        String content = null;
        for (String part : request.text().split(Pattern.quote(boundary), -1)) {
            int end = part.indexOf("\r\n\r\n");
            String body =
                    end < 0 ? "" : part.substring(end + 4, part.endsWith("\r\n") ? part.length() - 2 : part.length());
            if (end >= 0 && part.substring(0, end).contains("name=\"purpose\"")) {
                purpose = body;
            } else if (end >= 0 && part.substring(0, end).contains("name=\"file\"")) {
                content = part.substring(0, end).contains("filename=") ? body : null;
            }
        }
        if (!purpose.equals("batch") || content == null) {
            return Reply.of(400, Json.error("The upload needs a file and the purpose 'batch'.", "", "purpose"));
        }
        String id = newFile(content);
        return Reply.of(
                200,
                Json.of(Json.map(
                        "id", id,
                        "object", "file",
                        "bytes", content.length(),
                        "created_at", CREATED,
                        "filename", "requests.jsonl",
                        "purpose", "batch",
                        "status", "processed")));
    }

    private String newFile(String content) {
        String id = "file-" + ids.incrementAndGet();
        files.put(id, content);
        return id;
    }

    private Reply create(Map<?, ?> json) {
        String input = files.get(Json.text(json.get("input_file_id")));
        if (input == null
                || !"/v1/chat/completions".equals(json.get("endpoint"))
                || !"24h".equals(json.get("completion_window"))) {
            return Reply.of(
                    400, Json.error("input_file_id, endpoint or completion_window is wrong.", "invalid_request", null));
        }
        Object metadata = json.get("metadata");
        Batch batch = new Batch(
                "batch_" + ids.incrementAndGet(),
                Json.text(json.get("input_file_id")),
                metadata == null ? Map.of() : metadata,
                input.lines()
                        .<Map<?, ?>>map(line -> Json.object(Json.read(line)))
                        .toList());
        batches.put(batch.id, batch);
        String problem = problem(batch.lines);
        if (problem != null || refusals > 0) {
            String code = problem == null ? script.batches().refusalCode() : "invalid_json_line";
            refusals -= problem == null ? 1 : 0;
            batch.errors = Json.map(
                    "object",
                    "list",
                    "data",
                    List.of(Json.map(
                            "code", code, "message", problem == null ? code : problem, "param", null, "line", null)));
        }
        return Reply.of(200, Json.of(json(batch)));
    }

    /** The problem of an input file; null if it is valid. */
    private static @Nullable String problem(List<Map<?, ?>> lines) {
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            return "a batch must hold 1 to %d lines, but holds %d".formatted(MAX_LINES, lines.size());
        }
        Map<String, Boolean> seen = new HashMap<>();
        for (Map<?, ?> line : lines) {
            String id = Json.text(line.get("custom_id"));
            if (id.isEmpty()
                    || seen.put(id, true) != null
                    || !"POST".equals(line.get("method"))
                    || !"/v1/chat/completions".equals(line.get("url"))
                    || !(line.get("body") instanceof Map)) {
                return "the line '%s' is not a request, or occurs twice".formatted(id);
            }
        }
        return null;
    }

    private void cancel(Batch batch) {
        if (batch.outputFile == null && batch.errorFile == null && !hasEnded(batch)) {
            batch.cancelled = true;
            batch.status = "cancelling";
        }
    }

    private static boolean hasEnded(Batch batch) {
        return List.of("completed", "failed", "expired", "cancelled").contains(batch.status);
    }

    private Map<String, @Nullable Object> poll(Batch batch) {
        if (!hasEnded(batch)) {
            if (batch.errors != null) {
                batch.status = "failed";
            } else if (batch.cancelled) {
                finish(
                        batch,
                        "cancelled",
                        Math.min(
                                1,
                                batch.polls
                                        / (double) Math.max(1, script.batches().polls())));
            } else if (batch.polls++ < script.batches().polls()) {
                batch.status = "in_progress";
            } else if (script.batches().expireAfter() < 1 && !expired) {
                expired = true;
                finish(batch, "expired", script.batches().expireAfter());
            } else {
                finish(batch, "completed", 1);
            }
        }
        return json(batch);
    }

    private void finish(Batch batch, String status, double fraction) {
        List<String> output = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        int answered = (int) Math.floor(batch.lines.size() * fraction);
        for (int i = 0; i < batch.lines.size(); i++) {
            Map<?, ?> line = batch.lines.get(i);
            String id = Json.text(line.get("custom_id"));
            if (i >= answered) {
                errors.add(line(
                        id, null, Json.map("code", "batch_" + status, "message", "This request was not executed.")));
            } else {
                Reply reply = run(Json.object(line.get("body")));
                boolean good = reply.status() < 300;
                (good ? output : errors).add(line(id, reply, null));
            }
        }
        // providers guarantee no order
        Collections.shuffle(output, new Random(script.seed()));
        batch.completed = output.size();
        batch.failed = errors.size();
        output.addAll(0, script.batches().oddLines());
        batch.outputFile = output.isEmpty() ? null : newFile(String.join("\n", output) + "\n");
        batch.errorFile = errors.isEmpty() ? null : newFile(String.join("\n", errors) + "\n");
        batch.status = status;
    }

    private Reply run(Map<?, ?> body) {
        FakeRequest first = Completions.request(body, 1);
        String prompt = CallLog.prompt(first);
        int attempt = tries.merge(prompt, 1, Integer::sum);
        BatchScript batchScript = script.batches();
        if (SeededRandom.of(script.seed(), prompt, "line of attempt " + attempt).nextDouble()
                < batchScript.lineRate()) {
            Fault fault = batchScript.lineFault();
            return Reply.of(fault.status(), fault.body().orElse(""));
        }
        FakeRequest asked = new FakeRequest(first.model(), first.system(), first.user(), attempt);
        Reply reply = answering.answer(body, asked, RequestCheck.problems(body), "b" + ids.incrementAndGet(), null);
        if (reply.answersPrompt()) {
            log.answered(prompt);
        }
        return reply;
    }

    private String line(String customId, @Nullable Reply reply, @Nullable Object error) {
        Object response = reply == null
                ? null
                : Json.map(
                        "status_code", reply.status(),
                        "request_id", "req_" + ids.incrementAndGet(),
                        "body", Json.read(reply.body()));
        return Json.of(Json.map(
                "id", "batch_req_" + ids.incrementAndGet(),
                "custom_id", customId,
                "response", response,
                "error", error));
    }

    private Reply list(String path) {
        List<Map<String, @Nullable Object>> newestFirst = new ArrayList<>();
        batches.values().forEach(batch -> newestFirst.add(0, json(batch)));
        String after = path.replaceFirst(".*[?&]after=([^&]*).*", "$1");
        if (!after.equals(path)) {
            int last = 0;
            while (last < newestFirst.size()
                    && !after.equals(newestFirst.get(last).get("id"))) {
                last++;
            }
            newestFirst.subList(0, Math.min(last + 1, newestFirst.size())).clear();
        }
        int limit = 2; // small, so that clients have to read several pages
        List<?> page = newestFirst.subList(0, Math.min(limit, newestFirst.size()));
        return Reply.of(
                200,
                Json.of(Json.map(
                        "object",
                        "list",
                        "data",
                        page,
                        "first_id",
                        page.isEmpty() ? null : newestFirst.get(0).get("id"),
                        "last_id",
                        page.isEmpty() ? null : newestFirst.get(page.size() - 1).get("id"),
                        "has_more",
                        newestFirst.size() > limit)));
    }

    private static Map<String, @Nullable Object> json(Batch batch) {
        return Json.map(
                "id", batch.id,
                "object", "batch",
                "endpoint", "/v1/chat/completions",
                "errors", batch.errors,
                "input_file_id", batch.inputFile,
                "completion_window", "24h",
                "status", batch.status,
                "output_file_id", batch.outputFile,
                "error_file_id", batch.errorFile,
                "created_at", CREATED,
                "expires_at", CREATED + 86_400,
                "request_counts",
                        Json.map(
                                "total", batch.lines.size(),
                                "completed", batch.completed,
                                "failed", batch.failed),
                "metadata", batch.metadata);
    }
}
