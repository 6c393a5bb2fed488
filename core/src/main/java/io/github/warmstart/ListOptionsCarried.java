// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import io.github.warmstart.interaction.InteractionSource;
import io.github.warmstart.lists.ListBootstrapper;
import java.util.Optional;

/** The options of a warm start from ratings that a warm start from interactions has as well. */
final class ListOptionsCarried {

    private ListOptionsCarried() {}

    /**
     * Carries options over.
     *
     * @throws IllegalStateException if ratings were set: what is liked and what is chosen are learned by two warm starts
     */
    static ListBootstrapper.Builder over(ColdStartBootstrapper.Builder from, InteractionSource interactions) {
        if (from.ratings != null) {
            throw new IllegalStateException(
                    "interactions take the place of ratings, but ratings were set: use one builder for ratings(...), and"
                            + " another for interactions(InteractionSource.ofRatings(ratings)) with"
                            + " liking(RatingLiking.of(start.model(), start.model().table()))");
        }
        ListBootstrapper.Builder lists = ListBootstrapper.builder(interactions)
                .readRules(from.readRules)
                .budget(from.budget)
                .listener(from.listener)
                .clock(from.clock)
                .coldBelow(from.coldBelow)
                .profiles(from.profiles)
                .seed(from.seed);
        Optional.ofNullable(from.generator).ifPresent(lists::generator);
        Optional.ofNullable(from.journal).ifPresent(lists::journal);
        Optional.ofNullable(from.catalog).ifPresent(lists::catalog);
        Optional.ofNullable(from.coldUsers).ifPresent(lists::coldUsers);
        return lists;
    }
}
