// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.examples.evaluation.setup.EvaluateArguments;
import io.github.warmstart.examples.evaluation.setup.Level;
import io.github.warmstart.examples.evaluation.setup.Part;
import io.github.warmstart.examples.evaluation.setup.Together;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** The part about lists over the whole catalogue: every arm at every level and seed. */
public final class OrderPart implements Part<OrderRow> {

    private final OrderDataset data;
    private final EvaluateArguments arguments;
    private final List<OrderArm> arms;

    /** A part on these data. */
    public OrderPart(OrderDataset data, EvaluateArguments arguments) {
        this.data = data;
        this.arguments = arguments;
        arms = Arrays.stream(OrderArm.values())
                .filter(arm -> data.hasRatings() || !arm.needsRatings())
                .toList();
    }

    @Override
    public int steps() {
        return arguments.orderLevels().stream()
                .mapToInt(level -> level.seeds(arguments.seeds()))
                .sum();
    }

    /** One sample of a level: the figures of all arms. */
    private record Sample(Level level, Map<OrderArm, OrderFigures> figures) {}

    @Override
    public List<OrderRow> run(Runnable step) throws InterruptedException {
        List<Callable<Sample>> pieces = new ArrayList<>();
        for (Level level : arguments.orderLevels()) {
            for (int sample = 0; sample < level.seeds(arguments.seeds()); sample++) {
                long seed = (long) arguments.seed() + sample;
                pieces.add(() -> sample(level, seed));
            }
        }
        List<Sample> samples = Together.run(pieces, step);
        List<OrderRow> rows = new ArrayList<>();
        for (Level level : arguments.orderLevels()) {
            Map<OrderArm, OrderCell> cells = new EnumMap<>(OrderArm.class);
            for (OrderArm arm : arms) {
                cells.put(
                        arm,
                        new OrderCell(samples.stream()
                                .filter(sample -> sample.level.equals(level))
                                .map(sample -> Objects.requireNonNull(sample.figures.get(arm)))
                                .toList()));
            }
            OrderCell base = cells.get(OrderArm.REAL_ONLY_BEST);
            cells.forEach((arm, cell) -> rows.add(
                    cell.row(data, level, arm, arm == OrderArm.REAL_ONLY_BEST ? null : base, arguments.seed())));
        }
        return rows;
    }

    private Sample sample(Level level, long seed) throws InterruptedException {
        OrderArms runner = new OrderArms(OrderSituation.of(data, arguments.recordings(), level, seed));
        Map<OrderArm, OrderFigures> figures = new EnumMap<>(OrderArm.class);
        for (OrderArm arm : arms) {
            figures.put(arm, OrderFigures.of(data, runner.run(arm)));
        }
        return new Sample(level, figures);
    }
}
