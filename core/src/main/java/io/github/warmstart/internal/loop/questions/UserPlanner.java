// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.internal.calibration.NewcomerWeightEstimator;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions about cold users, and before them the probes that speak for or against them.
 *
 * <p>Probes teach nothing by themselves: their gain is that of the answers about users that they may unlock, from a
 * generator as good as any, for the tokens of both. Where no probe can be asked, a generator whose audience signals have
 * passed is given credit, and the cold users' own ratings decide. A batch is a round over all cold users, since answers
 * about one teach nothing about another.
 */
public final class UserPlanner implements BatchPlanner {

    /** What an answer may be worth at best: the square of a correlation of 0.5 with the truth. */
    static final double HOPED_WORTH = 0.25;
    /** What an answer is taken for where nothing can be measured, as calibration does. */
    static final double ASSUMED_WORTH = 0.1;
    /** The gain is estimated on so many users. */
    static final int LOOKED_AT = 30;

    private static final Logger LOG = LoggerFactory.getLogger(UserPlanner.class);

    /** How far the road is. */
    private enum Stage {
        UNPROVEN,
        PROVEN,
        CREDITED,
        DONE
    }

    private final LoopOptions options;
    private final RunInput start;
    private final RequestPlanner questions;
    private final RoundRunner asker;
    private final RunState findings;
    private final SplittableRandom random;
    private final List<SignalRequest> probes;
    private Stage stage;
    private int roundsLeft;
    private boolean answered;
    /** Whether all is asked that will be; what the answers come to is then still to be judged. */
    private boolean closed;

    private Set<SignalKind> kinds = Set.of();
    private @Nullable QuestionBatch offer;

    public UserPlanner(
            LoopOptions options, RunInput start, RequestPlanner questions, RoundRunner asker, RunState findings) {
        this.options = options;
        this.start = start;
        this.questions = questions;
        this.asker = asker;
        this.findings = findings;
        random = new SplittableRandom(options.seed("users"));
        roundsLeft = options.asking().userRounds();
        stage = roundsLeft == 0 || !anybody(options, start) ? Stage.DONE : Stage.UNPROVEN;
        probes = stage == Stage.DONE ? List.of() : probes(options, start, questions);
    }

    /** Whether there is anybody to ask about. */
    public static boolean anybody(LoopOptions options, RunInput start) {
        return !start.coldUsers().isEmpty() || !options.subjects().coldItems().isEmpty();
    }

    public static List<SignalRequest> probes(LoopOptions options, RunInput start, RequestPlanner questions) {
        return questions.probes(
                start.coldUsers(),
                NewcomerWeightEstimator.usualCount(start.table(), start.coldUsers()),
                new Random(options.seed("probes")));
    }

    @Override
    public @Nullable QuestionBatch next() {
        if (stage == Stage.DONE || closed) {
            return null;
        }
        QuestionBatch known = offer;
        if (known == null) {
            known = stage == Stage.UNPROVEN ? unproven() : round();
            offer = known;
        }
        return known;
    }

    /** What a first round would bring, by a sample of users and the model without signals. */
    private QuestionBatch unproven() {
        List<String> all = List.copyOf(start.coldUsers());
        List<String> some = new ArrayList<>();
        int step = Math.max(1, all.size() / LOOKED_AT);
        for (int user = 0; user < all.size() && some.size() < LOOKED_AT; user += step) {
            some.add(all.get(user));
        }
        List<SignalRequest> requests = plan(findings.realOnly(), some, new SplittableRandom(options.seed("looked at")));
        boolean hope = !probes.isEmpty();
        double share = some.isEmpty() ? 0 : (double) all.size() / some.size();
        double worth = hope ? HOPED_WORTH : ASSUMED_WORTH;
        List<SignalRequest> carers =
                questions.carers(start.coldUsers(), options.subjects().coldItems());
        double gain = gain(findings.realOnly(), requests, worth) * share + ofCarers(carers, worth);
        double tokens =
                Math.max(1, questions.tokens(requests) * share + questions.tokens(carers) + questions.tokens(probes));
        return new QuestionBatch(hope ? "probe" : "user", probes, gain, tokens);
    }

    private @Nullable QuestionBatch round() {
        RatingModel model = findings.model(kinds);
        List<SignalRequest> requests = plan(model, start.coldUsers(), random.split());
        List<SignalRequest> carers = answered
                ? List.of()
                : questions.carers(start.coldUsers(), options.subjects().coldItems());
        if (requests.isEmpty() && carers.isEmpty()) {
            closed = true;
            return null;
        }
        double measured =
                findings.calibration(SignalKind.USER).map(Calibration::worth).orElse(ASSUMED_WORTH);
        double worth = Math.max(1e-6, Math.min(1, measured));
        List<SignalRequest> all = new ArrayList<>(requests);
        all.addAll(carers);
        return new QuestionBatch(
                "user", all, gain(model, requests, worth) + ofCarers(carers, worth), questions.tokens(all));
    }

    private List<SignalRequest> plan(RatingModel model, Collection<String> users, SplittableRandom chance) {
        return questions.users(
                model, users, options.asking().policy(), options.asking().pairsPerUser(), chance);
    }

    /** What answers of users who are likely to care teach of new items: a mean of theirs, of so many ratings' worth. */
    private double ofCarers(List<SignalRequest> carers, double worth) {
        if (carers.isEmpty()) {
            return 0;
        }
        RunState.Standing standing = findings.standing();
        double answers =
                carers.stream().mapToInt(request -> request.items().size()).sum()
                        / (double) options.subjects().coldItems().size();
        return standing.gain()
                        .ofNewItems(
                                options.subjects().coldItems(), standing.bias().noiseVariance() / (worth * answers))
                / standing.gain().squaredError();
    }

    /** The gain of all requests over the mean of all cold users, by every so many of them. */
    private double gain(RatingModel model, List<SignalRequest> requests, double worth) {
        if (requests.isEmpty()) {
            return 0;
        }
        int step = Math.max(1, requests.size() / LOOKED_AT);
        double sum = 0;
        int seen = 0;
        for (int at = 0; at < requests.size(); at += step) {
            SignalRequest request = requests.get(at);
            List<String> items = request.items().stream().map(item -> item.id()).toList();
            sum += findings.standing().gain().ofUser(model, request.subjectId().orElseThrow(), items, worth);
            seen++;
        }
        double mean = seen == 0 ? 0 : sum / seen;
        return mean
                * requests.size()
                / start.coldUsers().size()
                / findings.standing().gain().squaredError();
    }

    @Override
    public boolean needsAudience() {
        return stage == Stage.UNPROVEN && probes.isEmpty();
    }

    @Override
    public void take(QuestionBatch taken) throws InterruptedException {
        offer = null;
        switch (stage) {
            case UNPROVEN -> {
                if (probes.isEmpty()) {
                    credit();
                } else {
                    probe(taken);
                }
            }
            case PROVEN, CREDITED -> askUsers(taken);
            case DONE -> throw new IllegalStateException("nothing was offered");
        }
    }

    private void credit() {
        GateVerdict accepted = findings.accepted();
        asker.skip(
                "probe",
                accepted == null
                        ? "no probe could be asked, so nothing shows what signals about single users are worth: none were asked"
                        : "no probe could be asked; the signals about the audience have passed, so signals about single users are asked for and taken for little");
        kinds = accepted == null ? Set.of() : accepted.kinds();
        stage = accepted == null ? Stage.DONE : Stage.CREDITED;
    }

    private void probe(QuestionBatch taken) throws InterruptedException {
        stage = Stage.DONE;
        List<SignalRequest> open = probes;
        if (findings.signals().isEmpty() && asker.sent() > 0) {
            // nothing was answered so far: one probe shows whether anybody is there, before all are paid for in vain
            findings.add(asker.ask(new QuestionBatch("probe", open.subList(0, 1), taken.gain(), taken.tokens())));
            open = open.subList(1, open.size());
            if (findings.signals().isEmpty() || asker.generatorDown()) {
                asker.skip("probe", "nothing was answered so far: no further probe was asked");
                return;
            }
        }
        if (!open.isEmpty()) {
            findings.add(asker.ask(new QuestionBatch("probe", open, taken.gain(), taken.tokens())));
        }
        if (asker.stopped(SignalKind.USER)) {
            asker.skip("user", "the probes were set aside: signals about single users were not asked for");
            return;
        }
        boolean informative = findings.calibration(SignalKind.USER)
                .filter(fit -> !fit.assumed() && fit.informative())
                .isPresent();
        if (!informative) {
            asker.skip(
                    "user",
                    findings.received(SignalKind.USER)
                            ? "the answers to the probes cannot be told from noise, or are too few: signals about single users were not asked for"
                            : "no probe was answered, so nothing shows what signals about single users are worth: none were asked for");
            return;
        }
        GateVerdict best = findings.judge(findings.withUsers());
        findings.accept(best);
        if (best != null && best.kinds().contains(SignalKind.USER)) {
            kinds = best.kinds();
            stage = Stage.PROVEN;
        } else {
            asker.skip("user", "the probes do not show that signals about single users add anything: none were asked");
        }
    }

    private void askUsers(QuestionBatch taken) throws InterruptedException {
        questions.asked(taken.requests());
        List<SyntheticSignal> answers = asker.ask(taken);
        findings.add(answers);
        answered |= !answers.isEmpty();
        roundsLeft--;
        closed = answers.isEmpty() || roundsLeft == 0;
    }

    /**
     * Lets cold users' own ratings speak last on the answers about them, if there are any: once all is asked of every kind,
     * since what is learned of the audience afterwards would undo what they said.
     */
    public void finish() throws InterruptedException {
        Stage reached = stage;
        stage = Stage.DONE;
        if (reached == Stage.PROVEN && answered) {
            confirm();
        } else if (reached == Stage.CREDITED && answered) {
            GateVerdict base = findings.accepted();
            if (base != null) {
                GateVerdict verdict = findings.judgeShown(base.kinds(), RunState.with(base.kinds(), SignalKind.USER));
                findings.tell(verdict);
                findings.accept(verdict.passed() ? verdict : base);
            }
        }
    }

    /**
     * Probes are about warm users. Answers about cold users that make the prediction of those users' own ratings worse, with
     * 95 % confidence, are withdrawn: what passes without them is what is left.
     */
    private void confirm() throws InterruptedException {
        GateVerdict accepted = findings.accepted();
        if (accepted == null || !accepted.kinds().contains(SignalKind.USER)) {
            return;
        }
        Set<SignalKind> others = RunState.without(accepted.kinds(), SignalKind.USER);
        GateVerdict own = findings.judgeShown(others, accepted.kinds());
        boolean worse = own.trial().filter(trial -> trial.low() > 0).isPresent()
                || !own.broken().isEmpty();
        LOG.info(
                "cold users' own ratings {} the answers about them: {}",
                worse ? "speak against" : "let pass",
                own.reason());
        if (worse) {
            GateVerdict left = findings.left(others);
            findings.tell(own);
            findings.accept(left);
        } else {
            findings.accept(accepted.believing(own.beliefs()));
        }
    }
}
