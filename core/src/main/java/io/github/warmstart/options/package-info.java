// SPDX-License-Identifier: Apache-2.0
/**
 * Grouped options of a warm start: what to ask, and how to protect the result.
 *
 * <p>Enter by {@code ColdStartBootstrapper.Builder.asking} and {@code guarding}, which hand out the builders. Whether
 * an option fits the ratings is not checked here.
 */
@NullMarked
package io.github.warmstart.options;

import org.jspecify.annotations.NullMarked;
