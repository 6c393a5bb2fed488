// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import java.util.List;

/**
 * Policy that chooses the pairs to ask a generator about next.
 *
 * <p>A policy gets candidate pairs and returns those to ask about, best first. It may evaluate the batch as a whole; if
 * a score for each pair suffices, {@link Policies#scoring} makes a policy of a lambda. The same candidates must give
 * the same choice.
 */
@FunctionalInterface
public interface UncertaintyPolicy {

    /**
     * Chooses among candidates.
     *
     * @param candidates the pairs, and the model that the answers shall improve
     * @param limit maximum number to choose, 1 or more
     * @return at most {@code limit} of the pairs, best first, none of them twice; fewer, or none, if more are not worth
     *     their cost
     */
    List<UserItem> choose(Candidates candidates, int limit);
}
