// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

/**
 * Where a row came from, so that an error can name it.
 *
 * @param source the file, query or collection, in words a person understands
 * @param line the line or row in it, counted from 1
 */
public record RowLocation(String source, long line) {

    @Override
    public String toString() {
        return source + ":" + line;
    }
}
