// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.shop;

import io.github.warmstart.ColdStartBootstrapper;
import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.choice.ChoiceModel;
import io.github.warmstart.choice.RankedItem;
import io.github.warmstart.examples.console.PlainText;
import io.github.warmstart.examples.recordings.ChoiceRecordings;
import io.github.warmstart.examples.recordings.InteractionsFolder;
import io.github.warmstart.examples.recordings.RecordedChoiceGenerator;
import io.github.warmstart.examples.simulation.ModelVices;
import io.github.warmstart.examples.simulation.SimulatedCommunity;
import io.github.warmstart.examples.simulation.SimulatedLanguageModel;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.lists.ListStart;
import io.github.warmstart.prompt.PromptedSignalGenerator;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.statistics.MeanDifference;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Runs a warm start from interactions alone, and shows how many of a newcomer's first ten the newcomer did choose later:
 * without arguments offline, for a simulated film club that knows nothing but its catalogue and two films of each newcomer;
 * with {@code DATA RECORDINGS [ROWS]} for a folder of purchases and a folder of recorded answers.
 */
public final class ShopStart {

    private static final int TOP = 10;
    private static final int RESAMPLES = 2000;
    private static final long SEED = 42;

    private ShopStart() {}

    /**
     * A shop, and what its newcomers chose later.
     *
     * @param visible what the shop knows
     * @param catalog what it offers
     * @param newcomers who is new
     * @param hidden what they chose later
     * @param generator who is asked
     * @param probes choices of warm users to show; empty to draw them
     */
    record Scene(
            List<Interaction> visible,
            ItemCatalog catalog,
            List<String> newcomers,
            Map<String, Set<String>> hidden,
            SyntheticSignalGenerator generator,
            Map<String, List<String>> probes) {}

    /**
     * Runs the program.
     *
     * @param args nothing, or a folder of purchases, a folder of recordings, and how many purchases of others are visible
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        if (args.length == 0) {
            try (PromptedSignalGenerator generator = simulatedModel(community())) {
                run(simulated(community(), generator), System.out);
            }
            return;
        }
        int rows = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        run(recorded(Path.of(args[0]), Path.of(args[1]), rows), System.out);
    }

    private static SimulatedCommunity community() {
        return SimulatedCommunity.builder()
                .warmRatings(0)
                .knownRatings(2)
                .seed(SEED)
                .build();
    }

    private static PromptedSignalGenerator simulatedModel(SimulatedCommunity community) {
        return PromptedSignalGenerator.builder(new SimulatedLanguageModel(community, ModelVices.usual()))
                .domain("film")
                .audience("members of a film club")
                .choosing("watch")
                .build();
    }

    private static Scene simulated(SimulatedCommunity community, SyntheticSignalGenerator generator) {
        List<Interaction> visible = new ArrayList<>();
        community.visibleRatings().forEach(rating -> visible.add(choice(rating)));
        Map<String, Set<String>> hidden = new LinkedHashMap<>();
        community
                .hidden()
                .forEach(rating -> hidden.computeIfAbsent(rating.userId(), user -> new LinkedHashSet<>())
                        .add(rating.itemId()));
        return new Scene(visible, community.catalog(), community.coldUsers(), hidden, generator, Map.of());
    }

    private static Interaction choice(Rating rating) {
        return new Interaction(rating.userId(), rating.itemId(), rating.time());
    }

    private static Scene recorded(Path data, Path folder, int rows) {
        InteractionsFolder purchases = InteractionsFolder.of(data);
        ChoiceRecordings recordings = ChoiceRecordings.read(folder);
        List<Interaction> visible = new ArrayList<>();
        List<Interaction> others = new ArrayList<>();
        Map<String, Set<String>> hidden = new LinkedHashMap<>();
        for (Interaction one : purchases.interactions()) {
            Set<String> shown = recordings.known().get(one.userId());
            if (shown != null && shown.contains(one.itemId())) {
                visible.add(one);
            } else if (shown != null) {
                hidden.computeIfAbsent(one.userId(), user -> new LinkedHashSet<>())
                        .add(one.itemId());
            } else if (!recordings.coldUsers().contains(one.userId())) {
                others.add(one);
            }
        }
        Collections.shuffle(others, new Random(SEED));
        visible.addAll(others.subList(0, Math.min(rows, others.size())));
        Map<String, List<String>> probes = new LinkedHashMap<>();
        recordings.signals().probes().forEach((userId, probe) -> probes.put(userId, probe.known()));
        return new Scene(
                visible,
                purchases.catalog(),
                List.copyOf(recordings.known().keySet()),
                hidden,
                RecordedChoiceGenerator.of(recordings),
                rows == 0 ? Map.of() : probes);
    }

    static ListStart run(Scene scene, PrintStream out) throws InterruptedException {
        ListStart start = ColdStartBootstrapper.builder()
                .interactions(InteractionSource.of(scene.visible()))
                .catalog(scene.catalog())
                .generator(scene.generator())
                .coldUsers(scene.newcomers())
                .probes(scene.probes())
                .budget(Budget.requests(1000))
                .seed(SEED)
                .build()
                .warmStart();
        double[] before = precision(start.realOnly(), scene.hidden());
        double[] after = precision(start.model(), scene.hidden());
        MeanDifference change = MeanDifference.of(before, after, RESAMPLES, SEED);
        start.report().toText().lines().map(PlainText::of).forEach(out::println);
        out.printf(
                Locale.ROOT,
                "%nOf the first %d, newcomers chose later: %.3f without answers, %.3f with them (change %+.3f, 90 %% interval"
                        + " %+.3f to %+.3f, %d newcomers)%n",
                TOP,
                mean(before),
                mean(after),
                change.difference(),
                change.lowerBound(),
                change.upperBound(),
                change.users());
        String someone = scene.newcomers().get(0);
        out.println("For the first newcomer:");
        for (RankedItem item : start.recommend(someone, TOP)) {
            String title = scene.catalog()
                    .item(item.itemId())
                    .map(found -> found.title())
                    .orElse(item.itemId());
            out.println(PlainText.of("  %s  %s".formatted(title, why(item))));
        }
        return start;
    }

    private static String why(RankedItem item) {
        StringBuilder why = new StringBuilder();
        item.parts()
                .forEach((part, value) -> why.append(
                        String.format(Locale.ROOT, "%s %+.2f  ", part.name().toLowerCase(Locale.ROOT), value)));
        return why.toString().strip();
    }

    private static double[] precision(ChoiceModel model, Map<String, Set<String>> hidden) {
        return hidden.entrySet().stream()
                .mapToDouble(entry -> model.recommend(entry.getKey(), TOP).stream()
                                .filter(item -> entry.getValue().contains(item.itemId()))
                                .count()
                        / (double) TOP)
                .toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / Math.max(1, values.length);
    }
}
