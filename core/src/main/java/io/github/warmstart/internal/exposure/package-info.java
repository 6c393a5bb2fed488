// SPDX-License-Identifier: Apache-2.0
/**
 * Exposure: the share of each item in all choices, from counts and from answers of a language model. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.exposure.ExposureModel}. Which choices count is decided by the caller.
 */
@NullMarked
package io.github.warmstart.internal.exposure;

import org.jspecify.annotations.NullMarked;
