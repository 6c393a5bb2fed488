// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.rating.RatingSource;
import io.github.warmstart.report.WarmStartEstimate;
import io.github.warmstart.signal.Persona;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Warm starts with next to nothing: of items, of users, of ratings, of budget. */
@Timeout(120)
class SmallWorldsTest {

    private final Community community = Community.small(1);

    /** Options by name. */
    record World(String name, UnaryOperator<ColdStartBootstrapper.Builder> options) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<World> worlds() {
        Community community = Community.small(1);
        List<Item> items = community.catalog().items().stream().toList();
        List<String> everybody = community.ratings().stream()
                .map(rating -> rating.userId())
                .distinct()
                .toList();
        return Stream.of(
                new World("no items", b -> b.catalog(ItemCatalog.of(List.of()))),
                new World("one item", b -> b.catalog(ItemCatalog.of(items.subList(0, 1)))),
                new World("one unrated item", b -> b.catalog(ItemCatalog.of(List.of(Item.of("new", "New"))))),
                new World("one item a request", b -> b.asking(ask -> ask.itemsPerRequest(1))),
                new World("fewer items than a batch", b -> b.asking(ask -> ask.audienceItems(3))),
                new World("no audience items", b -> b.asking(ask -> ask.audienceItems(0))),
                new World("nobody cold", b -> b.coldUsers(List.of())),
                new World("everybody cold", b -> b.coldUsers(everybody)),
                new World("cold users nobody knows", b -> b.coldUsers(List.of("x", "y"))),
                new World("no ratings", b -> b.ratings(RatingSource.of(Community.STARS, List.of()))),
                new World(
                        "no ratings, cold users",
                        b -> b.ratings(RatingSource.of(Community.STARS, List.of()))
                                .coldUsers(List.of("x"))),
                new World(
                        "one rating",
                        b -> b.ratings(RatingSource.of(
                                Community.STARS, community.ratings().subList(0, 1)))),
                new World("no requests", b -> b.budget(Budget.requests(0))),
                new World("one request", b -> b.budget(Budget.requests(1))),
                new World("enough for the batch and not for the repeat", b -> b.budget(Budget.requests(3))),
                new World("any gain", b -> b.asking(ask -> ask.minGain(0))),
                new World(
                        "any gain, no ratings",
                        b -> b.asking(ask -> ask.minGain(0)).ratings(RatingSource.of(Community.STARS, List.of()))),
                new World("next to no signals", b -> b.guarding(guard -> guard.maxSyntheticShare(1e-9))));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void warmStart_ends_withinBudgetAndEstimate(World world) throws InterruptedException {
        ScriptedGenerator generator = ScriptedGenerator.saying((request, itemId) ->
                1.5 + Math.floorMod((itemId + request.subjectId().orElse("")).hashCode(), 30) / 10.0);
        ColdStartBootstrapper bootstrapper = world.options
                .apply(community
                        .bootstrapper()
                        .asking(ask -> ask.repeats(2)
                                .personas(List.of(
                                        new Persona("p", "likes films"), new Persona("member#1", "likes none"))))
                        .guarding(guard -> guard.allowDisjointCatalog())
                        .generator(generator))
                .build();

        WarmStartEstimate estimate = bootstrapper.estimate();
        WarmStart start = bootstrapper.warmStart();

        assertThat((long) generator.asked().size())
                .isLessThanOrEqualTo(estimate.max().calls());
        assertThat(start.report().spending().requests())
                .isEqualTo(generator.asked().size());
        assertThat(start.model().predict("member#12", "film#1")).isBetween(1.0, 5.0);
        assertThat(start.report().toText() + start.report().toJson()).doesNotContain("NaN", "Infinity");
    }
}
