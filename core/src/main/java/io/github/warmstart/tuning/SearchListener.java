// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

/**
 * Hears how a search gets on. Called on the thread that searches, after each training, and must return soon. What it
 * throws ends the search and reaches its caller.
 */
@FunctionalInterface
public interface SearchListener {

    /**
     * One training is done.
     *
     * @param done how many are done
     * @param of how many there are in all
     * @param trial what was tried, and how well it did so far
     */
    void onTrained(int done, int of, SearchResult.Trial trial);
}
