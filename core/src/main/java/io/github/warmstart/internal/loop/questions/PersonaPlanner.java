// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.Calibration;
import io.github.warmstart.trust.GateVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions about personas. The first batch is a trial: whether more are asked, and whether these are used, is for the gate
 * to say, which holds what has passed against the same with personas after each batch.
 *
 * <p>What a persona teaches is which items are liked together, and no formula says what that is worth beforehand. The first
 * batch is taken for {@value #UNKNOWN_GAIN} of the mean squared error, each later one for half of what the gate saw.
 */
public final class PersonaPlanner implements BatchPlanner {

    static final double UNKNOWN_GAIN = 1e-3;

    private final RequestPlanner questions;
    private final RoundRunner asker;
    private final RunState findings;
    private final int batch;
    private List<SignalRequest> open;
    private double gain = UNKNOWN_GAIN;

    public PersonaPlanner(LoopOptions options, RequestPlanner questions, RoundRunner asker, RunState findings) {
        this.questions = questions;
        this.asker = asker;
        this.findings = findings;
        open = questions.personas(options.asking().personas());
        batch = AudiencePlanner.batch(open.size());
    }

    @Override
    public @Nullable QuestionBatch next() {
        if (open.isEmpty() || asker.stopped(SignalKind.PERSONA)) {
            return null;
        }
        List<SignalRequest> requests = open.subList(0, Math.min(batch, open.size()));
        return new QuestionBatch("persona", requests, gain, questions.tokens(requests));
    }

    @Override
    public boolean needsAudience() {
        return true;
    }

    @Override
    public void take(QuestionBatch offer) throws InterruptedException {
        GateVerdict before = findings.accepted();
        if (before == null) {
            end("signals about the audience have not passed, so nothing was asked about personas");
            return;
        }
        open = open.subList(offer.requests().size(), open.size());
        List<SyntheticSignal> answers = asker.ask(offer);
        findings.add(answers);
        boolean cutOff = asker.cutOff() || asker.generatorDown();
        if (answers.isEmpty()) {
            end(
                    cutOff || asker.stopped(SignalKind.PERSONA)
                            ? ""
                            : "nothing was answered: no more was asked about personas");
            return;
        }
        boolean informative = findings.calibration(SignalKind.PERSONA)
                .filter(Calibration::informative)
                .isPresent();
        if (!informative) {
            findings.discard(answers, "the tastes of personas cannot be told from noise");
            end(
                    "the tastes of these personas cannot be told from noise in people's ratings: not used, and no more were asked");
            return;
        }
        GateVerdict verdict = findings.judgeAddition(
                RunState.without(before.kinds(), SignalKind.PERSONA),
                RunState.with(before.kinds(), SignalKind.PERSONA));
        if (!verdict.passed()) {
            findings.discard(answers, verdict.reason());
            end("the last answers are not shown to help: not used, and no more were asked");
            return;
        }
        findings.accept(verdict.believing(before.beliefs()));
        double change = 1 + RunState.change(verdict);
        gain = Math.max(0, 1 - change * change) / 2;
        if (cutOff) {
            open = List.of();
        }
    }

    /** Ends the asking, with a word where that was not for the budget. */
    private void end(String why) {
        open = List.of();
        if (!why.isEmpty()) {
            asker.skip("persona", why);
        }
    }
}
