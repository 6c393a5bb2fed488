// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.examples.console.ProgressBar;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.progress.WarmStartListener.QuestionsPlanned;
import io.github.warmstart.progress.WarmStartListener.SignalsReceived;
import io.github.warmstart.progress.WarmStartListener.TrialTrained;

/** Progress bar for requests and training. */
final class BarListener implements WarmStartListener {

    private final ProgressBar bar;
    private int judgement;

    BarListener(ProgressBar bar) {
        this.bar = bar;
    }

    @Override
    public synchronized void onQuestions(QuestionsPlanned event) {
        bar.update(label(event.round(), event.purpose()), 0, event.requests());
    }

    @Override
    public synchronized void onSignals(SignalsReceived event) {
        bar.update(label(event.round(), event.purpose()), event.done(), event.of());
    }

    @Override
    public synchronized void onTrial(TrialTrained event) {
        judgement += event.done() == 1 ? 1 : 0;
        bar.update("Judgement " + judgement + ": training", event.done(), event.of());
    }

    private static String label(int round, Purpose purpose) {
        return "Round " + round + ": asking (" + purpose.label() + ")";
    }
}
