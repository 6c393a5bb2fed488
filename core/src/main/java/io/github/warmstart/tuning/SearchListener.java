// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

/**
 * Listener of the progress of a search. Called on the searching thread after each training; must return soon. An
 * exception ends the search and reaches its caller.
 */
@FunctionalInterface
public interface SearchListener {

    /**
     * A training has ended.
     *
     * @param done number of finished trainings
     * @param of number of trainings in all
     * @param trial its options and error
     */
    void onTrained(int done, int of, SearchResult.Trial trial);
}
