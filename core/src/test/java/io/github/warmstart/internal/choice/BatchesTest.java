// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.interaction.InteractionTableBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private static final InteractionTable TABLE = table(
            "ann a", "ann b", "ann c", "ann d", "bob a", "bob b", "bob c", "bob x", "eve c", "eve x", "eve y", "eve b",
            "joe a");

    private static InteractionTable table(String... pairs) {
        InteractionTableBuilder builder = InteractionTable.builder();
        for (String pair : pairs) {
            String[] ids = pair.split(" ", -1);
            builder.add(new Interaction(ids[0], ids[1]));
        }
        return builder.build();
    }

    @Test
    void of_newcomersWhoShareThree_areOneBatchAlongTheChain() {
        Batches batches = new Batches(TABLE, Set.of("ann", "bob", "eve", "joe"), true);

        assertThat(batches.of(TABLE.userIndex("bob"))).isEqualTo(batches.of(TABLE.userIndex("ann")));
        assertThat(batches.of(TABLE.userIndex("eve"))).isEqualTo(batches.of(TABLE.userIndex("ann")));
        assertThat(batches.of(TABLE.userIndex("joe"))).isNotEqualTo(batches.of(TABLE.userIndex("ann")));
    }

    @Test
    void of_noOrderKnown_isEachForItself() {
        Batches batches = new Batches(TABLE, Set.of("ann", "bob"), false);

        assertThat(batches.of(TABLE.userIndex("bob"))).isNotEqualTo(batches.of(TABLE.userIndex("ann")));
    }

    @Test
    void means_batchOfTwo_countsOnce() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("ann", 1.0);
        figures.put("joe", 5.0);
        figures.put("bob", 3.0);

        Map<Integer, Double> means = new Batches(TABLE, Set.of("ann", "bob", "joe"), true).means(figures);

        assertThat(means.values()).containsExactly(2.0, 5.0);
    }

    @Test
    void topHits_sixtyBetter_isAHalf() {
        assertThat(TopHits.of(60)).isEqualTo(0.5);
        assertThat(TopHits.of(0)).isEqualTo(1);
        assertThat(TopHits.of(200)).isZero();
    }
}
