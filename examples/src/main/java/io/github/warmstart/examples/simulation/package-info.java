// SPDX-License-Identifier: Apache-2.0
/**
 * A world to try the library in without a network, a key or anybody's data: a community with planted tastes, a language
 * model that knows the films but not the members, and a provider that serves it over HTTP.
 *
 * <p>Enter by {@link io.github.warmstart.examples.simulation.SimulatedCommunity}. What is measured here says that the
 * library does what it promises, not how well a real model does on a real catalogue.
 */
@NullMarked
package io.github.warmstart.examples.simulation;

import org.jspecify.annotations.NullMarked;
