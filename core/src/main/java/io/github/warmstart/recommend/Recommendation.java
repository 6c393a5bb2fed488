// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.recommend;

/**
 * One item that a model suggests.
 *
 * @param itemId the application's own id
 * @param score the predicted rating, on the scale
 * @param itemRatings how many ratings of people the item had in training; 0 means that the score rests on signals,
 *     priors or the global mean alone
 */
public record Recommendation(String itemId, double score, int itemRatings) {}
