// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.choice;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.choice.data.ChoiceSignals;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Plans the requests about choices, each kind from what is known so far: interactions, and answers to the kinds before it.
 * Pure: the same input gives the same requests. Immutable.
 */
public final class ChoiceQuestions {

    private static final int EXPOSURE_PER_REQUEST = 150;
    private static final int SIMILAR_PER_REQUEST = 20;
    private static final int GRADES_PER_REQUEST = 40;
    private static final int GRADED_ITEMS = 1000;
    /** Most items that a shortlist is chosen from, and a catalogue that is listed for similar items. */
    private static final int MAX_CANDIDATES = 300;

    private static final int SIMILAR_LENGTH = 10;
    private static final int SHORTLIST_LENGTH = 30;
    /** How many choices of a warm user are shown, and how many more there must be to judge the list by. */
    private static final int PROBE_CHOICES = 5;

    private final InteractionTable table;
    private final List<Item> items;
    private final Map<String, Item> byId = new LinkedHashMap<>();
    private final Map<String, UserProfile> profiles = new TreeMap<>();
    private final Set<String> newcomers;
    private final SyntheticSignalGenerator generator;
    private final ChoiceScope scope;
    private final Map<String, List<String>> probes;

    public ChoiceQuestions(
            InteractionTable table,
            ItemCatalog catalog,
            Set<String> newcomers,
            Collection<UserProfile> profiles,
            SyntheticSignalGenerator generator,
            ChoiceScope scope,
            long seed) {
        this.table = table;
        items = List.copyOf(catalog.items());
        items.forEach(item -> byId.put(item.id(), item));
        this.newcomers = newcomers;
        profiles.forEach(profile -> this.profiles.put(profile.userId(), profile));
        this.generator = generator;
        this.scope = scope;
        probes = scope.probeChoices().isEmpty() ? drawProbes(new SplittableRandom(seed)) : scope.probeChoices();
    }

    /** The choices that are shown of each warm user who is made a newcomer. */
    public Map<String, List<String>> probes() {
        return probes;
    }

    /**
     * The requests of one kind.
     *
     * @param kind a kind about choices
     * @param soFar the answers to earlier kinds
     * @param probe of shortlists: those of warm users, otherwise those of newcomers
     */
    public List<SignalRequest> plan(SignalKind kind, ChoiceSignals soFar, boolean probe) {
        return switch (kind) {
            case EXPOSURE -> exposure();
            case SIMILAR -> similar(soFar);
            case GRADES -> grades(soFar);
            case SHORTLIST -> probe ? probes(soFar) : shortlists(soFar);
            case AUDIENCE, PERSONA, USER -> List.of();
        };
    }

    private List<SignalRequest> exposure() {
        List<Item> asked =
                answerable(SignalKind.EXPOSURE, mostChosenFirst(ChoiceSignals.none()), scope.exposureItems());
        return lots(asked, EXPOSURE_PER_REQUEST)
                .map(ChoiceRequest.Exposure::new)
                .map(SignalRequest.class::cast)
                .toList();
    }

    /** About what newcomers chose first, and then about what is chosen most: newcomers to come choose it too. */
    private List<SignalRequest> similar(ChoiceSignals soFar) {
        Map<String, Integer> first = new LinkedHashMap<>();
        for (String userId : newcomers) {
            choices(userId).forEach(itemId -> first.merge(itemId, 1, Integer::sum));
        }
        List<Item> wanted = new ArrayList<>(first.keySet().stream()
                .sorted(Comparator.comparingInt((String itemId) -> -first.getOrDefault(itemId, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(byId::containsKey)
                .map(byId::get)
                .toList());
        mostChosenFirst(soFar).stream()
                .filter(item -> !first.containsKey(item.id()))
                .forEach(wanted::add);
        boolean listed = items.size() <= MAX_CANDIDATES;
        return lots(answerable(SignalKind.SIMILAR, wanted, scope.similarItems()), SIMILAR_PER_REQUEST)
                .map(lot -> new ChoiceRequest.SimilarItems(lot, items, listed, SIMILAR_LENGTH))
                .map(SignalRequest.class::cast)
                .toList();
    }

    private List<SignalRequest> grades(ChoiceSignals soFar) {
        if (scope.attributes().isEmpty()) {
            return List.of();
        }
        return lots(answerable(SignalKind.GRADES, mostChosenFirst(soFar), GRADED_ITEMS), GRADES_PER_REQUEST)
                .map(lot -> new ChoiceRequest.Grades(scope.attributes(), lot))
                .map(SignalRequest.class::cast)
                .toList();
    }

    private List<SignalRequest> probes(ChoiceSignals soFar) {
        List<SignalRequest> requests = new ArrayList<>();
        List<Item> offered = candidates(soFar);
        probes.forEach((userId, known) -> shortlist(userId, known, offered).ifPresent(requests::add));
        return requests;
    }

    private List<SignalRequest> shortlists(ChoiceSignals soFar) {
        List<SignalRequest> requests = new ArrayList<>();
        List<Item> offered = candidates(soFar);
        for (String userId : newcomers) {
            List<String> known = choices(userId);
            if (requests.size() < scope.shortlistUsers() && (!known.isEmpty() || profiles.containsKey(userId))) {
                shortlist(userId, known, offered).ifPresent(requests::add);
            }
        }
        return requests;
    }

    private Optional<SignalRequest> shortlist(String userId, List<String> known, List<Item> offered) {
        if (offered.isEmpty()
                || !generator.canAnswer(
                        SignalKind.SHORTLIST,
                        Optional.of(userId),
                        offered.get(0).id())) {
            return Optional.empty();
        }
        List<Item> shown =
                known.stream().filter(byId::containsKey).map(byId::get).toList();
        UserProfile profile = profiles.getOrDefault(userId, UserProfile.of(userId));
        return Optional.of(new ChoiceRequest.Shortlist(profile, shown, offered, SHORTLIST_LENGTH));
    }

    private List<Item> candidates(ChoiceSignals soFar) {
        List<Item> best = mostChosenFirst(soFar);
        return best.subList(0, Math.min(MAX_CANDIDATES, best.size()));
    }

    private List<Item> answerable(SignalKind kind, List<Item> wanted, int most) {
        return wanted.stream()
                .filter(item -> generator.canAnswer(kind, Optional.empty(), item.id()))
                .limit(most)
                .toList();
    }

    private static Stream<List<Item>> lots(List<Item> items, int size) {
        return IntStream.range(0, (items.size() + size - 1) / size)
                .mapToObj(lot -> items.subList(lot * size, Math.min(items.size(), (lot + 1) * size)));
    }

    /** Items by their share of the choices of warm users and of the exposure answers, the greatest first. */
    private List<Item> mostChosenFirst(ChoiceSignals soFar) {
        double[] scores = new double[items.size()];
        double choices = 1;
        double percents = 1;
        int[] counts = new int[items.size()];
        for (int k = 0; k < counts.length; k++) {
            counts[k] = warmChoices(items.get(k).id());
            choices += counts[k];
            percents += soFar.exposure().getOrDefault(items.get(k).id(), 0.0);
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] = counts[k] / choices
                    + soFar.exposure().getOrDefault(items.get(k).id(), 0.0) / percents;
        }
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, Comparator.comparingDouble((Integer k) -> -scores[k]).thenComparingInt(k -> k));
        return Arrays.stream(order).map(items::get).toList();
    }

    private int warmChoices(String itemId) {
        int item = table.itemIndex(itemId);
        int count = 0;
        for (int position = 0; item >= 0 && position < table.itemSize(item); position++) {
            String userId = table.userId(table.user(table.itemRow(item, position)));
            count += newcomers.contains(userId) ? 0 : 1;
        }
        return count;
    }

    /** The choices of a user, the earliest first. */
    private List<String> choices(String userId) {
        int user = table.userIndex(userId);
        return user < 0
                ? List.of()
                : Arrays.stream(table.rowsByTime(user))
                        .mapToObj(row -> table.itemId(table.item(row)))
                        .toList();
    }

    private Map<String, List<String>> drawProbes(SplittableRandom random) {
        List<String> users = new ArrayList<>();
        for (int user = 0; user < table.userCount(); user++) {
            if (table.userSize(user) >= 2 * PROBE_CHOICES && !newcomers.contains(table.userId(user))) {
                users.add(table.userId(user));
            }
        }
        Collections.sort(users);
        Map<String, List<String>> drawn = new LinkedHashMap<>();
        while (drawn.size() < scope.probes() && !users.isEmpty()) {
            String userId = users.remove(random.nextInt(users.size()));
            drawn.put(userId, shown(userId, random));
        }
        return drawn;
    }

    /** The first choices where times are known, others by chance. */
    private List<String> shown(String userId, SplittableRandom random) {
        List<String> own = new ArrayList<>(choices(userId));
        int user = table.userIndex(userId);
        if (table.time(table.userStart(user)).isEmpty()) {
            for (int k = own.size() - 1; k > 0; k--) {
                Collections.swap(own, k, random.nextInt(k + 1));
            }
        }
        return List.copyOf(own.subList(0, PROBE_CHOICES));
    }
}
