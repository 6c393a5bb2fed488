// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

/**
 * One item that a model suggests.
 *
 * @param itemId the application's own id
 * @param score how well the item fits: comparable for one user, usually between 0 and 1, but not a probability
 */
public record ScoredItem(String itemId, double score) {}
