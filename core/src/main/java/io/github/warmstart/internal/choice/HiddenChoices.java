// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import io.github.warmstart.internal.feature.FeatureSpace;
import io.github.warmstart.internal.feature.ItemFeature;
import io.github.warmstart.internal.logit.ChoiceSet;
import io.github.warmstart.internal.logit.ConditionalLogit;
import io.github.warmstart.internal.logit.LogitPrior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Hidden choices with their features, for learning weights and for testing features. Immutable.
 *
 * <p>For a large catalogue each case keeps the alternatives with the highest prior utility and a sample of the others, which
 * represents all of them.
 */
public final class HiddenChoices {

    private static final int MAX_ALTERNATIVES = 3000;
    private static final int SAMPLED = 1000;
    private static final int FOLDS = 2;

    private final List<ItemFeature> features;
    private final List<HiddenCase> cases;
    private final List<int[]> alternatives;
    private final List<ChoiceSet> sets;

    /**
     * Test result of each user's hidden choices, under weights learned from other users.
     *
     * @param logShares mean log share of the hidden choices, by user
     * @param hits {@link TopHits} of the hidden choices, by user
     */
    public record Outcome(Map<String, Double> logShares, Map<String, Double> hits) {}

    private HiddenChoices(
            List<ItemFeature> features, List<HiddenCase> cases, List<int[]> alternatives, List<ChoiceSet> sets) {
        this.features = features;
        this.cases = cases;
        this.alternatives = alternatives;
        this.sets = sets;
    }

    /**
     * Computes features.
     *
     * @param space space of the features
     * @param cases the hidden choices
     * @param random random numbers for sampling alternatives
     * @return the choices
     */
    public static HiddenChoices of(FeatureSpace space, List<HiddenCase> cases, SplittableRandom random) {
        List<ItemFeature> features = space.features();
        double[] weights = features.stream().mapToDouble(ItemFeature::priorMean).toArray();
        List<int[]> alternatives = new ArrayList<>();
        List<ChoiceSet> sets = new ArrayList<>();
        for (HiddenCase one : cases) {
            float[][] columns = space.columns(one.person(), one.own());
            add(one, columns, weights, random, alternatives, sets);
        }
        return new HiddenChoices(features, List.copyOf(cases), alternatives, sets);
    }

    private static void add(
            HiddenCase one,
            float[][] columns,
            double[] weights,
            SplittableRandom random,
            List<int[]> alternatives,
            List<ChoiceSet> sets) {
        int items = columns[0].length;
        boolean[] taken = new boolean[items];
        Arrays.stream(one.person().known()).forEach(item -> taken[item] = true);
        List<Integer> chosen = new ArrayList<>();
        for (int target : one.targets()) {
            taken[target] = true;
            chosen.add(target);
        }
        int[] others = IntStream.range(0, items).filter(item -> !taken[item]).toArray();
        float multiplicity = 1;
        int certain = others.length;
        if (others.length > MAX_ALTERNATIVES) {
            double[] utilities = new double[items];
            for (int k = 0; k < columns.length; k++) {
                for (int item : others) {
                    utilities[item] += weights[k] * columns[k][item];
                }
            }
            others = IntStream.of(others)
                    .boxed()
                    .sorted(Comparator.comparingDouble(item -> -utilities[item]))
                    .mapToInt(item -> item)
                    .toArray();
            certain = MAX_ALTERNATIVES - SAMPLED;
            for (int position = certain; position < MAX_ALTERNATIVES; position++) {
                int swapped = position + random.nextInt(others.length - position);
                int kept = others[swapped];
                others[swapped] = others[position];
                others[position] = kept;
            }
            multiplicity = (others.length - certain) / (float) SAMPLED;
            others = Arrays.copyOf(others, MAX_ALTERNATIVES);
        }
        int first = chosen.size();
        Arrays.stream(others).forEach(chosen::add);
        int[] picked = chosen.stream().mapToInt(item -> item).toArray();
        float[] multiplicities = new float[picked.length];
        Arrays.fill(multiplicities, 1);
        Arrays.fill(multiplicities, first + certain, picked.length, multiplicity);
        float[][] few = new float[columns.length][];
        Arrays.setAll(few, k -> picked(columns[k], picked));
        alternatives.add(picked);
        sets.add(new ChoiceSet(few, multiplicities, IntStream.range(0, first).toArray(), one.weight()));
    }

    private static float[] picked(float[] column, int[] items) {
        float[] picked = new float[items.length];
        for (int position = 0; position < items.length; position++) {
            picked[position] = column[items[position]];
        }
        return picked;
    }

    /**
     * The features of the columns.
     *
     * @return in the order of the weights
     */
    public List<ItemFeature> features() {
        return features;
    }

    /**
     * The cases.
     *
     * @return all cases, including those used for tests only
     */
    public List<HiddenCase> cases() {
        return cases;
    }

    /**
     * The same cases with the lift of an affinity as an additional feature.
     *
     * @param space space with the affinity
     * @return new choices
     */
    public HiddenChoices withAffinity(FeatureSpace space) {
        int position = (int) features.stream()
                .filter(f -> f.compareTo(ItemFeature.AFFINITY) < 0)
                .count();
        List<ItemFeature> more = new ArrayList<>(features);
        more.add(position, ItemFeature.AFFINITY);
        List<ChoiceSet> changed = new ArrayList<>();
        for (int k = 0; k < cases.size(); k++) {
            HiddenCase one = cases.get(k);
            float[] lift = space.lift(one.person(), space.exposures(one.person(), one.own()));
            changed.add(sets.get(k).with(position, picked(lift, alternatives.get(k))));
        }
        return new HiddenChoices(more, cases, alternatives, changed);
    }

    /**
     * The same cases without some of the features.
     *
     * @param left features to leave out, present or not
     * @return new choices
     */
    public HiddenChoices without(Collection<ItemFeature> left) {
        HiddenChoices fewer = this;
        for (ItemFeature feature : left) {
            int position = fewer.features.indexOf(feature);
            if (position >= 0) {
                List<ItemFeature> rest = new ArrayList<>(fewer.features);
                rest.remove(position);
                List<ChoiceSet> changed =
                        fewer.sets.stream().map(set -> set.without(position)).toList();
                fewer = new HiddenChoices(rest, cases, alternatives, changed);
            }
        }
        return fewer;
    }

    /**
     * The weights of highest posterior density among the {@value TopHits#DEEPEST} best alternatives of each case. A first
     * fit, of all alternatives, ranks them.
     *
     * @return one per feature; the prior means if there is no case to learn from
     * @see ListHead
     */
    public double[] fit() {
        List<ChoiceSet> all = new ArrayList<>();
        for (int k = 0; k < cases.size(); k++) {
            if (cases.get(k).weight() > 0) {
                all.add(sets.get(k));
            }
        }
        double[] everywhere = new ConditionalLogit(all, prior()).fit();
        return new ConditionalLogit(ListHead.of(all, everywhere, TopHits.DEEPEST), prior()).fit(everywhere);
    }

    private LogitPrior prior() {
        return new LogitPrior(
                features.stream().mapToDouble(ItemFeature::priorMean).toArray(),
                features.stream().mapToDouble(ItemFeature::priorDeviation).toArray());
    }

    /**
     * Tests each user with weights learned from other users.
     *
     * @param judged whether the case with an index is tested
     * @return the outcome, users in the order of the cases
     */
    public Outcome nested(IntPredicate judged) {
        Map<String, Integer> folds = new LinkedHashMap<>();
        cases.forEach(one -> folds.computeIfAbsent(one.userId(), user -> folds.size() % FOLDS));
        double[][] weights = new double[FOLDS][];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<ChoiceSet> others = new ArrayList<>();
            for (int k = 0; k < cases.size(); k++) {
                if (cases.get(k).weight() > 0 && folds.getOrDefault(cases.get(k).userId(), 0) != fold) {
                    others.add(sets.get(k));
                }
            }
            weights[fold] = new ConditionalLogit(others, prior()).fit(fold == 0 ? prior().means() : weights[fold - 1]);
        }
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int k = 0; k < cases.size(); k++) {
            HiddenCase one = cases.get(k);
            if (judged.test(k)) {
                double[] learned = weights[folds.getOrDefault(one.userId(), 0)];
                double[] sum = sums.computeIfAbsent(one.userId(), user -> new double[3]);
                int targets = one.targets().length;
                sum[0] += targets * ConditionalLogit.logShare(sets.get(k), learned);
                sum[1] += hits(sets.get(k), learned);
                sum[2] += targets;
            }
        }
        Map<String, Double> logShares = new LinkedHashMap<>();
        Map<String, Double> hits = new LinkedHashMap<>();
        sums.forEach((user, sum) -> {
            logShares.put(user, sum[0] / sum[2]);
            hits.put(user, sum[1] / sum[2]);
        });
        return new Outcome(logShares, hits);
    }

    /** Hits of the targets among the alternatives of the set. */
    private static double hits(ChoiceSet set, double[] weights) {
        double[] utilities = new double[set.multiplicities().length];
        ConditionalLogit.utilities(set, weights, utilities);
        double hits = 0;
        for (int target : set.targets()) {
            double better = 0;
            for (int position = 0; position < utilities.length && better < TopHits.DEEPEST; position++) {
                better += utilities[position] > utilities[target] ? set.multiplicities()[position] : 0;
            }
            hits += TopHits.of(better);
        }
        return hits;
    }
}
