// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop;

import io.github.warmstart.internal.checks.RatingDiversity;
import io.github.warmstart.internal.loop.questions.BatchPlanner;
import io.github.warmstart.internal.loop.questions.RoundRunner;
import io.github.warmstart.internal.loop.state.BudgetMeter;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.QuestionBatch;
import io.github.warmstart.internal.loop.state.Round;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.progress.WarmStartListener.RatingsRead;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.JoinCheck;
import io.github.warmstart.report.StopReason;
import io.github.warmstart.report.WarmStartReport;
import io.github.warmstart.signal.SyntheticSignal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a warm start: read, ask, calibrate, test, train. For one thread, used once.
 *
 * <p>The loop has one shape: plan (state in, batch out), ask (the only effect), learn (state and answers in, new state
 * out). Of the kinds of questions, the one is asked next whose next batch has the greatest expected reduction of the
 * mean squared error for each token. All batches are planned anew after each round. The loop ends when no batch gains
 * enough, or the budget is exhausted. The gate tests the audience's signals when no further batch of them gains enough,
 * those of users after the probes, and personas after each batch; what does not pass is neither used nor asked for.
 */
public final class WarmStartRun {

    private static final Logger LOG = LoggerFactory.getLogger(WarmStartRun.class);

    private final LoopOptions options;
    private final BudgetMeter meter;

    public WarmStartRun(LoopOptions options) {
        this.options = options;
        this.meter = new BudgetMeter(options.budget());
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
            return readAskTrain();
        } catch (CancellationException e) {
            // an interrupted learner: fit(...) cannot throw InterruptedException
            if (!Thread.interrupted()) {
                throw e;
            }
            InterruptedException interrupted = new InterruptedException("interrupted while training");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private Outcome readAskTrain() throws InterruptedException {
        Instant started = options.clock().instant();
        RunInput input = RunInput.read(options);
        options.listener()
                .onRatings(new RatingsRead(
                        input.users(),
                        input.items(),
                        input.table().size(),
                        input.coldUsers().size()));
        JoinCheck joins = input.joins(options);
        joins.warnings().forEach(warning -> LOG.warn("{}", warning));
        Planners planners = Planners.of(options, input, options.recommender().fit(input.table()));
        RoundRunner runner = new RoundRunner(options, meter, RatingDiversity.of(input.table()));
        RunState asked = ask(planners, runner, planners.start());
        RunState tested = planners.analysis().testAudience(asked);
        RunState done = planners.users().finish(tested);
        return new FinalTraining(options, input, joins, planners.analysis()).train(done, started, meter);
    }

    private RunState ask(Planners planners, RoundRunner runner, RunState start) throws InterruptedException {
        RunState state = start;
        while (!state.generatorDown()) {
            @Nullable QuestionBatch audience = paying(planners.audience(), state);
            @Nullable BatchPlanner best = audience == null ? null : planners.audience();
            @Nullable QuestionBatch chosen = audience;
            for (BatchPlanner planner : planners.others()) {
                @Nullable QuestionBatch batch = paying(planner, state);
                if (batch == null) {
                    continue;
                }
                state = planner.remember(state, batch);
                boolean better = chosen == null || batch.gainPerToken() > chosen.gainPerToken();
                if (better && !mustWait(planner, state, audience)) {
                    best = planner;
                    chosen = batch;
                }
            }
            if (best == null || chosen == null) {
                return reportSmallGains(planners, state);
            }
            if (audience == null) {
                state = planners.analysis().testAudience(state);
            }
            @Nullable RunState hindered = best.obstacle(state);
            state = hindered == null ? send(best, chosen, runner, state) : hindered;
        }
        return state;
    }

    /** Whether a batch that depends on the verdict about the audience waits for further audience questions. */
    private static boolean mustWait(BatchPlanner planner, RunState state, @Nullable QuestionBatch audience) {
        return audience != null
                && (planner.needsAudienceVerdict(state) || !state.audience().begun());
    }

    private static RunState send(BatchPlanner planner, QuestionBatch first, RoundRunner runner, RunState start)
            throws InterruptedException {
        RunState state = start;
        @Nullable QuestionBatch batch = first;
        while (batch != null && !state.generatorDown()) {
            Round round = runner.run(state.rounds().size() + 1, batch);
            state = planner.learn(state.plus(round), batch, round);
            batch = planner.followUp(state);
        }
        return state;
    }

    /** Next batch of a kind; null if it does not gain enough. */
    private @Nullable QuestionBatch paying(BatchPlanner planner, RunState state) {
        QuestionBatch batch = planner.plan(state);
        return batch != null && batch.gain() >= options.asking().minGain() ? batch : null;
    }

    private static RunState reportSmallGains(Planners planners, RunState start) {
        RunState state = start;
        for (BatchPlanner planner : planners.all()) {
            QuestionBatch batch = planner.plan(start);
            if (batch != null) {
                state = state.skip(batch.purpose(), StopReason.GAIN_TOO_SMALL, batch.gain());
            }
        }
        return state;
    }
}
