// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.warmstart.rating.Rating;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class PlantedGeneratorTest {

    private static final int THINGS = 600;
    private static final PlantedWorld WORLD = new PlantedWorld(1, new PlantedWorld.Size(THINGS, 20, 20));

    private static double audience(Behaviour behaviour, int item) {
        return new PlantedGenerator(WORLD, behaviour).answer(Optional.empty(), PlantedItems.id(item));
    }

    private static double user(Behaviour behaviour, int user, int item) {
        return new PlantedGenerator(WORLD, behaviour).answer(Optional.of(PlantedWorld.id(user)), PlantedItems.id(item));
    }

    private static double correlation(int from, IntToDoubleFunction a, IntToDoubleFunction b) {
        return correlation(from, THINGS, a, b);
    }

    private static double correlation(int from, int to, IntToDoubleFunction a, IntToDoubleFunction b) {
        double n = to - from;
        double sa = 0;
        double sb = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int k = from; k < to; k++) {
            double x = a.applyAsDouble(k);
            double y = b.applyAsDouble(k);
            sa += x;
            sb += y;
            aa += x * x;
            bb += y * y;
            ab += x * y;
        }
        return (ab / n - sa / n * sb / n) / Math.sqrt((aa / n - sa / n * sa / n) * (bb / n - sb / n * sb / n));
    }

    private static double withMeans(Behaviour behaviour, int from) {
        return correlation(from, item -> audience(behaviour, item), item -> WORLD.things.means[item]);
    }

    @Test
    void audience_correlatesWithItemMeansAsPlanted() {
        assertThat(withMeans(Behaviour.HONEST, 0)).isCloseTo(0.9, within(0.03));
        assertThat(withMeans(Behaviour.USELESS, 0)).isCloseTo(0, within(0.1));
        assertThat(withMeans(Behaviour.REVERSED, 0)).isCloseTo(-0.9, within(0.03));
        assertThat(withMeans(Behaviour.ADVERSARIAL_ITEMS, THINGS / 4)).isLessThan(-0.8);
        assertThat(audience(Behaviour.ADVERSARIAL_ITEMS, 7)).isEqualTo(audience(Behaviour.HONEST, 7));
    }

    @Test
    void audience_isDistortedAsNamed() {
        double honest = audience(Behaviour.HONEST, 7);
        double step = 0.1 + 1e-9;

        assertThat(honest).isBetween(1.0, 4.0);
        assertThat(audience(Behaviour.BIASED, 7)).isCloseTo(honest + 1, within(step));
        assertThat(audience(Behaviour.COMPRESSED, 7)).isCloseTo(3.5 + (honest - 3.5) / 3, within(step));
        assertThat(audience(Behaviour.REVERSED, 7)).isCloseTo(5.5 - honest, within(step));
        for (int item = 0; item < THINGS; item++) {
            assertThat(audience(Behaviour.SYCOPHANTIC, item)).isBetween(4.0, 5.0);
        }
    }

    @Test
    void user_isKnownALittle() {
        double sum = 0;
        for (int cold = 0; cold < 20; cold++) {
            int user = cold;
            List<Rating> given = WORLD.hidden().stream()
                    .filter(rating -> rating.userId().equals(PlantedWorld.id(user)))
                    .toList();
            sum += correlation(
                    0,
                    given.size(),
                    k -> user(Behaviour.HONEST, user, item(given.get(k))) - WORLD.things.means[item(given.get(k))],
                    k -> given.get(k).value() - WORLD.things.means[item(given.get(k))]);
        }

        assertThat(sum / 20).isCloseTo(0.15, within(0.1));
    }

    private static int item(Rating rating) {
        return PlantedItems.number(rating.itemId());
    }

    @Test
    void user_isTheNext_whereAnswersAreSwapped() {
        assertThat(user(Behaviour.SWAPPED, 3, 50)).isEqualTo(user(Behaviour.HONEST, 4, 50));
    }

    @Test
    void turncoat_knowsWarmUsersAndReversesColdOnes() {
        IntToDoubleFunction warm = item -> user(Behaviour.ADVERSARIAL_USERS, 30, item);
        IntToDoubleFunction cold = item -> user(Behaviour.ADVERSARIAL_USERS, 3, item);

        assertThat(correlation(0, warm, item -> WORLD.expected(30, item))).isGreaterThan(0.85);
        assertThat(correlation(0, cold, item -> WORLD.expected(3, item))).isLessThan(-0.85);
    }

    @Test
    void sharedErrors_keepTheirSignOverAllAnswersAboutAUser() {
        double[] differences = new double[20];
        for (int cold = 0; cold < differences.length; cold++) {
            for (int item = 0; item < THINGS; item++) {
                differences[cold] += (user(Behaviour.SHARED, cold, item) - user(Behaviour.HONEST, cold, item)) / THINGS;
            }
        }

        // independent errors would have been averaged away: half a star / sqrt(600) is 0.02
        assertThat(Arrays.stream(differences).max().orElseThrow()).isGreaterThan(0.3);
        assertThat(Arrays.stream(differences).min().orElseThrow()).isLessThan(-0.3);
    }
}
