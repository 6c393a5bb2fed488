// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.setup;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Arm of the comparison. */
public enum Arm {
    /** The model without signals. */
    REAL_ONLY,
    /** All signals appended as ratings of weight 1. */
    NAIVE,
    /** Result of {@code warmStart()}, including its gate. */
    WARM_START,
    /** The same warm start, but each user gets the signals of another. */
    PLACEBO,
    /** As many pseudo ratings as naive, each equal to the visible mean of its item, without a language model. */
    ITEM_MEAN,
    /** A warm start that asks about the audience only. */
    ITEMS_ONLY;

    /** The name in arguments and results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The arm with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Arm parse(String label) {
        return Arrays.stream(values())
                .filter(arm -> arm.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--arms must be among %s, but was '%s'"
                        .formatted(Arrays.stream(values()).map(Arm::label).collect(Collectors.joining(", ")), label)));
    }
}
