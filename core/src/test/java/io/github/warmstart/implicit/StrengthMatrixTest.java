// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.interaction.Interaction;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.interaction.InteractionTableBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrengthMatrixTest {

    @Test
    void of_rowsWithoutStrength_areLeftOut() {
        InteractionTable table = InteractionTable.builder()
                .items(List.of("never"))
                .add(new Interaction("ann", "dune"))
                .add(new Interaction("ann", "alien", null, 3))
                .add(new Interaction("bob", "brazil", null, 2))
                .add(new Interaction("eve", "dune"))
                .build();

        StrengthMatrix found = StrengthMatrix.of(
                table, row -> table.item(row) == table.itemIndex("dune") ? 0 : table.count(row) + 0.5);

        assertThat(found.strength("ann", "alien")).isEqualTo(3.5);
        assertThat(found.strength("bob", "brazil")).isEqualTo(2.5);
        assertThat(found.strength("bob", "alien")).isZero();
        assertThat(found.strength("eve", "dune")).isZero();
        assertThat(found.userIds).containsExactly("ann", "bob");
        assertThat(found.itemIds).containsExactly("alien", "brazil");
        assertThat(found.itemsOf(0)).containsExactly("alien");
        assertThat(found.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void of_randomRows_agreesWithAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Double> expected = new HashMap<>();
        InteractionTableBuilder builder = InteractionTable.builder();
        for (int row = 0; row < 500; row++) {
            int user = random.nextInt(20);
            int item = random.nextInt(30);
            int count = 1 + random.nextInt(3);
            builder.add(new Interaction("u" + user, "i" + item, null, count));
            expected.merge(user + " " + item, (double) count, Double::sum);
        }
        InteractionTable table = builder.build();
        StrengthMatrix found = StrengthMatrix.of(table, row -> table.count(row) > 1 ? table.count(row) : 0);
        int pairs = 0;
        for (int user = 0; user < 20; user++) {
            for (int item = 0; item < 30; item++) {
                double strength = expected.getOrDefault(user + " " + item, 0.0);
                pairs += strength > 1 ? 1 : 0;
                assertThat(found.strength("u" + user, "i" + item))
                        .as("seed %d", seed)
                        .isEqualTo(strength > 1 ? strength : 0);
            }
        }
        assertThat(found.size()).isEqualTo(pairs);
        double byUser = 0;
        double byItem = 0;
        for (int key = 0; key < found.userIds.size(); key++) {
            byUser += found.byUser.strength(key);
        }
        for (int key = 0; key < found.itemIds.size(); key++) {
            byItem += found.byItem.strength(key);
        }
        assertThat(byItem).isEqualTo(byUser);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void of_aStrengthOutOfRange_isAnError(double strength) {
        InteractionTable table =
                InteractionTable.builder().add(new Interaction("ann", "alien")).build();

        assertThatThrownBy(() -> StrengthMatrix.of(table, row -> strength))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("strength must be finite and >= 0, but was " + strength);
    }
}
