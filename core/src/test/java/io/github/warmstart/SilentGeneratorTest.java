// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A provider that answers nothing must not be asked everything. */
class SilentGeneratorTest {

    private static final int USERS = 40;
    private static final int ITEMS = 30;

    private final Map<SignalKind, Integer> requests = new EnumMap<>(SignalKind.class);

    @Test
    void nothingAnswered_isAskedOneProbeAndNoMore() throws InterruptedException {
        WarmStart start = start(Set.of());

        assertThat(requests).isEqualTo(Map.of(SignalKind.AUDIENCE, 1, SignalKind.USER, 1));
        assertThat(start.applied()).isFalse();
        assertThat(start.model()).isSameAs(start.realOnly());
        assertThat(start.report().rounds())
                .extracting(round -> round.purpose().label(), RoundReport::sent)
                .containsExactly(tuple("audience", 1), tuple("probe", 1), tuple("probe", 0));
        assertThat(start.report().rounds().get(2).inWords())
                .isEqualTo("nothing was answered: no further probe request was sent");
    }

    @Test
    void onlyUsersAnswered_isAskedAllProbes() throws InterruptedException {
        WarmStart start = start(Set.of(SignalKind.USER));

        assertThat(requests.get(SignalKind.USER)).isGreaterThanOrEqualTo(USERS - 1);
        assertThat(start.signals()).hasSizeGreaterThan(USERS);
    }

    private WarmStart start(Set<SignalKind> answered) throws InterruptedException {
        List<Item> items = new ArrayList<>();
        List<Rating> ratings = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            items.add(Item.of("i" + item, "Item " + item));
            for (int user = 0; user < USERS; user++) {
                ratings.add(new Rating("u" + user, "i" + item, 1 + (user * 7 + item * 3) % 5));
            }
        }
        SyntheticSignalGenerator generator = SyntheticSignalGenerator.oneByOne(request -> {
            requests.merge(request.kind(), 1, Integer::sum);
            return answered.contains(request.kind())
                    ? answer(request)
                    : SignalReply.failed(request, Outcome.FAILED, new Usage(1, 0, 0, 0), "nobody is there");
        });
        return ColdStartBootstrapper.builder()
                .ratings(RatingSource.of(RatingScale.of(1, 5, 1), ratings))
                .catalog(ItemCatalog.of(items))
                .generator(generator)
                .coldUsers(List.of("newcomer"))
                .build()
                .warmStart();
    }

    private static SignalReply answer(SignalRequest request) {
        Origin origin = new Origin("script", "script", "", "0".repeat(64), Instant.EPOCH);
        List<SyntheticSignal> signals = request.items().stream()
                .map(item -> new SyntheticSignal(request.kind(), request.subjectId(), item.id(), 3, Set.of(), origin))
                .toList();
        return new SignalReply(request, Outcome.COMPLETE, signals, Map.of(), Usage.NONE, "");
    }
}
