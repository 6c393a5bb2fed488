// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.evaluation.WarmStartSteps;
import io.github.warmstart.examples.evaluation.setup.Arm;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.evaluation.setup.Part;
import io.github.warmstart.examples.evaluation.setup.Together;
import io.github.warmstart.rating.table.RatingTable;
import io.github.warmstart.recommend.RatingModel;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Comparison of orders of items as questions to the audience: random, by the number of visible ratings, and by the
 * library's ranking. Each asks for a tenth, a quarter, a half and all of the recorded items. Without the gate.
 */
public final class ActiveItemsPart implements Part<Row> {

    private static final List<Level> LEVELS = List.of(Level.of(1000), Level.of(5000), Level.of(20000));
    private static final double[] SHARES = {0.1, 0.25, 0.5, 1};
    private static final int ITEMS_A_PROMPT = 100;

    private final Dataset data;
    private final EvaluateArguments arguments;

    /** A part on these data. */
    public ActiveItemsPart(Dataset data, EvaluateArguments arguments) {
        this.data = data;
        this.arguments = arguments;
    }

    @Override
    public int steps() {
        return LEVELS.size() * (arguments.randomSeeds() + 2);
    }

    @Override
    public List<Row> run(Runnable step) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Level level : LEVELS) {
            Situation situation = Situation.ofColdUsers(data, level, arguments.seed());
            List<SyntheticSignal> all =
                    Recorded.audience(data, situation.table().scale());
            Cell realOnly = cell();
            realOnly.add(Arms.run(Arm.REAL_ONLY, situation));
            List<List<SyntheticSignal>> random = new ArrayList<>();
            for (int seed = 0; seed < arguments.randomSeeds(); seed++) {
                List<SyntheticSignal> order = new ArrayList<>(all);
                Collections.shuffle(order, new Random((long) arguments.seed() + seed));
                random.add(order);
            }
            rows.addAll(rows(level, situation, "items: random", random, realOnly, step));
            rows.addAll(rows(
                    level, situation, "items: popularity", List.of(popular(all, situation.table())), realOnly, step));
            rows.addAll(
                    rows(level, situation, "items: default", List.of(ranked(all, situation.steps())), realOnly, step));
        }
        return rows;
    }

    private Cell cell() {
        return new Cell(data.coldUsersHeldOut(), data::asked);
    }

    private List<Row> rows(
            Level level,
            Situation situation,
            String policy,
            List<List<SyntheticSignal>> orders,
            Cell realOnly,
            Runnable step)
            throws InterruptedException {
        List<Cell> cells = new ArrayList<>();
        for (int share = 0; share < SHARES.length; share++) {
            cells.add(cell());
        }
        List<List<ArmRun>> runs = Together.run(
                orders.stream()
                        .<Callable<List<ArmRun>>>map(order -> () -> shares(situation, order))
                        .toList(),
                step);
        for (List<ArmRun> run : runs) {
            for (int share = 0; share < SHARES.length; share++) {
                cells.get(share).add(run.get(share));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int share = 0; share < SHARES.length; share++) {
            rows.add(cells.get(share)
                    .row(
                            EvaluateArguments.ACTIVE,
                            level,
                            Arm.ITEMS_ONLY,
                            Optional.of(policy),
                            SHARES[share],
                            Optional.of(realOnly),
                            PairedBootstrap.Figure.PER_USER_RMSE,
                            arguments.seed()));
        }
        return rows;
    }

    private List<ArmRun> shares(Situation situation, List<SyntheticSignal> order) {
        List<ArmRun> runs = new ArrayList<>();
        for (double share : SHARES) {
            int asked = (int) Math.ceil(share * order.size());
            RatingModel model = situation.steps().train(Arms.recommender(situation.seed()), order.subList(0, asked));
            int prompts = (asked + ITEMS_A_PROMPT - 1) / ITEMS_A_PROMPT;
            runs.add(new ArmRun(model, prompts, asked, asked, ArmRun.Verdict.NONE));
        }
        return runs;
    }

    private static List<SyntheticSignal> popular(List<SyntheticSignal> all, RatingTable table) {
        List<SyntheticSignal> order = new ArrayList<>(all);
        order.sort(Comparator.comparingInt((SyntheticSignal signal) -> ratings(table, signal.itemId()))
                .reversed());
        return order;
    }

    private static int ratings(RatingTable table, String itemId) {
        int item = table.itemIndex(itemId);
        return item < 0 ? 0 : table.itemSize(item);
    }

    private static List<SyntheticSignal> ranked(List<SyntheticSignal> all, WarmStartSteps steps) {
        Map<String, SyntheticSignal> byItem = new HashMap<>();
        all.forEach(signal -> byItem.put(signal.itemId(), signal));
        return steps.rankAudienceItems(all.stream().map(SyntheticSignal::itemId).toList()).stream()
                .map(byItem::get)
                .toList();
    }
}
