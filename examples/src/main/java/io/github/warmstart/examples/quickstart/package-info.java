// SPDX-License-Identifier: Apache-2.0
/**
 * The main job: a warm start from end to end, offline on a simulated community, on recorded answers of a real model, or
 * with a real model.
 *
 * <p>Enter by {@link io.github.warmstart.examples.quickstart.QuickStart}.
 */
@NullMarked
package io.github.warmstart.examples.quickstart;

import org.jspecify.annotations.NullMarked;
