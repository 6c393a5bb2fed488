// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Answers each item by the number of its question, from 1 on, so that an answer given anew is another one. */
final class Answering implements SyntheticSignalGenerator {

    static final RatingScale SCALE = RatingScale.of(0, 1_000_000);
    static final Usage CALL = new Usage(1, 100, 10, 20);

    final List<SignalRequest> asked = new ArrayList<>();
    final Set<String> silentAbout = new HashSet<>();
    private final String design;
    private int answers;

    Answering() {
        this("");
    }

    Answering(String design) {
        this.design = design;
    }

    @Override
    public String design() {
        return design;
    }

    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        SyntheticSignalGenerator.oneByOne(this::answer).generate(requests, replies);
    }

    SignalReply answer(SignalRequest request) {
        asked.add(request);
        Origin origin = new Origin("counter", "model-1", "v1", "%064x".formatted(asked.size()), Instant.EPOCH);
        Set<String> evidence = request instanceof AsUser user
                ? user.known().stream().map(known -> known.item().id()).collect(Collectors.toSet())
                : Set.of();
        List<SyntheticSignal> signals = request.items().stream()
                .filter(item -> !silentAbout.contains(item.id()))
                .map(item -> new SyntheticSignal(
                        request.kind(), request.subjectId(), item.id(), ++answers, evidence, origin))
                .toList();
        boolean complete = signals.size() == request.items().size();
        return new SignalReply(
                request,
                complete ? Outcome.COMPLETE : signals.isEmpty() ? Outcome.REFUSED : Outcome.PARTIAL,
                signals,
                Map.of(),
                CALL,
                complete ? "" : "it would not say");
    }

    int itemsAsked() {
        return asked.stream().mapToInt(request -> request.items().size()).sum();
    }

    static Item item(String id) {
        return Item.of(id, "The " + id);
    }

    static List<Item> items(String... ids) {
        return Arrays.stream(ids).map(Answering::item).toList();
    }

    static AsAudience audience(String... ids) {
        return new AsAudience(items(ids), SCALE);
    }

    static AsUser user(String userId, List<String> known, String... ids) {
        return new AsUser(
                UserProfile.of(userId),
                known.stream().map(id -> new KnownRating(item(id), 3)).toList(),
                items(ids),
                SCALE);
    }

    static List<SignalReply> replies(SyntheticSignalGenerator generator, SignalRequest... requests)
            throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        generator.generate(List.of(requests), replies::add);
        return replies;
    }

    static List<Double> values(SignalReply reply) {
        return reply.signals().stream().map(SyntheticSignal::value).toList();
    }
}
