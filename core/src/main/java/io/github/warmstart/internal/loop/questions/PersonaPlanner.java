// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.Progress;
import io.github.warmstart.internal.loop.state.QuestionBatch;
import io.github.warmstart.internal.loop.state.Round;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.internal.loop.state.SignalAnalysis;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.report.StopReason;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Planner of questions about personas. The first batch is a trial; after each batch the gate compares what has passed
 * with the same plus personas, and decides whether they are used and whether more are asked.
 *
 * <p>Personas show which items are liked together, and no formula predicts the value of that. The first batch is
 * assumed to remove {@value #ASSUMED_GAIN} of the mean squared error, each later one half of what the gate measured.
 */
public final class PersonaPlanner implements BatchPlanner {

    static final double ASSUMED_GAIN = 1e-3;

    private final RequestFactory requests;
    private final SignalAnalysis analysis;
    private final List<SignalRequest> all;
    private final int batch;

    public PersonaPlanner(LoopOptions options, RequestFactory requests, SignalAnalysis analysis) {
        this.requests = requests;
        this.analysis = analysis;
        all = requests.personas(options.asking().personas());
        batch = AudiencePlanner.batchSize(all.size());
    }

    /** Progress before anything was asked. */
    public Progress.Personas initial() {
        return new Progress.Personas(all, ASSUMED_GAIN);
    }

    @Override
    public @Nullable QuestionBatch plan(RunState state) {
        List<SignalRequest> open = state.personas().open();
        if (open.isEmpty() || state.stopped(SignalKind.PERSONA)) {
            return null;
        }
        List<SignalRequest> next = open.subList(0, Math.min(batch, open.size()));
        return new QuestionBatch(Purpose.PERSONA, next, state.personas().gain(), requests.tokens(next));
    }

    @Override
    public boolean needsAudienceVerdict(RunState state) {
        return true;
    }

    @Override
    public @Nullable RunState obstacle(RunState state) {
        return state.accepted() == null ? end(state, StopReason.AUDIENCE_NOT_PASSED) : null;
    }

    @Override
    public RunState learn(RunState state, QuestionBatch asked, Round round) throws InterruptedException {
        GateVerdict before = state.accepted();
        if (before == null) {
            throw new IllegalStateException("personas were asked about before audience signals had passed");
        }
        RunState after = state.with(state.personas().after(asked.requests()));
        boolean cutShort = state.cutShort();
        if (round.usable().isEmpty()) {
            return cutShort || after.stopped(SignalKind.PERSONA)
                    ? after.with(after.personas().close())
                    : end(after, StopReason.NOTHING_ANSWERED);
        }
        boolean informative = analysis.calibration(after, SignalKind.PERSONA)
                .filter(Calibration::informative)
                .isPresent();
        if (!informative) {
            return end(
                    after.discard(round.usable(), StopReason.PERSONAS_UNINFORMATIVE),
                    StopReason.PERSONAS_UNINFORMATIVE);
        }
        GateVerdict verdict = analysis.judgeAddition(
                after,
                RunState.without(before.kinds(), SignalKind.PERSONA),
                RunState.with(before.kinds(), SignalKind.PERSONA));
        analysis.announce(verdict);
        if (!verdict.passed()) {
            return end(
                    after.judged(List.of(verdict), before).discard(round.usable(), StopReason.PERSONAS_NOT_HELPFUL),
                    StopReason.PERSONAS_NOT_HELPFUL);
        }
        double change = 1 + SignalAnalysis.change(verdict);
        RunState accepted = after.judged(List.of(verdict), verdict.withReliability(before.reliability()))
                .with(after.personas().expecting(Math.max(0, 1 - change * change) / 2));
        return cutShort ? accepted.with(accepted.personas().close()) : accepted;
    }

    private static RunState end(RunState state, StopReason why) {
        return state.with(state.personas().close()).skip(Purpose.PERSONA, why);
    }
}
