// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.affinity;

/** A learner of which items go together with those that a person is known to have chosen. Immutable and thread-safe. */
public interface Affinity {

    /**
     * The name of the learner and its settings, for reports.
     *
     * @return for example {@code neighbours}
     */
    String name();

    /**
     * Evidence for each item, as a non-negative mass.
     *
     * @param known indices of the items that the person is known to have chosen
     * @param leftOut the index of a user of the training data who is judged, and whose choices are left out, or -1
     * @param masses is filled, one value an item
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
