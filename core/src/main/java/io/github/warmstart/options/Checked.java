// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.options;

/** Range checks of options, with the option's name and value in the message. */
final class Checked {

    private Checked() {}

    static int atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException("%s must be >= %d, but was %d".formatted(name, least, value));
        }
        return value;
    }
}
