// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import io.github.warmstart.openai.testkit.internal.base.Json;
import io.github.warmstart.openai.testkit.internal.base.SeededRandom;
import io.github.warmstart.openai.testkit.script.FakeRequest;
import io.github.warmstart.openai.testkit.script.Feature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Log of all calls of the fake server. Thread-safe. */
public final class CallLog {

    private static final Set<String> SECRETS = Set.of("authorization", "api-key", "proxy-authorization", "cookie");
    private static final String STARS = "***";
    private static final Map<String, String> HIDDEN_KEY = Map.of("api-key", STARS);
    private static final byte[] NO_BODY = {};
    /** Tolerated difference between the timers of client and server. */
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final boolean keepBodies;
    private final long start = System.nanoTime();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Prompt> prompts = new HashMap<>();
    private final Set<Feature> refused = EnumSet.noneOf(Feature.class);
    private int inFlight;
    private int maxConcurrency;

    public CallLog(boolean keepBodies) {
        this.keepBodies = keepBodies;
    }

    private static final class Prompt {
        private int attempts;
        private int answers;
        private long notBefore = Long.MIN_VALUE;
    }

    /** Log entry of one call; guarded by the log. */
    public static final class Entry {
        private final int number;
        private final long at;
        private final HttpRequest request;
        private final boolean keepBody;
        private final String prompt;
        private final int attempt;
        private final List<String> problems;
        private final Set<String> deprecated;
        private final boolean early;
        private Reply reply = Reply.of(0, "");
        private boolean answered;
        private boolean open = true;
        private long ended;
        private long aborted;

        private Entry(
                int number,
                long at,
                HttpRequest request,
                boolean keepBody,
                String prompt,
                int attempt,
                List<String> problems,
                Set<String> deprecated,
                boolean early) {
            this.number = number;
            this.at = at;
            this.request = keepBody ? request : bare(request);
            this.keepBody = keepBody;
            this.prompt = prompt;
            this.attempt = attempt;
            this.problems = problems;
            this.deprecated = deprecated;
            this.early = early;
        }

        private static HttpRequest bare(HttpRequest request) {
            return new HttpRequest(
                    request.method(), request.path(), request.key() == null ? Map.of() : HIDDEN_KEY, NO_BODY);
        }

        public int number() {
            return number;
        }

        public String prompt() {
            return prompt;
        }

        public int attempt() {
            return attempt;
        }

        List<String> problems() {
            return problems;
        }
    }

    /** Hash of a prompt: of its model, its text and the beginning of its instructions; the dialect does not count. */
    public static String prompt(FakeRequest request) {
        String rules =
                request.system().substring(0, Math.min(200, request.system().length()));
        return SeededRandom.hash(request.model() + '\n' + rules + '\n' + request.user());
    }

    /** Adds a call. */
    public synchronized Entry arrived(HttpRequest request, @Nullable Object json, String prompt) {
        long now = System.nanoTime();
        boolean chat = request.isChat();
        List<String> problems = chat ? RequestCheck.problems(json) : List.of();
        Set<String> deprecated = chat ? RequestCheck.deprecated(Json.object(json)) : Set.of();
        if (refused.contains(Feature.MAX_COMPLETION_TOKENS)) {
            deprecated = new TreeSet<>(deprecated);
            deprecated.remove("max_tokens");
        }
        int attempt = 1;
        boolean early = false;
        if (chat) {
            Prompt known = prompts.computeIfAbsent(prompt, key -> new Prompt());
            attempt = ++known.attempts;
            early = now + TOLERANCE_NANOS < known.notBefore;
        }
        Entry entry = new Entry(
                entries.size() + 1, now, request, keepBodies, prompt, attempt, problems, Set.copyOf(deprecated), early);
        entries.add(entry);
        inFlight++;
        maxConcurrency = Math.max(maxConcurrency, inFlight);
        notifyAll();
        return entry;
    }

    /** Records a response before it is sent, because the client may read the log at once. */
    public synchronized void answering(Entry entry, Reply reply) {
        entry.reply = reply;
        Duration wait = reply.retryAfter();
        Prompt prompt = prompts.get(entry.prompt);
        if (wait != null && prompt != null) {
            prompt.notBefore = System.nanoTime() + wait.toNanos();
        }
    }

    /** Counts a complete response before it is sent, because the client may read the log at once. */
    public synchronized void completing(Entry entry) {
        if (entry.reply.isCompleteAnswer()) {
            entry.answered = true;
            answered(entry.prompt);
        }
        close(entry);
    }

    /** Records the end of a call. */
    public synchronized void ended(Entry entry, ResponseWriter.Result result) {
        close(entry);
        entry.ended = System.nanoTime();
        boolean complete = result == ResponseWriter.Result.COMPLETE;
        entry.aborted = result == ResponseWriter.Result.ABORTED ? entry.ended : 0;
        if (entry.answered != (complete && entry.reply.isCompleteAnswer())) {
            entry.answered = !entry.answered;
            Prompt prompt = prompts.computeIfAbsent(entry.prompt, key -> new Prompt());
            prompt.answers += entry.answered ? 1 : -1;
        }
        notifyAll();
    }

    private void close(Entry entry) {
        inFlight -= entry.open ? 1 : 0;
        entry.open = false;
    }

    synchronized void answered(String prompt) {
        prompts.computeIfAbsent(prompt, key -> new Prompt()).answers++;
    }

    synchronized void refused(Feature feature) {
        refused.add(feature);
    }

    /** Waits until the condition is met; false if it is not met in time. */
    public synchronized boolean await(Predicate<CallCounts> condition, Duration maxWait) throws InterruptedException {
        long end = System.nanoTime() + maxWait.toNanos();
        while (!condition.test(counts())) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    public synchronized List<CallSnapshot> calls() {
        return entries.stream().map(this::snapshot).toList();
    }

    private CallSnapshot snapshot(Entry entry) {
        Map<String, String> headers = new TreeMap<>(entry.request.headers());
        headers.replaceAll((name, value) -> SECRETS.contains(name) ? STARS : value);
        return new CallSnapshot(
                entry.number,
                Duration.ofNanos(entry.at - start),
                entry.request.method(),
                entry.request.path(),
                headers,
                entry.keepBody ? entry.request.text() : "",
                entry.request.key() != null,
                entry.prompt,
                entry.attempt,
                entry.problems,
                entry.deprecated,
                entry.early,
                entry.reply.description(),
                entry.reply.status(),
                entry.answered,
                since(entry.ended),
                since(entry.aborted));
    }

    private Optional<Duration> since(long time) {
        return time == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(time - start));
    }

    public synchronized CallCounts counts() {
        int chat = 0;
        int limited = 0;
        int early = 0;
        int aborted = 0;
        List<String> problems = new ArrayList<>();
        List<String> deprecated = new ArrayList<>();
        for (Entry entry : entries) {
            chat += entry.request.isChat() ? 1 : 0;
            limited += entry.reply.status() == 429 ? 1 : 0;
            early += entry.early ? 1 : 0;
            aborted += entry.aborted != 0 ? 1 : 0;
            entry.problems.forEach(problem -> problems.add("call " + entry.number + ": " + problem));
            entry.deprecated.forEach(field -> deprecated.add("call " + entry.number + ": " + field));
        }
        return new CallCounts(
                entries.size(),
                chat,
                prompts.size(),
                (int) prompts.values().stream().filter(p -> p.answers > 0).count(),
                (int) prompts.values().stream().filter(p -> p.answers > 1).count(),
                limited,
                early,
                aborted,
                maxConcurrency,
                List.copyOf(problems),
                List.copyOf(deprecated));
    }
}
