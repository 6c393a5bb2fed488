// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.RatingRequest;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.SyntheticSignalGeneratorContract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class JournaledGeneratorContractTest extends SyntheticSignalGeneratorContract {

    @TempDir
    private Path folder;

    private SignalJournal journal;

    @BeforeEach
    void open() {
        journal = SignalJournal.open(folder.resolve("journal.jsonl"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Override
    protected SyntheticSignalGenerator answering() {
        return journal.record(SyntheticSignalGenerator.oneByOne(JournaledGeneratorContractTest::midpoints));
    }

    @Override
    protected SyntheticSignalGenerator waiting(CountDownLatch atWork) {
        return journal.record(SyntheticSignalGenerator.oneByOne(request -> {
            atWork.countDown();
            new CountDownLatch(1).await();
            return midpoints(request);
        }));
    }

    private static SignalReply midpoints(SignalRequest request) {
        if (request.items().stream().anyMatch(item -> item.title().equals(FAILING_TITLE))) {
            throw new SignalException("no", null, Answering.CALL);
        }
        Origin origin = new Origin("midpoint", "none", "", Fingerprint.ofRequest("", request), Instant.EPOCH);
        List<SyntheticSignal> signals = request.items().stream()
                .map(item -> new SyntheticSignal(
                        request.kind(),
                        request.subjectId(),
                        item.id(),
                        ((RatingRequest) request).scale().midpoint(),
                        Set.of(),
                        origin))
                .toList();
        return new SignalReply(request, Outcome.COMPLETE, signals, Map.of(), Answering.CALL, "");
    }
}
