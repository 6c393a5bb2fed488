// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.uncertainty;

import java.util.List;

/**
 * Chooses what to ask a generator next.
 *
 * <p>A policy is offered pairs and names the ones to ask, best first. It may look at the batch as a whole; where a score
 * a pair is enough, {@link Policies#scoring} makes a policy of a lambda. The same candidates must give the same choice.
 */
@FunctionalInterface
public interface UncertaintyPolicy {

    /**
     * Chooses among candidates.
     *
     * @param candidates the pairs, and the model that the answers are to improve
     * @param limit how many to choose at most, 1 or more
     * @return at most {@code limit} of the pairs, best first, none of them twice; fewer, or none, where asking more would
     *     not pay
     */
    List<UserItem> choose(Candidates candidates, int limit);
}
