// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import io.github.warmstart.statistics.GroupedErrors;
import io.github.warmstart.statistics.PairedBootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Results of one generator at one level, over all seeds.
 *
 * @param runs number of worlds
 * @param applied number of worlds in which signals passed the gate
 */
record HarmCell(Behaviour behaviour, HarmLevel level, int runs, int applied, Arm warmStart, Arm naive) {

    private static final int RESAMPLES = 2000;

    /**
     * Relative change of the error of one arm against real-only; below 0 is better.
     *
     * @param mean mean over worlds
     * @param worst worst world
     * @param low lower end of the paired 95 % interval over the users of all worlds
     * @param high upper end
     */
    record Arm(double mean, double worst, double low, double high) {

        boolean significantlyWorse() {
            return low > 0;
        }

        String verdict() {
            return low > 0
                    ? "significantly worse"
                    : high < 0 ? "better" : low == 0 && high == 0 ? "unchanged" : "no difference shown";
        }
    }

    /** Whether this cell breaks the promise, which excludes adversarial generators. */
    boolean harmful() {
        return !behaviour.adversarial() && warmStart.significantlyWorse();
    }

    /** Cells, one for each generator and level, in the order of the outcomes. */
    static List<HarmCell> of(List<HarmTrial.Outcome> outcomes) {
        Map<List<Object>, List<HarmTrial.Outcome>> grouped = new LinkedHashMap<>();
        for (HarmTrial.Outcome outcome : outcomes) {
            grouped.computeIfAbsent(List.of(outcome.behaviour(), outcome.level()), key -> new ArrayList<>())
                    .add(outcome);
        }
        return grouped.values().stream()
                .map(group -> new HarmCell(
                        group.get(0).behaviour(),
                        group.get(0).level(),
                        group.size(),
                        (int) group.stream().filter(HarmTrial.Outcome::applied).count(),
                        arm(group, HarmTrial.Outcome::warmStart),
                        arm(group, HarmTrial.Outcome::naive)))
                .toList();
    }

    private static Arm arm(List<HarmTrial.Outcome> group, Function<HarmTrial.Outcome, GroupedErrors> arm) {
        double sum = 0;
        double worst = Double.NEGATIVE_INFINITY;
        GroupedErrors before = new GroupedErrors();
        GroupedErrors after = new GroupedErrors();
        for (HarmTrial.Outcome outcome : group) {
            GroupedErrors errors = arm.apply(outcome);
            double change = errors.pooledRmse() / outcome.realOnly().pooledRmse() - 1;
            sum += change;
            worst = Math.max(worst, change);
            before.addAll(outcome.realOnly());
            after.addAll(errors);
        }
        PairedBootstrap pooled =
                PairedBootstrap.compare(before, after, PairedBootstrap.Figure.POOLED_RMSE, RESAMPLES, 1);
        return new Arm(sum / group.size(), worst, pooled.low(), pooled.high());
    }
}
