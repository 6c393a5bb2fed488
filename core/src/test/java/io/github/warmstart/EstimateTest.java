// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.prompt.ChatReply;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.Usage;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a warm start says it would cost, before it asks anything. */
class EstimateTest {

    private final Community community = Community.small(3);

    @Test
    void estimate_asksNothing_andCountsTheQuestionsThatAreAskedInAnyCase() throws InterruptedException {
        ScriptedGenerator generator =
                ScriptedGenerator.truthful(community).costing(request -> new Usage(1, 100, 0, 100));
        ColdStartBootstrapper bootstrapper = community
                .bootstrapper()
                .asking(ask -> ask.itemsPerRequest(10))
                .budget(Budget.unlimited())
                .generator(generator)
                .build();

        WarmStartEstimate estimate = bootstrapper.estimate();

        assertThat(generator.waves).isEmpty();
        assertThat(estimate.rounds())
                .extracting(WarmStartEstimate.Round::purpose)
                .containsExactly("audience", "probe", "user");
        assertThat(estimate.min().calls()).isEqualTo(14); // 6 about items, and one for each of 8 warm users
        assertThat(estimate.max().calls()).isGreaterThanOrEqualTo(14);
        assertThat(estimate.minCost()).isEqualTo(OptionalDouble.empty());
        long sent = bootstrapper.warmStart().report().spending().requests();
        assertThat(sent).isBetween(estimate.min().calls(), estimate.max().calls());
    }

    @Test
    void estimate_ofPrompts_countsTheirTokensAndPricesThem() {
        AtomicInteger calls = new AtomicInteger();
        Price price = Price.perMillionTokens(1, 2, "EUR");
        try (PromptedSignalGenerator generator = PromptedSignalGenerator.builder(prompt -> {
                    calls.incrementAndGet();
                    return new ChatReply("", "m", ChatReply.Finish.STOP, Usage.NONE);
                })
                .build()) {
            WarmStartEstimate estimate = community
                    .bootstrapper()
                    .asking(ask -> ask.userRounds(0).itemsPerRequest(10))
                    .budget(Budget.unlimited().pricedAt(price))
                    .generator(generator)
                    .build()
                    .estimate();

            assertThat(calls).hasValue(0);
            assertThat(estimate.min()).isEqualTo(estimate.max());
            assertThat(estimate.min().outputTokens())
                    .isEqualTo(10 * estimate.min().calls()
                            + 12 * estimate.rounds().get(0).items());
            assertThat(estimate.min().inputTokens() / estimate.min().calls()).isBetween(300L, 900L);
            assertThat(estimate.maxCost()).hasValue(price.of(estimate.max()));
            assertThat(estimate.toString())
                    .contains("audience: 6 requests about 60 items, ")
                    .contains("total: 6 to 6 requests, ")
                    .endsWith(" EUR");
        }
    }
}
