// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop;

import io.github.warmstart.budget.Price;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.QuestionBatch;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.internal.loop.state.RunState;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.report.JoinCheck;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Plan of every request of a warm start, without sending one: the planners of the run, on a state to which no answer is
 * ever added. It assumes that every batch gains enough and that all signals pass the gate.
 */
public final class DryRun {

    private final LoopOptions options;

    public DryRun(LoopOptions options) {
        this.options = options;
    }

    /** Requests, tokens and cost of each kind of question. */
    public WarmStartEstimate estimate() {
        RunInput input = RunInput.read(options);
        JoinCheck joins = input.joins(options);
        Planners planners = Planners.of(options, input, options.recommender().fit(input.table()));
        List<SignalRequest> audience = new ArrayList<>();
        List<SignalRequest> repeats = new ArrayList<>();
        RunState state = planners.start();
        for (QuestionBatch batch = planners.audience().plan(state); batch != null; ) {
            audience.addAll(batch.requests());
            state = planners.audience().asked(state, batch);
            QuestionBatch repeat = planners.audience().followUp(state);
            if (repeat != null) {
                repeats.addAll(repeat.requests());
                state = planners.audience().asked(state, repeat);
            }
            batch = planners.audience().plan(state);
        }
        QuestionBatch outlook = planners.users().plan(planners.start());
        boolean users = outlook != null;
        List<WarmStartEstimate.Round> certain = new ArrayList<>();
        certain.add(estimated("audience", audience, 1));
        if (!repeats.isEmpty()) {
            certain.add(estimated("repeat", repeats, 1));
        }
        certain.add(estimated(
                "probe", outlook != null && outlook.purpose() == Purpose.PROBE ? outlook.requests() : List.of(), 1));
        List<WarmStartEstimate.Round> possible = new ArrayList<>();
        List<SignalRequest> personas = planners.personas().initial().open();
        if (!personas.isEmpty()) {
            possible.add(estimated("persona", personas, 1));
        }
        List<SignalRequest> raters = planners.users().likelyRaters();
        if (!raters.isEmpty()) {
            possible.add(estimated("users of new items", raters, 1));
        }
        possible.add(estimated(
                "user",
                users ? planners.users().firstRound(planners.start()) : List.of(),
                options.asking().userRounds()));
        Usage min = sum(certain);
        Usage max = min.plus(sum(possible));
        List<WarmStartEstimate.Round> all = new ArrayList<>(certain);
        all.addAll(possible);
        return new WarmStartEstimate(
                joins,
                all,
                min,
                max,
                cost(min),
                cost(max),
                options.budget().price().map(Price::currency).orElse(""));
    }

    private static Usage sum(List<WarmStartEstimate.Round> rounds) {
        return rounds.stream().map(WarmStartEstimate.Round::usage).reduce(Usage.NONE, Usage::plus);
    }

    private WarmStartEstimate.Round estimated(String purpose, List<SignalRequest> requests, int times) {
        long items = 0;
        Usage usage = Usage.NONE;
        for (int time = 0; time < times; time++) {
            for (SignalRequest request : requests) {
                items += request.items().size();
                usage = usage.plus(options.generator().estimate(request));
            }
        }
        return new WarmStartEstimate.Round(purpose, items, usage);
    }

    private OptionalDouble cost(Usage usage) {
        return options.budget()
                .price()
                .map(price -> OptionalDouble.of(price.of(usage)))
                .orElse(OptionalDouble.empty());
    }
}
