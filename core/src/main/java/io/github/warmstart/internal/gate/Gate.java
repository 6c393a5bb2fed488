// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import io.github.warmstart.internal.calibration.CalibratedSignals;
import io.github.warmstart.internal.calibration.Calibrator;
import io.github.warmstart.internal.calibration.TasteOffset;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.recommend.Recommender;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.statistics.GroupedErrors;
import io.github.warmstart.statistics.PairedBootstrap;
import io.github.warmstart.trust.EvidenceThreshold;
import io.github.warmstart.trust.FirstRatingWeight;
import io.github.warmstart.trust.GateVerdict;
import io.github.warmstart.trust.Guardrail;
import io.github.warmstart.trust.PopularityShift;
import io.github.warmstart.trust.SignalEvidence;
import io.github.warmstart.trust.UserReliability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Statistical test that decides which signals are used.
 *
 * <p><b>Signals about the audience</b> are used if ratings are evidence for them ({@link SignalEvidence}): a posterior
 * probability and a permutation test of the calibration, with the limits of an {@link EvidenceThreshold}. They are
 * weighted with that probability, so that uncertain signals have little effect.
 *
 * <p><b>Trials</b> withdraw signals that have evidence. Some users of known outcome are made cold again, everything is
 * trained and calibrated anew without the hidden ratings, which are then predicted with signals and by the better of
 * two models without: the plain one, and one with catalogue attributes. Signals with evidence are withdrawn if the
 * pooled error rises with one-sided 95 % confidence, by a paired bootstrap over users. Signals for which the ratings
 * can give no such evidence, those about personas and those about users without any about the audience, must lower it
 * with that confidence. A signal whose generator was shown a hidden rating is left out of that trial. With fewer than
 * {@value #MIN_USERS} users or {@value #MIN_RATINGS} hidden ratings, no trial is possible.
 *
 * <p>An average gain may hide losses in groups. The same comparison is therefore made for groups of hidden ratings:
 * those of users and of items without a signal; of the most, least and moderately rated items, in thirds of all
 * ratings; of the most, least and moderately active users, in thirds; and of the host's groups. If one of them is worse
 * with one-sided confidence of 95 % over all groups tested together (5 % divided by their number for each, Bonferroni),
 * the signals are withheld. Groups of fewer than {@value #MIN_USERS} users or {@value #MIN_RATINGS} ratings are not
 * tested.
 *
 * <p>The cost is that of {@value ColdStartTrials#TRIALS} trainings for each set of kinds, and twice as many without
 * signals; none without enough evidence. The same input and seed give the same verdict.
 */
public final class Gate {

    /** Minimum number of users for a trial. */
    public static final int MIN_USERS = 20;
    /** Minimum number of hidden ratings for a trial. */
    public static final int MIN_RATINGS = 50;

    private static final int RESAMPLES = 2000;
    /** One-sided level at which a rise of the error withdraws signals. */
    private static final double WITHDRAWAL_LEVEL = 0.05;
    /** Smallest probability of a relation at which answers about users are used. */
    public static final double MIN_TASTE = 0.5;

    private final Recommender recommender;
    private final Calibrator calibrator;
    private final FirstRatingWeight first;
    private final long seed;
    private final Function<String, @Nullable String> groups;
    private final EvidenceThreshold threshold;

    /**
     * Creates a gate for models of one learner, without named groups.
     *
     * @param recommender learner that is trained with and without the signals
     * @param calibrator calibration of signals
     * @param first weight of the first ratings of users who are made cold
     * @param seed seed of the choice of users and of the bootstrap
     */
    public Gate(Recommender recommender, Calibrator calibrator, FirstRatingWeight first, long seed) {
        this(recommender, calibrator, first, seed, userId -> null, EvidenceThreshold.BALANCED);
    }

    /**
     * Creates a gate for models of one learner.
     *
     * @param recommender learner that is trained with and without the signals
     * @param calibrator calibration of signals
     * @param first weight of the first ratings of users who are made cold; those of cold users keep the weights of the
     *     table
     * @param seed seed of the choice of users and of the bootstrap
     * @param groups group of a user, which must not get worse; null or blank for users without one. An exception it
     *     throws ends the test and reaches the caller
     * @param threshold evidence that signals about the audience need
     */
    public Gate(
            Recommender recommender,
            Calibrator calibrator,
            FirstRatingWeight first,
            long seed,
            Function<String, @Nullable String> groups,
            EvidenceThreshold threshold) {
        this.threshold = threshold;
        this.recommender = recommender;
        this.calibrator = calibrator;
        this.first = first;
        this.seed = seed;
        this.groups = groups;
    }

    /**
     * Answers a question.
     *
     * @param question what to test
     * @param progress receives the number of trainings done after each, from 1 to {@link GateQuestion#steps}
     * @return one verdict for each candidate, in their order
     * @throws InterruptedException if the calling thread was interrupted between two trainings
     */
    public List<GateVerdict> judge(GateQuestion question, IntConsumer progress) throws InterruptedException {
        RatingTable table = question.table();
        List<SyntheticSignal> signals = question.signals();
        Set<String> coldUsers = question.coldUsers();
        Set<SignalKind> more = question.candidates().get(0);
        return switch (question.trials()) {
            case NEWCOMERS -> judge(table, signals, question.candidates(), coldUsers, progress);
            case ADDITION -> List.of(judgeAddition(table, signals, question.base(), more, coldUsers, progress));
            case OWN_RATINGS -> List.of(judgeShown(table, signals, question.base(), more, coldUsers, progress));
            case NEW_ITEMS -> List.of(judgeItems(table, signals, coldUsers, progress));
        };
    }

    /**
     * Tests one or more sets of kinds in the same trials.
     *
     * @param table all real ratings
     * @param signals all signals
     * @param sets sets of kinds to test together
     * @param coldUsers the users that the signals are for
     * @param progress receives the number of trainings done after each, from 1 to {@link GateQuestion#steps}
     * @return one verdict per set, in their order
     * @throws InterruptedException if the calling thread was interrupted between two trainings
     */
    List<GateVerdict> judge(
            RatingTable table,
            List<SyntheticSignal> signals,
            List<Set<SignalKind>> sets,
            Set<String> coldUsers,
            IntConsumer progress)
            throws InterruptedException {
        List<SyntheticSignal> audience = of(Set.of(SignalKind.AUDIENCE), signals);
        SignalEvidence evidence = calibrator.evidence(table, audience, seed);
        List<Set<SignalKind>> open =
                sets.stream().filter(kinds -> !lacksEvidence(kinds, evidence)).toList();
        List<GateVerdict> tried =
                open.isEmpty() ? List.of() : trials(table, signals, open, evidence, coldUsers, progress);
        List<GateVerdict> verdicts = new ArrayList<>();
        int next = 0;
        for (Set<SignalKind> kinds : sets) {
            verdicts.add(
                    lacksEvidence(kinds, evidence)
                            ? new GateVerdict(
                                            kinds,
                                            false,
                                            Optional.empty(),
                                            words(evidence) + ": not enough evidence for " + threshold.words())
                                    .with(evidence)
                            : tried.get(next++));
        }
        return verdicts;
    }

    /** Whether a set contains audience signals without enough evidence. */
    private boolean lacksEvidence(Set<SignalKind> kinds, SignalEvidence evidence) {
        return kinds.contains(SignalKind.AUDIENCE)
                && !threshold.metBy(evidence)
                && !calibrator.allowsUnproven(evidence);
    }

    private String words(SignalEvidence evidence) {
        if (evidence.overlap() < SignalEvidence.MIN_OVERLAP) {
            return calibrator.allowsUnproven(evidence)
                    ? "unproven, by request: %d rated items have an answer".formatted(evidence.overlap())
                    : "%d rated items have an answer, and at least %d are needed to compare"
                            .formatted(evidence.overlap(), SignalEvidence.MIN_OVERLAP);
        }
        return String.format(
                Locale.ROOT,
                "on %d rated items with an answer the probability of a relation is %.3f, and the permutation test has p = %.3f",
                evidence.overlap(),
                evidence.probability(),
                evidence.pValue());
    }

    private List<GateVerdict> trials(
            RatingTable table,
            List<SyntheticSignal> signals,
            List<Set<SignalKind>> sets,
            SignalEvidence evidence,
            Set<String> coldUsers,
            IntConsumer progress)
            throws InterruptedException {
        ColdStartTrials trials = new ColdStartTrials(table, coldUsers, signals, first, seed);
        if (tooFew(trials)) {
            return sets.stream()
                    .map(kinds -> kinds.contains(SignalKind.AUDIENCE)
                            ? new GateVerdict(
                                            kinds,
                                            true,
                                            Optional.empty(),
                                            "%s; no trial possible: %d users with %d ratings can be tested"
                                                    .formatted(words(evidence), trials.users(), trials.ratings()))
                                    .with(evidence)
                            : tooFew(kinds, trials))
                    .toList();
        }
        TrialPredictions plain = new TrialPredictions(table);
        TrialPredictions attributed = new TrialPredictions(table);
        List<TrialPredictions> with = new ArrayList<>();
        List<List<GroupGuardrails.About>> about = new ArrayList<>();
        for (int set = 0; set < sets.size(); set++) {
            with.add(new TrialPredictions(table));
            about.add(new ArrayList<>());
        }
        int done = 0;
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            ColdStartTrials.Trial trial = trials.trial(number);
            List<SyntheticSignal> leakFree = leakFree(signals, table, trial.visible());
            throwIfInterrupted();
            plain.add(number, trial, recommender.fit(trial.visible()));
            progress.accept(++done);
            throwIfInterrupted();
            CalibratedSignals attributes = calibrator.withoutSignals(trial.visible());
            attributed.add(number, trial, attributes.fit(recommender, trial.visible()));
            progress.accept(++done);
            for (int set = 0; set < sets.size(); set++) {
                List<SyntheticSignal> tried = of(sets.get(set), leakFree);
                with.get(set).add(number, trial, fit(trial, tried));
                about.get(set).add(GroupGuardrails.About.of(tried));
                progress.accept(++done);
            }
        }
        TrialPredictions without =
                attributed.errors().pooledRmse() < plain.errors().pooledRmse() ? attributed : plain;
        List<GateVerdict> verdicts = new ArrayList<>();
        for (int set = 0; set < sets.size(); set++) {
            boolean shown = sets.get(set).contains(SignalKind.AUDIENCE);
            GateVerdict verdict = verdict(table, sets.get(set), without, with.get(set), about.get(set), shown);
            verdicts.add(
                    shown
                            ? verdict.withReason(words(evidence) + "; " + verdict.reason())
                                    .with(evidence)
                            : verdict);
        }
        return verdicts;
    }

    /**
     * Whether catalogue attributes are used without signals: if they lower the error in the trials, and no group is
     * shown to be worse. They are free and shrunk by what they explain, so the gain need not be significant.
     *
     * @param table all real ratings
     * @param coldUsers the users that the model is for
     * @param progress receives the number of trainings done after each, from 1 to {@link GateQuestion#steps}
     * @return true also where no trial is possible
     * @throws InterruptedException if the calling thread was interrupted between two trainings
     */
    public boolean allowsAttributes(RatingTable table, Set<String> coldUsers, IntConsumer progress)
            throws InterruptedException {
        ColdStartTrials trials = new ColdStartTrials(table, coldUsers, List.of(), first, seed);
        if (tooFew(trials)) {
            return true;
        }
        TrialPredictions plain = new TrialPredictions(table);
        TrialPredictions attributed = new TrialPredictions(table);
        int done = 0;
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            ColdStartTrials.Trial trial = trials.trial(number);
            throwIfInterrupted();
            plain.add(number, trial, recommender.fit(trial.visible()));
            progress.accept(++done);
            throwIfInterrupted();
            attributed.add(
                    number, trial, calibrator.withoutSignals(trial.visible()).fit(recommender, trial.visible()));
            progress.accept(++done);
        }
        List<GroupGuardrails.About> about =
                Collections.nCopies(ColdStartTrials.TRIALS, new GroupGuardrails.About(Set.of(), Set.of()));
        GateVerdict verdict = verdict(table, Set.of(), plain, attributed, about, true);
        return verdict.passed()
                && verdict.trial().filter(trial -> trial.change() < 0).isPresent();
    }

    /**
     * Tests signals about cold users without probes on those users' own ratings: a fifth of them is hidden in each
     * trial, and the signals must improve on the predictions of the base set of kinds.
     *
     * <p>The generator was shown those ratings, so this verdict is weaker than that of {@link #judge}: it detects
     * signals that disagree with their own input, such as those of another user; signals that agree are not necessarily
     * right elsewhere. It is meant for a generator whose other signals have passed.
     *
     * <p>Signals about users are weighted by {@link UserReliability}; the test is of the mixture, each rating predicted
     * with the reliability that the user's other ratings give. Signals that make those ratings worse as a whole, with
     * 95 % confidence, are tested at full weight, unless the mixture is shown to help.
     *
     * @param table all real ratings
     * @param signals all signals
     * @param base the kinds that have passed
     * @param more the kinds to test in their place
     * @param coldUsers the users that the signals are about
     * @param progress receives the number of trainings done after each, from 1 to {@link GateQuestion#steps}
     * @return the verdict on {@code more}; its trial compares with {@code base}, not with no signals
     * @throws InterruptedException if the calling thread was interrupted between two trainings
     */
    GateVerdict judgeShown(
            RatingTable table,
            List<SyntheticSignal> signals,
            Set<SignalKind> base,
            Set<SignalKind> more,
            Set<String> coldUsers,
            IntConsumer progress)
            throws InterruptedException {
        ColdStartTrials trials = ColdStartTrials.ofColdUsers(table, coldUsers, seed);
        return addition(trials, table, signals, base, more, progress, true);
    }

    /**
     * Tests what some kinds add to others that have passed, in the same trials as {@link #judge}.
     *
     * @param table all real ratings
     * @param signals all signals
     * @param base the kinds that have passed
     * @param more the kinds to test in their place
     * @param coldUsers the users that the signals are for
     * @param progress receives the number of trainings done after each, from 1 to {@link GateQuestion#steps}
     * @return the verdict on {@code more}; its trial compares with {@code base}, not with no signals
     * @throws InterruptedException if the calling thread was interrupted between two trainings
     */
    GateVerdict judgeAddition(
            RatingTable table,
            List<SyntheticSignal> signals,
            Set<SignalKind> base,
            Set<SignalKind> more,
            Set<String> coldUsers,
            IntConsumer progress)
            throws InterruptedException {
        ColdStartTrials trials = new ColdStartTrials(table, coldUsers, signals, first, seed);
        return addition(trials, table, signals, base, more, progress, false);
    }

    /**
     * Tests signals about the audience on items without a rating: items with a signal are made new in five trials, by
     * hiding all their ratings, and the signals must improve on the predictions from catalogue attributes. Confidence
     * is over items.
     *
     * @param table all real ratings
     * @param signals all signals; only those about the audience count
     * @param coldUsers users whose ratings are first ratings
     * @param progress receives the number of trainings done after each, from 1 to {@link GateQuestion#steps}
     * @return the verdict on signals about the audience, for items that are new
     * @throws InterruptedException if the calling thread was interrupted between two trainings
     */
    GateVerdict judgeItems(
            RatingTable table, List<SyntheticSignal> signals, Set<String> coldUsers, IntConsumer progress)
            throws InterruptedException {
        Set<SignalKind> kinds = Set.of(SignalKind.AUDIENCE);
        List<SyntheticSignal> audience = of(kinds, signals);
        Set<String> items = audience.stream().map(SyntheticSignal::itemId).collect(Collectors.toSet());
        ColdStartTrials trials = ColdStartTrials.ofItems(table, items, coldUsers, seed);
        GroupedErrors without = new GroupedErrors();
        GroupedErrors with = new GroupedErrors();
        int done = 0;
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            ColdStartTrials.Trial trial = trials.trial(number);
            throwIfInterrupted();
            RatingModel attributes = calibrator.withoutSignals(trial.visible()).fit(recommender, trial.visible());
            progress.accept(++done);
            RatingModel signalled = fit(trial, audience);
            progress.accept(++done);
            for (int row : trial.judged()) {
                String userId = table.userId(table.user(row));
                String itemId = table.itemId(table.item(row));
                without.add(itemId, attributes.predict(userId, itemId), table.value(row));
                with.add(itemId, signalled.predict(userId, itemId), table.value(row));
            }
        }
        int judged = without.users().size();
        if (judged < MIN_USERS || trials.ratings() < MIN_RATINGS) {
            return new GateVerdict(
                    kinds,
                    false,
                    Optional.empty(),
                    "%d rated items with signals and %d ratings of them can be tested, and the gate needs %d items and %d ratings: signals are withheld"
                            .formatted(judged, trials.ratings(), MIN_USERS, MIN_RATINGS));
        }
        PairedBootstrap trial =
                PairedBootstrap.compare(without, with, PairedBootstrap.Figure.POOLED_RMSE, RESAMPLES, seed);
        boolean helps = trial.bound() < 0;
        return new GateVerdict(
                kinds,
                helps,
                Optional.of(trial),
                String.format(
                        Locale.ROOT,
                        "on %d hidden ratings of %d items that were made new the error changed by %+.2f %%, and with 95 %% confidence by %s %+.2f %%: %s",
                        trial.ratings(),
                        trial.users(),
                        100 * trial.change(),
                        helps ? "no worse than" : "at most",
                        100 * trial.bound(),
                        helps ? "shown to help" : "not shown to help"));
    }

    private GateVerdict addition(
            ColdStartTrials trials,
            RatingTable table,
            List<SyntheticSignal> signals,
            Set<SignalKind> base,
            Set<SignalKind> more,
            IntConsumer progress,
            boolean shown)
            throws InterruptedException {
        boolean aboutUsers = more.contains(SignalKind.USER) && !base.contains(SignalKind.USER);
        TasteOffset taste = aboutUsers ? calibrator.taste(table, of(more, signals)) : TasteOffset.unprobed();
        if (taste.probes() > 0 && taste.probability() < MIN_TASTE) {
            return new GateVerdict(more, false, Optional.empty(), words(taste) + ": they are not used");
        }
        if (tooFew(trials)) {
            return aboutUsers
                    ? new GateVerdict(
                            more,
                            true,
                            Optional.empty(),
                            "%s; no trial possible: %d users with %d ratings can be tested"
                                    .formatted(words(taste), trials.users(), trials.ratings()))
                    : tooFew(more, trials);
        }
        TrialPredictions before = new TrialPredictions(table);
        TrialPredictions after = new TrialPredictions(table);
        Set<SignalKind> added = new HashSet<>(more);
        added.removeAll(base);
        GroupGuardrails.About news = GroupGuardrails.About.of(of(added, signals));
        int done = 0;
        for (int number = 0; number < ColdStartTrials.TRIALS; number++) {
            ColdStartTrials.Trial trial = trials.trial(number);
            List<SyntheticSignal> tried = shown ? signals : leakFree(signals, table, trial.visible());
            before.add(number, trial, fit(trial, of(base, tried)));
            progress.accept(++done);
            after.add(number, trial, fit(trial, of(more, tried)));
            progress.accept(++done);
        }
        List<GroupGuardrails.About> about = Collections.nCopies(ColdStartTrials.TRIALS, news);
        GateVerdict result = verdict(table, more, before, after, about, aboutUsers);
        if (aboutUsers) {
            if (before.sameAs(after)) {
                // offsets of unrated pairs change no prediction of a rating that could test them
                return result.withReason(words(taste));
            }
            MixedPredictions mixture = new MixedPredictions(before, after, news.users());
            GateVerdict mixed = verdict(table, more, before, mixture.predictions(), about, true);
            // signals that are worse as a whole are kept for some users only if that is shown to help
            if (mixed.passed() || !worse(result)) {
                result = mixed.withReliability(Optional.of(mixture.reliability()));
            }
        }
        return result.withReason("against what "
                + base.stream().map(SignalKind::label).collect(Collectors.joining(" + "))
                + " signals predict" + (shown ? ", and on ratings that the generator was shown" : "") + ": "
                + result.reason());
    }

    private static String words(TasteOffset taste) {
        return taste.probes() == 0
                ? String.format(
                        Locale.ROOT,
                        "no answer about a single user can be compared with a rating: their factor is %.2f, that of an unknown generator",
                        taste.factor())
                : String.format(
                        Locale.ROOT,
                        "on %d probes of %d users the slope of ratings on tastes is %.2f +- %.2f, the probability of a relation %.3f, and the factor of the answers %.2f",
                        taste.probes(),
                        taste.users(),
                        taste.slope(),
                        taste.slopeError(),
                        taste.probability(),
                        taste.factor());
    }

    private static boolean worse(GateVerdict verdict) {
        return verdict.trial().orElseThrow().low() > 0;
    }

    private static List<SyntheticSignal> of(Set<SignalKind> kinds, List<SyntheticSignal> signals) {
        return signals.stream().filter(signal -> kinds.contains(signal.kind())).toList();
    }

    private RatingModel fit(ColdStartTrials.Trial trial, List<SyntheticSignal> signals) throws InterruptedException {
        throwIfInterrupted();
        return calibrator.calibrate(trial.visible(), signals).fit(recommender, trial.visible());
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted between two trainings of the gate");
        }
    }

    private static boolean tooFew(ColdStartTrials trials) {
        return trials.users() < MIN_USERS || trials.ratings() < MIN_RATINGS;
    }

    private static GateVerdict tooFew(Set<SignalKind> kinds, ColdStartTrials trials) {
        return new GateVerdict(
                kinds,
                false,
                Optional.empty(),
                "%d users with %d ratings can be tested, and the gate needs %d users and %d ratings: signals are withheld"
                        .formatted(trials.users(), trials.ratings(), MIN_USERS, MIN_RATINGS));
    }

    private GateVerdict verdict(
            RatingTable table,
            Set<SignalKind> kinds,
            TrialPredictions without,
            TrialPredictions with,
            List<GroupGuardrails.About> about,
            boolean shown) {
        PairedBootstrap trial = PairedBootstrap.compare(
                without.errors(), with.errors(), PairedBootstrap.Figure.POOLED_RMSE, RESAMPLES, seed);
        boolean helps = trial.bound() < 0;
        boolean harms = shown
                && PairedBootstrap.lowerBound(without.errors(), with.errors(), WITHDRAWAL_LEVEL, RESAMPLES, seed) > 0;
        String reason = String.format(
                Locale.ROOT,
                "on %d hidden ratings of %d users the error changed by %+.2f %%, and with 95 %% confidence by %s %+.2f %%: %s",
                trial.ratings(),
                trial.users(),
                100 * trial.change(),
                helps ? "no worse than" : "at most",
                100 * trial.bound(),
                helps ? "shown to help" : harms ? "shown to harm" : "not shown to help");
        List<Guardrail> guardrails = new GroupGuardrails(table, groups).judge(without, with, about, seed);
        List<Guardrail> broken = guardrails.stream().filter(Guardrail::broken).toList();
        PopularityShift popularity =
                new PopularityShift(without.popularity(), with.popularity(), with.ratedPopularity());
        return new GateVerdict(
                kinds,
                (shown ? !harms : helps) && broken.isEmpty(),
                Optional.of(trial),
                broken.isEmpty() ? reason : reason + "; but " + harmed(guardrails, broken),
                guardrails,
                Optional.of(popularity),
                Optional.empty(),
                Optional.empty());
    }

    private static String harmed(List<Guardrail> all, List<Guardrail> broken) {
        long tested = all.stream().filter(Guardrail::tested).count();
        return broken.stream()
                .map(group -> String.format(
                        Locale.ROOT,
                        "'%s' (%d ratings of %d users, one of %d groups) is worse by %+.2f %%, and by %+.2f %% or more with confidence",
                        group.group(),
                        group.ratings(),
                        group.users(),
                        tested,
                        100 * group.change(),
                        100 * group.low()))
                .collect(Collectors.joining("; ", "", ": a guardrail is broken"));
    }

    /** Signals whose generator was shown no hidden rating of the trial. */
    private static List<SyntheticSignal> leakFree(
            List<SyntheticSignal> signals, RatingTable table, RatingTable visible) {
        Set<String> hidden = new HashSet<>();
        for (int row = 0; row < table.size(); row++) {
            if (visible.row(table.user(row), table.item(row)) < 0) {
                hidden.add(table.userId(table.user(row)) + "\n" + table.itemId(table.item(row)));
            }
        }
        return signals.stream()
                .filter(signal -> signal.subject().isEmpty()
                        || signal.evidence().stream()
                                .noneMatch(
                                        item -> hidden.contains(signal.subject().orElseThrow() + "\n" + item)))
                .toList();
    }
}
