// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.lists;

import io.github.warmstart.budget.Price;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.choice.ChoiceLearner;
import io.github.warmstart.choice.ChoiceModel;
import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.choice.data.ChoiceSignals;
import io.github.warmstart.choice.gate.OrderVerdict;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.interaction.InteractionTableBuilder;
import io.github.warmstart.internal.loop.LibraryVersion;
import io.github.warmstart.internal.loop.choice.AnsweredChoices;
import io.github.warmstart.internal.loop.choice.ChoiceAsking;
import io.github.warmstart.internal.loop.choice.ChoiceQuestions;
import io.github.warmstart.internal.loop.state.BudgetMeter;
import io.github.warmstart.progress.Purpose;
import io.github.warmstart.progress.WarmStartListener;
import io.github.warmstart.rating.ReadReport;
import io.github.warmstart.report.JoinCheck;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** One run of a warm start from interactions: read, ask kind by kind, learn. For one thread, used once. */
final class ListRun {

    /** In which order kinds are asked: each is planned by the answers to those before it. */
    private static final List<Step> STEPS = List.of(
            new Step(SignalKind.EXPOSURE, false),
            new Step(SignalKind.SIMILAR, false),
            new Step(SignalKind.GRADES, false),
            new Step(SignalKind.SHORTLIST, true),
            new Step(SignalKind.SHORTLIST, false));

    private record Step(SignalKind kind, boolean probe) {
        Purpose purpose() {
            return switch (kind) {
                case EXPOSURE -> Purpose.EXPOSURE;
                case SIMILAR -> Purpose.SIMILAR;
                case GRADES -> Purpose.GRADES;
                default -> probe ? Purpose.PROBE : Purpose.SHORTLIST;
            };
        }
    }

    private final ListOptions options;
    private final BudgetMeter meter;

    ListRun(ListOptions options) {
        this.options = options;
        meter = new BudgetMeter(options.budget());
    }

    private record Input(
            InteractionTable table,
            JoinCheck joins,
            ReadReport read,
            Set<String> newcomers,
            ChoiceQuestions questions) {}

    private Input read() {
        InteractionTableBuilder builder = InteractionTable.builder()
                .readRules(options.readRules())
                .addAll(options.interactions())
                .items(options.catalog().items().stream().map(Item::id).toList());
        InteractionTable table = builder.build();
        List<String> named = options.coldUsers();
        JoinCheck joins = JoinCheck.ofInteractions(table, options.catalog(), named == null ? List.of() : named);
        if (!options.disjointCatalogAllowed()) {
            joins.requireJoinedItem();
        }
        Set<String> newcomers = newcomers(table);
        ChoiceQuestions questions = new ChoiceQuestions(
                table,
                options.catalog(),
                newcomers,
                options.profiles(),
                options.generator(),
                options.scope(),
                options.seed());
        return new Input(table, joins, table.readReport(), newcomers, questions);
    }

    private Set<String> newcomers(InteractionTable table) {
        List<String> named = options.coldUsers();
        if (named != null) {
            return new LinkedHashSet<>(named);
        }
        Set<String> newcomers = new LinkedHashSet<>();
        for (int user = 0; user < table.userCount(); user++) {
            if (table.userSize(user) < options.coldBelow()) {
                newcomers.add(table.userId(user));
            }
        }
        return newcomers;
    }

    ListStart run() throws InterruptedException {
        try {
            return readAskLearn();
        } catch (CancellationException e) {
            // a learner that was interrupted: fit(...) cannot throw what this method promises
            if (!Thread.interrupted()) {
                throw e;
            }
            InterruptedException interrupted = new InterruptedException("interrupted while learning");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private ListStart readAskLearn() throws InterruptedException {
        Instant started = options.clock().instant();
        Input input = read();
        InteractionTable table = input.table();
        options.listener()
                .onRatings(new WarmStartListener.RatingsRead(
                        table.userCount(),
                        table.itemCount(),
                        table.size(),
                        input.newcomers().size()));
        ChoiceAsking asking = new ChoiceAsking(options.generator(), meter, options.listener());
        List<SyntheticSignal> signals = new ArrayList<>();
        List<ListReport.Round> rounds = new ArrayList<>();
        ChoiceSignals answers = ChoiceSignals.none();
        for (Step step : STEPS) {
            boolean answered = options.generator().kinds().contains(step.kind());
            List<SignalRequest> requests =
                    answered ? input.questions().plan(step.kind(), answers, step.probe()) : List.of();
            ChoiceAsking.Answers got = asking.ask(step.purpose(), requests);
            signals.addAll(got.signals());
            answers = AnsweredChoices.of(
                    signals, input.questions().probes(), options.scope().attributes());
            rounds.add(new ListReport.Round(
                    step.kind(),
                    step.probe(),
                    requests.size(),
                    got.sent(),
                    items(requests),
                    got.signals().size(),
                    got.rejected(),
                    got.usage(),
                    answered ? got.note() : "the generator does not answer this kind"));
        }
        return learn(started, input, signals, answers, rounds);
    }

    private ListStart learn(
            Instant started,
            Input input,
            List<SyntheticSignal> signals,
            ChoiceSignals answers,
            List<ListReport.Round> rounds) {
        ChoiceLearner learner = ChoiceLearner.builder().seed(options.seed()).build();
        ChoiceLearner.Prepared prepared = learner.prepare(input.table(), input.newcomers());
        ChoiceData data = ChoiceData.builder(input.table())
                .newcomers(input.newcomers())
                .catalog(options.catalog())
                .liking(options.liking())
                .build();
        ChoiceModel realOnly = prepared.fit(data);
        ChoiceModel model = signals.isEmpty()
                ? realOnly
                : prepared.fit(data.toBuilder().signals(answers).build());
        for (OrderVerdict verdict : model.report().verdicts()) {
            options.listener()
                    .onVerdict(new WarmStartListener.VerdictReached(
                            verdict.signal().name().toLowerCase(Locale.ROOT), verdict.applied(), verdict.reason()));
        }
        ListReport report = new ListReport(
                new ListReport.Setting(
                        LibraryVersion.library(),
                        System.getProperty("java.version"),
                        started,
                        Duration.between(started, options.clock().instant()),
                        options.seed(),
                        options.budget().toString()),
                new ListReport.Data(
                        input.table().userCount(),
                        input.table().itemCount(),
                        input.table().size(),
                        input.newcomers().size(),
                        options.catalog().size(),
                        input.read()),
                rounds,
                model.report(),
                new ListReport.Spending(meter.requests(), meter.spent(), cost(meter.spent()), currency()));
        return new ListStart(model, realOnly, signals, answers, report);
    }

    WarmStartEstimate estimate() {
        Input input = read();
        List<WarmStartEstimate.Round> rounds = new ArrayList<>();
        Usage most = Usage.NONE;
        for (Step step : STEPS) {
            if (!options.generator().kinds().contains(step.kind())) {
                continue;
            }
            List<SignalRequest> requests = input.questions().plan(step.kind(), ChoiceSignals.none(), step.probe());
            Usage usage = Usage.NONE;
            for (SignalRequest request : requests) {
                usage = usage.plus(options.generator().estimate(request));
            }
            if (!requests.isEmpty()) {
                rounds.add(new WarmStartEstimate.Round(step.purpose().label(), items(requests), usage));
                most = most.plus(usage);
            }
        }
        return new WarmStartEstimate(input.joins(), rounds, most, most, cost(most), cost(most), currency());
    }

    private static long items(List<SignalRequest> requests) {
        return requests.stream().mapToLong(request -> request.items().size()).sum();
    }

    private OptionalDouble cost(Usage usage) {
        return options.budget()
                .price()
                .map(price -> OptionalDouble.of(price.of(usage)))
                .orElse(OptionalDouble.empty());
    }

    private String currency() {
        return options.budget().price().map(Price::currency).orElse("");
    }
}
