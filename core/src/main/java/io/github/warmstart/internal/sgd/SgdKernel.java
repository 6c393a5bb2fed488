// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

/**
 * Inner loop of training: one step of stochastic gradient descent for each of some rows, one after another.
 *
 * <p>For a row of weight {@code w}, with {@code s = min(rate x w, maxStep)}:
 *
 * <pre>
 * e = value - (userEffect + itemMean) - p·q
 * p = max(0, 1 - s x penalty x userShare) p + s e q        (with p and q as they were before the step)
 * q = max(0, 1 - s x penalty x itemShare) q + s e p
 * </pre>
 *
 * which is Koren, Bell, Volinsky (2009), equation 5, with effects held fixed and a penalty of its own for each user and
 * item; {@code e} is stored in {@link TrainingState#errors}.
 *
 * <p><b>Every kernel gives the same bits.</b> A dot product is defined as: sixteen lanes, lane {@code l} adding the
 * products of factors {@code l, l + 16, l + 32, ...} by fused multiply-add, starting at 0; then lanes halved four times,
 * lane {@code l} taking lane {@code l + 8}, {@code l + 4}, {@code l + 2}, {@code l + 1}. An update is
 * {@code fma(s e, q, keep x p)}. Sixteen floats are one register of 512 bits or two of 256. No kernel leaves the order of
 * a sum to the hardware: a model must not depend on the machine that trained it.
 *
 * <p>Stateless: instances may be used by several threads, for ranges that share no user and no item.
 *
 * @see <a href="https://doi.org/10.1109/MC.2009.263">Koren, Bell, Volinsky: Matrix Factorization Techniques (2009)</a>
 */
public interface SgdKernel {

    /** Lanes of a dot product; {@link TrainingState#stride} is a multiple. */
    int LANES = 16;

    /**
     * Visits the rows from a first one to before a last one, in order.
     *
     * @param state rows, effects and vectors; vectors and errors are modified
     * @param from the first row
     * @param to the row after the last
     * @param rate step size for a row of weight 1; 0 measures errors and changes nothing
     * @param maxStep limit of the step size for any weight
     * @param penalty the L2 penalty at each visit of a user or item whose share is 1
     */
    void visit(TrainingState state, int from, int to, float rate, float maxStep, float penalty);

    /** Name of the implementation, such as {@code plain}. */
    String name();
}
