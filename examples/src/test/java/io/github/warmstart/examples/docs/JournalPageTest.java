// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.WarmStart;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.examples.simulation.ModelVices;
import io.github.warmstart.examples.simulation.SimulatedCommunity;
import io.github.warmstart.examples.simulation.SimulatedLanguageModel;
import io.github.warmstart.journal.ReusePolicy;
import io.github.warmstart.journal.SignalJournal;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every program of the page about the journal, and holds the page to what was run. */
class JournalPageTest {

    private static final String HERE = "examples/src/test/java/io/github/warmstart/examples/docs/JournalPageTest.java";

    /** So few cold users that the usual budget is enough for all questions: what it cuts off, the next run would ask. */
    private static final SimulatedCommunity COMMUNITY = SimulatedCommunity.builder()
            .items(120)
            .users(60)
            .coldUsers(20)
            .warmRatings(8)
            .build();

    @Test
    void programs_ofThePage_runAndReplay(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("signals.jsonl");
        int[] calls = {0};
        SimulatedLanguageModel model = new SimulatedLanguageModel(COMMUNITY, ModelVices.none());
        try (PromptedSignalGenerator generator = PromptedSignalGenerator.builder(prompt -> {
                    calls[0]++;
                    return model.complete(prompt);
                })
                .concurrency(1)
                .build()) {
            WarmStart first = start(file, COMMUNITY.visible(), COMMUNITY.catalog(), generator);
            int paid = calls[0];
            WarmStart second = start(file, COMMUNITY.visible(), COMMUNITY.catalog(), generator);

            assertThat(paid).isPositive().isEqualTo(calls[0]);
            assertThat(second.signals()).isEqualTo(first.signals());
            assertThat(second.report().spending().requests()).isZero();

            WarmStart offline = offline(file, COMMUNITY.visible(), COMMUNITY.catalog());

            assertThat(offline.signals()).isEqualTo(first.signals());
            byte[] before = Files.readAllBytes(file);
            assertThat(strict(file, generator).design()).isEqualTo(generator.design());
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
    }

    private static WarmStart start(
            Path file, RatingSource ratings, ItemCatalog catalog, SyntheticSignalGenerator generator)
            throws InterruptedException {
        // begin use
        try (SignalJournal journal = SignalJournal.open(file)) { // begun, if it does not exist
            WarmStart start = ColdStartBootstrapper.builder()
                    .ratings(ratings)
                    .catalog(catalog)
                    .generator(generator)
                    .journal(journal) // every answer is written down, and none is asked for twice
                    .build()
                    .warmStart();
            return start;
        }
        // end
    }

    private static WarmStart offline(Path file, RatingSource ratings, ItemCatalog catalog) throws InterruptedException {
        // begin offline
        try (SignalJournal journal = SignalJournal.open(file)) {
            return ColdStartBootstrapper.builder()
                    .ratings(ratings)
                    .catalog(catalog)
                    .generator(journal.replay()) // no network, no key, no cost
                    .build()
                    .warmStart();
        }
        // end
    }

    private static SyntheticSignalGenerator strict(Path file, SyntheticSignalGenerator generator) {
        try (SignalJournal journal = SignalJournal.open(file)) {
            // begin strict
            SyntheticSignalGenerator anew = journal.record(generator, ReusePolicy.SAME_QUESTION);
            // end
            return anew;
        }
    }

    @Test
    void page_holdsWhatRunsHere() {
        assertThat(DocPage.of("docs/journal.md").blocks("java"))
                .containsExactly(
                        DocPage.region(HERE, "use"), DocPage.region(HERE, "offline"), DocPage.region(HERE, "strict"));
    }
}
