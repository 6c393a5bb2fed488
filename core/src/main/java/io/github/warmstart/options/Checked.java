// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.options;

/** Range checks of options, with the option's name and value in the message. */
final class Checked {

    private Checked() {}

    static int requireAtLeast(int min, int value, String name) {
        if (value < min) {
            throw new IllegalArgumentException("%s must be >= %d, but was %d".formatted(name, min, value));
        }
        return value;
    }
}
