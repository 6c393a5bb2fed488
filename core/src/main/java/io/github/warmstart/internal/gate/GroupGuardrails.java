// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gate;

import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.statistics.GroupedErrors;
import io.github.warmstart.statistics.PairedBootstrap;
import io.github.warmstart.trust.Guardrail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of errors for groups of hidden ratings, since a gain on average may hide a loss of some.
 *
 * <p>Groups are users and items without a signal; items by how often they were rated, in thirds of all ratings; users
 * by how much they have rated, in thirds of those tested; and the host's own. Groups never depend on the values of
 * hidden ratings: a group of users predicted too high would be worse by chance alone. Empty groups and groups of
 * everything are left out.
 */
final class GroupGuardrails {

    /** Family-wise error rate, by Bonferroni; conservative, since groups share users. */
    private static final double LEVEL = 0.05;

    private static final int MIN_RESAMPLES = 2000;
    private static final int MAX_RESAMPLES = 10_000;

    private final RatingTable table;
    private final Function<String, @Nullable String> named;
    private final String[] itemThirds;

    /** Users and items that the signals of one trial are about. */
    record About(Set<String> users, Set<String> items) {

        static About of(List<SyntheticSignal> signals) {
            Set<String> users = new HashSet<>();
            Set<String> items = new HashSet<>();
            for (SyntheticSignal signal : signals) {
                if (signal.kind() == SignalKind.USER) {
                    users.add(signal.subject().orElseThrow()); // a persona may have the id of a user
                }
                items.add(signal.itemId());
            }
            return new About(users, items);
        }
    }

    /** Errors of one group, without and with signals. */
    private static final class Pair {
        private final GroupedErrors without = new GroupedErrors();
        private final GroupedErrors with = new GroupedErrors();
    }

    GroupGuardrails(RatingTable table, Function<String, @Nullable String> named) {
        this.table = table;
        this.named = named;
        this.itemThirds = itemThirds(table);
    }

    /**
     * Compares two ways of training, group by group.
     *
     * @param about users and items of the signals that only {@code with} uses, by trial
     */
    List<Guardrail> judge(TrialPredictions without, TrialPredictions with, List<About> about, long seed) {
        Map<String, Pair> groups = new LinkedHashMap<>();
        Function<Integer, String> userThird = userThirds(without);
        for (int position = 0; position < without.all().size(); position++) {
            TrialPredictions.One before = without.all().get(position);
            TrialPredictions.One after = with.all().get(position);
            String userId = without.userId(before.row());
            About signals = about.get(before.trial());
            List<String> memberships = new ArrayList<>(List.of(
                    signals.users().contains(userId) ? "" : "users without a signal",
                    signals.items().contains(without.itemId(before.row())) ? "" : "items without a signal",
                    itemThirds[table.item(before.row())],
                    userThird.apply(table.user(before.row()))));
            String name = named.apply(userId);
            memberships.add(name == null || name.isBlank() ? "" : "group: " + name.strip());
            for (String group : memberships) {
                if (!group.isEmpty()) {
                    Pair pair = groups.computeIfAbsent(group, any -> new Pair());
                    without.add(before, pair.without);
                    with.add(after, pair.with);
                }
            }
        }
        groups.values().removeIf(pair -> pair.without.count() == without.all().size());
        return judge(groups, seed);
    }

    private static List<Guardrail> judge(Map<String, Pair> groups, long seed) {
        int tested =
                (int) groups.values().stream().filter(GroupGuardrails::enough).count();
        int resamples = Math.max(MIN_RESAMPLES, Math.min(MAX_RESAMPLES, 40 * (int) (tested / LEVEL)));
        List<Guardrail> guardrails = new ArrayList<>();
        groups.forEach((group, pair) -> {
            double level = enough(pair) ? LEVEL / tested : Double.NaN;
            guardrails.add(new Guardrail(
                    group,
                    pair.without.users().size(),
                    pair.without.count(),
                    change(pair),
                    enough(pair)
                            ? PairedBootstrap.lowerBound(pair.without, pair.with, level, resamples, seed)
                            : Double.NaN,
                    level));
        });
        guardrails.sort(Comparator.comparing(Guardrail::group));
        return guardrails;
    }

    private static boolean enough(Pair pair) {
        return pair.without.users().size() >= Gate.MIN_USERS && pair.without.count() >= Gate.MIN_RATINGS;
    }

    private static double change(Pair pair) {
        double before = pair.without.pooledRmse();
        double after = pair.with.pooledRmse();
        return before == after ? 0 : after / before - 1;
    }

    /** Items by number of ratings, split at a third and at two thirds of all ratings. */
    private static String[] itemThirds(RatingTable table) {
        String[] thirds = new String[table.itemCount()];
        double passed = 0;
        List<Integer> items = IntStream.range(0, table.itemCount())
                .boxed()
                .sorted(Comparator.comparingInt(table::itemSize).reversed())
                .toList();
        for (int item : items) {
            thirds[item] = "items: "
                    + third(3 * passed < table.size(), 3 * passed < 2.0 * table.size(), "most rated", "least rated");
            passed += table.itemSize(item);
        }
        return thirds;
    }

    /** Tested users by number of ratings; users with equal numbers are in the same group. */
    private Function<Integer, String> userThirds(TrialPredictions judged) {
        int[] sizes = judged.all().stream()
                .mapToInt(one -> table.user(one.row()))
                .distinct()
                .map(table::userSize)
                .sorted()
                .toArray();
        int lower = sizes[sizes.length / 3];
        int upper = sizes[2 * sizes.length / 3];
        return user -> "users: "
                + third(table.userSize(user) >= upper, table.userSize(user) >= lower, "most active", "least active");
    }

    private static String third(boolean top, boolean upper, String most, String least) {
        return (top ? most : upper ? "middle" : least) + " third";
    }
}
