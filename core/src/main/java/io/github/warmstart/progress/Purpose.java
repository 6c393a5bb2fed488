// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

import java.util.Locale;

/** Purpose of a batch of requests. */
public enum Purpose {
    /** Mean ratings of items by a general audience. */
    AUDIENCE,
    /** Audience requests sent a second time in reversed order, to measure how far the generator agrees with itself. */
    REPEAT,
    /** Ratings by invented users. */
    PERSONA,
    /** Known ratings of warm users, to measure the value of answers about single users. */
    PROBE,
    /** Ratings of cold users, and of users who are likely to rate new items. */
    USER,
    /** Shares of people who choose items. */
    EXPOSURE,
    /** Items that are chosen along with others. */
    SIMILAR,
    /** Grades of items on the host's own attributes. */
    GRADES,
    /** Items that newcomers would choose and like. */
    SHORTLIST;

    /**
     * The name in reports and log lines.
     *
     * @return a lower-case word
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
