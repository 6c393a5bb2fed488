// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.squareup.moshi.Moshi;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.quality.Diversity;
import io.github.warmstart.rating.BadRow;
import io.github.warmstart.rating.BadRow.RowLocation;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.statistics.PairedBootstrap;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.Guardrail;
import io.github.warmstart.trust.PopularityShift;
import io.github.warmstart.trust.SignalEvidence;
import io.github.warmstart.trust.SyntheticShare;
import io.github.warmstart.trust.UserReliability;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WarmStartReportTest {

    private static final PairedBootstrap TRIAL =
            new PairedBootstrap(0.95, 0.9025, -0.05, -0.0725, -0.0275, -0.03, 60, 1200, 0.001);
    private static final String HOSTILE =
            "no\r\nWarm start: APPLIED\u2028\u202eback\u0007\u001b[31m \"quoted\" \\ </script>";

    private static final GateVerdict PASSED = new GateVerdict(
            Set.of(SignalKind.AUDIENCE),
            true,
            Optional.of(TRIAL),
            "shown to help",
            List.of(
                    new Guardrail("group: ann\nlikes", 25, 300, 0.02, -0.01, 0.025),
                    new Guardrail("items: middle third", 60, 400, -0.04, -0.05, 0.025),
                    new Guardrail("users without a signal", 3, 9, 0.5, Double.NaN, Double.NaN)),
            Optional.of(new PopularityShift(40, 70, 61)),
            Optional.of(new UserReliability(Map.of("ann-the-user", 0.25), 0.9, 0.6)),
            Optional.of(new SignalEvidence(180, 9.2, 0.99, 0.001, 0.9, 0.05, 0.04, 0.03)));

    private static final WarmStartReport REPORT = new WarmStartReport(
            new WarmStartReport.Setting(
                    "0.1.0",
                    "17.0.9",
                    Instant.parse("2026-01-02T03:04:05Z"),
                    Duration.ofMillis(12_345),
                    42,
                    "BiasRecommender",
                    "posterior-variance",
                    "200 requests"),
            new WarmStartReport.Data(
                    RatingScale.of(1, 5, 0.5),
                    130,
                    210,
                    1640,
                    60,
                    240,
                    JoinCheck.ofRatings(
                            Ratings.of("ann likes alien 5", "ann likes dune.0 4"),
                            ItemCatalog.of(List.of(Item.of("alien", "Alien"), Item.of("Dune.0", "Dune"))),
                            List.of("ann", "ann-the-user")),
                    new FirstRatingWeight(0.4, 70),
                    new ReadReport(
                            1650,
                            1640,
                            9,
                            1,
                            0,
                            List.of(new BadRow(
                                    new RowLocation("shop.csv", 7), "user", "ann-the-user", "must be short")))),
            List.of(
                    RoundReport.builder(1, Purpose.AUDIENCE)
                            .requests(12, 10)
                            .items(200, 188)
                            .rejected(Map.of(RejectionReason.OFF_SCALE, 3, RejectionReason.MISSING, 9))
                            .outcomes(Map.of(Outcome.COMPLETE, 8, Outcome.PARTIAL, 2))
                            .failures(List.of("17 of 20 items got a usable signal"))
                            .usage(new Usage(11, 4000, 1000, 900))
                            .expectedGain(0.125)
                            .stop(StopReason.BUDGET_EXHAUSTED)
                            .diversity(new Diversity(
                                    SignalKind.AUDIENCE,
                                    188,
                                    187,
                                    0.412,
                                    0.051,
                                    OptionalDouble.of(0.83),
                                    0.03,
                                    OptionalDouble.empty(),
                                    17,
                                    0.12))
                            .build(),
                    RoundReport.builder(2, Purpose.PROBE)
                            .stop(StopReason.NO_PROBE_POSSIBLE)
                            .build()),
            List.of(
                    new Calibration(SignalKind.AUDIENCE, 180, 180, 0.25, 0.9, 0.05, 0.04, 0, false, 11.5),
                    new Calibration(SignalKind.USER, 600, 60, -0.5, 0.1, 0.2, 0.9, 0.3, false, 0.01)),
            List.of(
                    PASSED,
                    new GateVerdict(
                            Set.of(SignalKind.USER, SignalKind.AUDIENCE), false, Optional.empty(), "too few users")),
            new WarmStartReport.Result(
                    Optional.empty(),
                    Optional.of(PASSED),
                    0,
                    Map.of(SignalKind.AUDIENCE, 1.0, SignalKind.USER, 0.0),
                    240,
                    0,
                    new SyntheticShare(0.7, 0.5),
                    Map.of(SignalKind.AUDIENCE, 2070.0),
                    55,
                    4),
            new WarmStartReport.Spending(11, new Usage(11, 4000, 1000, 900), OptionalDouble.of(0.0125), "EUR"));

    @Test
    void toText_reportOfEverything_readsLikeThis() {
        assertThat(REPORT.toText()).isEqualTo("""
                Warm start: APPLIED, the returned model was trained on ratings and signals
                  why: shown to help
                  used: priors of 240 items, 0 pseudo ratings of users
                  signals are 50 % of the training information, capped from 70 %
                  their information equals that of 2,070 real ratings: audience signals 2,070.0
                  checked against own ratings: 55 users, signals unreliable for 4
                  trust, from 0 (not used) to 1: audience signals 1.00, user signals 0.00
                Ratings: 1,640 by 130 users of 210 items, scale 1.0..5.0 by 0.5; 60 cold users; 240 items in the catalogue
                  1 of 2 rated items are in the catalogue; 1 of its 2 items are rated; 1 of 2 named cold users have ratings or
                      interactions
                  warning: 1 of 2 rated items are not in the catalogue, such as 'dune.0'; 1 differ only in upper and lower case:
                      'dune.0' and 'Dune.0': use the same ids in both
                  weight of a cold user's rating: 0.40 (measured on the first ratings of 70 warm users)
                  1,650 rows read, 1 bad rows skipped, 9 repeated ratings of a pair merged
                  skipped: shop.csv:7: user must be short
                Round 1, audience (mean rating of an item): 10 of 12 requests sent, 200 items asked, 188 signals accepted
                  expected to lower the squared error of cold users by 12.50 %
                  not accepted: 3 off scale, 9 missing
                  diversity: spread 0.41, 0.83 of real ratings'; tail share 3.0 %; 17 distinct values, most common one 12 %
                  requests by outcome: 8 complete, 2 partial
                  not complete: 17 of 20 items got a usable signal
                  note: budget exhausted
                Round 2, probe (about warm users, whose ratings are known): nothing was asked
                  note: no probe is possible, so signals about single users cannot be calibrated: none were requested
                Calibration of audience signals: compared with the real ratings of 180 items
                  offset +0.25 (above 0: higher than real ratings), slope 0.90 +- 0.05 (0: noise), error variance 0.040
                  one signal counts as 11.50 real ratings; one real rating counts as 0.09 signals
                Calibration of user signals: compared with 600 real ratings of 60 users
                  offset -0.50 (above 0: higher than real ratings), slope 0.10 +- 0.20 (0: noise), error variance 0.900
                  errors about the same user correlate by 0.30
                  indistinguishable from noise: not used
                Gate on audience signals: passed
                  evidence on 180 items: probability that the answers are informative 0.990 (the weight of the signals), permutation
                      test p = 0.001
                  expected change of the error: -4.00 % if they are informative, +3.00 % if they are not
                  RMSE on held-out real ratings: 0.9500 without, 0.9025 with signals
                  change -5.00 %, 95 % interval -7.25 to -2.75 %
                  power: 80 % for a gain of 2.85 %; 100 % for a gain as large as the one observed
                  guardrails: 0 of 2 groups significantly worse; worst is 'group: ann likes' with +2.00 %, lower bound -1.00 %
                  too few users or ratings to test: users without a signal
                  popularity of a user's ten best items: 69.0 ratings with signals, 39.0 without; of rated items 60.0: WARNING,
                      recommendations shift towards popular items
                  shown to help
                Gate on audience and user signals: not passed
                  too few users
                Spent: 11 requests counted against the budget, 11 calls reported by the generator, 4,000 input tokens (1,000 of them
                    cached), 900 output tokens, cost 0.0125 EUR
                Learner: BiasRecommender
                Policy: posterior-variance; budget: 200 requests; seed: 42
                Started 2026-01-02T03:04:05Z, took 12.3 s, by warmstart 0.1.0 on Java 17.0.9
                """);
    }

    @Test
    void toString_isTheText() {
        assertThat(REPORT).hasToString(REPORT.toText());
    }

    @Test
    void toText_withheld_saysSoFirst() {
        WarmStartReport withheld = withReason("no usable signal was received", "fine");

        assertThat(withheld.toText()).startsWith("""
                        Warm start: WITHHELD, the returned model is the one without signals
                          why: no usable signal was received
                        """).doesNotContain("used: priors");
    }

    @Test
    void toText_hostileText_forgesNoLine() {
        String text = withReason(HOSTILE, HOSTILE).toText();

        assertThat(text.lines().filter(line -> line.startsWith("Warm start: "))).hasSize(1);
        assertThat(text.replace("\n", "").codePoints())
                .noneMatch(c -> Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.LINE_SEPARATOR);
        assertThat(text).contains("  why: no Warm start: APPLIED");
    }

    @Test
    void toText_longText_isCutAndWrapped() {
        String text = withReason("a word ".repeat(500), "x".repeat(10_000)).toText();

        assertThat(text.lines().filter(line -> !line.contains("xxx")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(text).hasSizeLessThan(3_000).contains("…");
    }

    @Test
    void toText_percentSigns_areLiteral() {
        assertThat(withReason("100 % of %s", "%d %n").toText())
                .contains("why: 100 % of %s")
                .contains("%d %n");
    }

    @Test
    void toJson_reportOfEverything_holdsEveryField() throws IOException {
        Map<?, ?> json = parsed(REPORT);

        assertThat(json.keySet().stream().map(Object::toString))
                .containsExactly(
                        "applied",
                        "reason",
                        "trust",
                        "priors",
                        "pseudoRatings",
                        "syntheticShareBeforeCap",
                        "syntheticShare",
                        "standForRatings",
                        "judgedUsers",
                        "doubtedUsers",
                        "data",
                        "rounds",
                        "calibrations",
                        "verdicts",
                        "spending",
                        "setting");
        assertThat(json.get("applied")).isEqualTo(true);
        assertThat(json.get("reason")).isEqualTo("shown to help");
        assertThat(json.get("priors")).isEqualTo(240.0);
        assertThat(json.get("pseudoRatings")).isEqualTo(0.0);
        assertThat(json.get("syntheticShareBeforeCap")).isEqualTo(0.7);
        assertThat(json.get("syntheticShare")).isEqualTo(0.5);
        assertThat(json.get("standForRatings")).isEqualTo(Map.of("audience", 2070.0));
        assertThat(json.get("judgedUsers")).isEqualTo(55.0);
        assertThat(json.get("doubtedUsers")).isEqualTo(4.0);
        assertThat(json.get("trust")).isEqualTo(Map.of("audience", 1.0, "user", 0.0));
        assertThat(json.get("data"))
                .isEqualTo(Map.ofEntries(
                        Map.entry("scale", "1.0..5.0 by 0.5"),
                        Map.entry("users", 130.0),
                        Map.entry("items", 210.0),
                        Map.entry("ratings", 1640.0),
                        Map.entry("coldUsers", 60.0),
                        Map.entry("catalogItems", 240.0),
                        Map.entry("ratedItemsInCatalog", 1.0),
                        Map.entry("namedColdUsers", 2.0),
                        Map.entry("namedColdUsersWithRatings", 1.0),
                        Map.entry(
                                "joinWarnings",
                                List.of(
                                        "1 of 2 rated items are not in the catalogue, such as 'dune.0'; 1 differ only in"
                                                + " upper and lower case: 'dune.0' and 'Dune.0': use the same ids in both")),
                        Map.entry("notRated", 0.0),
                        Map.entry("rowsRead", 1650.0),
                        Map.entry("rowsSkipped", 1.0),
                        Map.entry("duplicates", 9.0),
                        Map.entry("skippedExamples", List.of("shop.csv:7: user must be short")),
                        Map.entry("firstRatingWeight", 0.4),
                        Map.entry("firstRatingUsers", 70.0)));
        assertThat(json.get("spending"))
                .isEqualTo(Map.of(
                        "requests",
                        11.0,
                        "calls",
                        11.0,
                        "inputTokens",
                        4000.0,
                        "cachedTokens",
                        1000.0,
                        "outputTokens",
                        900.0,
                        "cost",
                        0.0125,
                        "currency",
                        "EUR"));
        assertThat(json.get("setting"))
                .isEqualTo(Map.of(
                        "libraryVersion",
                        "0.1.0",
                        "javaVersion",
                        "17.0.9",
                        "started",
                        "2026-01-02T03:04:05Z",
                        "durationMillis",
                        12345.0,
                        "seed",
                        42.0,
                        "recommender",
                        "BiasRecommender",
                        "policy",
                        "posterior-variance",
                        "budget",
                        "200 requests"));
    }

    @Test
    void toJson_roundsCalibrationsAndVerdicts_holdEveryField() throws IOException {
        Map<?, ?> json = parsed(REPORT);

        assertThat(first(json, "rounds"))
                .containsOnly(
                        entry("number", 1.0),
                        entry("purpose", "audience"),
                        entry("requestsPlanned", 12.0),
                        entry("requestsSent", 10.0),
                        entry("asked", 200.0),
                        entry("received", 188.0),
                        entry("rejected", Map.of("off_scale", 3.0, "missing", 9.0)),
                        entry("outcomes", Map.of("complete", 8.0, "partial", 2.0)),
                        entry("failures", List.of("17 of 20 items got a usable signal")),
                        entry("calls", 11.0),
                        entry("inputTokens", 4000.0),
                        entry("cachedTokens", 1000.0),
                        entry("outputTokens", 900.0),
                        entry("expectedGain", 0.125),
                        entry("note", "budget exhausted"),
                        entry("diversity", first(json, "rounds").get("diversity")));
        assertThat((Map<?, ?>) first(json, "rounds").get("diversity")).isEqualTo(diversity());
        assertThat(first(json, "calibrations"))
                .containsOnly(
                        entry("kind", "audience"),
                        entry("pairs", 180.0),
                        entry("subjects", 180.0),
                        entry("offset", 0.25),
                        entry("slope", 0.9),
                        entry("slopeError", 0.05),
                        entry("noiseVariance", 0.04),
                        entry("withinSubject", 0.0),
                        entry("assumed", false),
                        entry("effectiveRatings", 11.5),
                        entry("signalsPerRating", 1 / 11.5),
                        entry("informative", true),
                        entry("probability", 1.0));
        Map<Object, Object> verdict = new HashMap<>(first(json, "verdicts"));
        assertThat((Double) verdict.remove("standardErrorPct")).isCloseTo(4.5 / 3.92, within(1e-4));
        assertThat((Double) verdict.remove("detectableGainPct")).isCloseTo(2.8544, within(1e-4));
        assertThat((Double) verdict.remove("powerAtGainSeen")).isCloseTo(0.9966, within(1e-4));
        assertThat((List<?>) verdict.remove("guardrails")).hasSize(3).last().isEqualTo(untestedGuardrail());
        assertThat(verdict)
                .containsOnly(
                        entry("kinds", List.of("audience")),
                        entry("passed", true),
                        entry("reason", "shown to help"),
                        entry("overlap", 180.0),
                        entry("probability", 0.99),
                        entry("permutationP", 0.001),
                        entry("expectedGainPct", 4.0),
                        entry("expectedHarmPct", 3.0),
                        entry("rmseBefore", 0.95),
                        entry("rmseWithSignals", 0.9025),
                        entry("changePct", -5.0),
                        entry("ci95", List.of(-7.249999999999999, -2.75)),
                        entry("boundPct", -3.0),
                        entry("users", 60.0),
                        entry("ratings", 1200.0),
                        entry("popularityBefore", 40.0),
                        entry("popularityWithSignals", 70.0),
                        entry("popularityRated", 61.0));
        assertThat(REPORT.toJson()).doesNotContain("ann-the-user");
    }

    private static Map<String, Object> untestedGuardrail() {
        Map<String, Object> guardrail = new HashMap<>();
        guardrail.put("group", "users without a signal");
        guardrail.put("users", 3.0);
        guardrail.put("ratings", 9.0);
        guardrail.put("changePct", 50.0);
        guardrail.put("lowPct", null);
        guardrail.put("level", null);
        guardrail.put("tested", false);
        guardrail.put("broken", false);
        return guardrail;
    }

    private static WarmStartReport assuming(Calibration... calibrations) {
        return new WarmStartReport(
                REPORT.setting(),
                REPORT.data(),
                List.of(),
                List.of(calibrations),
                List.of(),
                REPORT.result(),
                REPORT.spending());
    }

    private static final Calibration ASSUMED_AUDIENCE =
            new Calibration(SignalKind.AUDIENCE, 9, 9, 0.125, 1, 0.25, 0.048, 0, true, 20.5);
    private static final Calibration ASSUMED_USERS =
            new Calibration(SignalKind.USER, 0, 0, -0.25, 1, 0, 8.1, 0.3, true, 0.1);

    @Test
    void toText_assumedCalibrations_sayThatDefaultsAreUsed() {
        assertThat(assuming(ASSUMED_AUDIENCE, ASSUMED_USERS).toText()).contains("""
                Calibration of audience signals: compared with the real ratings of 9 items
                  too few overlapping ratings to calibrate; defaults for an unknown generator are used
                  offset +0.13 (above 0: higher than real ratings), slope 1.00 +- 0.25 (0: noise), error variance 0.048
                  one signal counts as 20.50 real ratings; one real rating counts as 0.05 signals
                Calibration of user signals: compared with 0 real ratings of 0 users
                  too few overlapping ratings to calibrate; defaults for an unknown generator are used
                  offset -0.25 (above 0: higher than real ratings), slope 1.00 +- 0.00 (0: noise), error variance 8.100
                  errors about the same user correlate by 0.30
                  one signal counts as 0.10 real ratings; one real rating counts as 10 signals
                Spent:""");
    }

    @Test
    void toText_measuredCalibrations_doNotMentionDefaults() {
        assertThat(REPORT.toText()).doesNotContain("unknown generator");
    }

    @Test
    void toJson_assumedCalibration_saysSo() throws IOException {
        assertThat(first(parsed(assuming(ASSUMED_USERS)), "calibrations"))
                .containsOnly(
                        entry("kind", "user"),
                        entry("pairs", 0.0),
                        entry("subjects", 0.0),
                        entry("offset", -0.25),
                        entry("slope", 1.0),
                        entry("slopeError", 0.0),
                        entry("noiseVariance", 8.1),
                        entry("withinSubject", 0.3),
                        entry("assumed", true),
                        entry("effectiveRatings", 0.1),
                        entry("signalsPerRating", 10.0),
                        entry("informative", true),
                        entry("probability", 1.0));
    }

    @Test
    void toJson_nonFiniteFigures_areNull() throws IOException {
        WarmStartReport odd = new WarmStartReport(
                REPORT.setting(),
                REPORT.data(),
                List.of(),
                List.of(new Calibration(
                        SignalKind.AUDIENCE, 0, 0, Double.NaN, 1, Double.POSITIVE_INFINITY, 0, 0, true, Double.NaN)),
                List.of(new GateVerdict(
                        Set.of(SignalKind.AUDIENCE),
                        false,
                        Optional.of(new PairedBootstrap(
                                0,
                                0.1,
                                Double.POSITIVE_INFINITY,
                                Double.NaN,
                                Double.POSITIVE_INFINITY,
                                Double.POSITIVE_INFINITY,
                                20,
                                50,
                                Double.NaN)),
                        "no")),
                REPORT.result(),
                REPORT.spending());

        Map<?, ?> json = parsed(odd);

        assertThat(first(json, "calibrations"))
                .containsKey("offset")
                .containsKey("effectiveRatings")
                .extracting("offset", "slopeError", "effectiveRatings")
                .containsOnlyNulls();
        assertThat(first(json, "verdicts")).containsEntry("rmseWithSignals", 0.1);
        assertThat(first(json, "verdicts")).extracting("changePct", "boundPct").containsOnlyNulls();
        assertThat(odd.toText()).contains("not passed");
    }

    @Test
    void toJson_hostileText_roundTrips() throws IOException {
        Map<?, ?> json = parsed(withReason(HOSTILE, HOSTILE));

        assertThat(json.get("reason")).isEqualTo(HOSTILE);
        assertThat(first(json, "rounds")).containsEntry("failures", List.of(HOSTILE));
    }

    @Test
    void bothForms_ofSkippedRows_haveLocationAndNoValue() {
        assertThat(REPORT.toText()).contains("shop.csv:7").doesNotContain("ann-the-user");
        assertThat(REPORT.toJson()).contains("shop.csv:7").doesNotContain("ann-the-user");
    }

    private static WarmStartReport withReason(String reason, String failure) {
        RoundReport round = REPORT.rounds().get(0);
        return new WarmStartReport(
                REPORT.setting(),
                REPORT.data(),
                List.of(RoundReport.builder(1, Purpose.AUDIENCE)
                        .requests(1, 1)
                        .items(20, 0)
                        .rejected(round.rejected())
                        .outcomes(round.outcomes())
                        .failures(List.of(failure))
                        .note(failure)
                        .build()),
                List.of(),
                List.of(new GateVerdict(Set.of(SignalKind.AUDIENCE), false, Optional.empty(), reason)),
                new WarmStartReport.Result(
                        Optional.of(WithheldReason.NOT_SHOWN_TO_HELP),
                        Optional.empty(),
                        0,
                        Map.of(),
                        0,
                        0,
                        SyntheticShare.NONE,
                        Map.of(),
                        0,
                        0),
                new WarmStartReport.Spending(0, Usage.NONE, OptionalDouble.empty(), ""));
    }

    private static Map<String, @Nullable Object> diversity() {
        Map<String, @Nullable Object> expected = new HashMap<>();
        expected.put("kind", "audience");
        expected.put("signals", 188.0);
        expected.put("freedom", 187.0);
        expected.put("spread", 0.412);
        expected.put("spreadError", 0.051);
        expected.put("spreadRatio", 0.83);
        expected.put("tailShare", 0.03);
        expected.put("realTailShare", null);
        expected.put("distinct", 17.0);
        expected.put("commonest", 0.12);
        return expected;
    }

    private static Map<?, ?> parsed(WarmStartReport report) throws IOException {
        return (Map<?, ?>) Objects.requireNonNull(
                new Moshi.Builder().build().adapter(Object.class).fromJson(report.toJson()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> first(Map<?, ?> json, String list) {
        return (Map<String, Object>) ((List<?>) Objects.requireNonNull(json.get(list))).get(0);
    }
}
