// SPDX-License-Identifier: Apache-2.0
/**
 * What a program shows while it works.
 *
 * <p>Enter by {@link io.github.warmstart.examples.console.ProgressBar}.
 */
@NullMarked
package io.github.warmstart.examples.console;

import org.jspecify.annotations.NullMarked;
