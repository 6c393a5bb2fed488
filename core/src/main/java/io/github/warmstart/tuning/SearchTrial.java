// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.tuning;

import io.github.warmstart.recommend.Recommender;
import java.util.Map;

/**
 * One set of options, and how well it did.
 *
 * @param number which trial, counted from 0
 * @param options what was drawn, by name, in the order in which it was asked for
 * @param learner with these options and all effort, not trained on anything
 * @param share how much of the full effort the trial was judged by: 1 for those that came through to the end
 * @param rmse the weighted root mean squared error on the validation slice, in rating units; infinite if training failed
 */
public record SearchTrial(int number, Map<String, Object> options, Recommender learner, double share, double rmse) {}
