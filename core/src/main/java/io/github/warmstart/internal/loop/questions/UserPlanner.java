// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.internal.calibration.FirstRatingWeightEstimator;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.Progress;
import io.github.warmstart.internal.loop.state.Progress.Stage;
import io.github.warmstart.internal.loop.state.QuestionBatch;
import io.github.warmstart.internal.loop.state.Round;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.internal.loop.state.SignalAnalysis;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.StopReason;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Planner of questions about cold users, and of the probes that decide whether they are asked.
 *
 * <p>Probes add no training data. Their expected gain is that of the user questions they may unlock, assuming a good
 * generator; their cost includes both. Where no probe is possible, a generator whose audience signals have passed is
 * asked provisionally, and the cold users' own ratings decide afterwards. A batch is a round over all cold users, since
 * answers about one add nothing about another.
 */
public final class UserPlanner implements BatchPlanner {

    /** Effective ratings of one answer at best: the square of a correlation of 0.5 with the truth. */
    static final double OPTIMISTIC_RATINGS = 0.25;
    /** Effective ratings of one answer where nothing can be measured, as calibration assumes. */
    static final double ASSUMED_RATINGS = 0.1;
    /** Number of users on which a gain is estimated. */
    static final int SAMPLED_USERS = 30;

    private static final Logger LOG = LoggerFactory.getLogger(UserPlanner.class);

    private final LoopOptions options;
    private final RunInput input;
    private final RequestFactory requests;
    private final SignalAnalysis analysis;
    private final List<SignalRequest> probes;

    public UserPlanner(LoopOptions options, RunInput input, RequestFactory requests, SignalAnalysis analysis) {
        this.options = options;
        this.input = input;
        this.requests = requests;
        this.analysis = analysis;
        probes = anybody()
                ? requests.probes(
                        input.coldUsers(),
                        FirstRatingWeightEstimator.usualCount(input.table(), input.coldUsers()),
                        new Random(options.seed("probes")))
                : List.of();
    }

    /** Progress before anything was asked. */
    public Progress.Users initial() {
        return new Progress.Users(
                anybody() ? Stage.UNPROVEN : Stage.DONE,
                options.asking().userRounds(),
                false,
                false,
                Set.of(),
                0,
                Set.of(),
                null);
    }

    /** Whether questions about users are wanted and there is a user to ask about. */
    private boolean anybody() {
        return options.asking().userRounds() > 0
                && (!input.coldUsers().isEmpty()
                        || !options.subjects().coldItems().isEmpty());
    }

    @Override
    public @Nullable QuestionBatch plan(RunState state) {
        Progress.Users progress = state.users();
        if (progress.stage() == Stage.DONE || progress.closed()) {
            return null;
        }
        QuestionBatch next = progress.remembered();
        if (next == null) {
            next = progress.stage() == Stage.UNPROVEN ? outlook(state) : round(state);
        }
        boolean silent = state.signals().isEmpty() && state.sent() > 0;
        if (next != null && next.purpose() == Purpose.PROBE && silent) {
            // one probe shows whether the generator answers at all, before the others are paid for
            return new QuestionBatch(Purpose.PROBE, probes.subList(0, 1), next.gain(), next.tokens());
        }
        return next;
    }

    @Override
    public RunState remember(RunState state, QuestionBatch batch) {
        boolean slice = batch.purpose() == Purpose.PROBE && batch.requests().size() < probes.size();
        return slice ? state : state.with(state.users().remembering(batch));
    }

    /**
     * Probes with the gain of the first round that they may unlock, or, where no probe is possible, that round itself
     * on a sample of users. Gains are scaled from the sample to all users, and use the model without signals.
     */
    private @Nullable QuestionBatch outlook(RunState state) {
        List<String> all = List.copyOf(input.coldUsers());
        List<String> some = new ArrayList<>();
        int step = Math.max(1, all.size() / SAMPLED_USERS);
        for (int user = 0; user < all.size() && some.size() < SAMPLED_USERS; user += step) {
            some.add(all.get(user));
        }
        List<SignalRequest> sample =
                aboutUsers(state, analysis.realOnly(), some, new SplittableRandom(options.seed("looked at")));
        double share = some.isEmpty() ? 0 : (double) all.size() / some.size();
        double ratings = probes.isEmpty() ? ASSUMED_RATINGS : OPTIMISTIC_RATINGS;
        List<SignalRequest> raters =
                requests.likelyRaters(input.coldUsers(), options.subjects().coldItems());
        double gain = gain(state, analysis.realOnly(), sample, ratings) * share + gainOfRaters(state, raters, ratings);
        double tokens =
                Math.max(1, requests.tokens(sample) * share + requests.tokens(raters) + requests.tokens(probes));
        if (!probes.isEmpty()) {
            return new QuestionBatch(Purpose.PROBE, probes, gain, tokens);
        }
        List<SignalRequest> first = new ArrayList<>(sample);
        first.addAll(raters);
        return first.isEmpty() ? null : new QuestionBatch(Purpose.USER, first, gain, tokens);
    }

    private @Nullable QuestionBatch round(RunState state) {
        Progress.Users progress = state.users();
        RatingModel model = analysis.model(state, progress.kinds());
        List<SignalRequest> about = aboutUsers(state, model, input.coldUsers(), chance(progress.rounds()));
        List<SignalRequest> raters = progress.answered()
                ? List.of()
                : requests.likelyRaters(input.coldUsers(), options.subjects().coldItems());
        if (about.isEmpty() && raters.isEmpty()) {
            return null;
        }
        double measured = analysis.calibration(state, SignalKind.USER)
                .map(Calibration::effectiveRatings)
                .orElse(ASSUMED_RATINGS);
        double ratings = Math.max(1e-6, Math.min(1, measured));
        List<SignalRequest> all = new ArrayList<>(about);
        all.addAll(raters);
        return new QuestionBatch(
                Purpose.USER,
                all,
                gain(state, model, about, ratings) + gainOfRaters(state, raters, ratings),
                requests.tokens(all));
    }

    /** Requests of a whole first round, by the model without signals. */
    public List<SignalRequest> firstRound(RunState state) {
        return aboutUsers(state, analysis.realOnly(), input.coldUsers(), chance(0));
    }

    /** Requests about users who are likely to rate the new items. */
    public List<SignalRequest> likelyRaters() {
        return anybody()
                ? requests.likelyRaters(input.coldUsers(), options.subjects().coldItems())
                : List.of();
    }

    /** Random generator of one round: the n-th split of that of the phase. */
    private SplittableRandom chance(int round) {
        SplittableRandom phase = new SplittableRandom(options.seed("users"));
        SplittableRandom own = phase.split();
        for (int earlier = 0; earlier < round; earlier++) {
            own = phase.split();
        }
        return own;
    }

    private List<SignalRequest> aboutUsers(
            RunState state, RatingModel model, Collection<String> users, SplittableRandom chance) {
        return requests.users(
                model,
                users,
                options.asking().policy(),
                options.asking().pairsPerUser(),
                state.users().asked(),
                chance);
    }

    /** Gain of answers by likely raters of new items: they inform about each item's mean. */
    private double gainOfRaters(RunState state, List<SignalRequest> raters, double ratings) {
        if (raters.isEmpty()) {
            return 0;
        }
        SignalAnalysis.Estimate estimate = analysis.estimate(state);
        Set<String> coldItems = options.subjects().coldItems();
        double answers =
                raters.stream().mapToInt(request -> request.items().size()).sum() / (double) coldItems.size();
        return estimate.gain().ofNewItems(coldItems, estimate.bias().noiseVariance() / (ratings * answers))
                / estimate.gain().squaredError();
    }

    /** Gain of all requests over the mean of all cold users, estimated on a sample of the requests. */
    private double gain(RunState state, RatingModel model, List<SignalRequest> about, double ratings) {
        if (about.isEmpty()) {
            return 0;
        }
        SignalAnalysis.Estimate estimate = analysis.estimate(state);
        int step = Math.max(1, about.size() / SAMPLED_USERS);
        double sum = 0;
        int seen = 0;
        for (int at = 0; at < about.size(); at += step) {
            SignalRequest request = about.get(at);
            List<String> items = request.items().stream().map(item -> item.id()).toList();
            sum += estimate.gain().ofUser(model, request.subjectId().orElseThrow(), items, ratings);
            seen++;
        }
        double mean = seen == 0 ? 0 : sum / seen;
        return mean * about.size() / input.coldUsers().size() / estimate.gain().squaredError();
    }

    @Override
    public boolean needsAudienceVerdict(RunState state) {
        return state.users().stage() == Stage.UNPROVEN && probes.isEmpty();
    }

    @Override
    public @Nullable RunState obstacle(RunState state) {
        if (!needsAudienceVerdict(state)) {
            return null;
        }
        GateVerdict accepted = state.accepted();
        return accepted == null
                ? end(state, Purpose.PROBE, StopReason.NO_PROBE_POSSIBLE)
                : state.with(state.users().at(Stage.PROVISIONAL, accepted.kinds()))
                        .skip(Purpose.PROBE, StopReason.USERS_WITHOUT_PROBES);
    }

    @Override
    public @Nullable QuestionBatch followUp(RunState state) {
        if (state.users().stage() != Stage.PROBING) {
            return null;
        }
        List<SignalRequest> others = probes.subList(1, probes.size());
        return new QuestionBatch(Purpose.PROBE, others, 0, requests.tokens(others));
    }

    @Override
    public RunState learn(RunState state, QuestionBatch asked, Round round) throws InterruptedException {
        if (asked.purpose() == Purpose.PROBE) {
            return learnFromProbes(state, asked);
        }
        return state.with(state.users().asked(asked.requests(), !round.usable().isEmpty()));
    }

    private RunState learnFromProbes(RunState state, QuestionBatch asked) throws InterruptedException {
        boolean onlyFirst =
                state.users().stage() == Stage.UNPROVEN && asked.requests().size() < probes.size();
        if (onlyFirst) {
            return state.signals().isEmpty() || state.generatorDown()
                    ? end(state, Purpose.PROBE, StopReason.NOTHING_ANSWERED)
                    : state.with(state.users().at(Stage.PROBING, Set.of()));
        }
        if (state.stopped(SignalKind.USER)) {
            return end(state, Purpose.USER, StopReason.PROBES_SET_ASIDE);
        }
        Optional<Calibration> fit = analysis.calibration(state, SignalKind.USER);
        if (fit.filter(Calibration::assumed).isPresent()) {
            // too few answers for a test, as if no probe were possible
            RunState tested = analysis.testAudience(state);
            return tested.accepted() == null
                    ? end(tested, Purpose.USER, StopReason.PROBES_UNINFORMATIVE)
                    : tested.with(tested.users().at(Stage.PROVISIONAL, tested.acceptedKinds()))
                            .skip(Purpose.PROBE, StopReason.USERS_WITHOUT_PROBES);
        }
        boolean informative = fit.filter(Calibration::informative).isPresent();
        if (!informative) {
            return end(
                    state,
                    Purpose.USER,
                    state.received(SignalKind.USER) ? StopReason.PROBES_UNINFORMATIVE : StopReason.PROBES_UNANSWERED);
        }
        RunState tested = analysis.testWithUsers(state);
        return tested.acceptedKinds().contains(SignalKind.USER)
                ? tested.with(tested.users().at(Stage.PROVEN, tested.acceptedKinds()))
                : end(tested, Purpose.USER, StopReason.PROBES_NOT_HELPFUL);
    }

    private static RunState end(RunState state, Purpose purpose, StopReason why) {
        return state.with(state.users().at(Stage.DONE, Set.of())).skip(purpose, why);
    }

    /**
     * Tests answers about cold users against these users' own ratings, after the last question, since later answers
     * about the audience would change the result.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public RunState finish(RunState state) throws InterruptedException {
        Progress.Users progress = state.users();
        RunState done = state.with(progress.at(Stage.DONE, Set.of()));
        GateVerdict accepted = done.accepted();
        if (accepted == null || !progress.answered()) {
            return done;
        }
        if (progress.stage() == Stage.PROVEN && accepted.kinds().contains(SignalKind.USER)) {
            return confirm(done, accepted);
        }
        if (progress.stage() == Stage.PROVISIONAL) {
            GateVerdict verdict =
                    analysis.judgeOwnRatings(done, accepted.kinds(), RunState.with(accepted.kinds(), SignalKind.USER));
            analysis.announce(verdict);
            return done.judged(List.of(verdict), verdict.passed() ? verdict : accepted);
        }
        return done;
    }

    /**
     * Withdraws answers about cold users that make the prediction of those users' own ratings worse with 95 %
     * confidence: probes are about warm users. What passes without them is accepted instead.
     */
    private RunState confirm(RunState state, GateVerdict accepted) throws InterruptedException {
        Set<SignalKind> others = RunState.without(accepted.kinds(), SignalKind.USER);
        GateVerdict own = analysis.judgeOwnRatings(state, others, accepted.kinds());
        boolean worse = own.trial().filter(trial -> trial.low() > 0).isPresent()
                || !own.broken().isEmpty();
        LOG.info("test on cold users' own ratings, answers {}: {}", worse ? "withdrawn" : "kept", own.reason());
        if (!worse) {
            return state.judged(List.of(), accepted.withReliability(own.reliability()));
        }
        RunState left = analysis.fallBackTo(state, others);
        analysis.announce(own);
        return left.judged(List.of(own), left.accepted());
    }
}
