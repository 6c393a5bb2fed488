// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.choice.data.Liking;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.feature.Person;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Persons whose choices are hidden to learn weights: warm users treated as new, probes, and newcomers. */
public final class Persons {

    private final ChoiceData data;
    private final InteractionTable table;
    private final List<String> itemIds;
    private final boolean ordered;

    /**
     * Creates the persons of some data.
     *
     * @param data the visible data
     */
    public Persons(ChoiceData data) {
        this.data = data;
        table = data.table();
        itemIds = IntStream.range(0, table.itemCount()).mapToObj(table::itemId).toList();
        ordered = ordered(table);
    }

    /** Whether at least one user's choices have different times. */
    private static boolean ordered(InteractionTable table) {
        for (int user = 0; user < table.userCount(); user++) {
            for (int row = table.userStart(user) + 1; row < table.userEnd(user); row++) {
                if (!table.time(row).equals(table.time(row - 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether choices have an order. If so, the visible choices of newcomers are first choices, which are made in batches;
     * otherwise they are treated as a sample of all choices.
     *
     * @return true if there are different times
     */
    public boolean ordered() {
        return ordered;
    }

    /**
     * The person for whom a list is made: all visible choices are known.
     *
     * @param userId the application's own id, known or not
     * @return the person
     */
    public Person served(String userId) {
        int user = table.userIndex(userId);
        int[] known = user < 0 ? new int[0] : items(user);
        return person(userId, known, data.newcomers().contains(userId) ? -1 : user, list(userId, known), false);
    }

    /**
     * The visible choices of a user.
     *
     * @param user the index of the user
     * @return item indices
     */
    public int[] items(int user) {
        return IntStream.range(table.userStart(user), table.userEnd(user))
                .map(table::item)
                .toArray();
    }

    private int[] list(String userId, int[] known) {
        return indices(data.signals().shortlists().getOrDefault(userId, List.of()), known);
    }

    /** Indices of the items, without unknown items and those in {@code known}. */
    private int[] indices(List<String> ids, int[] known) {
        Set<Integer> left = new LinkedHashSet<>();
        ids.forEach(id -> left.add(table.itemIndex(id)));
        left.remove(-1);
        Arrays.stream(known).forEach(left::remove);
        return left.stream().mapToInt(item -> item).toArray();
    }

    private Person person(String userId, int[] known, int leftOut, int[] list, boolean asNewcomer) {
        double[] worth = Arrays.stream(known)
                .mapToDouble(item -> data.liking()
                        .map(liking ->
                                liking.opinion(userId, table.itemId(item)).worth())
                        .orElse(1.0))
                .toArray();
        Collection<String> knownIds =
                Arrays.stream(known).mapToObj(table::itemId).toList();
        double[] logs = data.liking()
                .map(liking -> asNewcomer
                        ? liking.logProbabilitiesAsNewcomer(userId, knownIds, itemIds)
                        : liking.logProbabilities(userId, itemIds))
                .orElse(null);
        return new Person(known, worth, leftOut, logs, list);
    }

    /**
     * Warm users with enough choices, of which the first few are known: by time, or at random without an order.
     *
     * @param knownChoices number of known choices
     * @param minChoices minimum number of choices of a user
     * @param maxUsers maximum number of users
     * @param random random numbers for the sample of users
     * @return one case per user with a hidden choice that was liked
     */
    public List<HiddenCase> warm(int knownChoices, int minChoices, int maxUsers, SplittableRandom random) {
        List<Integer> users = new ArrayList<>();
        for (int user = 0; user < table.userCount(); user++) {
            String userId = table.userId(user);
            if (table.userSize(user) >= minChoices
                    && !data.newcomers().contains(userId)
                    && !data.signals().probes().containsKey(userId)) {
                users.add(user);
            }
        }
        shuffle(users, random);
        List<HiddenCase> cases = new ArrayList<>();
        for (int user : users.subList(0, Math.min(maxUsers, users.size()))) {
            List<Integer> rows = new ArrayList<>();
            Arrays.stream(table.rowsByTime(user)).forEach(rows::add);
            if (!ordered) {
                shuffle(rows, random);
            }
            int[] items = rows.stream().mapToInt(table::item).toArray();
            int[] known = Arrays.copyOf(items, knownChoices);
            add(cases, user, known, new int[0], HiddenCase.Kind.WARM, true);
        }
        return cases;
    }

    /**
     * Warm users with few choices, one of which is hidden.
     *
     * @param minChoices minimum number of choices of a user, 2 or more
     * @param maxChoices maximum number of choices of a user
     * @param maxUsers maximum number of users
     * @param random random numbers for the sample of users and choices
     * @return one case per user with a choice that was liked
     */
    public List<HiddenCase> sparse(int minChoices, int maxChoices, int maxUsers, SplittableRandom random) {
        List<Integer> users = new ArrayList<>();
        for (int user = 0; user < table.userCount(); user++) {
            boolean few = table.userSize(user) >= minChoices && table.userSize(user) <= maxChoices;
            if (few && !data.newcomers().contains(table.userId(user))) {
                users.add(user);
            }
        }
        shuffle(users, random);
        List<HiddenCase> cases = new ArrayList<>();
        for (int user : users.subList(0, Math.min(maxUsers, users.size()))) {
            String userId = table.userId(user);
            int[] own = items(user);
            int[] liked = Arrays.stream(own).filter(item -> liked(userId, item)).toArray();
            if (liked.length > 0) {
                int target = liked[random.nextInt(liked.length)];
                int[] known = Arrays.stream(own).filter(item -> item != target).toArray();
                Person person = person(userId, known, user, new int[0], true);
                cases.add(new HiddenCase(userId, person, own, new int[] {target}, 1, HiddenCase.Kind.WARM));
            }
        }
        return cases;
    }

    private static void shuffle(List<Integer> list, SplittableRandom random) {
        for (int size = list.size(); size > 1; size--) {
            Collections.swap(list, size - 1, random.nextInt(size));
        }
    }

    /**
     * Warm users with a shortlist, for which the known choices are those that the list was made from.
     *
     * @return one case per user with another visible choice that was liked
     */
    public List<HiddenCase> probes() {
        List<HiddenCase> cases = new ArrayList<>();
        data.signals().probes().forEach((userId, probe) -> {
            int user = table.userIndex(userId);
            if (user >= 0) {
                int[] known = indices(probe.known(), new int[0]);
                add(cases, user, known, indices(probe.shortlist(), known), HiddenCase.Kind.PROBE, true);
            }
        });
        return cases;
    }

    /**
     * Newcomers, with each choice hidden in turn. Shortlists are left out because they were made from all choices.
     *
     * @param weight total weight of the cases of a newcomer
     * @return one case per choice
     */
    public List<HiddenCase> newcomers(double weight) {
        List<HiddenCase> cases = new ArrayList<>();
        for (String userId : data.newcomers()) {
            int user = table.userIndex(userId);
            int[] all = user < 0 ? new int[0] : items(user);
            for (int hidden = 0; all.length > 1 && hidden < all.length; hidden++) {
                int target = all[hidden];
                int[] known = Arrays.stream(all).filter(item -> item != target).toArray();
                Person person = person(userId, known, user, new int[0], true);
                cases.add(new HiddenCase(
                        userId, person, all, new int[] {target}, weight / all.length, HiddenCase.Kind.NEWCOMER));
            }
        }
        return cases;
    }

    private void add(
            List<HiddenCase> cases, int user, int[] known, int[] list, HiddenCase.Kind kind, boolean likedOnly) {
        String userId = table.userId(user);
        Set<Integer> shown = new LinkedHashSet<>();
        Arrays.stream(known).forEach(shown::add);
        int[] own = items(user);
        int[] targets = Arrays.stream(own)
                .filter(item -> !shown.contains(item))
                .filter(item -> !likedOnly || liked(userId, item))
                .toArray();
        if (targets.length > 0) {
            Person person = person(userId, known, user, list, true);
            cases.add(new HiddenCase(userId, person, own, targets, 1 / Math.sqrt(targets.length), kind));
        }
    }

    private boolean liked(String userId, int item) {
        return data.liking()
                .map(liking -> {
                    Liking.Opinion opinion = liking.opinion(userId, table.itemId(item));
                    return opinion == Liking.Opinion.LIKED || opinion == Liking.Opinion.UNKNOWN;
                })
                .orElse(true);
    }
}
