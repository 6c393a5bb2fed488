// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.trial;

import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.choice.gate.ChoiceSignal;
import io.github.warmstart.choice.gate.OrderVerdict;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.choice.Batches;
import io.github.warmstart.internal.choice.HiddenCase;
import io.github.warmstart.internal.choice.HiddenChoices;
import io.github.warmstart.internal.choice.Persons;
import io.github.warmstart.internal.feature.FeatureSpace;
import io.github.warmstart.internal.feature.ItemFeature;
import io.github.warmstart.internal.feature.Person;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Trial of answers that are features: hidden choices of users under weights learned from other users, with and without the
 * feature.
 *
 * <p>Grades and similar items are tested on newcomers, with each choice hidden in turn, and on warm users treated as new.
 * Shortlists are made from all choices of a newcomer, so they are tested on probes: warm users with a shortlist made as if
 * they were new. If the probes have too few other choices for a decision, a permutation test over users decides, for half of
 * the weight.
 */
public final class AnswerTrial {

    private final ChoiceData data;
    private final Persons persons;
    private final Batches batches;
    private final FeatureSpace space;
    private final long seed;

    /**
     * Creates a trial.
     *
     * @param data the visible data
     * @param persons its persons
     * @param batches groups of users that count as one observation
     * @param space all features
     * @param seed seed of resampling and permutations
     */
    public AnswerTrial(ChoiceData data, Persons persons, Batches batches, FeatureSpace space, long seed) {
        this.data = data;
        this.persons = persons;
        this.batches = batches;
        this.space = space;
        this.seed = seed;
    }

    /**
     * Runs the trial.
     *
     * @param feature the feature made from the answers
     * @param before hidden choices without the feature
     * @param after the same with it
     * @return the verdict
     */
    public OrderVerdict run(ItemFeature feature, HiddenChoices before, HiddenChoices after) {
        boolean shortlist = feature == ItemFeature.SHORTLIST;
        Predicate<HiddenCase> judge = judge(feature);
        IntPredicate judged = k -> judge.test(after.cases().get(k));
        HiddenChoices.Outcome without = before.nested(judged);
        HiddenChoices.Outcome with = after.nested(judged);
        OrderVerdict verdict = OrderVerdict.of(
                signal(feature),
                batches.means(without.logShares()),
                batches.means(with.logShares()),
                batches.means(without.hits()),
                batches.means(with.hits()),
                seed);
        return shortlist ? verdict.orPermutation(ShortlistPermutation.pValue(fits(before), seed)) : verdict;
    }

    /**
     * Who judges answers: persons like those that lists are made for, of most of whose known choices it was asked. Of warm
     * users few choices were, so that most of them would only show what else the weights do.
     */
    private Predicate<HiddenCase> judge(ItemFeature feature) {
        Set<String> asked = switch (feature) {
            case SIMILAR -> data.signals().similar().keySet();
            case TAGS -> data.signals().grades().keySet();
            default -> Set.of();
        };
        InteractionTable table = data.table();
        return one -> {
            int[] known = one.person().known();
            return feature == ItemFeature.SHORTLIST
                    ? one.kind() == HiddenCase.Kind.PROBE
                    : 2
                                    * Arrays.stream(known)
                                            .filter(item -> asked.contains(table.itemId(item)))
                                            .count()
                            >= known.length;
        };
    }

    private static ChoiceSignal signal(ItemFeature feature) {
        return switch (feature) {
            case TAGS -> ChoiceSignal.GRADES;
            case SIMILAR -> ChoiceSignal.SIMILAR;
            case SHORTLIST -> ChoiceSignal.SHORTLIST;
            default -> throw new IllegalArgumentException("no answers make the feature " + feature);
        };
    }

    /** Fit of each newcomer's list to each newcomer, by the personal features that do not depend on lists. */
    private double[][] fits(HiddenChoices before) {
        double[] weights = before.fit();
        List<Person> users = new ArrayList<>();
        for (String userId : data.newcomers()) {
            Person person = persons.served(userId);
            if (person.shortlist().length > 0) {
                users.add(person);
            }
        }
        double[][] fits = new double[users.size()][users.size()];
        for (int row = 0; row < fits.length; row++) {
            double[] personal = personal(users.get(row), before.features(), weights);
            for (int list = 0; list < fits.length; list++) {
                int[] named = users.get(list).shortlist();
                for (int item : named) {
                    fits[row][list] += personal[item] / named.length;
                }
            }
        }
        return fits;
    }

    private double[] personal(Person person, List<ItemFeature> features, double[] weights) {
        float[][] columns = space.columns(person, person.known());
        double[] personal = new double[columns[0].length];
        for (int k = 0; k < weights.length; k++) {
            if (features.get(k) != ItemFeature.EXPOSURE && features.get(k) != ItemFeature.LIKING) {
                float[] column = columns[space.features().indexOf(features.get(k))];
                for (int item = 0; item < personal.length; item++) {
                    personal[item] += weights[k] * column[item];
                }
            }
        }
        return personal;
    }
}
