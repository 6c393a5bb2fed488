// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop;

import io.github.warmstart.internal.loop.questions.AudiencePlanner;
import io.github.warmstart.internal.loop.questions.BatchPlanner;
import io.github.warmstart.internal.loop.questions.PersonaPlanner;
import io.github.warmstart.internal.loop.questions.RequestFactory;
import io.github.warmstart.internal.loop.questions.UserPlanner;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.internal.loop.state.SignalAnalysis;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.report.StopReason;
import java.util.List;

/**
 * Planners of all kinds of questions, shared by a run and its dry run.
 *
 * @param analysis calibration, models and gate
 * @param audience questions about the audience
 * @param users questions about users
 * @param personas questions about personas
 */
record Planners(SignalAnalysis analysis, AudiencePlanner audience, UserPlanner users, PersonaPlanner personas) {

    static Planners of(LoopOptions options, RunInput input, RatingModel realOnly) {
        RequestFactory requests = RequestFactory.of(options, input);
        SignalAnalysis analysis = new SignalAnalysis(options, input, realOnly);
        return new Planners(
                analysis,
                new AudiencePlanner(options, input, requests, analysis),
                new UserPlanner(options, input, requests, analysis),
                new PersonaPlanner(options, requests, analysis));
    }

    /** State before anything was asked. */
    RunState start() {
        RunState state = RunState.start(audience.initial(), users.initial(), personas.initial());
        StopReason obstacle = audience.unavailable();
        return obstacle == null ? state : state.skip(Purpose.AUDIENCE, obstacle);
    }

    /** Planners other than the audience's, in order of precedence. */
    List<BatchPlanner> others() {
        return List.of(users, personas);
    }

    /** All planners, in order of precedence. */
    List<BatchPlanner> all() {
        return List.of(audience, users, personas);
    }
}
