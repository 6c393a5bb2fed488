// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.progress;

/**
 * The ratings are read.
 *
 * @param users users in the table
 * @param items items in the table
 * @param ratings ratings in the table
 * @param coldUsers users that the warm start is for
 */
public record RatingsRead(int users, int items, int ratings, int coldUsers) {}
