// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is compared. */
enum Arm {
    /** The model without signals. */
    REAL_ONLY,
    /** All signals appended as ratings of weight 1, as the first idea would. */
    NAIVE,
    /** What {@code warmStart()} returns, its gate included. */
    WARM_START,
    /** The same warm start, but each user gets the signals of another. */
    PLACEBO,
    /** As many pseudo ratings as naive, each equal to the visible mean of its item: no model was asked. */
    ITEM_MEAN,
    /** A warm start that may ask the audience alone. */
    ITEMS_ONLY;

    /** The name as it is typed and written. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The arm of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Arm parse(String label) {
        return Arrays.stream(values())
                .filter(arm -> arm.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--arms must be among %s, but was '%s'"
                        .formatted(Arrays.stream(values()).map(Arm::label).collect(Collectors.joining(", ")), label)));
    }
}
