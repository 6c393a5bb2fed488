// SPDX-License-Identifier: Apache-2.0
/**
 * Lists of what a person will choose and like: exposure times affinity times liking.
 *
 * <p>Enter by {@link io.github.warmstart.choice.ChoiceLearner}, which makes a {@link io.github.warmstart.choice.ChoiceModel} of
 * {@link io.github.warmstart.choice.ChoiceData}. Ratings are not needed; where there are some, they are used by way of
 * {@link io.github.warmstart.choice.Liking}. What is predicted of a single rating is not decided here.
 */
@NullMarked
package io.github.warmstart.choice;

import org.jspecify.annotations.NullMarked;
