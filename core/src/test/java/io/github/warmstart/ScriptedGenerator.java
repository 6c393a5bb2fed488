// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers every question by a script, and remembers what it was asked. */
final class ScriptedGenerator implements SyntheticSignalGenerator {

    static final Origin ORIGIN = new Origin("script", "planted-truth", "", "0".repeat(64), Instant.EPOCH);

    /** What the waves of questions were, in order. */
    final List<List<SignalRequest>> waves = new ArrayList<>();

    private final Opinion opinion;
    private Function<SignalRequest, Usage> usage = ScriptedGenerator::usual;
    private Function<SignalRequest, SignalReply> answer = this::reply;

    /** What the script says of one item. */
    @FunctionalInterface
    interface Opinion {
        double of(SignalRequest request, String itemId);
    }

    private ScriptedGenerator(Opinion opinion) {
        this.opinion = opinion;
    }

    static ScriptedGenerator saying(Opinion opinion) {
        return new ScriptedGenerator(opinion);
    }

    /** Says what is planted. */
    static ScriptedGenerator truthful(Community community) {
        return saying((request, itemId) -> request instanceof AsUser user
                ? community.opinion(user.profile().userId(), itemId)
                : community.audience(itemId));
    }

    /** Says the opposite of what is planted. */
    static ScriptedGenerator lying(Community community) {
        return saying((request, itemId) -> {
            double truth = request instanceof AsUser user
                    ? community.opinion(user.profile().userId(), itemId)
                    : community.audience(itemId);
            return Community.STARS.lowest() + Community.STARS.highest() - truth;
        });
    }

    /** Knows the items and nothing of single users. */
    static ScriptedGenerator truthfulOfItemsOnly(Community community) {
        return saying((request, itemId) ->
                request instanceof AsUser user ? chance(user.profile().userId() + itemId) : community.audience(itemId));
    }

    /** Says anything, the same each time. */
    static ScriptedGenerator noise() {
        return saying((request, itemId) -> chance(request.subjectId().orElse("") + itemId));
    }

    ScriptedGenerator costing(Function<SignalRequest, Usage> usage) {
        this.usage = usage;
        return this;
    }

    /** Answers by a function, that may make use of {@link #reply}. */
    ScriptedGenerator answering(Function<SignalRequest, SignalReply> answer) {
        this.answer = answer;
        return this;
    }

    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        waves.add(requests);
        for (SignalRequest request : requests) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted between two requests");
            }
            replies.accept(answer.apply(request));
        }
    }

    /** The whole answer to one request. */
    SignalReply reply(SignalRequest request) {
        List<SyntheticSignal> signals = request.items().stream()
                .map(item -> signal(request, item.id(), opinion.of(request, item.id())))
                .toList();
        return reply(request, signals);
    }

    SignalReply reply(SignalRequest request, List<SyntheticSignal> signals) {
        return new SignalReply(request, Outcome.COMPLETE, signals, Map.of(), usage.apply(request), "");
    }

    static SyntheticSignal signal(SignalRequest request, String itemId, double value) {
        return new SyntheticSignal(request.kind(), request.subjectId(), itemId, value, Set.of(), ORIGIN);
    }

    /** Every request, in order. */
    List<SignalRequest> asked() {
        return waves.stream().flatMap(List::stream).toList();
    }

    /** The requests about single users, in order. */
    List<AsUser> askedOfUsers() {
        return asked().stream()
                .filter(AsUser.class::isInstance)
                .map(AsUser.class::cast)
                .toList();
    }

    /** One call; ten tokens of prompt and five of answer an item. */
    static Usage usual(SignalRequest request) {
        int items = request.items().size();
        return new Usage(1, 100 + 10L * items, 50, 5L * items);
    }

    static List<String> ids(SignalRequest request) {
        return request.items().stream().map(Item::id).toList();
    }

    private static double chance(String text) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        return 1 + 4 * random.nextDouble();
    }
}
