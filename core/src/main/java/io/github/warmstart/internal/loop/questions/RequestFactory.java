// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.loop.questions;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.catalog.UserProfile;
import io.github.warmstart.internal.loop.state.BudgetMeter;
import io.github.warmstart.internal.loop.state.LoopOptions;
import io.github.warmstart.internal.loop.state.RunInput;
import io.github.warmstart.rating.Rating;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.Persona;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import io.github.warmstart.signal.SyntheticSignalGenerator;
import io.github.warmstart.uncertainty.UncertaintyPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Factory of requests for the planners: audience requests, persona requests, probes of warm users, and requests about
 * users with the pairs that a policy chooses. Requests contain only items of the catalogue that the generator supports.
 */
public final class RequestFactory {

    /** Maximum number of ratings of a user that a generator is shown: the latest. */
    static final int MAX_EVIDENCE = 20;
    /** Maximum number of probed users, which is enough for a calibration and a trial. */
    public static final int MAX_PROBED_USERS = 60;
    /** Maximum number of hidden ratings of a probed user in one request. */
    static final int MAX_PROBES_PER_USER = 20;
    /** Maximum number of items in the request of a persona: those with the most ratings. */
    static final int MAX_ITEMS_PER_PERSONA = 50;
    /** Maximum number of candidate items of a user: those with the most ratings. */
    static final int MAX_CANDIDATES_PER_USER = 300;

    /** Maximum number of users in requests about new items, whose means are then as precise as with a few ratings. */
    public static final int MAX_LIKELY_RATERS = 30;

    /** Minimum number of ratings of a user before one of them is hidden from the generator as a probe. */
    static final int MIN_RATINGS_TO_HIDE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(RequestFactory.class);

    private final RatingTable table;
    private final ItemCatalog catalog;
    private final Map<String, UserProfile> profiles;
    private final SyntheticSignalGenerator generator;
    private final int itemsPerRequest;

    public RequestFactory(
            RatingTable table,
            ItemCatalog catalog,
            Map<String, UserProfile> profiles,
            SyntheticSignalGenerator generator,
            int itemsPerRequest) {
        if (table.pseudoCount() > 0) {
            // all ratings shown to a generator come from this table, so no question can contain a signal
            throw new IllegalArgumentException(
                    "table must contain ratings of people only, but contains %d pseudo ratings"
                            .formatted(table.pseudoCount()));
        }
        this.table = table;
        this.catalog = catalog;
        this.profiles = profiles;
        this.generator = generator;
        this.itemsPerRequest = itemsPerRequest;
    }

    public static RequestFactory of(LoopOptions options, RunInput start) {
        return new RequestFactory(
                start.table(),
                options.catalog(),
                options.subjects().profiles(),
                options.generator(),
                options.asking().itemsPerRequest());
    }

    /** Catalogue items that the generator supports in audience requests, in catalogue order. */
    public List<String> audienceItems() {
        return catalog.items().stream()
                .map(Item::id)
                .filter(itemId -> answerable(SignalKind.AUDIENCE, Optional.empty(), itemId))
                .toList();
    }

    /** Audience requests about items, in their order. */
    public List<SignalRequest> audience(List<String> itemIds) {
        List<Item> items = itemIds.stream()
                .flatMap(itemId -> catalog.item(itemId).stream())
                .toList();
        List<SignalRequest> requests = new ArrayList<>();
        for (int from = 0; from < items.size(); from += itemsPerRequest) {
            List<Item> some = items.subList(from, Math.min(items.size(), from + itemsPerRequest));
            requests.add(new SignalRequest.AsAudience(some, table.scale()));
        }
        return requests;
    }

    /** One request for each supported persona, about the items with the most ratings. */
    public List<SignalRequest> personas(List<Persona> personas) {
        List<Item> items = byExposure();
        List<SignalRequest> requests = new ArrayList<>();
        for (Persona persona : personas) {
            List<Item> asked = items.stream()
                    .filter(item -> answerable(SignalKind.PERSONA, Optional.of(persona.id()), item.id()))
                    .limit(Math.min(MAX_ITEMS_PER_PERSONA, itemsPerRequest))
                    .toList();
            if (!asked.isEmpty()) {
                requests.add(new SignalRequest.AsPersona(persona, asked, table.scale()));
            }
        }
        return requests;
    }

    /** Estimated use of requests by the generator's own estimate; at least one call for each request. */
    double tokens(List<SignalRequest> requests) {
        double tokens = 0;
        for (SignalRequest request : requests) {
            tokens += Math.max(1, tokens(request));
        }
        return tokens;
    }

    /** The generator's estimate; an estimate that fails counts as none. */
    private double tokens(SignalRequest request) {
        try {
            return generator.estimate(request).tokens();
        } catch (RuntimeException e) {
            LOG.debug("estimate failed and counts as a usual one", e);
            return BudgetMeter.expectedTokens(request);
        }
    }

    /**
     * Probes: questions about warm users whose answers are known. The generator is shown as few ratings as cold users
     * have, and is asked about other ratings of the user.
     */
    List<SignalRequest> probes(Set<String> coldUsers, int evidence, Random random) {
        List<String> warm = new ArrayList<>();
        for (int user = 0; user < table.userCount(); user++) {
            if (!coldUsers.contains(table.userId(user)) && table.userSize(user) > evidence) {
                warm.add(table.userId(user));
            }
        }
        Collections.shuffle(warm, random);
        List<SignalRequest> requests = new ArrayList<>();
        for (String userId : warm) {
            List<Rating> ratings = earliestFirst(userId, random);
            List<KnownRating> shown = known(ratings.subList(0, evidence));
            List<Rating> hidden = new ArrayList<>(ratings.subList(evidence, ratings.size()));
            Collections.shuffle(hidden, random);
            List<Item> items = hidden.stream()
                    .filter(rating -> answerable(SignalKind.USER, Optional.of(userId), rating.itemId()))
                    .flatMap(rating -> catalog.item(rating.itemId()).stream())
                    .limit(Math.min(MAX_PROBES_PER_USER, itemsPerRequest))
                    .toList();
            if (!items.isEmpty()) {
                requests.add(new SignalRequest.AsUser(profile(userId), shown, items, table.scale()));
            }
            if (requests.size() == MAX_PROBED_USERS) {
                break;
            }
        }
        return requests;
    }

    /**
     * For each user, the pairs that the policy chooses among the most rated items that the user has not rated, and that
     * were not asked about before.
     *
     * @param each upper bound on the pairs of a user
     * @param asked pairs that were asked about before
     * @throws IllegalStateException if the policy breaks its contract
     */
    public List<SignalRequest> users(
            RatingModel model,
            Collection<String> users,
            UncertaintyPolicy policy,
            int each,
            Set<UncertaintyPolicy.UserItem> asked,
            SplittableRandom random) {
        List<Item> byExposure = byExposure();
        List<SignalRequest> requests = new ArrayList<>();
        for (String userId : users) {
            Set<String> rated = rated(userId);
            List<UncertaintyPolicy.UserItem> pairs = byExposure.stream()
                    .filter(item -> !rated.contains(item.id()))
                    .map(item -> new UncertaintyPolicy.UserItem(userId, item.id()))
                    .filter(pair -> !asked.contains(pair))
                    .filter(pair -> answerable(SignalKind.USER, Optional.of(userId), pair.itemId()))
                    .limit(MAX_CANDIDATES_PER_USER)
                    .toList();
            if (pairs.isEmpty()) {
                continue;
            }
            Optional<String> hidden = hidden(userId, asked);
            int limit = Math.min(each, itemsPerRequest - (hidden.isPresent() ? 1 : 0));
            List<UncertaintyPolicy.UserItem> chosen =
                    chosen(policy, new UncertaintyPolicy.Candidates(model, pairs, random.split()), limit);
            // in the order of exposure, not of choice: a policy may use predictions, which signals may have affected
            Set<String> ids = new HashSet<>();
            chosen.forEach(pair -> ids.add(pair.itemId()));
            if (!ids.isEmpty()) {
                hidden.ifPresent(ids::add);
            }
            List<Item> items =
                    byExposure.stream().filter(item -> ids.contains(item.id())).toList();
            if (!items.isEmpty()) {
                requests.add(aboutUser(userId, items));
            }
        }
        return requests;
    }

    /**
     * Questions about warm users who are likely to rate new items: those with the most ratings of items with the same
     * attributes, or with the most ratings if the catalogue has no attributes. Each is asked about the new items.
     *
     * @param coldUsers users who are left out, since they have few ratings
     * @param coldItems the new items
     */
    public List<SignalRequest> likelyRaters(Set<String> coldUsers, Set<String> coldItems) {
        if (coldItems.isEmpty()) {
            return List.of();
        }
        ToDoubleFunction<String> likeness = likeness(coldItems);
        Map<String, Double> care = new LinkedHashMap<>();
        for (int user = 0; user < table.userCount(); user++) {
            String userId = table.userId(user);
            if (!coldUsers.contains(userId) && table.userSize(user) > 0) {
                care.put(
                        userId,
                        table.ratingsOf(userId).stream()
                                .mapToDouble(rating -> likeness.applyAsDouble(rating.itemId()))
                                .sum());
            }
        }
        List<String> users = new ArrayList<>(care.keySet());
        users.sort(Comparator.comparingDouble((String userId) -> care.getOrDefault(userId, 0.0))
                .reversed());
        List<SignalRequest> requests = new ArrayList<>();
        for (String userId : users) {
            Set<String> rated = rated(userId);
            List<Item> items = coldItems.stream()
                    .filter(itemId -> !rated.contains(itemId))
                    .filter(itemId -> answerable(SignalKind.USER, Optional.of(userId), itemId))
                    .flatMap(itemId -> catalog.item(itemId).stream())
                    .limit(itemsPerRequest)
                    .toList();
            if (!items.isEmpty()) {
                requests.add(aboutUser(userId, items));
            }
            if (requests.size() == MAX_LIKELY_RATERS) {
                break;
            }
        }
        return requests;
    }

    /** Similarity of an item to the new ones: the mean share of them that have its attributes; 1 without attributes. */
    private ToDoubleFunction<String> likeness(Set<String> coldItems) {
        Map<String, Integer> counts = new HashMap<>();
        coldItems.forEach(itemId -> attributes(itemId).forEach(attribute -> counts.merge(attribute, 1, Integer::sum)));
        if (counts.isEmpty()) {
            return itemId -> 1;
        }
        return itemId -> attributes(itemId).stream()
                .mapToDouble(attribute -> counts.getOrDefault(attribute, 0) / (double) coldItems.size())
                .average()
                .orElse(0);
    }

    private Set<String> attributes(String itemId) {
        Set<String> attributes = new HashSet<>();
        catalog.item(itemId)
                .ifPresent(item -> item.attributes()
                        .forEach((name, values) -> values.forEach(value -> attributes.add(name + "\u0000" + value))));
        return attributes;
    }

    /**
     * A rating of the user that is hidden from the generator and asked about with the rest: a probe at the price of one
     * more item. Each request about a user hides another rating, in an order that is the same at every run, so that an
     * answer in the journal is asked for once.
     */
    private Optional<String> hidden(String userId, Set<UncertaintyPolicy.UserItem> asked) {
        List<Rating> ratings = table.ratingsOf(userId);
        return ratings.size() < MIN_RATINGS_TO_HIDE || itemsPerRequest == 1
                ? Optional.empty()
                : ratings.stream()
                        .map(Rating::itemId)
                        .filter(itemId -> catalog.item(itemId).isPresent())
                        .filter(itemId -> !asked.contains(new UncertaintyPolicy.UserItem(userId, itemId)))
                        .filter(itemId -> answerable(SignalKind.USER, Optional.of(userId), itemId))
                        .min(Comparator.comparingInt((String itemId) -> (userId + "\n" + itemId).hashCode())
                                .thenComparing(Comparator.naturalOrder()));
    }

    private SignalRequest aboutUser(String userId, List<Item> items) {
        Set<String> asked = items.stream().map(Item::id).collect(Collectors.toSet());
        List<Rating> ratings = earliestFirst(userId, new Random(0)).stream()
                .filter(rating -> !asked.contains(rating.itemId()))
                .toList();
        List<Rating> latest = ratings.subList(Math.max(0, ratings.size() - MAX_EVIDENCE), ratings.size());
        return new SignalRequest.AsUser(profile(userId), known(latest), items, table.scale());
    }

    private List<Item> byExposure() {
        List<Item> items = new ArrayList<>(catalog.items());
        items.sort(Comparator.comparingInt((Item item) -> exposure(item.id())).reversed());
        return items;
    }

    /** The choice of the policy, checked against its contract. */
    private static List<UncertaintyPolicy.UserItem> chosen(
            UncertaintyPolicy policy, UncertaintyPolicy.Candidates candidates, int limit) {
        List<UncertaintyPolicy.UserItem> chosen = policy.choose(candidates, limit);
        Set<UncertaintyPolicy.UserItem> different = new HashSet<>(chosen);
        Set<UncertaintyPolicy.UserItem> offered = new HashSet<>(candidates.pairs());
        long foreign =
                different.stream().filter(pair -> !offered.contains(pair)).count();
        if (chosen.size() > limit || different.size() < chosen.size() || foreign > 0) {
            throw new IllegalStateException(
                    "policy %s must choose at most %d of the %d pairs it was offered, each once, but chose %d: %d twice, %d not offered"
                            .formatted(
                                    policy,
                                    limit,
                                    offered.size(),
                                    chosen.size(),
                                    chosen.size() - different.size(),
                                    foreign));
        }
        return chosen;
    }

    /** Whether the generator supports a request; a check that fails counts as no. */
    private boolean answerable(SignalKind kind, Optional<String> subjectId, String itemId) {
        try {
            return generator.canAnswer(kind, subjectId, itemId);
        } catch (RuntimeException e) {
            LOG.debug("canAnswer failed and counts as no", e);
            return false;
        }
    }

    /** Items that the user rated in the table, since a model of the host may not know them. */
    private Set<String> rated(String userId) {
        Set<String> rated = new HashSet<>();
        table.ratingsOf(userId).forEach(rating -> rated.add(rating.itemId()));
        return rated;
    }

    private List<KnownRating> known(List<Rating> ratings) {
        return ratings.stream()
                .flatMap(rating ->
                        catalog.item(rating.itemId()).map(item -> new KnownRating(item, rating.value())).stream())
                .toList();
    }

    /** Ratings in the order of time; those without a time come last, in random order. */
    private List<Rating> earliestFirst(String userId, Random random) {
        List<Rating> ratings = new ArrayList<>(table.ratingsOf(userId));
        Collections.shuffle(ratings, random);
        ratings.sort(Comparator.comparing(rating -> {
            Instant time = rating.time();
            return time == null ? Instant.MAX : time;
        }));
        return ratings;
    }

    private int exposure(String itemId) {
        int item = table.itemIndex(itemId);
        return item < 0 ? 0 : table.itemSize(item);
    }

    private UserProfile profile(String userId) {
        return profiles.getOrDefault(userId, UserProfile.of(userId));
    }
}
