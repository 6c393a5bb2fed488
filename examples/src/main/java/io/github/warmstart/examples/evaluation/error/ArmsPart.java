// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.error;

import io.github.warmstart.evaluation.HeldOutRatings;
import io.github.warmstart.examples.evaluation.setup.Arm;
import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.evaluation.setup.Part;
import io.github.warmstart.examples.evaluation.setup.Together;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;

/** Part that runs every arm at every level and seed, for cold users or for cold items. */
public final class ArmsPart implements Part<Row> {

    private static final Level SOME_ITEMS_LEVEL = Level.of(5000);

    private final String name;
    private final Dataset data;
    private final List<Level> levels;
    private final EvaluateArguments arguments;
    private final boolean items;

    private ArmsPart(String name, Dataset data, List<Level> levels, EvaluateArguments arguments) {
        this.name = name;
        this.data = data;
        this.levels = levels;
        this.arguments = arguments;
        this.items = name.equals(EvaluateArguments.COLD_ITEMS);
    }

    /** The part about cold users. */
    public static ArmsPart coldUsers(Dataset data, EvaluateArguments arguments) {
        return new ArmsPart(EvaluateArguments.COLD_USERS, data, arguments.levels(), arguments);
    }

    /** Cold items run at all ratings and at 5,000, independent of the levels of cold users. */
    public static ArmsPart coldItems(Dataset data, EvaluateArguments arguments) {
        return new ArmsPart(EvaluateArguments.COLD_ITEMS, data, List.of(SOME_ITEMS_LEVEL, Level.ALL), arguments);
    }

    @Override
    public int steps() {
        return levels.stream().mapToInt(level -> level.seeds(arguments.seeds())).sum()
                * arguments.arms().size();
    }

    @Override
    public List<Row> run(Runnable step) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        HeldOutRatings heldOut = items ? data.coldItemsHeldOut() : data.coldUsersHeldOut();
        BiPredicate<String, String> asked = items ? (userId, itemId) -> false : data::asked;
        PairedBootstrap.Figure figure =
                items ? PairedBootstrap.Figure.POOLED_RMSE : PairedBootstrap.Figure.PER_USER_RMSE;
        for (Level level : levels) {
            Map<Arm, Cell> cells = new EnumMap<>(Arm.class);
            for (int sample = 0; sample < level.seeds(arguments.seeds()); sample++) {
                long seed = (long) arguments.seed() + sample;
                Situation situation =
                        items ? Situation.ofColdItems(data, level, seed) : Situation.ofColdUsers(data, level, seed);
                List<Arm> arms = List.copyOf(arguments.arms());
                List<ArmRun> runs = Together.run(
                        arms.stream()
                                .<Callable<ArmRun>>map(arm -> () -> Arms.run(arm, situation))
                                .toList(),
                        step);
                for (int arm = 0; arm < arms.size(); arm++) {
                    cells.computeIfAbsent(arms.get(arm), a -> new Cell(heldOut, asked))
                            .add(runs.get(arm));
                }
            }
            Optional<Cell> realOnly = Optional.ofNullable(cells.get(Arm.REAL_ONLY));
            cells.forEach((arm, cell) -> rows.add(cell.row(
                    name,
                    level,
                    arm,
                    Optional.empty(),
                    arm == Arm.REAL_ONLY || arm == Arm.ITEM_MEAN ? 0 : 1,
                    arm == Arm.REAL_ONLY ? Optional.empty() : realOnly,
                    figure,
                    arguments.seed())));
        }
        return rows;
    }
}
