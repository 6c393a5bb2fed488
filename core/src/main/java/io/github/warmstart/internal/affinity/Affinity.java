// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.affinity;

/** Trained model of items chosen together with a person's known choices. Immutable and thread-safe. */
public interface Affinity {

    /**
     * The name of the learner with its settings, for reports.
     *
     * @return for example {@code neighbours}
     */
    String name();

    /**
     * Evidence for each item, as a non-negative mass.
     *
     * @param known indices of the person's known choices
     * @param leftOut index of a training user whose choices are left out, because the user is in a test; -1 for none
     * @param masses output, one value per item
     */
    void masses(int[] known, int leftOut, double[] masses);

    /**
     * The mass at which the evidence for an item doubles its share, for an item whose share of all choices is 1. The
     * lift of an item of share {@code p} is {@code log(1 + mass / (unit x p))}.
     *
     * @return above 0
     */
    double unit();
}
