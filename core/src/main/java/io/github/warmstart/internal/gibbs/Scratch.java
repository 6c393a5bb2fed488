// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.gibbs;

/** Working memory to draw vectors. Confined to one thread. */
final class Scratch {

    final Draws draws = new Draws();
    final VectorConditional conditional = new VectorConditional();
    double[] residuals = {};
}
