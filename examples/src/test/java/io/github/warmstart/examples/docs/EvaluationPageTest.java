// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.evaluation.ColdStartEvaluation;
import io.github.warmstart.evaluation.ColdUserSplit;
import io.github.warmstart.evaluation.EvaluationReport;
import io.github.warmstart.evaluation.EvaluationSplit;
import io.github.warmstart.evaluation.ModelMetrics;
import io.github.warmstart.examples.simulation.ModelVices;
import io.github.warmstart.examples.simulation.SimulatedCommunity;
import io.github.warmstart.examples.simulation.SimulatedLanguageModel;
import io.github.warmstart.examples.simulation.SimulatedProvider;
import io.github.warmstart.factorization.MatrixFactorization;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.statistics.PairedBootstrap;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs every program of the page about evaluation, and holds the page to what was run. */
class EvaluationPageTest {

    private static final String HERE =
            "examples/src/test/java/io/github/warmstart/examples/docs/EvaluationPageTest.java";

    private static final SimulatedCommunity COMMUNITY =
            SimulatedCommunity.builder().users(150).items(120).build();
    private static SimulatedProvider provider;
    private static OpenAiSignalGenerator generator;

    @BeforeAll
    static void startProvider() throws IOException {
        provider = SimulatedProvider.start(new SimulatedLanguageModel(COMMUNITY, ModelVices.usual()));
        generator = OpenAiSignalGenerator.builder()
                .baseUrl(provider.baseUrl())
                .apiKey("not-a-secret")
                .model(SimulatedLanguageModel.NAME)
                .build();
    }

    @AfterAll
    static void stopProvider() {
        generator.close();
        provider.close();
    }

    @Test
    void ownData_ofThePage_showsWhatAWarmStartIsWorth() throws InterruptedException {
        EvaluationReport report =
                ownData(RatingSource.of(SimulatedCommunity.SCALE, COMMUNITY.ratings()), COMMUNITY.catalog(), generator);

        assertThat(report.levels()).hasSize(2);
        assertThat(report.levels().get(0).applied()).isPositive();
        assertThat(report.levels().get(0).change().high()).isNegative();
    }

    private static EvaluationReport ownData(
            RatingSource ratings, ItemCatalog catalog, SyntheticSignalGenerator generator) throws InterruptedException {
        // begin own-data
        EvaluationReport report = ColdStartEvaluation.builder()
                .ratings(ratings) // of users who rated a lot; some of them are made cold
                .catalog(catalog)
                .generator(generator)
                .levels(500, ColdUserSplit.ALL) // how many ratings of other users are visible
                .seeds(1, 2) // one warm start a level and seed: four here
                .build()
                .evaluate();
        System.out.println(report.toText());
        // end
        return report;
    }

    @Test
    void byHand_ofThePage_comparesTwoModels() {
        PairedBootstrap change = byHand(
                RatingSource.of(SimulatedCommunity.SCALE, COMMUNITY.ratings()),
                new BiasRecommender(),
                MatrixFactorization.builder().build());

        assertThat(change.users()).isEqualTo(40);
        assertThat(change.low()).isLessThan(change.high());
    }

    private static PairedBootstrap byHand(RatingSource ratings, Recommender old, Recommender candidate) {
        // begin by-hand
        EvaluationSplit split = ColdUserSplit.builder()
                .ratings(ratings)
                .coldUsers(40)
                .knownRatings(3)
                .order(ColdUserSplit.Order.RANDOM)
                .split();
        RatingTable visible = RatingTable.read(split.visible());
        ModelMetrics before = split.heldOut().judge(old.fit(visible));
        ModelMetrics after = split.heldOut().judge(candidate.fit(visible));
        System.out.println(after + ", NDCG@10 " + after.ndcg(10) + ", recall@20 " + after.recall(20));
        PairedBootstrap change = after.comparedWith(before, PairedBootstrap.Figure.PER_USER_RMSE, 2000, 42);
        // end
        return change;
    }

    @Test
    void page_holdsWhatRunsHere() {
        assertThat(DocPage.of("docs/evaluation.md").blocks("java"))
                .containsExactly(DocPage.region(HERE, "own-data"), DocPage.region(HERE, "by-hand"));
    }
}
