// SPDX-License-Identifier: Apache-2.0
/**
 * The front door: wire a source of ratings, a generator and a catalogue, and call
 * {@link io.github.warmstart.ColdStartBootstrapper#warmStart()}. What is asked, in which order and for how long, is decided
 * here.
 *
 * <p>The rooms beneath can be used by themselves; none of them knows this one.
 */
@NullMarked
package io.github.warmstart;

import org.jspecify.annotations.NullMarked;
