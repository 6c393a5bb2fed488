// SPDX-License-Identifier: Apache-2.0
/**
 * Load test of the OpenAI client: compares its behaviour under load and faults with stated requirements.
 *
 * <p>Enter by {@link io.github.warmstart.examples.load.LoadTest}. The server is the fake server of the test kit, so nothing
 * leaves the machine and nothing costs money.
 */
@NullMarked
package io.github.warmstart.examples.load;

import org.jspecify.annotations.NullMarked;
