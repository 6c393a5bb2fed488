// SPDX-License-Identifier: Apache-2.0
/** What all parts of the evaluation share: arguments, levels, arms, and parallel execution. */
@NullMarked
package io.github.warmstart.examples.evaluation.setup;

import org.jspecify.annotations.NullMarked;
