// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.source;

/** Meaning of a column that is read. */
public enum ColumnRole {
    /** Id of the user. */
    USER,
    /** Id of the item. */
    ITEM,
    /** Rating, or count of an interaction. */
    VALUE,
    /** Time of the rating or interaction. */
    TIME
}
