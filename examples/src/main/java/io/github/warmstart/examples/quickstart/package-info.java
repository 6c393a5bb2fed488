// SPDX-License-Identifier: Apache-2.0
/**
 * Quick start: a warm start end to end, offline on a simulated community, on recorded answers of a real model, or with a
 * real model.
 *
 * <p>Enter by {@link io.github.warmstart.examples.quickstart.QuickStart}. It shows one run; the measurements are in the
 * evaluation examples.
 */
@NullMarked
package io.github.warmstart.examples.quickstart;

import org.jspecify.annotations.NullMarked;
