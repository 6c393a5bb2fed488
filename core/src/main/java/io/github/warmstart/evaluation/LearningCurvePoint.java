// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.evaluation;

/**
 * The error of both models where so many ratings are visible.
 *
 * @param visibleRatings mean over seeds, those of the cold users included
 * @param realOnly RMSE of the model without signals, mean over users and seeds, rating units
 * @param warmStart the same of the model that the warm start returned
 */
public record LearningCurvePoint(double visibleRatings, double realOnly, double warmStart) {}
