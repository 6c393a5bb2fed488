// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.choice;

import io.github.warmstart.choice.data.ChoiceData;
import io.github.warmstart.choice.gate.OrderVerdict;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.affinity.Affinity;
import io.github.warmstart.internal.choice.AffinitySet;
import io.github.warmstart.internal.choice.Batches;
import io.github.warmstart.internal.choice.CatalogVectors;
import io.github.warmstart.internal.choice.ExposureLearner;
import io.github.warmstart.internal.choice.HiddenCase;
import io.github.warmstart.internal.choice.HiddenChoices;
import io.github.warmstart.internal.choice.Persons;
import io.github.warmstart.internal.exposure.ExposureModel;
import io.github.warmstart.internal.feature.FeatureSpace;
import io.github.warmstart.internal.feature.ItemFeature;
import io.github.warmstart.internal.trial.AnswerTrial;
import io.github.warmstart.internal.trial.ExposureTrial;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One fit of a choice model: exposure, affinity, answers about items and users, weights, in this order. For one thread. */
final class ChoiceFit {

    /** Number of known choices of a warm user treated as a newcomer. */
    private static final int KNOWN_CHOICES = 5;

    private static final int MIN_CHOICES = 8;
    private static final int MAX_USERS = 160;
    /** Minimum number of choices of users with too few for {@link #KNOWN_CHOICES}; one of their choices is hidden. */
    private static final int MIN_SPARSE = 3;

    private static final int MAX_SPARSE = 200;
    /** Minimum number of persons for the selection of an affinity learner, which uses two halves. */
    private static final int MIN_JUDGED = 8;

    private static final String NO_AFFINITY = "none";
    private static final Set<ItemFeature> ANSWERED =
            EnumSet.of(ItemFeature.TAGS, ItemFeature.SIMILAR, ItemFeature.SHORTLIST);

    private final ChoiceData data;
    private final InteractionTable table;
    private final AffinitySet affinities;
    private final long seed;
    private final boolean gated;
    private final Persons persons;
    private final Batches batches;
    private final List<OrderVerdict> verdicts = new ArrayList<>();
    private final Map<String, Double> tried = new LinkedHashMap<>();
    private final Map<ItemFeature, Double> factors = new EnumMap<>(ItemFeature.class);
    private final Set<ItemFeature> withheld = EnumSet.noneOf(ItemFeature.class);
    private String affinity = NO_AFFINITY;

    ChoiceFit(ChoiceData data, AffinitySet affinities, long seed, boolean gated) {
        this.data = data;
        this.affinities = affinities;
        this.seed = seed;
        this.gated = gated;
        table = data.table();
        persons = new Persons(data);
        batches = new Batches(table, data.newcomers(), persons.ordered());
    }

    ChoiceModel run() {
        ExposureLearner learner = new ExposureLearner(data, persons.ordered());
        ExposureModel exposure = exposure(learner);
        boolean answered = exposure.parameters().slope() > 0;
        FeatureSpace space = FeatureSpace.builder(exposure, learner.histories(answered))
                .attributes(CatalogVectors.attributes(data.catalog(), table).orElse(null))
                .years(CatalogVectors.years(data.catalog(), table))
                .tags(CatalogVectors.grades(data.signals().grades(), table).orElse(null))
                .similar(similar())
                .liking(data.liking().isPresent())
                .shortlists(!data.signals().shortlists().isEmpty())
                .build();
        List<HiddenCase> cases = cases(space);
        int warm = (int) cases.stream()
                .filter(one -> one.kind() != HiddenCase.Kind.NEWCOMER)
                .count();
        HiddenChoices hidden = HiddenChoices.of(space, cases, new SplittableRandom(seed));
        if (warm >= MIN_JUDGED) {
            FeatureSpace best = bestAffinity(space, hidden.without(ANSWERED));
            if (best != space) {
                space = best;
                hidden = hidden.withAffinity(best);
            }
        }
        if (gated) {
            judgeAnswers(space, hidden);
        }
        HiddenChoices last = hidden.without(withheld);
        double[] learned = last.fit();
        double[] weights = new double[space.features().size()];
        Map<String, Double> named = new LinkedHashMap<>();
        for (int k = 0; k < learned.length; k++) {
            ItemFeature feature = last.features().get(k);
            int position = space.features().indexOf(feature);
            weights[position] = learned[k] * factors.getOrDefault(feature, 1.0);
            named.put(feature.name().toLowerCase(Locale.ROOT), weights[position]);
        }
        ChoiceReport report =
                new ChoiceReport(named, tried, affinity, exposure.parameters().slope(), warm, verdicts);
        return new ChoiceModel(table, persons, space, weights, report);
    }

    private ExposureModel exposure(ExposureLearner learner) {
        ExposureModel without = learner.withoutAnswers(user -> true);
        if (data.signals().exposure().isEmpty()) {
            return without;
        }
        double weight = 1;
        if (gated) {
            OrderVerdict verdict = ExposureTrial.run(table, learner, batches, seed);
            verdicts.add(verdict);
            weight = verdict.weight();
        }
        if (weight == 0) {
            return without;
        }
        ExposureModel with = learner.withAnswers(user -> true);
        return weight == 1 ? with : with.mixedWith(without, weight);
    }

    /** Hidden cases. Choices of newcomers are used for weights if they are a sample, for tests only if they are first choices. */
    private List<HiddenCase> cases(FeatureSpace space) {
        SplittableRandom random = new SplittableRandom(seed);
        List<HiddenCase> cases = new ArrayList<>(persons.warm(KNOWN_CHOICES, MIN_CHOICES, MAX_USERS, random));
        cases.addAll(persons.sparse(MIN_SPARSE, MIN_CHOICES - 1, MAX_SPARSE, random));
        if (space.features().contains(ItemFeature.SHORTLIST)) {
            cases.addAll(persons.probes());
        }
        if (!persons.ordered() || space.features().stream().anyMatch(ANSWERED::contains)) {
            cases.addAll(persons.newcomers(persons.ordered() ? 0 : 1));
        }
        return cases;
    }

    private FeatureSpace bestAffinity(FeatureSpace space, HiddenChoices base) {
        double highest = logShare(base);
        tried.put(NO_AFFINITY, highest);
        FeatureSpace best = space;
        for (Affinity candidate : affinities.affinities()) {
            FeatureSpace with = space.toBuilder().affinity(candidate).build();
            double score = logShare(base.withAffinity(with));
            tried.put(candidate.name(), score);
            if (score > highest) {
                highest = score;
                affinity = candidate.name();
                best = with;
            }
        }
        return best;
    }

    private static double logShare(HiddenChoices choices) {
        return choices
                .nested(k -> choices.cases().get(k).kind() != HiddenCase.Kind.NEWCOMER)
                .logShares()
                .values()
                .stream()
                .mapToDouble(value -> value)
                .average()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /** Tests each kind of answers in addition to the kinds accepted before it. */
    private void judgeAnswers(FeatureSpace space, HiddenChoices hidden) {
        AnswerTrial trial = new AnswerTrial(data, persons, batches, space, seed);
        withheld.addAll(ANSWERED);
        for (ItemFeature feature : ANSWERED) {
            if (space.features().contains(feature)) {
                Set<ItemFeature> others = EnumSet.copyOf(withheld);
                others.remove(feature);
                OrderVerdict verdict = trial.run(feature, hidden.without(withheld), hidden.without(others));
                verdicts.add(verdict);
                if (verdict.applied()) {
                    withheld.remove(feature);
                    factors.put(feature, verdict.weight());
                }
            }
        }
    }

    private int @Nullable [][] similar() {
        Map<String, List<String>> named = data.signals().similar();
        if (named.isEmpty()) {
            return null;
        }
        int[][] similar = new int[table.itemCount()][];
        for (int item = 0; item < similar.length; item++) {
            similar[item] = named.getOrDefault(table.itemId(item), List.of()).stream()
                    .mapToInt(table::itemIndex)
                    .filter(other -> other >= 0)
                    .toArray();
        }
        return similar;
    }
}
