// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.signal;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Kind of question that a signal answers. The first three are about ratings, the others about choices.
 *
 * @see RatingRequest
 * @see ChoiceRequest
 */
public enum SignalKind {
    /** The mean rating of an item by the general audience. */
    AUDIENCE,
    /** The rating of an item by an invented user. */
    PERSONA,
    /** The rating of an item by a user of the application. */
    USER,
    /** The share of people who choose an item, in per cent. */
    EXPOSURE,
    /** The items that people choose together with an item. */
    SIMILAR,
    /** The items that a user of the application would choose and like. */
    SHORTLIST,
    /** Grades of an item on attributes. */
    GRADES;

    private static final Set<SignalKind> RATINGS = Collections.unmodifiableSet(EnumSet.of(AUDIENCE, PERSONA, USER));
    private static final Set<SignalKind> CHOICES =
            Collections.unmodifiableSet(EnumSet.of(EXPOSURE, SIMILAR, SHORTLIST, GRADES));

    /**
     * The kinds of questions about ratings.
     *
     * @return audience, persona and user
     */
    public static Set<SignalKind> ratings() {
        return RATINGS;
    }

    /**
     * The kinds of questions about choices.
     *
     * @return exposure, similar items, shortlist and grades
     */
    public static Set<SignalKind> choices() {
        return CHOICES;
    }

    /** Whether a signal of this kind names who or what it is about beside its item. */
    boolean hasSubject() {
        return this != AUDIENCE && this != EXPOSURE;
    }

    /**
     * The kind in words, as reports show it.
     *
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
