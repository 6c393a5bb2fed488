// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest.AsUser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

class OneByOneContractTest extends SyntheticSignalGeneratorContract {

    private static final Usage ONE_CALL = new Usage(1, 0, 0, 0);

    @Override
    protected SyntheticSignalGenerator answering() {
        return SyntheticSignalGenerator.oneByOne(OneByOneContractTest::midpoints);
    }

    @Override
    protected SyntheticSignalGenerator waiting(CountDownLatch atWork) {
        return SyntheticSignalGenerator.oneByOne(request -> {
            atWork.countDown();
            new CountDownLatch(1).await();
            return midpoints(request);
        });
    }

    private static SignalReply midpoints(SignalRequest request) {
        if (request.items().stream().anyMatch(item -> item.title().equals(FAILING_TITLE))) {
            throw new SignalException("no", null, ONE_CALL);
        }
        String hash = "%064x".formatted(request.hashCode() & 0xffffffffL);
        Origin origin = new Origin("midpoint", "none", "", hash, Instant.EPOCH);
        Set<String> evidence = request instanceof AsUser user
                ? user.known().stream().map(known -> known.item().id()).collect(Collectors.toSet())
                : Set.of();
        List<SyntheticSignal> signals = request.items().stream()
                .map(Item::id)
                .map(id -> new SyntheticSignal(
                        request.kind(),
                        request.subjectId(),
                        id,
                        ((RatingRequest) request).scale().midpoint(),
                        evidence,
                        origin))
                .toList();
        return new SignalReply(request, Outcome.COMPLETE, signals, Map.of(), ONE_CALL, "");
    }
}
