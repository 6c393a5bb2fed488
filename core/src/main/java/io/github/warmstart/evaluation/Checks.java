// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

import org.jspecify.annotations.Nullable;

/** Argument checks of the builders. */
final class Checks {

    private Checks() {}

    static int atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException("%s must be >= %d, but was %d".formatted(name, least, value));
        }
        return value;
    }

    static <T> T required(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalArgumentException(
                    "%s is required, but was not set: call %s(...) before build()".formatted(name, name));
        }
        return part;
    }
}
