// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

/**
 * Recommended item with its predicted rating.
 *
 * @param itemId the application's own id
 * @param score the predicted rating, on the scale
 * @param itemRatings number of real ratings of the item in training; 0 means that the score depends on signals, priors
 *     or the global mean only
 */
public record Recommendation(String itemId, double score, int itemRatings) {}
