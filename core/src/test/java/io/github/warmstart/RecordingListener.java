// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.progress.WarmStartListener.QuestionsPlanned;
import io.github.warmstart.progress.WarmStartListener.RatingsRead;
import io.github.warmstart.progress.WarmStartListener.SignalsReceived;
import io.github.warmstart.progress.WarmStartListener.TrialTrained;
import io.github.warmstart.progress.WarmStartListener.VerdictReached;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Remembers every event, and then does with it what it was told. */
final class RecordingListener implements WarmStartListener {

    final List<Object> events = new ArrayList<>();
    private final Consumer<Object> then;

    RecordingListener() {
        this(event -> {});
    }

    RecordingListener(Consumer<Object> then) {
        this.then = then;
    }

    <T> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void onRatings(RatingsRead event) {
        hear(event);
    }

    @Override
    public void onQuestions(QuestionsPlanned event) {
        hear(event);
    }

    @Override
    public void onSignals(SignalsReceived event) {
        hear(event);
    }

    @Override
    public void onTrial(TrialTrained event) {
        hear(event);
    }

    @Override
    public void onVerdict(VerdictReached event) {
        hear(event);
    }

    private void hear(Object event) {
        events.add(event);
        then.accept(event);
    }
}
