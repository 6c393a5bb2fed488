// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import io.github.warmstart.internal.calibration.FirstRatingWeightEstimator;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.trust.FirstRatingWeight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Cold starts of known outcome: in each trial some users keep a few first ratings, and their other ratings are hidden
 * from training and calibration and predicted afterwards. The ratings that warm users keep have the weight of first
 * ratings.
 *
 * <p>Three kinds of users take part. Probed users keep what the generator was shown about them. Other warm users keep
 * about as many ratings as cold users have, the earliest. Cold users give up a fifth of their own ratings in each
 * trial.
 */
public final class ColdStartTrials {

    /**
     * Number of trials. A warm user's ratings are hidden in one of them, those of a cold user in parts in all of them.
     */
    public static final int TRIALS = 5;
    /** Maximum number of warm users in addition to probed ones. */
    static final int MAX_WARM_USERS = 200;
    /** Maximum number of items that are made new. */
    static final int MAX_ITEMS = 200;
    /** Maximum number of tested ratings of one user, so that no single user dominates. */
    static final int MAX_HIDDEN = 20;

    private final RatingTable table;
    private final Set<String> coldUsers;
    private final FirstRatingWeight first;
    private final Random random;
    private final List<List<Integer>> hiddenIn = new ArrayList<>();
    private final List<List<Integer>> judgedIn = new ArrayList<>();

    /** One trial: the visible ratings, and the rows of the whole table that are predicted. */
    public record Trial(RatingTable visible, List<Integer> judged) {}

    private ColdStartTrials(RatingTable table, Set<String> coldUsers, FirstRatingWeight first, long seed) {
        this.table = table;
        this.coldUsers = coldUsers;
        this.first = first;
        this.random = new Random(seed);
        for (int trial = 0; trial < TRIALS; trial++) {
            hiddenIn.add(new ArrayList<>());
            judgedIn.add(new ArrayList<>());
        }
    }

    /** Creates trials of all three kinds of users. */
    public ColdStartTrials(
            RatingTable table,
            Set<String> coldUsers,
            List<SyntheticSignal> signals,
            FirstRatingWeight first,
            long seed) {
        this(table, coldUsers, first, seed);
        Map<String, Set<String>> shown = shown(signals);
        List<Integer> probed = new ArrayList<>();
        List<Integer> warm = new ArrayList<>();
        for (int user = 0; user < table.userCount(); user++) {
            String userId = table.userId(user);
            if (coldUsers.contains(userId)) {
                hideParts(user);
            } else if (shown.containsKey(userId)) {
                probed.add(user);
            } else if (table.userSize(user) >= 2) {
                warm.add(user);
            }
        }
        Collections.shuffle(probed, random);
        Collections.shuffle(warm, random);
        int turn = 0;
        for (int user : probed) {
            Set<String> keep = shown.getOrDefault(table.userId(user), Set.of());
            List<Integer> rows = rows(user);
            rows.removeIf(row -> keep.contains(table.itemId(table.item(row))));
            hide(rows, turn % TRIALS);
            turn++;
        }
        int kept = FirstRatingWeightEstimator.usualCount(table, coldUsers);
        for (int user : warm.subList(0, Math.min(MAX_WARM_USERS, warm.size()))) {
            List<Integer> rows = rows(user);
            hide(rows.subList(Math.min(kept, rows.size() / 2), rows.size()), turn % TRIALS);
            turn++;
        }
    }

    /** Trials of cold users alone. */
    static ColdStartTrials ofColdUsers(RatingTable table, Set<String> coldUsers, long seed) {
        // the ratings of cold users have the weight of first ratings already
        ColdStartTrials trials = new ColdStartTrials(table, coldUsers, new FirstRatingWeight(1, 0), seed);
        for (int user = 0; user < table.userCount(); user++) {
            if (coldUsers.contains(table.userId(user))) {
                trials.hideParts(user);
            }
        }
        return trials;
    }

    /** Trials of items that are made new: all their ratings are hidden. */
    static ColdStartTrials ofItems(RatingTable table, Set<String> itemIds, Set<String> coldUsers, long seed) {
        ColdStartTrials trials = new ColdStartTrials(table, coldUsers, new FirstRatingWeight(1, 0), seed);
        List<Integer> items = new ArrayList<>();
        for (int item = 0; item < table.itemCount(); item++) {
            if (table.itemSize(item) > 0 && itemIds.contains(table.itemId(item))) {
                items.add(item);
            }
        }
        Collections.shuffle(items, trials.random);
        int turn = 0;
        for (int item : items.subList(0, Math.min(MAX_ITEMS, items.size()))) {
            List<Integer> rows = new ArrayList<>();
            for (int position = 0; position < table.itemSize(item); position++) {
                rows.add(table.itemRow(item, position));
            }
            trials.hide(rows, turn++ % TRIALS);
        }
        return trials;
    }

    /** Number of users with a tested rating. */
    int users() {
        return (int) judgedIn.stream()
                .flatMap(List::stream)
                .map(table::user)
                .distinct()
                .count();
    }

    /** Number of tested ratings. */
    int ratings() {
        return judgedIn.stream().mapToInt(List::size).sum();
    }

    /** Trial of a number from 0 to {@value #TRIALS} - 1. */
    public Trial trial(int number) {
        Set<Integer> hidden = new HashSet<>(hiddenIn.get(number));
        Set<String> made = new HashSet<>();
        for (int row : hidden) {
            String userId = table.userId(table.user(row));
            if (!coldUsers.contains(userId)) {
                made.add(userId);
            }
        }
        RatingTable visible = table.where(row -> !hidden.contains(row));
        // without an estimate, times are missing: the visible ratings are then a random sample and not first ratings
        return new Trial(first.users() == 0 ? visible : first.discount(visible, made), judgedIn.get(number));
    }

    /** Distributes a cold user's ratings over the trials, so that most of them stay visible in each. */
    private void hideParts(int user) {
        List<Integer> rows = rows(user);
        if (rows.size() < 2) {
            return;
        }
        Collections.shuffle(rows, random);
        for (int position = 0; position < Math.min(rows.size(), MAX_HIDDEN); position++) {
            hiddenIn.get(position % TRIALS).add(rows.get(position));
            judgedIn.get(position % TRIALS).add(rows.get(position));
        }
    }

    private void hide(List<Integer> rows, int trial) {
        hiddenIn.get(trial).addAll(rows);
        List<Integer> some = new ArrayList<>(rows);
        Collections.shuffle(some, random);
        judgedIn.get(trial).addAll(some.subList(0, Math.min(MAX_HIDDEN, some.size())));
    }

    /** Rows of a user, earliest first; those without a time last, in random order. */
    private List<Integer> rows(int user) {
        List<Integer> rows = new ArrayList<>();
        for (int row = table.userStart(user); row < table.userEnd(user); row++) {
            rows.add(row);
        }
        Collections.shuffle(rows, random);
        rows.sort(Comparator.comparing(row -> table.time(row).orElse(Instant.MAX)));
        return rows;
    }

    private static Map<String, Set<String>> shown(List<SyntheticSignal> signals) {
        Map<String, Set<String>> shown = new HashMap<>();
        for (SyntheticSignal signal : signals) {
            if (signal.kind() == SignalKind.USER) {
                shown.computeIfAbsent(signal.subject().orElseThrow(), id -> new HashSet<>())
                        .addAll(signal.evidence());
            }
        }
        return shown;
    }
}
