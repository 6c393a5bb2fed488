// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.load;

import io.github.warmstart.openai.OpenAiBatchSignalGenerator;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import io.github.warmstart.openai.api.BatchStore;
import io.github.warmstart.openai.testkit.FakeOpenAi;
import io.github.warmstart.openai.testkit.RecordedCall;
import io.github.warmstart.openai.testkit.script.BatchScript;
import io.github.warmstart.openai.testkit.script.FakeRateLimit;
import io.github.warmstart.openai.testkit.script.Fault;
import io.github.warmstart.openai.testkit.script.Feature;
import io.github.warmstart.openai.testkit.script.Latency;
import io.github.warmstart.openai.testkit.script.Script;
import io.github.warmstart.openai.testkit.script.SloppyRatings;
import io.github.warmstart.signal.SignalReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Scenarios of the load test, in order. Each has its own servers and clients. */
final class Scenarios {

    /** Speed-up of the rate limit scenarios: a minute takes three seconds. */
    private static final double TIMES_FASTER = 20;

    /** Maximum share of refusals by a server that does not advertise its limit, which is then learned from refusals. */
    private static final double UNADVERTISED = 0.15;

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);
    private static final double TIMEOUT_SLACK = 1.1;
    private static final long ABORT_MILLIS = 200;
    private static final long MEGABYTE = 1024 * 1024;
    private static final long HEAP_GROWTH = 24 * MEGABYTE;

    private final List<String> problems = new ArrayList<>();

    /** All scenarios by name. The last one checks the calls of the previous ones. */
    Map<String, Supplier<List<LoadVerdict>>> all() {
        Map<String, Supplier<List<LoadVerdict>>> all = new LinkedHashMap<>();
        all.put("limit", this::limit);
        all.put("flaky", this::flaky);
        all.put("sloppy", this::sloppy);
        all.put("dialects", this::dialects);
        all.put("outage", this::outage);
        all.put("stalls", this::stalls);
        all.put("interrupt", this::interrupt);
        all.put("hostile", this::hostile);
        all.put("secrets", this::secrets);
        all.put("throughput", this::throughput);
        all.put("heap", this::heap);
        all.put("batch", this::batch);
        all.put("schema", this::schema);
        return all;
    }

    private LoadRun noted(LoadRun run) {
        problems.addAll(run.seen().problems());
        problems.addAll(run.seen().deprecated());
        return run;
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private List<LoadVerdict> limit() {
        // a bucket of 2 enforces the limit per second, a bucket of 120 per minute
        return List.of(
                limit("enforced per second", 2, true, 0.01),
                limit("enforced per minute", 120, true, 0.01),
                limit("enforced per second, not advertised", 2, false, UNADVERTISED),
                limit("enforced per minute, not advertised", 120, false, UNADVERTISED));
    }

    private LoadVerdict limit(String enforced, double burst, boolean advertised, double maxRefused) {
        int users = 500;
        LoadRun run = noted(LoadRun.of(
                Script.builder()
                        .rateLimit(FakeRateLimit.requests(120 * TIMES_FASTER).burst(burst))
                        .advertisesLimits(advertised)
                        .latency(Latency.lognormal(Duration.ofMillis(20), 0.4, Duration.ofMillis(200)))
                        .build(),
                users,
                options -> {}));
        double refused =
                run.seen().rateLimited() / (double) Math.max(1, run.seen().chatCalls());
        boolean met = run.onTime()
                && run.lost(users) == 0
                && refused <= maxRefused
                && run.seen().early() == 0;
        return new LoadVerdict(
                "500 users, 120 requests a minute, " + enforced,
                say("none lost, at most %.0f %% answered 429, none early", 100 * maxRefused),
                say(
                        "%d lost, %.1f %% answered 429, %d early, %.1f s",
                        run.lost(users),
                        100 * refused,
                        run.seen().early(),
                        run.took().toMillis() / 1000.0),
                met);
    }

    private List<LoadVerdict> flaky() {
        int users = 1000;
        LoadRun run = noted(LoadRun.of(
                Script.builder()
                        .seed(11)
                        .fault(0.05, Fault.status(500))
                        .fault(0.03, Fault.dropBeforeHeaders())
                        .fault(0.03, Fault.dropInsideBody())
                        .latency(Latency.lognormal(Duration.ofMillis(30), 0.6, Duration.ofSeconds(1)))
                        .build(),
                users,
                options -> {}));
        double calls = run.callsPerUser(users);
        return List.of(new LoadVerdict(
                "1,000 users, 11 % of calls fail",
                "none lost, none answered twice, at most 1.2 calls a user",
                say(
                        "%d lost, %d twice, %.2f calls a user",
                        run.lost(users), run.seen().answeredTwice(), calls),
                run.onTime() && run.lost(users) == 0 && run.seen().answeredTwice() == 0 && calls <= 1.2));
    }

    private List<LoadVerdict> sloppy() {
        int users = 500;
        LoadRun run = noted(
                LoadRun.of(Script.builder().model(new SloppyRatings(3, 0.6)).build(), users, options -> {}));
        double rows = run.signals() / (double) (users * LoadRun.ITEMS);
        double calls = run.callsPerUser(users);
        return List.of(new LoadVerdict(
                "500 users, 60 % sloppy answers",
                "no bad row, at least 95 % of rows, at most 1.5 calls a user",
                say("%d bad, %.1f %% of rows, %.2f calls a user", run.badSignals(), 100 * rows, calls),
                run.onTime() && run.badSignals() == 0 && rows >= 0.95 && calls <= 1.5));
    }

    private List<LoadVerdict> dialects() {
        Map<String, Script> servers = new LinkedHashMap<>();
        servers.put(
                "no json_schema", Script.builder().without(Feature.JSON_SCHEMA).build());
        servers.put(
                "no response_format, no max_completion_tokens",
                Script.builder()
                        .without(Feature.JSON_SCHEMA, Feature.JSON_OBJECT, Feature.MAX_COMPLETION_TOKENS)
                        .build());
        servers.put("reasoning model", Script.builder().reasoningModel().build());
        servers.put(
                "reasoning model, temperature and seed set",
                Script.builder().reasoningModel().without(Feature.SEED).build());
        List<LoadVerdict> verdicts = new ArrayList<>();
        servers.forEach((name, script) -> {
            LoadRun run = LoadRun.of(
                    script,
                    100,
                    options -> options.concurrency(1).client(client -> {
                        if (name.contains("seed")) {
                            client.temperature(0).seed(1);
                        }
                    }));
            problems.addAll(run.seen().problems());
            verdicts.add(new LoadVerdict(
                    "100 users, " + name,
                    "none lost, at most 3 refused calls",
                    say("%d lost, %d refused", run.lost(100), run.refused()),
                    run.lost(100) == 0 && run.refused() <= 3));
        });
        return verdicts;
    }

    private List<LoadVerdict> outage() {
        int users = 1000;
        LoadRun run =
                noted(LoadRun.of(Script.builder().always(Fault.status(503)).build(), users, options -> {}));
        boolean reported = run.failure().isPresent() || run.replies().size() == users;
        return List.of(new LoadVerdict(
                "1,000 users, full outage",
                "at most 50 calls, ends with a reason",
                say(
                        "%d calls, %.1f s, %s",
                        run.seen().chatCalls(),
                        run.took().toMillis() / 1000.0,
                        !run.onTime() ? "did not end" : reported ? "reason given" : "no reason given"),
                run.onTime() && reported && run.seen().chatCalls() <= 50));
    }

    private List<LoadVerdict> stalls() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("stall before the headers", Fault.stallBeforeHeaders());
        faults.put("stall inside the body", Fault.stallInsideBody());
        faults.put("slow drip", Fault.slowDrip(Duration.ofMillis(40)));
        List<LoadVerdict> verdicts = new ArrayList<>();
        faults.forEach((name, fault) -> {
            LoadRun run = noted(LoadRun.of(Script.builder().always(fault).build(), (server, replies) -> {
                Consumer<OpenAiSignalGenerator.Builder> once = options -> options.client(
                        client -> client.callTimeout(CALL_TIMEOUT).maxAttempts(1));
                try (OpenAiSignalGenerator generator = LoadRun.generator(server, once)) {
                    LoadRun.ask(generator, 1, replies);
                    server.await(seen -> seen.aborted() == 1, CALL_TIMEOUT);
                }
            }));
            double seconds = run.calls().stream()
                    .mapToDouble(call -> call.aborted()
                            .map(end -> end.minus(call.at()).toMillis() / 1000.0)
                            .orElse(Double.POSITIVE_INFINITY))
                    .max()
                    .orElse(Double.POSITIVE_INFINITY);
            verdicts.add(new LoadVerdict(
                    name + ", call timeout 1 s",
                    "aborted on the wire within 1.1 s",
                    say(
                            "%d of %d aborted, %.2f s",
                            run.seen().aborted(), run.seen().calls(), seconds),
                    seconds <= TIMEOUT_SLACK * CALL_TIMEOUT.toMillis() / 1000.0));
        });
        return verdicts;
    }

    private List<LoadVerdict> interrupt() {
        LoadRun run = noted(LoadRun.of(
                Script.builder()
                        .first(Fault.none())
                        .always(Fault.stallInsideBody())
                        .build(),
                (server, replies) -> {
                    try (OpenAiSignalGenerator generator = LoadRun.generator(server, options -> {})) {
                        Thread caller = Thread.currentThread();
                        Thread stopper = new Thread(
                                () -> {
                                    try {
                                        server.await(seen -> seen.calls() == 33, Duration.ofSeconds(5));
                                    } catch (InterruptedException e) {
                                        return;
                                    }
                                    caller.interrupt();
                                },
                                "stopper");
                        stopper.start();
                        long start = 0;
                        try {
                            LoadRun.ask(generator, 100, replies);
                        } catch (InterruptedException e) {
                            start = server.now().toMillis();
                        }
                        server.await(seen -> seen.aborted() == seen.calls() - 1, Duration.ofSeconds(5));
                        long took = server.now().toMillis() - start;
                        Thread.sleep(2 * ABORT_MILLIS); // a later call would arrive now
                        throw new IllegalStateException(String.valueOf(took));
                    }
                }));
        String took = run.failure().map(Throwable::getMessage).orElse("?");
        int calls = run.seen().calls() - 1; // the first was answered
        boolean met = took.matches("\\d+")
                && Long.parseLong(took) <= ABORT_MILLIS
                && calls == 32
                && run.seen().aborted() == calls;
        return List.of(new LoadVerdict(
                "100 users, interrupt while calls stall",
                "all aborted within 200 ms, no later call",
                say("%d of %d calls aborted within %s ms", run.seen().aborted(), calls, took),
                met));
    }

    private List<LoadVerdict> hostile() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("50 MB body", Fault.huge(50 * MEGABYTE));
        faults.put("gzip bomb of 200 MB", Fault.gzipBomb(200 * MEGABYTE));
        faults.put("JSON nested 100,000 deep", Fault.deepJson(100_000));
        List<LoadVerdict> verdicts = new ArrayList<>();
        faults.forEach((name, fault) -> {
            LoadRun run = noted(LoadRun.of(
                    Script.builder().always(fault).build(),
                    1,
                    options -> options.client(client -> client.maxAttempts(2))));
            boolean failed = run.replies().stream().allMatch(r -> r.outcome() == SignalReply.Outcome.FAILED);
            verdicts.add(new LoadVerdict(
                    name,
                    "a failed reply, no Error, at most 2 calls",
                    say(
                            "%s, %d calls",
                            run.failure().map(Object::toString).orElse(failed ? "failed reply" : "accepted"),
                            run.seen().calls()),
                    failed && run.failure().isEmpty() && run.seen().calls() <= 2));
        });
        return verdicts;
    }

    private List<LoadVerdict> secrets() {
        List<LoadVerdict> verdicts = new ArrayList<>();
        LoadRun echo = noted(LoadRun.of(Script.builder().always(Fault.echoKey()).build(), 3, options -> {}));
        boolean hidden = !echo.visible().contains(LoadRun.KEY.substring(0, 12));
        verdicts.add(new LoadVerdict(
                "a server that echoes the key", "the key is not visible", hidden ? "hidden" : "VISIBLE", hidden));
        try (FakeOpenAi elsewhere = FakeOpenAi.start(Script.faultless())) {
            LoadRun redirect = noted(LoadRun.of(
                    Script.builder()
                            .always(Fault.redirect(elsewhere.baseUrl() + "/chat/completions"))
                            .build(),
                    3,
                    options -> {}));
            int followed = elsewhere.statistics().calls();
            verdicts.add(new LoadVerdict(
                    "a redirect to another server",
                    "not followed",
                    say("%d of %d followed", followed, redirect.seen().calls()),
                    followed == 0));
        }
        return verdicts;
    }

    private List<LoadVerdict> throughput() {
        int users = 64 * 50;
        LoadRun run = noted(LoadRun.of(
                Script.builder()
                        .latency(Latency.of(Duration.ofMillis(300)))
                        .keepBodies(false)
                        .build(),
                users,
                options -> options.concurrency(64)));
        double ideal = users / 64.0 * 0.3;
        double share = ideal / (run.took().toMillis() / 1000.0);
        return List.of(new LoadVerdict(
                "64 calls at once at 300 ms latency",
                "at least 90 % of the ideal throughput, none lost",
                say(
                        "%.0f %%, %d lost, %d at once",
                        100 * share, run.lost(users), run.seen().maxConcurrency()),
                share >= 0.9 && run.lost(users) == 0));
    }

    private List<LoadVerdict> heap() {
        List<Long> used = new ArrayList<>();
        LoadRun run = noted(LoadRun.of(Script.builder().keepBodies(false).build(), (server, replies) -> {
            try (OpenAiSignalGenerator generator = LoadRun.generator(server, options -> options.concurrency(64))) {
                for (int round = 0; round < 10; round++) {
                    generator.generate(LoadRun.users(2000), reply -> {});
                    System.gc();
                    used.add(Runtime.getRuntime().totalMemory()
                            - Runtime.getRuntime().freeMemory());
                }
            }
        }));
        long growth = used.get(used.size() - 1) - used.get(0);
        return List.of(new LoadVerdict(
                "20,000 requests on one client",
                "heap grows by less than 24 MB, including the server's call log",
                say("%.1f MB, %d calls", growth / (double) MEGABYTE, run.seen().calls()),
                growth < HEAP_GROWTH
                        && run.seen().answered() > 0
                        && run.failure().isEmpty()));
    }

    private List<LoadVerdict> batch() {
        int users = 500;
        LoadRun run = noted(LoadRun.of(
                Script.builder()
                        .batches(BatchScript.smooth()
                                .failing(0.05, Fault.status(500))
                                .expiringAfter(0.7)
                                .oddLine("no JSON"))
                        .on("GET /content", Fault.dropInsideBody())
                        .on("POST /batches", Fault.dropBeforeHeaders())
                        .build(),
                (server, replies) -> {
                    try (OpenAiBatchSignalGenerator generator = OpenAiBatchSignalGenerator.builder()
                            .baseUrl(server.baseUrl())
                            .apiKey(LoadRun.KEY)
                            .model("load")
                            .store(BatchStore.inMemory())
                            .maxRounds(6)
                            .pollEvery(Duration.ofMillis(20), Duration.ofMillis(100))
                            .build()) {
                        LoadRun.ask(generator, users, replies);
                    }
                }));
        long batches = run.calls().stream().filter(Scenarios::createsBatch).count();
        return List.of(new LoadVerdict(
                "500 users by batches, with expiry, failed lines and cuts",
                "none lost, none answered twice",
                say(
                        "%d lost, %d twice, %d batches created",
                        run.lost(users), run.seen().answeredTwice(), batches),
                run.onTime() && run.lost(users) == 0 && run.seen().answeredTwice() == 0));
    }

    private static boolean createsBatch(RecordedCall call) {
        return call.method().equals("POST") && call.path().endsWith("/batches");
    }

    private List<LoadVerdict> schema() {
        return List.of(new LoadVerdict(
                "every request before",
                "conforms to OpenAI's schema, no deprecated field before a fallback",
                problems.isEmpty() ? "no problem" : problems.size() + " problems, first: " + problems.get(0),
                problems.isEmpty()));
    }
}
