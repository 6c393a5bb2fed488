// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop;

import io.github.warmstart.internal.checks.DiversityAlarm;
import io.github.warmstart.internal.checks.RatingDiversity;
import io.github.warmstart.internal.loop.questions.AudiencePlanner;
import io.github.warmstart.internal.loop.questions.BatchPlanner;
import io.github.warmstart.internal.loop.questions.PersonaPlanner;
import io.github.warmstart.internal.loop.questions.QuestionBatch;
import io.github.warmstart.internal.loop.questions.RequestPlanner;
import io.github.warmstart.internal.loop.questions.RoundRunner;
import io.github.warmstart.internal.loop.questions.UserPlanner;
import io.github.warmstart.internal.loop.state.BudgetMeter;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.progress.WarmStartListener.RatingsRead;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.SyntheticSignal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One walk along the road: read, ask, calibrate, judge, train. Confined to one thread, used once.
 *
 * <p>Of the kinds of questions, that one is asked next whose next batch is expected to take most off the mean squared error
 * of a cold user's prediction for each token. What the answers teach changes what the other batches are worth, so all are
 * weighed anew. It ends when no batch takes off enough, or nothing is left to spend. The gate speaks about the audience's
 * signals when no more of them pays, about those of users after the probes, and about personas after each batch; what it
 * does not let through is neither used nor asked for.
 */
public final class WarmStartRun {

    private final LoopOptions options;
    private final BudgetMeter meter;
    private final RoundRunner asker;

    public WarmStartRun(LoopOptions options) {
        this.options = options;
        this.meter = new BudgetMeter(options.budget());
        this.asker =
                new RoundRunner(options.generator(), options.guarding().maxGenerations(), meter, options.listener());
    }

    /**
     * Result of a run.
     *
     * @param model the model to use
     * @param realOnly the model without signals
     * @param signals every accepted signal
     * @param report what was done
     */
    public record Outcome(
            RatingModel model, RatingModel realOnly, List<SyntheticSignal> signals, WarmStartReport report) {}

    /**
     * Runs once.
     *
     * @return model, signals and report
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Outcome run() throws InterruptedException {
        try {
            return walk();
        } catch (CancellationException e) {
            // a learner that was interrupted: fit(...) cannot throw what this method promises
            if (!Thread.interrupted()) {
                throw e;
            }
            InterruptedException interrupted = new InterruptedException("interrupted while training");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private Outcome walk() throws InterruptedException {
        Instant started = options.clock().instant();
        RunInput start = RunInput.read(options);
        options.listener()
                .onRatings(new RatingsRead(
                        start.users(),
                        start.items(),
                        start.table().size(),
                        start.coldUsers().size()));
        RunState findings = new RunState(options, start, options.recommender().fit(start.table()));
        RequestPlanner questions = RequestPlanner.of(options, start);
        asker.watch(
                RatingDiversity.of(start.table()),
                new DiversityAlarm(options.guarding().earlierDiversity()));
        AudiencePlanner audience = new AudiencePlanner(options, start, questions, asker, findings);
        UserPlanner users = new UserPlanner(options, start, questions, asker, findings);
        PersonaPlanner personas = new PersonaPlanner(options, questions, asker, findings);
        ask(audience, List.of(users, personas), findings);
        findings.judgeAudience();
        users.finish();
        return new FinalTraining(options, start, findings).outcome(started, asker, meter);
    }

    private void ask(AudiencePlanner audience, List<BatchPlanner> others, RunState findings)
            throws InterruptedException {
        while (!asker.generatorDown()) {
            @Nullable QuestionBatch first = paying(audience);
            BatchPlanner best = audience;
            @Nullable QuestionBatch chosen = first;
            for (BatchPlanner kind : others) {
                QuestionBatch offer = paying(kind);
                // what stands on the verdict about the audience waits until all is asked that it is to be about
                boolean waits = first != null && (kind.needsAudience() || !audience.begun());
                if (offer != null && !waits && (chosen == null || offer.perToken() > chosen.perToken())) {
                    best = kind;
                    chosen = offer;
                }
            }
            if (chosen == null) {
                tellWhatDoesNotPay(audience);
                others.forEach(this::tellWhatDoesNotPay);
                return;
            }
            if (first == null) {
                findings.judgeAudience();
            }
            best.take(chosen);
        }
    }

    /** The next batch of a kind, if it takes off enough. */
    private @Nullable QuestionBatch paying(BatchPlanner kind) {
        QuestionBatch offer = kind.next();
        return offer != null && offer.gain() >= options.asking().minGain() ? offer : null;
    }

    private void tellWhatDoesNotPay(BatchPlanner kind) {
        QuestionBatch offer = kind.next();
        if (offer != null) {
            asker.skip(
                    offer.purpose(),
                    offer.gain(),
                    String.format(
                            Locale.ROOT,
                            "%s would be expected to lower the squared error by %.3f %%, less than %.3f %%: not asked",
                            offer.requests().isEmpty()
                                    ? "questions about single users"
                                    : "the next %d requests"
                                            .formatted(offer.requests().size()),
                            100 * offer.gain(),
                            100 * options.asking().minGain()));
        }
    }
}
