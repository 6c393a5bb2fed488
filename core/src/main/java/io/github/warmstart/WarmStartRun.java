// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.progress.RatingsRead;
import io.github.warmstart.progress.TrialTrained;
import io.github.warmstart.progress.VerdictReached;
import io.github.warmstart.quality.RealDiversity;
import io.github.warmstart.quality.Tripwire;
import io.github.warmstart.rating.RatingTable;
import io.github.warmstart.recommend.BiasModel;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import io.github.warmstart.trust.CalibratedSignals;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.Calibrator;
import io.github.warmstart.trust.FirstRatings;
import io.github.warmstart.trust.Gate;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.SyntheticShare;
import io.github.warmstart.trust.UserBeliefs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One walk along the road: read, ask, calibrate, judge, train. Confined to one thread, used once.
 *
 * <p>Rounds: the audience first, since one number there serves every user; then probes, whose answers are known; then the
 * users themselves, if probes show that the generator knows enough of single users to be worth the asking. The gate speaks
 * after the audience and after the probes, and what it does not let through is neither used nor asked for.
 */
final class WarmStartRun {

    private static final Set<SignalKind> AUDIENCE = EnumSet.of(SignalKind.AUDIENCE);
    private static final Set<SignalKind> AUDIENCE_AND_USERS = EnumSet.of(SignalKind.AUDIENCE, SignalKind.USER);
    private static final Logger LOG = LoggerFactory.getLogger(WarmStartRun.class);

    private final ColdStartBootstrapper options;
    private final Calibrator calibrator;
    private final BudgetMeter meter;
    private final Asker asker;
    private final List<SyntheticSignal> signals = new ArrayList<>();
    private final List<GateVerdict> verdicts = new ArrayList<>();
    private FirstRatings first = new FirstRatings(FirstRatings.USUAL_WORTH, 0);
    private int round;

    WarmStartRun(ColdStartBootstrapper options) {
        this.options = options;
        this.calibrator = new Calibrator(options.catalog(), options.mostSyntheticShare());
        this.meter = new BudgetMeter(options.budget());
        this.asker = new Asker(options.generator(), options.mostGenerations(), meter, options.listener());
    }

    WarmStart walk() throws InterruptedException {
        Instant started = options.clock().instant();
        RatingTable read = RatingTable.builder(options.ratings().scale())
                .badRows(options.badRows())
                .duplicates(options.duplicates())
                .addAll(options.ratings())
                .build();
        Set<String> coldUsers = coldUsers(read);
        first = FirstRatings.measure(read, coldUsers);
        RatingTable table = first.discount(read, coldUsers);
        options.listener().onRatings(new RatingsRead(users(table), items(table), table.size(), coldUsers.size()));
        RatingModel realOnly = options.recommender().fit(table);
        Questions questions = new Questions(
                table, options.catalog(), options.profiles(), options.generator(), options.itemsPerRequest());
        asker.watch(RealDiversity.of(table), new Tripwire(options.earlierDiversity()));

        askAudience(table, questions);
        @Nullable GateVerdict accepted = signals.isEmpty() ? null : judge(table, coldUsers, List.of(AUDIENCE));
        if (asksUsers(coldUsers)) {
            accepted = users(table, questions, coldUsers, accepted);
        }
        return finish(started, table, coldUsers, realOnly, accepted);
    }

    WarmStartEstimate estimate() {
        RatingTable read = RatingTable.builder(options.ratings().scale())
                .badRows(options.badRows())
                .duplicates(options.duplicates())
                .addAll(options.ratings())
                .build();
        Set<String> coldUsers = coldUsers(read);
        RatingTable table = FirstRatings.measure(read, coldUsers).discount(read, coldUsers);
        Questions questions = new Questions(
                table, options.catalog(), options.profiles(), options.generator(), options.itemsPerRequest());
        List<SignalRequest> audience = questions.audience(new BiasRecommender().fit(table), options.audienceItems());
        List<SignalRequest> probes = List.of();
        List<SignalRequest> users = List.of();
        if (options.userRounds() > 0 && !coldUsers.isEmpty()) {
            probes = questions.probes(
                    coldUsers, FirstRatings.usualCount(table, coldUsers), new Random(options.seed("probes")));
            users = questions.users(
                    options.recommender().fit(table),
                    coldUsers,
                    options.policy(),
                    options.pairsPerUser(),
                    new SplittableRandom(options.seed("users")));
        }
        WarmStartEstimate.Round first = estimated("audience", audience, 1);
        WarmStartEstimate.Round second = estimated("probe", probes, 1);
        WarmStartEstimate.Round third = estimated("user", users, options.userRounds());
        Usage least = first.usage().plus(second.usage());
        Usage most = least.plus(third.usage());
        return new WarmStartEstimate(
                List.of(first, second, third),
                least,
                most,
                cost(least),
                cost(most),
                options.budget().price().map(Price::currency).orElse(""));
    }

    private WarmStartEstimate.Round estimated(String purpose, List<SignalRequest> requests, int times) {
        long items = 0;
        Usage usage = Usage.NONE;
        for (int time = 0; time < times; time++) {
            for (SignalRequest request : requests) {
                items += request.items().size();
                usage = usage.plus(options.generator().estimate(request));
            }
        }
        return new WarmStartEstimate.Round(purpose, items, usage);
    }

    private OptionalDouble cost(Usage usage) {
        return options.budget()
                .price()
                .map(price -> OptionalDouble.of(price.of(usage)))
                .orElse(OptionalDouble.empty());
    }

    private void askAudience(RatingTable table, Questions questions) throws InterruptedException {
        BiasModel model = new BiasRecommender().fit(table);
        List<SignalRequest> requests = questions.audience(model, options.audienceItems());
        round++;
        if (requests.isEmpty()) {
            asker.skip(
                    round,
                    "audience",
                    options.audienceItems() == 0
                            ? "audienceItems is 0: the audience was not asked"
                            : "the catalogue holds no item that the generator can answer");
        } else {
            signals.addAll(asker.ask(round, "audience", requests));
        }
    }

    private boolean asksUsers(Set<String> coldUsers) {
        return !asker.generatorDown() && options.userRounds() > 0 && !coldUsers.isEmpty();
    }

    /**
     * The part of the road that is about single users. Where probes can be asked, they decide. Where none can, a generator
     * whose audience signals have passed is given credit, and the cold users' own ratings decide.
     */
    private @Nullable GateVerdict users(
            RatingTable table, Questions questions, Set<String> coldUsers, @Nullable GateVerdict accepted)
            throws InterruptedException {
        round++;
        List<SignalRequest> probes = questions.probes(
                coldUsers, FirstRatings.usualCount(table, coldUsers), new Random(options.seed("probes")));
        if (!probes.isEmpty()) {
            return proven(table, questions, probes, coldUsers, accepted);
        }
        asker.skip(
                round,
                "probe",
                accepted == null
                        ? "no probe could be asked, so nothing shows what signals about single users are worth: none were asked"
                        : "no probe could be asked; the signals about the audience have passed, so signals about single users are asked for and taken for little");
        return accepted == null ? null : credited(table, questions, coldUsers, accepted);
    }

    private @Nullable GateVerdict proven(
            RatingTable table,
            Questions questions,
            List<SignalRequest> planned,
            Set<String> coldUsers,
            @Nullable GateVerdict accepted)
            throws InterruptedException {
        List<SignalRequest> probes = planned;
        if (signals.isEmpty() && asker.sent() > 0) {
            // nothing was answered so far: one probe shows whether anybody is there, before all are paid for in vain
            signals.addAll(asker.ask(round, "probe", probes.subList(0, 1)));
            probes = probes.subList(1, probes.size());
            if (signals.isEmpty() || asker.generatorDown()) {
                asker.skip(++round, "probe", "nothing was answered so far: no further probe was asked");
                return accepted;
            }
            round++;
        }
        if (!probes.isEmpty()) {
            signals.addAll(asker.ask(round, "probe", probes));
        }
        if (asker.stopped(SignalKind.USER)) {
            asker.skip(++round, "user", "the probes were set aside: signals about single users were not asked for");
            return accepted;
        }
        boolean answered = signals.stream().anyMatch(signal -> signal.kind() == SignalKind.USER);
        boolean informative = calibrated(table, EnumSet.allOf(SignalKind.class)).calibrations().stream()
                .anyMatch(fit -> fit.kind() == SignalKind.USER && !fit.assumed() && fit.informative());
        if (!informative) {
            asker.skip(
                    ++round,
                    "user",
                    answered
                            ? "the answers to the probes cannot be told from noise, or are too few: signals about single users were not asked for"
                            : "no probe was answered, so nothing shows what signals about single users are worth: none were asked for");
            return accepted;
        }
        @Nullable GateVerdict best = judge(table, coldUsers, sets());
        if (best != null && best.kinds().contains(SignalKind.USER)) {
            askUsers(table, questions, coldUsers, best.kinds());
            return confirmed(table, coldUsers, accepted, best);
        } else {
            asker.skip(
                    ++round,
                    "user",
                    "the probes do not show that signals about single users add anything: none were asked");
        }
        return best;
    }

    /**
     * Probes are about warm users. Answers about cold users that make the prediction of those users' own ratings worse, with
     * 95 % confidence, are withdrawn: what had passed before them is what is left.
     */
    private @Nullable GateVerdict confirmed(
            RatingTable table, Set<String> coldUsers, @Nullable GateVerdict accepted, GateVerdict best)
            throws InterruptedException {
        Set<SignalKind> before = accepted == null ? Set.of() : accepted.kinds();
        GateVerdict own = gate().judgeShown(
                        table,
                        signals,
                        before,
                        best.kinds(),
                        coldUsers,
                        done -> options.listener().onTrial(new TrialTrained(done, Gate.SHOWN_STEPS)));
        boolean worse = own.trial().filter(trial -> trial.low() > 0).isPresent()
                || !own.broken().isEmpty();
        LOG.info(
                "cold users' own ratings {} the answers about them: {}",
                worse ? "speak against" : "let pass",
                own.reason());
        if (worse) {
            tell(own);
        }
        return worse ? accepted : best.believing(own.beliefs());
    }

    private GateVerdict credited(RatingTable table, Questions questions, Set<String> coldUsers, GateVerdict accepted)
            throws InterruptedException {
        askUsers(table, questions, coldUsers, accepted.kinds());
        if (signals.stream().noneMatch(signal -> signal.kind() == SignalKind.USER)) {
            return accepted;
        }
        GateVerdict verdict = gate().judgeShown(
                        table,
                        signals,
                        accepted.kinds(),
                        AUDIENCE_AND_USERS,
                        coldUsers,
                        done -> options.listener().onTrial(new TrialTrained(done, Gate.SHOWN_STEPS)));
        tell(verdict);
        return verdict.passed() ? verdict : accepted;
    }

    /** Asks about cold users, in rounds, each with what the last one taught. */
    private void askUsers(RatingTable table, Questions questions, Set<String> coldUsers, Set<SignalKind> kinds)
            throws InterruptedException {
        SplittableRandom random = new SplittableRandom(options.seed("users"));
        for (int again = 0; again < options.userRounds() && !asker.generatorDown(); again++) {
            RatingModel model = calibrated(table, kinds).fit(options.recommender(), table);
            List<SignalRequest> requests =
                    questions.users(model, coldUsers, options.policy(), options.pairsPerUser(), random.split());
            List<SyntheticSignal> answers = requests.isEmpty() ? List.of() : asker.ask(++round, "user", requests);
            if (answers.isEmpty()) {
                return;
            }
            signals.addAll(answers);
        }
    }

    /** The sets of kinds that can be told apart by what was received. */
    private List<Set<SignalKind>> sets() {
        boolean audience = signals.stream().anyMatch(signal -> signal.kind() == SignalKind.AUDIENCE);
        return audience ? List.of(AUDIENCE, AUDIENCE_AND_USERS) : List.of(EnumSet.of(SignalKind.USER));
    }

    /** The best of the sets that pass; null if none does. */
    private @Nullable GateVerdict judge(RatingTable table, Set<String> coldUsers, List<Set<SignalKind>> sets)
            throws InterruptedException {
        int steps = Gate.steps(sets.size());
        List<GateVerdict> spoken = gate().judge(
                        table,
                        signals,
                        sets,
                        coldUsers,
                        done -> options.listener().onTrial(new TrialTrained(done, steps)));
        @Nullable GateVerdict best = null;
        for (GateVerdict verdict : spoken) {
            tell(verdict);
            if (verdict.passed() && (best == null || change(verdict) < change(best))) {
                best = verdict;
            }
        }
        return best;
    }

    private Gate gate() {
        return new Gate(options.recommender(), calibrator, first, options.seed("gate"), options.groups());
    }

    private void tell(GateVerdict verdict) {
        verdicts.add(verdict);
        String kinds = verdict.kinds().stream().map(SignalKind::label).collect(Collectors.joining(" + "));
        options.listener().onVerdict(new VerdictReached(kinds, verdict.passed(), verdict.reason()));
        LOG.info("gate on {}: {}", kinds, verdict.reason());
    }

    private static double change(GateVerdict verdict) {
        return verdict.trial().orElseThrow().change();
    }

    private CalibratedSignals calibrated(RatingTable table, Set<SignalKind> kinds) {
        return calibrator.calibrate(
                table,
                signals.stream().filter(signal -> kinds.contains(signal.kind())).toList());
    }

    private WarmStart finish(
            Instant started,
            RatingTable table,
            Set<String> coldUsers,
            RatingModel realOnly,
            @Nullable GateVerdict accepted) {
        Optional<UserBeliefs> beliefs = accepted == null ? Optional.empty() : accepted.beliefs();
        CalibratedSignals believed = calibrated(table, accepted == null ? Set.of() : accepted.kinds());
        CalibratedSignals used = beliefs.map(believed::believed).orElse(believed);
        List<Calibration> calibrations =
                calibrated(table, EnumSet.allOf(SignalKind.class)).calibrations();
        boolean applied = accepted != null && !used.isEmpty();
        RatingModel model = applied ? used.fit(options.recommender(), table) : realOnly;
        Map<SignalKind, Double> trust = new EnumMap<>(SignalKind.class);
        List<SyntheticSignal> received = new ArrayList<>(signals);
        received.addAll(asker.setAside());
        for (SyntheticSignal signal : received) {
            trust.putIfAbsent(signal.kind(), 0.0);
        }
        if (applied) {
            used.calibrations().stream()
                    .filter(Calibration::informative)
                    .forEach(fit -> trust.put(fit.kind(), used.believedOf(believed, fit.kind())));
        }
        WarmStartReport report = new WarmStartReport(
                new WarmStartReport.Setting(
                        Version.library(),
                        System.getProperty("java.version"),
                        started,
                        Duration.between(started, options.clock().instant()),
                        options.seed(),
                        options.recommender().toString(),
                        options.policy().toString(),
                        options.budget().toString()),
                new WarmStartReport.Data(
                        table.scale(),
                        users(table),
                        items(table),
                        table.size(),
                        coldUsers.size(),
                        options.catalog().size(),
                        first,
                        table.readReport()),
                asker.rounds(),
                calibrations,
                verdicts,
                new WarmStartReport.Result(
                        applied,
                        reason(accepted, applied),
                        trust,
                        applied ? used.priors().all().size() : 0,
                        applied ? used.pseudoRatings().size() : 0,
                        applied ? used.share() : SyntheticShare.NONE,
                        applied ? used.standFor(signals) : Map.of(),
                        beliefs.map(all -> all.byUser().size()).orElse(0),
                        beliefs.map(UserBeliefs::doubted).orElse(0)),
                new WarmStartReport.Spending(
                        meter.requests(),
                        meter.spent(),
                        options.budget()
                                .price()
                                .map(price -> OptionalDouble.of(price.of(meter.spent())))
                                .orElse(OptionalDouble.empty()),
                        options.budget().price().map(Price::currency).orElse("")));
        return new WarmStart(model, realOnly, received, report);
    }

    private String reason(@Nullable GateVerdict accepted, boolean applied) {
        if (applied && accepted != null) {
            return accepted.reason();
        }
        if (verdicts.isEmpty() && !asker.setAside().isEmpty()) {
            return "nothing was judged: the tripwire has set %d signals aside, see the notes of the rounds"
                    .formatted(asker.setAside().size());
        }
        if (signals.isEmpty()) {
            return "no usable signal was received";
        }
        return verdicts.isEmpty()
                ? "nothing was judged: the signals received cannot be held against real ratings"
                : verdicts.get(verdicts.size() - 1).reason();
    }

    /** Those that the host named, or else everybody with few ratings. */
    private Set<String> coldUsers(RatingTable table) {
        return options.coldUsers().orElseGet(() -> {
            Set<String> cold = new LinkedHashSet<>();
            for (int user = 0; user < table.userCount(); user++) {
                if (table.userSize(user) < options.coldBelow()) {
                    cold.add(table.userId(user));
                }
            }
            options.profiles().keySet().stream()
                    .filter(userId -> table.userIndex(userId) < 0)
                    .forEach(cold::add);
            return cold;
        });
    }

    private static int users(RatingTable table) {
        int users = 0;
        for (int user = 0; user < table.userCount(); user++) {
            users += table.userSize(user) > 0 ? 1 : 0;
        }
        return users;
    }

    private static int items(RatingTable table) {
        int items = 0;
        for (int item = 0; item < table.itemCount(); item++) {
            items += table.itemSize(item) > 0 ? 1 : 0;
        }
        return items;
    }
}
