// SPDX-License-Identifier: Apache-2.0
/**
 * Training data of lists: visible choices, the catalogue, answers of a language model about choices, and liking.
 *
 * <p>Enter by {@link io.github.warmstart.choice.data.ChoiceData}. Nothing is trained here.
 */
@NullMarked
package io.github.warmstart.choice.data;

import org.jspecify.annotations.NullMarked;
