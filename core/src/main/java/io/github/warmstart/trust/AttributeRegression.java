// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.trust;

import io.github.warmstart.rating.Item;
import io.github.warmstart.rating.ItemCatalog;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.recommend.ItemPriors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Carries what is known of some items to the others: item means regressed on catalogue attributes, with a ridge, as a
 * {@link FayHerriot} model. A catalogue without attributes leaves the intercept, which is the mean of what is known.
 *
 * <p>An attribute whose values are all single numbers enters as its standard score, cut at
 * {@value #FARTHEST_SCORE}; every value of any other attribute
 * that enough items share enters as 0 or 1. Whether an item has a signal of its own is one covariate more: a generator
 * answers for the items that it has heard of, and those are not like the others.
 */
final class AttributeRegression {

    /** How far a single attribute value moves a mean: standard deviation, share of the scale. */
    private static final double EFFECT_SHARE = 0.035;
    /** By how much attributes miss a mean: variance, share of the squared scale. */
    private static final double MISS_SHARE = 0.006;
    /** The intercept is free: its prior precision only keeps the system solvable. */
    private static final double FREE = 1e-6;
    /** Values that fewer items share than this say nothing. */
    private static final int FEWEST_ITEMS = 5;

    private static final int MOST_COVARIATES = 200;
    /** A number is taken to be no farther from the mean than this: a straight line does not hold for ever. */
    private static final double FARTHEST_SCORE = 2;

    private final Map<String, Item> items = new LinkedHashMap<>();
    private final List<String> values;
    private final Map<String, double[]> numbers;
    /** The covariates of each item; items that are alike share one array. */
    private final Map<String, double[]> covariates = new HashMap<>();

    /** Those of an item that the catalogue does not know: it is taken for an average one. */
    private final double[] average;

    /** Chooses the covariates from a catalogue, once for all fits. */
    AttributeRegression(ItemCatalog catalog) {
        catalog.items().forEach(item -> items.put(item.id(), item));
        numbers = numericAttributes();
        Map<String, Integer> counts = sharedValues();
        values = List.copyOf(counts.keySet());
        double[] shares = counts.values().stream()
                .mapToDouble(count -> (double) count / items.size())
                .toArray();
        average = new double[1 + numbers.size() + values.size()];
        average[0] = 1;
        System.arraycopy(shares, 0, average, 1 + numbers.size(), shares.length);
        Map<List<Double>, double[]> distinct = new HashMap<>();
        items.forEach((itemId, item) -> {
            double[] mine = covariates(item);
            covariates.put(
                    itemId, distinct.computeIfAbsent(Arrays.stream(mine).boxed().toList(), key -> mine));
        });
    }

    /** Whether the catalogue has no attribute that could tell items apart. */
    boolean isEmpty() {
        return numbers.isEmpty() && values.isEmpty();
    }

    /**
     * Fits the regression and gives every item a prior.
     *
     * @param known what is known of some items: a mean and its variance; one item or more
     * @param asked the items that need a prior; none of them has a signal
     * @param signalled the items with a signal of their own
     */
    Map<String, ItemPriors.Prior> priors(
            Map<String, ItemPriors.Prior> known, Iterable<String> asked, Set<String> signalled, RatingScale scale) {
        int size = average.length + 1;
        double[][] x = new double[known.size()][];
        double[] y = new double[known.size()];
        double[] sampling = new double[known.size()];
        int row = 0;
        for (Map.Entry<String, ItemPriors.Prior> one : known.entrySet()) {
            x[row] = Arrays.copyOf(covariates.getOrDefault(one.getKey(), average), size);
            x[row][size - 1] = signalled.contains(one.getKey()) ? 1 : 0;
            y[row] = one.getValue().mean();
            sampling[row++] = one.getValue().variance();
        }
        double effect = EFFECT_SHARE * scale.length();
        double[] precisions = new double[size];
        Arrays.fill(precisions, 1 / (effect * effect));
        precisions[0] = FREE;
        FayHerriot fit = FayHerriot.fit(
                x, y, sampling, new double[size], precisions, MISS_SHARE * scale.length() * scale.length());
        Map<String, ItemPriors.Prior> priors = new LinkedHashMap<>();
        IdentityHashMap<double[], ItemPriors.Prior> alike = new IdentityHashMap<>();
        for (String itemId : asked) {
            priors.put(
                    itemId,
                    alike.computeIfAbsent(
                            covariates.getOrDefault(itemId, average),
                            mine -> prior(fit, Arrays.copyOf(mine, size), scale)));
        }
        return priors;
    }

    private static ItemPriors.Prior prior(FayHerriot fit, double[] covariates, RatingScale scale) {
        return new ItemPriors.Prior(scale.clamp(fit.predict(covariates)), fit.variance(covariates));
    }

    private double[] covariates(Item item) {
        double[] mine = new double[1 + numbers.size() + values.size()];
        mine[0] = 1;
        int k = 1;
        for (Map.Entry<String, double[]> number : numbers.entrySet()) {
            double[] moments = number.getValue();
            OptionalDouble value = number(item, number.getKey());
            double score = value.isPresent() ? (value.getAsDouble() - moments[0]) / moments[1] : 0;
            mine[k++] = Math.max(-FARTHEST_SCORE, Math.min(FARTHEST_SCORE, score));
        }
        for (Map.Entry<String, List<String>> attribute : item.attributes().entrySet()) {
            for (String value : attribute.getValue()) {
                int position = Collections.binarySearch(values, name(attribute.getKey(), value));
                if (position >= 0) {
                    mine[1 + numbers.size() + position] = 1;
                }
            }
        }
        return mine;
    }

    /** Mean and standard deviation of each attribute that is a number wherever it is given. */
    private Map<String, double[]> numericAttributes() {
        Map<String, List<Double>> seen = new TreeMap<>();
        Map<String, Boolean> numeric = new TreeMap<>();
        for (Item item : items.values()) {
            for (String attribute : item.attributes().keySet()) {
                OptionalDouble value = number(item, attribute);
                numeric.merge(attribute, value.isPresent(), Boolean::logicalAnd);
                value.ifPresent(v ->
                        seen.computeIfAbsent(attribute, a -> new ArrayList<>()).add(v));
            }
        }
        Map<String, double[]> moments = new TreeMap<>();
        seen.forEach((attribute, list) -> {
            double mean = list.stream().mapToDouble(v -> v).average().orElse(0);
            double variance = list.stream()
                    .mapToDouble(v -> (v - mean) * (v - mean))
                    .average()
                    .orElse(0);
            if (Boolean.TRUE.equals(numeric.get(attribute)) && list.size() >= FEWEST_ITEMS && variance > 0) {
                moments.put(attribute, new double[] {mean, Math.sqrt(variance)});
            }
        });
        return moments;
    }

    /** How many items share each value, sorted by value. */
    private Map<String, Integer> sharedValues() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Item item : items.values()) {
            item.attributes().forEach((attribute, list) -> {
                if (!numbers.containsKey(attribute)) {
                    list.stream().distinct().forEach(value -> counts.merge(name(attribute, value), 1, Integer::sum));
                }
            });
        }
        Map<String, Integer> shared = new TreeMap<>();
        counts.entrySet().stream()
                .filter(count -> count.getValue() >= FEWEST_ITEMS && count.getValue() < items.size())
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_COVARIATES)
                .forEach(count -> shared.put(count.getKey(), count.getValue()));
        return shared;
    }

    private static OptionalDouble number(Item item, String attribute) {
        List<String> list = item.attributes().getOrDefault(attribute, List.of());
        if (list.size() != 1) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(list.get(0));
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static String name(String attribute, String value) {
        return attribute + "\u0000" + value;
    }
}
