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
 * One generator at one level over all seeds.
 *
 * @param runs how many worlds
 * @param applied in how many of them the gate let signals through
 */
record HarmCell(Behaviour behaviour, HarmLevel level, int runs, int applied, Arm warmStart, Arm naive) {

    private static final int RESAMPLES = 2000;

    /**
     * How the error of one arm differs from real-only's, as shares: below 0 is better.
     *
     * @param mean over worlds
     * @param worst of the worlds
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

    /** Whether the promise is broken here: nothing is promised of adversaries. */
    boolean harmful() {
        return !behaviour.adversarial() && warmStart.significantlyWorse();
    }

    /** One cell for each generator and level, in the order of the outcomes. */
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
