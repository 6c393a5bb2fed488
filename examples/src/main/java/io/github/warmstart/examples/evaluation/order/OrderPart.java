// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.order;

import io.github.warmstart.examples.evaluation.Level;
import io.github.warmstart.examples.evaluation.Together;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Every arm at every level and seed. */
final class OrderPart {

    private final OrderDataset data;
    private final OrderArguments arguments;
    private final List<OrderArm> arms;

    OrderPart(OrderDataset data, OrderArguments arguments) {
        this.data = data;
        this.arguments = arguments;
        arms = Arrays.stream(OrderArm.values())
                .filter(arm -> data.hasRatings() || !arm.needsRatings())
                .toList();
    }

    /** How many steps of progress it takes. */
    int steps() {
        return arguments.levels().stream()
                        .mapToInt(level -> level.seeds(arguments.seeds()))
                        .sum()
                * arms.size();
    }

    /**
     * Runs the part.
     *
     * @param step is called after each arm
     * @return rows in a fixed order
     */
    List<OrderRow> run(Runnable step) throws InterruptedException {
        List<OrderRow> rows = new ArrayList<>();
        for (Level level : arguments.levels()) {
            Map<OrderArm, OrderCell> cells = new EnumMap<>(OrderArm.class);
            arms.forEach(arm -> cells.put(arm, new OrderCell(data)));
            for (int sample = 0; sample < level.seeds(arguments.seeds()); sample++) {
                OrderSituation situation =
                        OrderSituation.of(data, arguments.recordings(), level, (long) arguments.seed() + sample);
                OrderArms runner = new OrderArms(situation);
                Together.run(
                        arms.stream()
                                .<Callable<OrderArm>>map(arm -> () -> {
                                    OrderRun run = runner.run(arm);
                                    Objects.requireNonNull(cells.get(arm)).add(run);
                                    return arm;
                                })
                                .toList(),
                        step);
            }
            OrderCell base = cells.get(OrderArm.REAL_ONLY_BEST);
            cells.forEach((arm, cell) ->
                    rows.add(cell.row(level, arm, arm == OrderArm.REAL_ONLY_BEST ? null : base, arguments.seed())));
        }
        return rows;
    }
}
