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
 * One job against one server, from its first call to its end.
 *
 * @param replies what it brought
 * @param failure what it threw, if it did
 * @param took how long it took
 * @param onTime whether it ended by itself
 * @param seen what the server saw
 * @param calls the server's records
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

    /** What asks, before a server. */
    @FunctionalInterface
    interface Work {
        void run(FakeOpenAi server, List<SignalReply> replies) throws InterruptedException;
    }

    /** As many users as asked for, each asked about five films of their own, so that no two prompts are equal. */
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

    /** Asks for a number of users by a generator with these options. */
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

    /** Lets something work before a server, and interrupts it after a minute and a half. */
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

    /** Requests that were not answered in full. */
    long lost(int asked) {
        return asked
                - replies.stream()
                        .filter(reply -> reply.outcome() == SignalReply.Outcome.COMPLETE)
                        .count();
    }

    int signals() {
        return replies.stream().mapToInt(reply -> reply.signals().size()).sum();
    }

    /** Signals that are not what the server's model gives to that film. */
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

    /** Refusals of the kind that tells what a server does not know. */
    long refused() {
        return calls.stream().filter(call -> call.status() == 400).count();
    }

    /** Everything that a user of the library could see of this run. */
    String visible() {
        StringBuilder all = new StringBuilder();
        replies.forEach(reply -> all.append(reply).append('\n'));
        for (Throwable e = failure.orElse(null); e != null; e = e.getCause()) {
            all.append(e).append('\n');
        }
        return all.toString();
    }

    /** Takes any generator. */
    static void ask(SyntheticSignalGenerator generator, int users, List<SignalReply> replies)
            throws InterruptedException {
        generator.generate(users(users), replies::add);
    }
}
