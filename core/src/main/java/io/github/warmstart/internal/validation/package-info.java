// SPDX-License-Identifier: Apache-2.0
/**
 * Ratings kept from training to measure a model on. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.validation.ValidationSlice}. Which rows are drawn is decided by the
 * caller.
 */
@NullMarked
package io.github.warmstart.internal.validation;

import org.jspecify.annotations.NullMarked;
