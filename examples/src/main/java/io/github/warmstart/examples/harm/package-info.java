// SPDX-License-Identifier: Apache-2.0
/**
 * The promise to do no harm, put to the test: planted worlds, generators with every vice, and what a warm start makes of
 * them against appending their answers as they come.
 *
 * <p>Enter by {@link io.github.warmstart.examples.harm.DoNoHarm}. Nothing here needs a network or a file.
 */
@NullMarked
package io.github.warmstart.examples.harm;

import org.jspecify.annotations.NullMarked;
