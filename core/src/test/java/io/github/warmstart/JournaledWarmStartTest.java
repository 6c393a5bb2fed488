// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.internal.calibration.CalibratedSignals;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.journal.SignalJournal;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.report.RoundReport;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.SignalException;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.trust.Calibration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Warm starts, one after the other, with one journal. */
@Tag("slow")
@Timeout(120)
class JournaledWarmStartTest {

    private static final int ALL = 240;

    @TempDir
    private Path folder;

    private SignalJournal journal;
    private final Community community = Community.of(3);
    private final ScriptedGenerator model = ScriptedGenerator.truthful(community);

    @BeforeEach
    void open() {
        journal = SignalJournal.open(folder.resolve("journal.jsonl"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private ColdStartBootstrapper.Builder bootstrapper() {
        journal.close();
        open();
        return community.bootstrapper().generator(model).journal(journal);
    }

    /** Whatever is offered, in order. */
    private static ColdStartBootstrapper.Builder askingAll(ColdStartBootstrapper.Builder builder) {
        return builder.asking(ask -> ask.policy((candidates, limit) -> candidates
                        .pairs()
                        .subList(0, Math.min(limit, candidates.pairs().size())))
                .pairsPerUser(ALL)
                .userRounds(1));
    }

    /** How often each item was asked about, by subject. */
    private static Map<String, Integer> timesAsked(List<SignalRequest> requests) {
        Map<String, Integer> times = new HashMap<>();
        for (SignalRequest request : requests) {
            for (String itemId : ScriptedGenerator.ids(request)) {
                times.merge(request.kind() + " " + request.subjectId().orElse("") + " " + itemId, 1, Integer::sum);
            }
        }
        return times;
    }

    @Test
    void secondRun_sameRatings_asksNothingAndGivesTheSameModelBitForBit() throws InterruptedException {
        WarmStart first = bootstrapper().build().warmStart();
        int asked = model.asked().size();

        WarmStart second = bootstrapper().build().warmStart();

        assertThat(first.applied()).isTrue();
        assertThat(model.askedOfUsers()).isNotEmpty();
        assertThat(model.asked()).hasSize(asked);
        assertThat(second.signals()).isEqualTo(first.signals());
        assertThat(community.predictions(second.model())).isEqualTo(community.predictions(first.model()));
        assertThat(second.report().spending().requests()).isZero();
        assertThat(second.report().spending().usage()).isEqualTo(Usage.NONE);
        assertThat(second.report().rounds())
                .extracting(RoundReport::sent)
                .containsExactlyElementsOf(
                        first.report().rounds().stream().map(RoundReport::sent).toList());
    }

    @Test
    void replay_withoutTheGenerator_givesTheSameModelBitForBit() throws InterruptedException {
        WarmStart first = bootstrapper().build().warmStart();
        int asked = model.asked().size();

        WarmStart offline =
                community.bootstrapper().generator(journal.replay()).build().warmStart();

        assertThat(model.asked()).hasSize(asked);
        assertThat(community.predictions(offline.model())).isEqualTo(community.predictions(first.model()));
    }

    @Test
    void estimate_afterARun_isNothing() throws InterruptedException {
        assertThat(bootstrapper().build().estimate().max().calls()).isPositive();
        askingAll(bootstrapper().asking(ask -> ask.itemsPerRequest(ALL)))
                .build()
                .warmStart();

        WarmStartEstimate left = askingAll(bootstrapper()).build().estimate();

        assertThat(left.max()).isEqualTo(Usage.NONE);
    }

    @Test
    void secondRun_moreRatingsAndOtherBatches_asksNothing() throws InterruptedException {
        askingAll(bootstrapper().asking(ask -> ask.itemsPerRequest(ALL)))
                .build()
                .warmStart();
        int asked = model.asked().size();
        List<Rating> ratings = new ArrayList<>(community.ratings());
        // a third of the cold users have rated more; the others keep what probes are shown the same
        List<String> cold = community.coldUsers();
        for (String userId : cold.subList(0, cold.size() / 3)) {
            Set<String> rated = community.ratedBy(userId);
            community.catalog().items().stream()
                    .map(item -> item.id())
                    .filter(itemId -> !rated.contains(itemId))
                    .limit(3)
                    .forEach(itemId ->
                            ratings.add(new Rating(userId, itemId, Math.rint(community.opinion(userId, itemId)))));
        }

        WarmStart second = askingAll(bootstrapper())
                .ratings(RatingSource.of(Community.STARS, ratings))
                .asking(ask -> ask.itemsPerRequest(17))
                .build()
                .warmStart();

        assertThat(model.askedOfUsers())
                .anyMatch(request -> cold.contains(request.profile().userId()));
        assertThat(second.signals()).anyMatch(signal -> signal.kind() == SignalKind.USER);
        assertThat(model.asked()).hasSize(asked);
        assertThat(second.report().spending().requests()).isZero();
    }

    @Test
    void laterRuns_asTheyComeInPractice_askNoPairTwice() throws InterruptedException {
        List<Rating> ratings = new ArrayList<>(community.ratings());
        for (int run = 0; run < 3; run++) {
            int each = 20 - 5 * run;
            bootstrapper()
                    .ratings(RatingSource.of(Community.STARS, ratings))
                    .asking(ask -> ask.itemsPerRequest(each))
                    .seed(run)
                    .build()
                    .warmStart();
            int every = run;
            community.catalog().items().stream()
                    .filter(item -> Math.floorMod(item.id().hashCode(), 9) == every)
                    .forEach(item -> community
                            .coldUsers()
                            .forEach(userId -> ratings.add(
                                    new Rating(userId, item.id(), Math.rint(community.opinion(userId, item.id()))))));
        }

        assertThat(timesAsked(model.asked()).values()).containsOnly(1);
    }

    @Test
    void crashInTheMiddle_theNextRunPaysForTheRestOnly() throws InterruptedException {
        ScriptedGenerator whole = ScriptedGenerator.truthful(community);
        WarmStart expected = community.bootstrapper().generator(whole).build().warmStart();
        int[] left = {20};
        SyntheticSignalGenerator breaking = SyntheticSignalGenerator.oneByOne(request -> {
            if (left[0]-- == 0) {
                throw new SignalException("out", null, Usage.NONE, SignalException.Reach.ALL_REQUESTS);
            }
            model.generate(List.of(request), reply -> {});
            return model.reply(request);
        });
        bootstrapper().generator(breaking).build().warmStart();
        assertThat(model.asked()).hasSize(20);

        WarmStart second = bootstrapper().build().warmStart();

        assertThat(model.asked()).containsExactlyInAnyOrderElementsOf(whole.asked());
        assertThat(community.predictions(second.model())).isEqualTo(community.predictions(expected.model()));
    }

    @Test
    void budget_isForWhatIsNew_andWhatIsKnownComesInAnyCase() throws InterruptedException {
        bootstrapper()
                .asking(ask -> ask.userRounds(0))
                .budget(Budget.requests(5))
                .build()
                .warmStart();
        assertThat(model.asked()).hasSize(5);

        WarmStart second = bootstrapper()
                .asking(ask -> ask.userRounds(0))
                .budget(Budget.requests(4))
                .build()
                .warmStart();

        assertThat(model.asked()).hasSize(9);
        assertThat(second.signals()).hasSize(9 * 20);
        assertThat(second.report().spending().requests()).isEqualTo(4);
        assertThat(Rounds.together(second, "audience").inWords()).isEqualTo("budget exhausted");
        assertThat(timesAsked(model.asked()).values()).containsOnly(1);
        // in the order of the questions, as if they had all been asked at once
        ScriptedGenerator whole = ScriptedGenerator.truthful(community);
        WarmStart atOnce = community
                .bootstrapper()
                .asking(ask -> ask.userRounds(0))
                .generator(whole)
                .budget(Budget.requests(9))
                .build()
                .warmStart();
        assertThat(second.signals()).isEqualTo(atOnce.signals());
    }

    /** The answer about one item was wrong, and stays in the journal; people say what is right, one after the other. */
    @Test
    void laterRuns_asRatingsArrive_moveFromTheSignalToThePeople() throws InterruptedException {
        String novelty = "film#239";
        List<Rating> others = community.ratings().stream()
                .filter(rating -> !rating.itemId().equals(novelty))
                .toList();
        ScriptedGenerator mistaken =
                ScriptedGenerator.saying((request, itemId) -> itemId.equals(novelty) ? 1 : community.audience(itemId));
        List<String> raters = others.stream()
                .map(Rating::userId)
                .distinct()
                .filter(userId -> !community.coldUsers().contains(userId))
                .toList();
        double last = 0;
        for (int count : new int[] {0, 1, 4, 16, 60}) {
            List<Rating> ratings = new ArrayList<>(others);
            raters.subList(0, count).forEach(userId -> ratings.add(new Rating(userId, novelty, 5)));

            WarmStart start = bootstrapper()
                    .generator(mistaken)
                    .ratings(RatingSource.of(Community.STARS, ratings))
                    .asking(ask -> ask.userRounds(0))
                    .build()
                    .warmStart();

            assertThat(start.applied()).isTrue();
            assertThat(start.model().predict("nobody", novelty))
                    .as("%d ratings", count)
                    .isGreaterThan(last);
            last = start.model().predict("nobody", novelty);
            assertThat(count > 0 || last < 2.5).isTrue();
        }
        assertThat(last).isGreaterThan(4.2);
        assertThat(timesAsked(mistaken.asked()).values()).containsOnly(1);
    }

    /** A signal about a pair that a person has rated since is no guess any more, but a probe. */
    @Test
    void signal_ofAPairThatIsRatedSince_isAProbeAndMovesNothing() throws InterruptedException {
        List<String> users = community.coldUsers().subList(0, 10);
        List<String> items =
                community.catalog().items().stream().map(item -> item.id()).toList();
        List<SignalRequest> questions = new ArrayList<>();
        RatingTable before = RatingTable.read(community.source());
        Map<String, List<String>> later = new HashMap<>();
        for (String userId : users) {
            List<String> unrated = items.stream()
                    .filter(itemId -> !community.ratedBy(userId).contains(itemId))
                    .limit(12)
                    .toList();
            later.put(userId, unrated.subList(0, 6));
            questions.add(new SignalRequest.AsUser(
                    Community.profiles(userId).get(0),
                    List.of(),
                    unrated.stream()
                            .flatMap(id -> community.catalog().item(id).stream())
                            .toList(),
                    Community.STARS));
        }
        journal.record(model).generate(questions, reply -> {});
        List<Rating> ratings = new ArrayList<>(community.ratings());
        later.forEach((userId, mine) -> mine.forEach(
                itemId -> ratings.add(new Rating(userId, itemId, Math.rint(community.opinion(userId, itemId))))));
        RatingTable after = RatingTable.read(RatingSource.of(Community.STARS, ratings));

        List<SyntheticSignal> signals = new ArrayList<>();
        journal.replay().generate(questions, reply -> signals.addAll(reply.signals()));
        Calibrator calibrator = new Calibrator(community.catalog());
        CalibratedSignals then = calibrator.calibrate(before, signals);
        CalibratedSignals now = calibrator.calibrate(after, signals);

        assertThat(asked(then)).hasSize(120);
        assertThat(pairs(then)).isZero();
        assertThat(asked(now))
                .hasSize(60)
                .doesNotContainAnyElementsOf(later.entrySet().stream()
                        .flatMap(one -> one.getValue().stream().map(itemId -> one.getKey() + " " + itemId))
                        .toList());
        assertThat(pairs(now)).isEqualTo(60);
    }

    /** The pairs whose prediction an answer moves. */
    private static List<String> asked(CalibratedSignals signals) {
        return signals.offsets().entrySet().stream()
                .flatMap(one -> one.getValue().keySet().stream().map(itemId -> one.getKey() + " " + itemId))
                .toList();
    }

    private static int pairs(CalibratedSignals signals) {
        return signals.calibrations().stream()
                .filter(fit -> fit.kind() == SignalKind.USER)
                .mapToInt(Calibration::pairs)
                .sum();
    }
}
