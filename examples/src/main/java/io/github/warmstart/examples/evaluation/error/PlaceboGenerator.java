// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Generator that answers a question about one user with the recorded answers about the next: a remaining gain is not
 * personal. Questions about the audience get their own answers.
 */
final class PlaceboGenerator implements SyntheticSignalGenerator {

    private final SyntheticSignalGenerator inner;
    private final Map<String, String> others = new HashMap<>();

    PlaceboGenerator(SyntheticSignalGenerator inner, List<String> users) {
        this.inner = inner;
        for (int user = 0; user < users.size(); user++) {
            others.put(users.get(user), users.get((user + 1) % users.size()));
        }
    }

    private String other(String userId) {
        return others.getOrDefault(userId, userId);
    }

    @Override
    public boolean canAnswer(SignalKind kind, Optional<String> subjectId, String itemId) {
        return inner.canAnswer(kind, kind == SignalKind.USER ? subjectId.map(this::other) : subjectId, itemId);
    }

    @Override
    public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies) throws InterruptedException {
        for (SignalRequest request : requests) {
            SignalRequest swapped = request instanceof SignalRequest.AsUser user
                    ? new SignalRequest.AsUser(
                            UserProfile.of(other(user.profile().userId())), user.known(), user.items(), user.scale())
                    : request;
            inner.generate(List.of(swapped), reply -> replies.accept(renamed(reply, request)));
        }
    }

    private static SignalReply renamed(SignalReply reply, SignalRequest request) {
        List<SyntheticSignal> signals = reply.signals().stream()
                .map(signal -> new SyntheticSignal(
                        signal.kind(),
                        request.subjectId(),
                        signal.itemId(),
                        signal.value(),
                        signal.evidence(),
                        signal.origin()))
                .toList();
        return new SignalReply(request, reply.outcome(), signals, reply.rejected(), reply.usage(), reply.reason());
    }
}
