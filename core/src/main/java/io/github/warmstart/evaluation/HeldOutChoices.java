// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Choices that lists can be judged on, and that nobody can read.
 *
 * <p>Candidates of a user are all items of the catalogue but those that the user was known to have chosen. Items that
 * the user chose without liking them are neither relevant nor matched against. Equal scores stand in the order of the
 * catalogue. Immutable and thread-safe.
 *
 * @see <a href="https://doi.org/10.1145/3394486.3403226">Krichene, Rendle: On Sampled Metrics for Item Recommendation
 *     (2020)</a>
 */
public final class HeldOutChoices {

    private static final int TEN = 10;
    private static final int FIFTY = 50;
    private static final double RANK_SHARE = 0.15;
    private static final int MIN_RANKS = 15;
    private static final int MAX_MATCHED = 12;
    private static final int MIN_MATCHED = 4;

    private final double[] popularity;
    private final double[] weights;
    private final List<User> users;

    /** One user: known and relevant items as indices, and for each relevant item those of the same popularity. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record User(String userId, int[] known, int[] relevant, int[][] matched) {}

    private HeldOutChoices(Builder builder) {
        popularity = builder.popularity;
        weights =
                Arrays.stream(popularity).map(count -> 1 / Math.sqrt(count + 1)).toArray();
        int items = popularity.length;
        int[] byPopularity = IntStream.range(0, items)
                .boxed()
                .sorted(Comparator.comparingDouble(item -> -popularity[item]))
                .mapToInt(item -> item)
                .toArray();
        int[] ranks = new int[items];
        for (int rank = 0; rank < items; rank++) {
            ranks[byPopularity[rank]] = rank;
        }
        SplittableRandom random = new SplittableRandom(builder.seed);
        users = new ArrayList<>();
        for (Builder.Part part : builder.parts) {
            Set<Integer> own = new HashSet<>(part.chosen);
            own.addAll(part.known);
            own.addAll(part.relevant);
            int[][] matched = part.relevant.stream()
                    .map(item -> matched(ranks[item], byPopularity, own, random))
                    .toArray(int[][]::new);
            users.add(new User(part.userId, array(part.known), array(part.relevant), matched));
        }
    }

    private static int[] array(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(number -> number).toArray();
    }

    /** A draw of items near a rank that the user did not choose. */
    private static int[] matched(int rank, int[] byPopularity, Set<Integer> own, SplittableRandom random) {
        int width = Math.max(MIN_RANKS, (int) (RANK_SHARE * (rank + 1)));
        List<Integer> near = new ArrayList<>();
        for (int other = Math.max(0, rank - width); other <= Math.min(byPopularity.length - 1, rank + width); other++) {
            if (!own.contains(byPopularity[other])) {
                near.add(byPopularity[other]);
            }
        }
        int count = Math.min(MAX_MATCHED, near.size());
        int[] drawn = new int[count];
        for (int k = 0; k < count; k++) {
            int position = k + random.nextInt(near.size() - k);
            drawn[k] = near.get(position);
            near.set(position, near.get(k));
        }
        return drawn;
    }

    /**
     * Starts a set.
     *
     * @param itemIds the whole catalogue, in the order of the scores
     * @param popularity how often each item was chosen by others, hidden choices included
     * @param seed of the matched items
     * @return a builder for one thread
     * @throws IllegalArgumentException if an id stands twice
     */
    public static Builder builder(List<String> itemIds, Map<String, Integer> popularity, long seed) {
        return new Builder(itemIds, popularity, seed);
    }

    /**
     * The number of users.
     *
     * @return 0 or more
     */
    public int users() {
        return users.size();
    }

    /**
     * The number of relevant items of all users.
     *
     * @return 0 or more
     */
    public int relevant() {
        return users.stream().mapToInt(user -> user.relevant.length).sum();
    }

    /**
     * Judges lists.
     *
     * @param scores of all items for each user
     * @return the figures
     * @throws IllegalArgumentException if there are as many scores as items for not every user, or a score is NaN
     */
    public ListJudgement judge(ItemScores scores) {
        Map<ListJudgement.Figure, double[]> figures = new EnumMap<>(ListJudgement.Figure.class);
        for (ListJudgement.Figure figure : ListJudgement.Figure.values()) {
            figures.put(figure, new double[users.size()]);
        }
        Set<Integer> covered = new HashSet<>();
        double popular = 0;
        for (int index = 0; index < users.size(); index++) {
            User user = users.get(index);
            double[] own = scores.scores(user.userId);
            check(user, own);
            int[] list = list(own, user.known);
            boolean[] relevant = new boolean[own.length];
            Arrays.stream(user.relevant).forEach(item -> relevant[item] = true);
            for (int rank = 0; rank < Math.min(TEN, list.length); rank++) {
                covered.add(list[rank]);
                popular += popularity[list[rank]] / TEN / users.size();
            }
            for (ListJudgement.Figure figure : ListJudgement.Figure.values()) {
                double value = switch (figure) {
                    case NDCG10 -> ndcg(list, relevant, user.relevant.length);
                    case PRECISION10 -> hits(list, relevant, TEN) / (double) TEN;
                    case RECALL50 -> hits(list, relevant, FIFTY) / (double) Math.min(FIFTY, user.relevant.length);
                    case IPS_RECALL50 -> weightedRecall(list, relevant, user.relevant);
                    case MATCHED_AUC -> matchedAuc(own, user);
                };
                figures.getOrDefault(figure, new double[users.size()])[index] = value;
            }
        }
        return new ListJudgement(figures, covered.size(), popular);
    }

    private void check(User user, double[] scores) {
        if (scores.length != popularity.length || Arrays.stream(scores).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("scores of user '%s' must be %d numbers, but were %d, or one was NaN"
                    .formatted(user.userId, popularity.length, scores.length));
        }
    }

    /** The first fifty candidates. */
    private static int[] list(double[] scores, int[] known) {
        boolean[] out = new boolean[scores.length];
        Arrays.stream(known).forEach(item -> out[item] = true);
        return IntStream.range(0, scores.length)
                .filter(item -> !out[item])
                .boxed()
                .sorted(Comparator.comparingDouble((Integer item) -> -scores[item])
                        .thenComparing(item -> item))
                .limit(FIFTY)
                .mapToInt(item -> item)
                .toArray();
    }

    private static int hits(int[] list, boolean[] relevant, int ranks) {
        int hits = 0;
        for (int rank = 0; rank < Math.min(ranks, list.length); rank++) {
            hits += relevant[list[rank]] ? 1 : 0;
        }
        return hits;
    }

    private static double ndcg(int[] list, boolean[] relevant, int count) {
        double gain = 0;
        double ideal = 0;
        for (int rank = 1; rank <= TEN; rank++) {
            double discounted = StrictMath.log(2) / StrictMath.log(1 + rank);
            gain += rank <= list.length && relevant[list[rank - 1]] ? discounted : 0;
            ideal += rank <= count ? discounted : 0;
        }
        return gain / ideal;
    }

    private double weightedRecall(int[] list, boolean[] relevant, int[] items) {
        double found = 0;
        for (int item : list) {
            found += relevant[item] ? weights[item] : 0;
        }
        double[] best = Arrays.stream(items)
                .mapToDouble(item -> -weights[item])
                .sorted()
                .toArray();
        return found / -Arrays.stream(best).limit(FIFTY).sum();
    }

    private static double matchedAuc(double[] scores, User user) {
        double sum = 0;
        int judged = 0;
        for (int k = 0; k < user.relevant.length; k++) {
            int[] others = user.matched[k];
            if (others.length < MIN_MATCHED) {
                continue;
            }
            double won = 0;
            for (int other : others) {
                int order = Double.compare(scores[user.relevant[k]], scores[other]);
                won += order > 0 ? 1 : order == 0 ? 0.5 : 0;
            }
            sum += won / others.length;
            judged++;
        }
        return judged == 0 ? Double.NaN : sum / judged;
    }

    @Override
    public String toString() {
        return "%d relevant held-out choices of %d users among %d items"
                .formatted(relevant(), users(), popularity.length);
    }

    /** Gathers users. For one thread. */
    public static final class Builder {

        private final Map<String, Integer> indices = new HashMap<>();
        private final double[] popularity;
        private final long seed;
        private final List<Part> parts = new ArrayList<>();

        private record Part(String userId, List<Integer> known, List<Integer> relevant, List<Integer> chosen) {}

        private Builder(List<String> itemIds, Map<String, Integer> counts, long seed) {
            for (String itemId : itemIds) {
                if (indices.put(itemId, indices.size()) != null) {
                    throw new IllegalArgumentException(
                            "ids of items must be unique, but '%s' stands twice".formatted(itemId));
                }
            }
            popularity = itemIds.stream()
                    .mapToDouble(itemId -> counts.getOrDefault(itemId, 0))
                    .toArray();
            this.seed = seed;
        }

        /**
         * Holds out the choices of a user. A user without relevant items is left out.
         *
         * @param userId the application's own id
         * @param known what is visible of the user
         * @param relevant hidden choices that a list should find
         * @param chosen hidden choices that it need not find
         * @return this
         * @throws IllegalArgumentException if an item is not in the catalogue
         */
        public Builder add(
                String userId, Collection<String> known, Collection<String> relevant, Collection<String> chosen) {
            requireNonNull(userId, "userId");
            if (!relevant.isEmpty()) {
                parts.add(new Part(userId, indices(known), indices(relevant), indices(chosen)));
            }
            return this;
        }

        private List<Integer> indices(Collection<String> itemIds) {
            List<Integer> found = new ArrayList<>();
            for (String itemId : itemIds) {
                Integer index = indices.get(itemId);
                if (index == null) {
                    throw new IllegalArgumentException(
                            "item '%s' must be in the catalogue, but is not".formatted(itemId));
                }
                found.add(index);
            }
            return found;
        }

        /**
         * Draws the matched items.
         *
         * @return the choices, sealed
         */
        public HeldOutChoices build() {
            return new HeldOutChoices(this);
        }
    }
}
