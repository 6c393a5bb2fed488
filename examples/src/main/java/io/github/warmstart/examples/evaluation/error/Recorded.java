// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.examples.recordings.RecordedSignalGenerator;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recorded answers as signals, by the generator of recordings. */
final class Recorded {

    private Recorded() {}

    static List<SyntheticSignal> audience(Dataset data, RatingScale scale) throws InterruptedException {
        RecordedSignalGenerator generator = RecordedSignalGenerator.of(data.recordings());
        List<Item> items = data.catalog().items().stream()
                .filter(item -> generator.canAnswer(SignalKind.AUDIENCE, Optional.empty(), item.id()))
                .toList();
        return items.isEmpty() ? List.of() : answers(generator, new SignalRequest.AsAudience(items, scale));
    }

    static List<SyntheticSignal> user(Dataset data, String userId, List<String> itemIds, RatingScale scale)
            throws InterruptedException {
        List<Item> items = itemIds.stream()
                .sorted()
                .flatMap(itemId -> data.catalog().item(itemId).stream())
                .toList();
        return answers(
                RecordedSignalGenerator.of(data.recordings()),
                new SignalRequest.AsUser(UserProfile.of(userId), List.of(), items, scale));
    }

    private static List<SyntheticSignal> answers(RecordedSignalGenerator generator, SignalRequest request)
            throws InterruptedException {
        List<SignalReply> replies = new ArrayList<>();
        generator.generate(List.of(request), replies::add);
        return replies.stream().flatMap(reply -> reply.signals().stream()).toList();
    }
}
