// SPDX-License-Identifier: Apache-2.0
/**
 * Simulation for trying the library without a network, a key or real data: a community with known tastes, a language model
 * that knows the films but not the members, and a provider that serves it over HTTP.
 *
 * <p>Enter by {@link io.github.warmstart.examples.simulation.SimulatedCommunity}. Results on simulated data show that the
 * library works as specified, not how well a real model does on a real catalogue.
 */
@NullMarked
package io.github.warmstart.examples.simulation;

import org.jspecify.annotations.NullMarked;
