// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop;

import io.github.warmstart.budget.Price;
import io.github.warmstart.internal.loop.questions.AudiencePlanner;
import io.github.warmstart.internal.loop.questions.RequestPlanner;
import io.github.warmstart.internal.loop.questions.UserPlanner;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.recommend.BiasRecommender;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Plans every question of a warm start and sends none: none stops paying, and every gate lets through. */
public final class DryRun {

    private final LoopOptions options;

    public DryRun(LoopOptions options) {
        this.options = options;
    }

    public WarmStartEstimate estimate() {
        RunInput start = RunInput.read(options);
        RequestPlanner questions = RequestPlanner.of(options, start);
        List<String> items = AudiencePlanner.ranked(
                options, start.table(), new BiasRecommender().fit(start.table()), questions.audienceItems());
        int asked = AudiencePlanner.comparable(options, start.table(), items)
                ? Math.min(options.asking().audienceItems(), items.size())
                : 0;
        List<SignalRequest> audience = questions.audience(items.subList(0, asked));
        List<SignalRequest> probes = List.of();
        List<SignalRequest> users = List.of();
        List<SignalRequest> carers = List.of();
        if (options.asking().userRounds() > 0 && UserPlanner.anybody(options, start)) {
            probes = UserPlanner.probes(options, start, questions);
            carers = questions.carers(start.coldUsers(), options.subjects().coldItems());
            users = questions.users(
                    options.recommender().fit(start.table()),
                    start.coldUsers(),
                    options.asking().policy(),
                    options.asking().pairsPerUser(),
                    new SplittableRandom(options.seed("users")));
        }
        List<WarmStartEstimate.Round> certain = new ArrayList<>();
        certain.add(estimated("audience", audience, 1));
        List<SignalRequest> repeats = AudiencePlanner.repeats(options, audience);
        if (!repeats.isEmpty()) {
            certain.add(estimated("repeat", repeats, 1));
        }
        certain.add(estimated("probe", probes, 1));
        List<WarmStartEstimate.Round> possible = new ArrayList<>();
        List<SignalRequest> personas = questions.personas(options.asking().personas());
        if (!personas.isEmpty()) {
            possible.add(estimated("persona", personas, 1));
        }
        if (!carers.isEmpty()) {
            possible.add(estimated("users of new items", carers, 1));
        }
        possible.add(estimated("user", users, options.asking().userRounds()));
        Usage least = sum(certain);
        Usage most = least.plus(sum(possible));
        List<WarmStartEstimate.Round> all = new ArrayList<>(certain);
        all.addAll(possible);
        return new WarmStartEstimate(
                all,
                least,
                most,
                cost(least),
                cost(most),
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
