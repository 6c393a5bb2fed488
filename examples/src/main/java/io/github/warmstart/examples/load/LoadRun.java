// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.load;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import io.github.warmstart.openai.testkit.CallStatistics;
import io.github.warmstart.openai.testkit.FakeOpenAi;
import io.github.warmstart.openai.testkit.RecordedCall;
import io.github.warmstart.openai.testkit.script.FakeRatings;
import io.github.warmstart.openai.testkit.script.Script;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Result of one job against one server.
 *
 * @param replies replies of the job
 * @param failure exception of the job; empty if it had none
 * @param took duration
 * @param onTime whether it ended within the time limit
 * @param seen statistics of the server
 * @param calls call log of the server
 */
record LoadRun(
        List<SignalReply> replies,
        Optional<Throwable> failure,
        Duration took,
        boolean onTime,
        CallStatistics seen,
        List<RecordedCall> calls) {

    static final String KEY = "sk-load-0123456789abcdefghijklmnopqrstuvwxyz";
    static final int ITEMS = 5;

    private static final RatingScale SCALE = new RatingScale(1, 5, 0.5);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Job that sends requests to a server. */
    @FunctionalInterface
    interface Work {
        void run(FakeOpenAi server, List<SignalReply> replies) throws InterruptedException;
    }

    /** Requests about {@code count} users, each with five different films, so that no two prompts are equal. */
    static List<SignalRequest> users(int count) {
        return IntStream.range(0, count)
                .<SignalRequest>mapToObj(user -> new SignalRequest.AsUser(
                        new UserProfile("user-" + user, Map.of()),
                        List.of(new KnownRating(film(user, ITEMS), 4)),
                        IntStream.range(0, ITEMS)
                                .mapToObj(item -> film(user, item))
                                .toList(),
                        SCALE))
                .toList();
    }

    private static Item film(int user, int number) {
        return new Item("i-%d-%d".formatted(user, number), "Film %d of %d".formatted(number, user), Map.of());
    }

    /** Runs the requests of a number of users with a generator with these options. */
    static LoadRun of(Script script, int users, Consumer<OpenAiSignalGenerator.Builder> options) {
        return of(script, (server, replies) -> {
            try (OpenAiSignalGenerator generator = generator(server, options)) {
                generator.generate(users(users), replies::add);
            }
        });
    }

    static OpenAiSignalGenerator generator(FakeOpenAi server, Consumer<OpenAiSignalGenerator.Builder> options) {
        OpenAiSignalGenerator.Builder builder = OpenAiSignalGenerator.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .model("load")
                .concurrency(32);
        options.accept(builder);
        return builder.build();
    }

    /** Runs a job against a server; interrupts it after 90 seconds. */
    static LoadRun of(Script script, Work work) {
        try (FakeOpenAi server = FakeOpenAi.start(script)) {
            List<SignalReply> replies = Collections.synchronizedList(new ArrayList<>());
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            Thread thread = new Thread(
                    () -> {
                        try {
                            work.run(server, replies);
                        } catch (InterruptedException | RuntimeException | Error e) {
                            failures.add(e);
                        }
                    },
                    "load");
            long start = System.nanoTime();
            thread.start();
            boolean onTime = true;
            try {
                thread.join(LIMIT.toMillis());
                onTime = !thread.isAlive();
                thread.interrupt();
                thread.join();
            } catch (InterruptedException e) {
                thread.interrupt();
                Thread.currentThread().interrupt();
            }
            return new LoadRun(
                    List.copyOf(replies),
                    failures.stream().findFirst(),
                    Duration.ofNanos(System.nanoTime() - start),
                    onTime,
                    server.statistics(),
                    server.calls());
        }
    }

    /** Number of requests without a complete answer. */
    long lost(int asked) {
        return asked
                - replies.stream()
                        .filter(reply -> reply.outcome() == SignalReply.Outcome.COMPLETE)
                        .count();
    }

    int signals() {
        return replies.stream().mapToInt(reply -> reply.signals().size()).sum();
    }

    /** Number of signals that differ from the rating of the server's model. */
    long badSignals() {
        return replies.stream()
                .flatMap(reply -> reply.signals().stream()
                        .filter(signal -> !isRight(signal, reply.request().items())))
                .count();
    }

    private static boolean isRight(SyntheticSignal signal, List<Item> items) {
        return items.stream()
                .anyMatch(item -> item.id().equals(signal.itemId())
                        && signal.value() == FakeRatings.of(item.title(), SCALE.lowest(), SCALE.highest()));
    }

    double callsPerUser(int users) {
        return seen.chatCalls() / (double) users;
    }

    /** Number of calls refused because of an unsupported feature. */
    long refused() {
        return calls.stream().filter(call -> call.status() == 400).count();
    }

    /** All text of this run that is visible to a user of the library. */
    String visible() {
        StringBuilder all = new StringBuilder();
        replies.forEach(reply -> all.append(reply).append('\n'));
        for (Throwable e = failure.orElse(null); e != null; e = e.getCause()) {
            all.append(e).append('\n');
        }
        return all.toString();
    }

    /** Runs the requests with any generator. */
    static void ask(SyntheticSignalGenerator generator, int users, List<SignalReply> replies)
            throws InterruptedException {
        generator.generate(users(users), replies::add);
    }
}
