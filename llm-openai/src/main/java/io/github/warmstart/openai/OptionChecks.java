// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import io.github.warmstart.openai.internal.failure.RetryHints;
import java.time.Duration;

/** Checks of option values; each throws an {@code IllegalArgumentException} that names the option, the rule and the value. */
final class OptionChecks {

    private OptionChecks() {}

    static int between(int min, int value, int max, String name) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s must be between %d and %d, but was %d".formatted(name, min, max, value));
        }
        return value;
    }

    static int atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be >= 1, but was %d".formatted(name, value));
        }
        return value;
    }

    static double positive(double value, String name) {
        if (!(value > 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException("%s must be finite and > 0, but was %s".formatted(name, value));
        }
        return value;
    }

    /** Checks that a duration is between 1 ms and 365 days. */
    static Duration duration(Duration value, String name) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(RetryHints.MAX_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "%s must be between 1 ms and 365 days, but was %s".formatted(name, value));
        }
        return value;
    }

    static String headerName(String name, String option) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException("%s must be the name of a header, but was '%s'".formatted(option, name));
        }
        return name;
    }
}
