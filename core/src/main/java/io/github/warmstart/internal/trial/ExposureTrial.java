// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.trial;

import io.github.warmstart.choice.gate.ChoiceSignal;
import io.github.warmstart.choice.gate.OrderVerdict;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.choice.Batches;
import io.github.warmstart.internal.choice.ExposureLearner;
import io.github.warmstart.internal.choice.TopHits;
import io.github.warmstart.internal.exposure.ExposureModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Trial of exposure answers: five-fold cross-validation over users, whose choices are predicted by exposure models of the
 * others, with and without the answers. Without warm users the choices of newcomers are used.
 */
public final class ExposureTrial {

    private static final int FOLDS = 5;
    /** Maximum size of the head, the items with the highest answers, in items and as a share of the catalogue. */
    private static final int HEAD = 300;

    private static final int HEAD_PART = 4;

    private ExposureTrial() {}

    /**
     * Runs the trial.
     *
     * @param table all visible choices
     * @param learner learner of exposure models
     * @param batches groups of users that count as one observation
     * @param seed seed of folds and resampling
     * @return the verdict
     */
    public static OrderVerdict run(InteractionTable table, ExposureLearner learner, Batches batches, long seed) {
        List<Integer> users = new ArrayList<>();
        for (int user = 0; user < table.userCount(); user++) {
            if (table.userSize(user) > 0) {
                users.add(user);
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int size = users.size(); size > 1; size--) {
            Collections.swap(users, size - 1, random.nextInt(size));
        }
        int[] folds = new int[table.userCount()];
        for (int position = 0; position < users.size(); position++) {
            folds[users.get(position)] = position % FOLDS;
        }
        // members of a batch are in the same fold, so that they do not predict each other's choices
        users.forEach(user -> folds[user] = folds[batches.of(user)]);
        int[] head = learner.mostExposed(Math.min(HEAD, Math.max(1, table.itemCount() / HEAD_PART)));
        Tally before = new Tally();
        Tally after = new Tally();
        for (int fold = 0; fold < FOLDS; fold++) {
            int hidden = fold;
            Predicted without = new Predicted(learner.withoutAnswers(user -> folds[user] != hidden), head);
            Predicted with = new Predicted(learner.withAnswers(user -> folds[user] != hidden), head);
            for (int user : users) {
                if (folds[user] == hidden) {
                    before.add(table, user, without);
                    after.add(table, user, with);
                }
            }
        }
        return OrderVerdict.of(
                        ChoiceSignal.EXPOSURE,
                        batches.means(before.shares),
                        batches.means(after.shares),
                        batches.means(before.hits),
                        batches.means(after.hits),
                        seed)
                .ifHeadImproves(batches.means(before.headShares), batches.means(after.headShares), seed);
    }

    /** Predictions of an exposure model: log shares, log shares within the head, and hits. */
    private static final class Predicted {

        final double[] logShares;
        final boolean[] inHead;
        final double[] hits;
        final double logHead;

        Predicted(ExposureModel model, int[] head) {
            logShares = IntStream.range(0, model.items())
                    .mapToDouble(model::logShare)
                    .toArray();
            inHead = new boolean[logShares.length];
            hits = new double[logShares.length];
            double sum = 0;
            for (int item : head) {
                inHead[item] = true;
                sum += StrictMath.exp(logShares[item]);
            }
            logHead = StrictMath.log(sum);
            int[] order = IntStream.range(0, hits.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(item -> -logShares[item]))
                    .limit(TopHits.DEEPEST)
                    .mapToInt(item -> item)
                    .toArray();
            for (int rank = 0; rank < order.length; rank++) {
                hits[order[rank]] = TopHits.of(rank);
            }
        }
    }

    /** Means over the hidden choices of each user. */
    private static final class Tally {

        final Map<String, Double> shares = new LinkedHashMap<>();
        final Map<String, Double> headShares = new LinkedHashMap<>();
        final Map<String, Double> hits = new LinkedHashMap<>();

        void add(InteractionTable table, int user, Predicted predicted) {
            double share = 0;
            double headShare = 0;
            int headChoices = 0;
            double hit = 0;
            int size = table.userSize(user);
            for (int row = table.userStart(user); row < table.userEnd(user); row++) {
                int item = table.item(row);
                share += predicted.logShares[item] / size;
                hit += predicted.hits[item] / size;
                if (predicted.inHead[item]) {
                    headShare += predicted.logShares[item] - predicted.logHead;
                    headChoices++;
                }
            }
            shares.put(table.userId(user), share);
            hits.put(table.userId(user), hit);
            if (headChoices > 0) {
                headShares.put(table.userId(user), headShare / headChoices);
            }
        }
    }
}
