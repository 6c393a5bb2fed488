// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.warmstart.fixture.Ratings;
import io.github.warmstart.rating.table.RatingTable;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionsTest {

    @Test
    void add_samePair_addsUp() {
        Interactions found = Interactions.builder()
                .add("ann", "alien")
                .add("bob", "brazil", 2)
                .add("ann", "alien", 2.5)
                .add("ann", "dune", 0)
                .build();

        assertThat(found.strength("ann", "alien")).isEqualTo(3.5);
        assertThat(found.strength("bob", "brazil")).isEqualTo(2);
        assertThat(found.strength("bob", "alien")).isZero();
        assertThat(found.strength("eve", "alien")).isZero();
        assertThat(found.userIds()).containsExactly("ann", "bob");
        assertThat(found.itemIds()).containsExactly("alien", "brazil");
        assertThat(found).hasToString("2 interactions of 2 users with 2 items");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void build_randomRows_agreesWithAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Double> expected = new HashMap<>();
        Interactions.Builder builder = Interactions.builder();
        for (int row = 0; row < 500; row++) {
            int user = random.nextInt(20);
            int item = random.nextInt(30);
            int strength = random.nextInt(3);
            builder.add("u" + user, "i" + item, strength);
            expected.merge(user + " " + item, (double) strength, Double::sum);
        }
        Interactions found = builder.build();
        int pairs = 0;
        for (int user = 0; user < 20; user++) {
            for (int item = 0; item < 30; item++) {
                double strength = expected.getOrDefault(user + " " + item, 0.0);
                pairs += strength > 0 ? 1 : 0;
                assertThat(found.strength("u" + user, "i" + item))
                        .as("seed %d", seed)
                        .isEqualTo(strength);
            }
        }
        assertThat(found.size()).isEqualTo(pairs);
        double byUser = 0;
        double byItem = 0;
        for (int key = 0; key < found.userIds().size(); key++) {
            byUser += found.byUser.strength(key);
        }
        for (int key = 0; key < found.itemIds().size(); key++) {
            byItem += found.byItem.strength(key);
        }
        assertThat(byItem).isEqualTo(byUser);
    }

    @Test
    void of_ratings_takesWhatTheStrengthSays() {
        RatingTable table = Ratings.of("ann likes alien 5", "ann hates brazil 1", "bob likes alien 4");

        Interactions found = Interactions.of(table, row -> table.value(row) >= 4 ? table.value(row) - 3 : 0);

        assertThat(found.size()).isEqualTo(2);
        assertThat(found.strength("ann", "alien")).isEqualTo(2);
        assertThat(found.strength("bob", "alien")).isEqualTo(1);
        assertThat(found.itemIds()).containsExactly("alien");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void add_strengthOutOfRange_isAnError(double strength) {
        assertThatThrownBy(() -> Interactions.builder().add("ann", "alien", strength))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("strength must be finite and >= 0, but was " + strength);
    }

    @Test
    void add_blankIds_areAnError() {
        assertThatThrownBy(() -> Interactions.builder().add("ann", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("userId and itemId must not be blank, but were 'ann' and ' '");
    }
}
