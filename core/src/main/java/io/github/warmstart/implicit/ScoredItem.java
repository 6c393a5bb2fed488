// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

/**
 * Recommended item and its score.
 *
 * @param itemId the application's own id
 * @param score fit of the item: comparable for one user, usually between 0 and 1, but not a probability
 */
public record ScoredItem(String itemId, double score) {}
