// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the promise to do no harm: simulated worlds, generators with typical faults, and warm starts compared with
 * appending every answer as a rating.
 *
 * <p>Enter by {@link io.github.warmstart.examples.harm.DoNoHarm}. Nothing here needs a network or a file.
 */
@NullMarked
package io.github.warmstart.examples.harm;

import org.jspecify.annotations.NullMarked;
