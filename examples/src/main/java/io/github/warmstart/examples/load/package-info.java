// SPDX-License-Identifier: Apache-2.0
/**
 * A program that puts the OpenAI client under load and faults and compares what it does with stated bars.
 *
 * <p>Enter by {@link io.github.warmstart.examples.load.LoadTest}. The server is the fake one of the test kit, so nothing
 * is sent anywhere and nothing is paid.
 */
@NullMarked
package io.github.warmstart.examples.load;

import org.jspecify.annotations.NullMarked;
