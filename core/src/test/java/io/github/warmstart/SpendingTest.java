// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.Usage;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a warm start spends under a budget. */
@Timeout(60)
class SpendingTest {

    private static final Price PRICE = Price.perMillionTokens(100, 400, "EUR");
    /** Sums of money are taken in another order. */
    private static final double ROUNDING = 1e-9;

    private final Community community = Community.small(3);

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 5, 7, 1000})
    void requests_ofOneCallEach_neverExceedTheBudget(long limit) throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);

        WarmStart start = start(generator, Budget.requests(limit));

        // 6 requests for the catalogue of 60 items, one for each of 8 warm users, two for each of 5 cold users: so few
        // probes do not decide against requests about users
        assertThat(generator.asked()).hasSize((int) Math.min(limit, 24));
        assertThat(start.report().spending().requests()).isEqualTo(Math.min(limit, 24));
    }

    @Test
    void budget_ofNothing_asksNothingAndSaysSo() throws InterruptedException {
        for (Budget nothing : List.of(Budget.requests(0), Budget.tokens(0), Budget.money(0, PRICE))) {
            ScriptedGenerator generator = ScriptedGenerator.truthful(community);

            WarmStart start = start(generator, nothing);

            assertThat(generator.waves).isEmpty();
            assertThat(start.model()).isSameAs(start.realOnly());
            assertThat(start.report().rounds().get(0).inWords()).isEqualTo("budget exhausted");
            assertThat(start.report().spending().requests()).isZero();
            assertThat(start.report().spending().usage()).isEqualTo(Usage.NONE);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tokens_ofAnswersOfRandomSize_exceedTheBudgetByLessThanOneAnswer(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        long limit = random.nextLong(100, 20_000);
        long largest = random.nextLong(200, 5_000);
        ScriptedGenerator generator = ScriptedGenerator.truthful(community)
                .costing(request -> new Usage(1, random.nextLong(1, largest), 0, random.nextLong(1, largest)));

        WarmStart start = start(generator, Budget.tokens(limit));

        assertThat(start.report().spending().usage().tokens())
                .as("seed %d", seed)
                .isLessThan(limit + 2 * largest);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void money_forAnswersOfRandomSize_exceedsTheBudgetByLessThanOneAnswer(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        double limit = random.nextDouble(0.01, 4);
        long largest = random.nextLong(200, 5_000);
        ScriptedGenerator generator = ScriptedGenerator.truthful(community)
                .costing(request -> new Usage(1, random.nextLong(1, largest), 0, random.nextLong(1, largest)));

        WarmStart start = start(generator, Budget.money(limit, PRICE));

        assertThat(start.report().spending().cost().orElseThrow())
                .as("seed %d", seed)
                .isLessThan(limit + PRICE.of(new Usage(1, largest, 0, largest)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void requests_triedAgainByTheGenerator_exceedTheBudgetByTheTriesOfOneWave(long seed) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        ScriptedGenerator generator =
                ScriptedGenerator.truthful(community).costing(request -> new Usage(random.nextInt(1, 4), 10, 0, 10));

        WarmStart start = start(generator, Budget.requests(12));

        // 6 questions about items go together, and then as many as 3 tries each leave room for
        assertThat(start.report().spending().requests()).as("seed %d", seed).isLessThan(6 * 3 + 3);
    }

    @Test
    void tokens_steadyAnswers_areSpentToTheLastThatFits() throws InterruptedException {
        ScriptedGenerator generator =
                ScriptedGenerator.truthful(community).costing(request -> new Usage(1, 500, 0, 500));

        WarmStart start = start(generator, Budget.tokens(7_500));

        assertThat(generator.asked()).hasSizeBetween(5, 7);
        assertThat(start.report().spending().usage().tokens()).isLessThanOrEqualTo(7_500);
    }

    @Test
    void firstMeteredRequest_goesAlone() throws InterruptedException {
        for (Budget budget : List.of(Budget.tokens(1_000_000), Budget.money(1_000, PRICE))) {
            ScriptedGenerator generator = ScriptedGenerator.truthful(community);

            start(generator, budget);

            assertThat(generator.waves.get(0)).hasSize(1);
            assertThat(generator.waves).hasSizeGreaterThan(2).hasSizeLessThan(14);
        }
    }

    @Test
    void unmeteredRequests_goTogether() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);

        start(generator, Budget.requests(100));

        assertThat(generator.waves).extracting(List::size).containsExactly(4, 2, 8, 5, 5);
    }

    @Test
    void failedFirstTry_tellsNothingOfThePrice() throws InterruptedException {
        ScriptedGenerator generator =
                ScriptedGenerator.truthful(community).costing(request -> new Usage(1, 3_000, 0, 3_000));
        generator.answering(request -> generator.asked().size() == 1
                ? SignalReply.failed(request, Outcome.FAILED, new Usage(2, 0, 0, 0), "timeout")
                : generator.reply(request));

        WarmStart start = start(generator, Budget.tokens(7_000));

        assertThat(generator.waves).extracting(List::size).containsExactly(1, 1);
        assertThat(start.report().spending().usage()).isEqualTo(new Usage(3, 3_000, 0, 3_000));
        assertThat(start.report().spending().requests()).isEqualTo(3);
    }

    /** A batch of 4 questions takes 8 tries, and where some are left, a single probe takes 2: nothing was answered so far. */
    @ParameterizedTest
    @CsvSource({"16, 10", "9, 10", "8, 8"})
    void failedTries_countAgainstTheBudget(int budget, int expected) throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();

        WarmStart start = start(
                ScriptedGenerator.truthful(community).answering(request -> {
                    tries.addAndGet(2);
                    return SignalReply.failed(request, Outcome.FAILED, new Usage(2, 100, 0, 0), "overloaded");
                }),
                Budget.requests(budget));

        assertThat(tries).hasValue(expected);
        assertThat(start.report().spending().requests()).isEqualTo(expected);
        assertThat(start.report().spending().usage()).isEqualTo(new Usage(expected, 50L * expected, 0, 0));
    }

    @Test
    void absurdUsage_endsTheAskingAndNothingElse() throws InterruptedException {
        Usage absurd = new Usage(1, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        ScriptedGenerator generator = ScriptedGenerator.truthful(community).costing(request -> absurd);

        assertThat(start(generator, Budget.requests(100))
                        .report()
                        .spending()
                        .usage()
                        .inputTokens())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(start(generator, Budget.tokens(100_000)).report().spending().requests())
                .isEqualTo(1);
    }

    @Test
    void report_withAPrice_tellsTheCost() throws InterruptedException {
        WarmStart start = start(
                ScriptedGenerator.truthful(community), Budget.requests(100).pricedAt(PRICE));

        WarmStartReport.Spending spending = start.report().spending();
        assertThat(spending.cost().orElseThrow()).isCloseTo(PRICE.of(spending.usage()), within(ROUNDING));
        assertThat(spending.cost().orElseThrow()).isPositive();
        assertThat(spending.currency()).isEqualTo("EUR");
    }

    @Test
    void report_withoutAPrice_tellsNoCost() throws InterruptedException {
        WarmStartReport.Spending spending = start(ScriptedGenerator.truthful(community), Budget.requests(100))
                .report()
                .spending();

        assertThat(spending.cost()).isEqualTo(OptionalDouble.empty());
        assertThat(spending.currency()).isEmpty();
    }

    @Test
    void report_rounds_sumUpToTheSpending() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.truthful(community);

        WarmStartReport report = start(generator, Budget.requests(100)).report();

        assertThat(report.rounds().stream().map(RoundReport::usage).reduce(Usage.NONE, Usage::plus))
                .isEqualTo(report.spending().usage());
        assertThat(report.spending().usage())
                .isEqualTo(
                        generator.asked().stream().map(ScriptedGenerator::usual).reduce(Usage.NONE, Usage::plus));
        for (RoundReport round : report.rounds()) {
            assertThat(round.received()
                            + round.rejected().values().stream()
                                    .mapToInt(n -> n)
                                    .sum())
                    .isEqualTo(round.asked());
            assertThat(round.outcomes().values().stream().mapToInt(n -> n).sum())
                    .isEqualTo(round.sent());
        }
        assertThat(report.rounds().stream().mapToInt(RoundReport::asked).sum())
                .isEqualTo(generator.asked().stream()
                        .map(SignalRequest::items)
                        .mapToInt(List::size)
                        .sum());
    }

    private WarmStart start(ScriptedGenerator generator, Budget budget) throws InterruptedException {
        return community
                .bootstrapper()
                .asking(ask -> ask.itemsPerRequest(10))
                .budget(budget)
                .generator(generator)
                .build()
                .warmStart();
    }
}
