// SPDX-License-Identifier: Apache-2.0
/**
 * Recommendation lists of items that a person is likely to choose and to like: exposure times affinity times liking.
 *
 * <p>Enter by {@link io.github.warmstart.choice.ChoiceLearner}, which trains a {@link io.github.warmstart.choice.ChoiceModel} on
 * {@link io.github.warmstart.choice.data.ChoiceData}. Ratings are optional and used through
 * {@link io.github.warmstart.choice.data.Liking}. Ratings are not predicted here.
 */
@NullMarked
package io.github.warmstart.choice;

import org.jspecify.annotations.NullMarked;
