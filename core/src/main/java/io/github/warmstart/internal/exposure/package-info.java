// SPDX-License-Identifier: Apache-2.0
/**
 * Exposure: the share of all choices that falls on each item, from counts and from what a language model said.
 *
 * <p>No part of the API. Enter by {@link io.github.warmstart.internal.exposure.ExposureModel}.
 */
@NullMarked
package io.github.warmstart.internal.exposure;

import org.jspecify.annotations.NullMarked;
