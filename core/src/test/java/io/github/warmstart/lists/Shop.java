// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.lists;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.choice.ChoiceModel;
import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.Outcome;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.signal.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A shop that knows purchases alone: items of three tastes, members of one taste each, and a generator that knows both. */
final class Shop {

    static final int ITEMS = 120;
    static final Usage CALL = new Usage(1, 900, 0, 100);
    private static final int TASTES = 3;
    private static final int NEWCOMERS = 60;

    final InteractionSource purchases;
    final ItemCatalog catalog;
    final Map<String, Set<String>> hidden = new LinkedHashMap<>();
    final List<SignalRequest> asked = new ArrayList<>();

    Shop(int members) {
        SplittableRandom random = new SplittableRandom(7);
        List<Interaction> rows = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            for (String item : choices(random, member, 20)) {
                rows.add(new Interaction("member-" + member, item));
            }
        }
        for (int newcomer = 0; newcomer < NEWCOMERS; newcomer++) {
            List<String> all = choices(random, newcomer, 20);
            all.subList(0, 5).forEach(item -> rows.add(new Interaction(name(all), item)));
        }
        purchases = InteractionSource.of(rows);
        List<Item> items = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            items.add(Item.of("sku-" + item, "Game " + item));
        }
        catalog = ItemCatalog.of(items);
    }

    private String name(List<String> all) {
        return hidden.entrySet().stream()
                .filter(entry -> entry.getValue().equals(new LinkedHashSet<>(all.subList(5, 20))))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> {
                    String id = "newcomer-" + hidden.size();
                    hidden.put(id, new LinkedHashSet<>(all.subList(5, 20)));
                    return id;
                });
    }

    private static List<String> choices(SplittableRandom random, int person, int count) {
        List<String> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            int item = random.nextInt(ITEMS);
            double chance = exposure(item) / 10 * (person % TASTES == item % TASTES ? 1 : 0.1);
            if (random.nextDouble() < chance && !chosen.contains("sku-" + item)) {
                chosen.add("sku-" + item);
            }
        }
        for (int k = count - 1; k > 0; k--) {
            Collections.swap(chosen, k, random.nextInt(k + 1));
        }
        return chosen;
    }

    private static double exposure(int item) {
        return 100.0 / (10 + item);
    }

    private static int number(String itemId) {
        return Integer.parseInt(itemId.substring("sku-".length()));
    }

    ListBootstrapper.Builder builder() {
        return ListBootstrapper.builder(purchases).catalog(catalog).generator(knowing());
    }

    /** Knows how widely items are chosen and what goes together, and guesses a person's taste from the choices shown. */
    SyntheticSignalGenerator knowing() {
        return SyntheticSignalGenerator.oneByOne(SignalKind.choices(), this::answer);
    }

    SyntheticSignalGenerator backwards() {
        SyntheticSignalGenerator forwards = knowing();
        return new SyntheticSignalGenerator() {
            @Override
            public void generate(List<SignalRequest> requests, Consumer<SignalReply> replies)
                    throws InterruptedException {
                List<SignalRequest> reversed = new ArrayList<>(requests);
                Collections.reverse(reversed);
                forwards.generate(reversed, replies);
            }

            @Override
            public Set<SignalKind> kinds() {
                return SignalKind.choices();
            }
        };
    }

    SignalReply answer(SignalRequest request) {
        asked.add(request);
        List<SyntheticSignal> signals = new ArrayList<>();
        if (request instanceof ChoiceRequest.Exposure) {
            request.items().forEach(item -> signals.add(signal(request, null, item.id(), exposure(number(item.id())))));
        } else if (request instanceof ChoiceRequest.SimilarItems similar) {
            for (Item item : similar.items()) {
                name(request, item.id(), number(item.id()) % TASTES, Set.of(item.id()), similar.length(), signals);
            }
        } else if (request instanceof ChoiceRequest.Shortlist list) {
            int[] votes = new int[TASTES];
            Set<String> known = new LinkedHashSet<>();
            for (Item item : list.known()) {
                votes[number(item.id()) % TASTES]++;
                known.add(item.id());
            }
            int taste = votes[0] >= votes[1] && votes[0] >= votes[2] ? 0 : votes[1] >= votes[2] ? 1 : 2;
            name(request, list.profile().userId(), taste, known, 20, signals);
        } else if (request instanceof ChoiceRequest.Grades grades) {
            for (Item item : grades.items()) {
                grades.attributes()
                        .forEach(name ->
                                signals.add(signal(request, name, item.id(), number(item.id()) % TASTES == 0 ? 9 : 0)));
            }
        }
        return new SignalReply(request, Outcome.COMPLETE, signals, Map.of(), CALL, "");
    }

    private static void name(
            SignalRequest request,
            String subject,
            int taste,
            Set<String> without,
            int length,
            List<SyntheticSignal> signals) {
        int rank = 0;
        for (int item = taste; item < ITEMS && rank < length; item += TASTES) {
            if (!without.contains("sku-" + item)) {
                rank++;
                signals.add(signal(request, subject, "sku-" + item, rank));
            }
        }
    }

    private static SyntheticSignal signal(
            SignalRequest request, @Nullable String subject, String itemId, double value) {
        Origin origin = new Origin("shop", "model-1", "", "00", Instant.EPOCH);
        return new SyntheticSignal(request.kind(), Optional.ofNullable(subject), itemId, value, Set.of(), origin);
    }

    /** The share of the first ten that a newcomer did choose later. */
    double precision(ChoiceModel model) {
        return hidden.entrySet().stream()
                .mapToDouble(entry -> model.recommend(entry.getKey(), 10).stream()
                                .filter(item -> entry.getValue().contains(item.itemId()))
                                .count()
                        / 10.0)
                .average()
                .orElse(0);
    }
}
