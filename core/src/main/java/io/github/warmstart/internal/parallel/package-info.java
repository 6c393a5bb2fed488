// SPDX-License-Identifier: Apache-2.0
/**
 * Fork-join over numbered tasks, for all learners. Not part of the API.
 *
 * <p>Enter by {@link io.github.warmstart.internal.parallel.WorkerTeam}. It knows nothing of ratings or models.
 */
@NullMarked
package io.github.warmstart.internal.parallel;

import org.jspecify.annotations.NullMarked;
