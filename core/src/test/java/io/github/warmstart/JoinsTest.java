// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.options.GuardingOptions;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.report.JoinCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ids of ratings, catalogue and named cold users are compared before anything is asked. */
@Timeout(60)
class JoinsTest {

    private final Community community = Community.of(8);
    private final ScriptedGenerator generator = ScriptedGenerator.noise();
    private final ItemCatalog strange = ItemCatalog.of(community.catalog().items().stream()
            .map(item -> new Item("sku-" + item.id(), item.title(), item.attributes()))
            .toList());

    @Test
    void warmStart_aDisjointCatalog_isAnErrorBeforeAnythingIsAsked() {
        ColdStartBootstrapper bootstrapper = with(strange).build();

        assertThatThrownBy(bootstrapper::warmStart)
                .isInstanceOf(RatingException.class)
                .hasMessageStartingWith("catalog must hold rated items, but none of its ")
                .hasMessageContaining("differ only in a prefix")
                .hasMessageEndingWith("use the same ids in both, or call allowDisjointCatalog() if this is meant");
        assertThatThrownBy(bootstrapper::estimate).isInstanceOf(RatingException.class);
        assertThat(generator.asked()).isEmpty();
    }

    @Test
    void warmStart_aDisjointCatalogThatIsAllowed_runsAndWarns() throws InterruptedException {
        ColdStartBootstrapper bootstrapper = with(strange)
                .guarding(GuardingOptions.Builder::allowDisjointCatalog)
                .build();

        WarmStart start = bootstrapper.warmStart();

        assertThat(start.report().data().joins().disjoint()).isTrue();
        assertThat(start.report().toText()).contains("  warning: 240 of 240 rated items are not in the catalogue");
        assertThat(bootstrapper.estimate().toString()).contains("warning: ");
    }

    @Test
    void estimate_idsThatAgree_countsTheJoins() {
        String cold = community.coldUsers().get(0);

        JoinCheck joins = with(community.catalog())
                .coldUsers(List.of(cold, "nobody yet"))
                .build()
                .estimate()
                .joins();

        assertThat(joins.joinedItems()).isEqualTo(joins.knownItems()).isPositive();
        assertThat(joins.namedUsers()).isEqualTo(2);
        assertThat(joins.joinedUsers()).isEqualTo(1);
        assertThat(joins.warnings()).isEmpty();
    }

    @Test
    void guardingOptions_toBuilder_keepsThePermission() {
        assertThat(GuardingOptions.builder().allowDisjointCatalog().build().toBuilder()
                        .build()
                        .disjointCatalogAllowed())
                .isTrue();
        assertThat(GuardingOptions.builder().build().disjointCatalogAllowed()).isFalse();
    }

    private ColdStartBootstrapper.Builder with(ItemCatalog catalog) {
        return ColdStartBootstrapper.builder()
                .ratings(community.source())
                .catalog(catalog)
                .generator(generator);
    }
}
