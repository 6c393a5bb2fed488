// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.squareup.moshi.JsonReader;
import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.budget.Budget;
import io.github.warmstart.budget.Price;
import io.github.warmstart.choice.RankedItem;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.journal.SignalJournal;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListBootstrapperTest {

    @Test
    void newShop_withoutAnyOtherBuyer_getsBetterLists() throws InterruptedException {
        Shop shop = new Shop(0);

        ListStart start = shop.builder().build().warmStart();

        assertThat(start.applied()).isTrue();
        assertThat(shop.precision(start.model())).isGreaterThan(shop.precision(start.realOnly()) + 0.05);
    }

    @Test
    void shopWithBuyers_asksEveryKindInOrder_andJudgesByProbes() throws InterruptedException {
        Shop shop = new Shop(40);

        ListStart start = shop.builder().attributes(List.of("dark")).build().warmStart();

        assertThat(new LinkedHashSet<>(
                        shop.asked.stream().map(SignalRequest::kind).toList()))
                .containsExactly(SignalKind.EXPOSURE, SignalKind.SIMILAR, SignalKind.GRADES, SignalKind.SHORTLIST);
        assertThat(start.report().rounds())
                .extracting(ListReport.Round::label)
                .containsExactly("exposure", "similar", "grades", "probe", "shortlist");
        assertThat(start.answers().probes()).hasSize(ListBootstrapper.DEFAULT_PROBES);
        assertThat(start.answers().shortlists()).hasSize(60);
        assertThat(start.report().verdicts()).hasSize(4);
        assertThat(shop.precision(start.model())).isGreaterThanOrEqualTo(shop.precision(start.realOnly()));
    }

    @Test
    void list_saysWhyEachItemIsThere() throws InterruptedException {
        Shop shop = new Shop(0);
        List<RankedItem> top = shop.builder().build().warmStart().recommend("newcomer-1", 10);

        assertThat(top).hasSize(10);
        for (RankedItem item : top) {
            double sum =
                    item.parts().values().stream().mapToDouble(part -> part).sum();
            assertThat(sum).isCloseTo(item.score(), within(1e-6));
        }
    }

    @Test
    void report_tellsOfOrder_andThatErrorWasNotJudged() throws InterruptedException, IOException {
        Shop shop = new Shop(0);
        ListReport report = shop.builder()
                .budget(Budget.unlimited().pricedAt(Price.perMillionTokens(1, 1, "EUR")))
                .build()
                .warmStart()
                .report();

        assertThat(report.toText())
                .contains(
                        "Verdict on error: not judged: there are no ratings", "exposure: weight", "60 newcomers", "EUR")
                .doesNotContain("newcomer-1", "Game 1");
        Map<?, ?> json = (Map<?, ?>)
                JsonReader.of(new Buffer().writeUtf8(report.toJson())).readJsonValue();
        assertThat(json).isNotNull();
        assertThat(report.toJson())
                .contains("\"orderVerdicts\"", "\"errorVerdict\"")
                .doesNotContain("newcomer-1");
        assertThat(report.spending().cost().getAsDouble()).isPositive();
    }

    @Test
    void budget_isKept() throws InterruptedException {
        Shop shop = new Shop(0);

        ListReport report =
                shop.builder().budget(Budget.requests(3)).build().warmStart().report();

        assertThat(shop.asked).hasSize(3);
        assertThat(report.spending().requests()).isEqualTo(3);
        assertThat(report.toText()).contains("note: budget exhausted: 2 of 6 requests were sent");
    }

    @Test
    void tokenBudget_isKept() throws InterruptedException {
        Shop shop = new Shop(0);

        ListReport report =
                shop.builder().budget(Budget.tokens(10_000)).build().warmStart().report();

        assertThat(report.spending().usage().tokens()).isPositive().isLessThanOrEqualTo(10_000);
    }

    @Test
    void estimate_sendsNothing_andCountsWhatARunSends() throws InterruptedException {
        Shop shop = new Shop(20);
        ListBootstrapper bootstrapper = shop.builder().build();

        WarmStartEstimate estimate = bootstrapper.estimate();
        assertThat(shop.asked).isEmpty();
        assertThat(estimate.rounds())
                .extracting(WarmStartEstimate.Round::purpose)
                .containsExactly("exposure", "similar", "probe", "shortlist");
        ListReport report = bootstrapper.warmStart().report();

        assertThat(estimate.max().calls()).isEqualTo(report.spending().requests());
    }

    @Test
    void journal_asksNothingTwice_andGivesTheSameModel(@TempDir Path folder) throws InterruptedException {
        Shop shop = new Shop(20);
        double[] first;
        try (SignalJournal journal = SignalJournal.open(folder.resolve("answers.jsonl"))) {
            first = shop.builder().journal(journal).build().warmStart().model().scores("newcomer-2");
        }
        shop.asked.clear();
        try (SignalJournal journal = SignalJournal.open(folder.resolve("answers.jsonl"))) {
            ListStart again = shop.builder()
                    .journal(journal)
                    .budget(Budget.requests(1))
                    .build()
                    .warmStart();
            assertThat(again.model().scores("newcomer-2")).isEqualTo(first);
            assertThat(again.report().spending().requests()).isZero();
        }
        assertThat(shop.asked).isEmpty();
    }

    @Test
    void orderOfArrival_changesNothing() throws InterruptedException {
        Shop shop = new Shop(20);

        ListStart forwards = shop.builder().build().warmStart();
        ListStart backwards = shop.builder().generator(shop.backwards()).build().warmStart();

        assertThat(backwards.signals()).isEqualTo(forwards.signals());
        assertThat(backwards.model().scores("newcomer-3"))
                .isEqualTo(forwards.model().scores("newcomer-3"));
    }

    @Test
    void generatorOfRatings_isNotAsked_andTheRestWorks() throws InterruptedException {
        Shop shop = new Shop(20);
        SyntheticSignalGenerator ratings = SyntheticSignalGenerator.oneByOne(request -> {
            throw new AssertionError("asked for " + request);
        });

        ListStart start = shop.builder().generator(ratings).build().warmStart();

        assertThat(start.applied()).isFalse();
        assertThat(start.model()).isSameAs(start.realOnly());
        assertThat(start.recommend("somebody new", 10)).hasSize(10);
        assertThat(start.report().toText()).contains("the generator does not answer this kind");
    }

    @Test
    void failingGenerator_isReported() throws InterruptedException {
        Shop shop = new Shop(20);
        SyntheticSignalGenerator failing = SyntheticSignalGenerator.oneByOne(SignalKind.choices(), request -> {
            if (request instanceof ChoiceRequest.SimilarItems) {
                throw new SignalException(
                        "the key is wrong", null, new Usage(1, 0, 0, 0), SignalException.Reach.ALL_REQUESTS);
            }
            return shop.answer(request);
        });

        ListReport report =
                shop.builder().generator(failing).build().warmStart().report();

        assertThat(report.toText())
                .contains(
                        "note: the generator failed: the key is wrong", "not asked, because the generator had failed");
        assertThat(report.rounds().get(0).signals()).isEqualTo(Shop.ITEMS);
    }

    @Test
    void listener_hearsOfEverything() throws InterruptedException {
        Shop shop = new Shop(20);
        List<String> heard = new ArrayList<>();
        shop.builder()
                .listener(new WarmStartListener() {
                    @Override
                    public void onRatings(RatingsRead event) {
                        heard.add("read " + event.coldUsers());
                    }

                    @Override
                    public void onQuestions(QuestionsPlanned event) {
                        heard.add(event.purpose().label() + " " + event.requests());
                    }

                    @Override
                    public void onVerdict(VerdictReached event) {
                        heard.add("verdict " + event.kinds());
                    }
                })
                .build()
                .warmStart();

        assertThat(heard)
                .containsExactly(
                        "read 60",
                        "exposure 1",
                        "similar 6",
                        "probe 20",
                        "shortlist 60",
                        "verdict exposure",
                        "verdict similar",
                        "verdict shortlist");
    }

    @Test
    void frontDoor_carriesItsOptions() throws InterruptedException {
        Shop shop = new Shop(0);

        ListStart start = ColdStartBootstrapper.builder()
                .catalog(shop.catalog)
                .generator(shop.knowing())
                .coldUsers(Set.of("newcomer-1"))
                .seed(3)
                .interactions(shop.purchases)
                .build()
                .warmStart();

        assertThat(start.report().data().newcomers()).isEqualTo(1);
        assertThat(start.report().setting().seed()).isEqualTo(3);
    }

    @Test
    void frontDoor_withRatings_tellsTheWay() {
        RatingSource ratings = RatingSource.of(RatingScale.of(1, 5), "ratings", rows -> {});

        assertThatThrownBy(() -> ColdStartBootstrapper.builder()
                        .ratings(ratings)
                        .interactions(InteractionSource.ofRatings(ratings)))
                .hasMessageContaining("interactions take the place of ratings, but ratings were set");
    }

    @Test
    void wrongOptions_areNamed() {
        Shop shop = new Shop(0);
        assertThatThrownBy(() -> ListBootstrapper.builder(shop.purchases)
                        .generator(shop.knowing())
                        .build())
                .hasMessage("catalog is required, but was not set: call catalog(...) before build()");
        assertThatThrownBy(() -> ListBootstrapper.builder(shop.purchases)
                        .catalog(shop.catalog)
                        .build())
                .hasMessage("generator is required, but was not set: call generator(...) before build()");
        assertThatThrownBy(() -> shop.builder().similarItems(-1)).hasMessage("similarItems must be >= 0, but was -1");
        assertThatThrownBy(() ->
                        shop.builder().probes(Map.of("ann", List.of("none"))).build())
                .hasMessage("probes must show items of the catalogue, but shows 'none'");
    }

    @Test
    void badRows_followTheRule() throws InterruptedException {
        Shop shop = new Shop(0);
        InteractionSource bad = sink -> {
            shop.purchases.read(sink);
            sink.reject(new BadRow(new BadRow.RowLocation("orders", 9), "user", "", "must not be blank"));
        };
        ListStart start = ListBootstrapper.builder(bad)
                .catalog(shop.catalog)
                .generator(shop.knowing())
                .readRules(ReadRules.DEFAULT.withBadRows(BadRowPolicy.skipUpTo(1)))
                .build()
                .warmStart();

        assertThat(start.report().data().read().skipped()).isEqualTo(1);
    }
}
