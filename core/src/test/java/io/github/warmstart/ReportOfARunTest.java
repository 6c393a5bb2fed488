// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.rating.BadRowPolicy;
import io.github.warmstart.rating.DuplicatePolicy;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.ReadRules;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reports as real runs write them. */
@Timeout(60)
class ReportOfARunTest {

    private final Community community = Community.of(9);

    @Test
    void report_ofAnAppliedRun_tellsNoUser() throws InterruptedException {
        WarmStart start = community
                .bootstrapper()
                .generator(ScriptedGenerator.truthful(community))
                .build()
                .warmStart();

        assertThat(start.applied()).isTrue();
        assertTellsNobody(start.report());
    }

    @Test
    void report_ofSkippedRows_tellsNoUser() throws InterruptedException {
        List<Rating> ratings = new ArrayList<>(community.ratings());
        ratings.addAll(community.ratings().subList(0, 3));
        ratings.add(new Rating("member#1", "film#1", 4.75e6));

        WarmStartReport report = community
                .bootstrapper()
                .ratings(RatingSource.of(Community.STARS, ratings))
                .readRules(
                        ReadRules.DEFAULT.withDuplicates(DuplicatePolicy.REJECT).withBadRows(BadRowPolicy.skipUpTo(10)))
                .budget(Budget.requests(0))
                .generator(ScriptedGenerator.noise())
                .build()
                .warmStart()
                .report();

        assertThat(report.data().read().skipped()).isEqualTo(4);
        assertThat(report.toText()).contains("4 bad rows skipped").doesNotContain("4750000");
        assertTellsNobody(report);
    }

    @Test
    void report_ofManyFailures_keepsTheFirstFive() throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.noise();
        generator.answering(request -> SignalReply.failed(
                request,
                Outcome.FAILED,
                Usage.NONE,
                "failure " + request.items().get(0).title()));

        WarmStartReport report = community
                .bootstrapper()
                .asking(ask -> ask.itemsPerRequest(5)) // a first batch of more than five
                .generator(generator)
                .build()
                .warmStart()
                .report();

        assertThat(report.rounds().get(0).failures()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void setting_tellsWhatItTakesToDoItAgain() throws InterruptedException {
        WarmStartReport.Setting setting = community
                .bootstrapper()
                .seed(5)
                .budget(Budget.requests(0))
                .generator(ScriptedGenerator.noise())
                .build()
                .warmStart()
                .report()
                .setting();

        assertThat(setting.libraryVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(setting.javaVersion()).isEqualTo(System.getProperty("java.version"));
        assertThat(setting.seed()).isEqualTo(5);
        assertThat(setting.recommender()).isEqualTo("BiasRecommender");
        assertThat(setting.policy()).isEqualTo("expected-variance-reduction");
        assertThat(setting.budget()).isEqualTo("0 requests");
    }

    private static void assertTellsNobody(WarmStartReport report) {
        assertThat(report.toText()).doesNotContain("member#");
        assertThat(report.toJson()).doesNotContain("member#");
    }
}
