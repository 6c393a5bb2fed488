// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.sgd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.warmstart.internal.parallel.WorkerTeam;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockScheduleTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20})
    void turns_areALatinSquare(int strata) {
        BlockSchedule order = new BlockSchedule(strata, new SplittableRandom(2));
        Set<Integer> blocks = new HashSet<>();
        for (int round = 0; round < strata; round++) {
            Set<Integer> users = new HashSet<>();
            Set<Integer> items = new HashSet<>();
            for (int turn = round * strata; turn < (round + 1) * strata; turn++) {
                users.add(order.userStratum(turn));
                items.add(order.itemStratum(turn));
                blocks.add(order.userStratum(turn) * strata + order.itemStratum(turn));
            }
            assertThat(users).hasSize(strata);
            assertThat(items).hasSize(strata);
        }
        assertThat(order.turns()).isEqualTo(strata * strata);
        assertThat(blocks).hasSize(strata * strata);
    }

    @Test
    void order_ofAnotherSeed_differs() {
        BlockSchedule one = new BlockSchedule(8, new SplittableRandom(2));
        BlockSchedule other = new BlockSchedule(8, new SplittableRandom(3));
        Map<Boolean, Integer> same = new HashMap<>();
        for (int turn = 0; turn < 64; turn++) {
            same.merge(one.userStratum(turn) == other.userStratum(turn), 1, Integer::sum);
        }

        assertThat(same.get(false)).isGreaterThan(20);
    }

    /** Every user stratum and every item stratum counts the turns that it was used in: none may be used by two at once. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void await_manyThreads_keepsStrataApartAndInOrder(int threads) {
        BlockSchedule order = new BlockSchedule(7, new SplittableRandom(2));
        AtomicIntegerArray users = new AtomicIntegerArray(7);
        AtomicIntegerArray items = new AtomicIntegerArray(7);
        try (WorkerTeam team = new WorkerTeam(threads, "test")) {
            team.run(order.turns(), turn -> {
                order.await(turn, team);
                int before = users.getAndIncrement(order.userStratum(turn));
                assertThat(before).isEqualTo(turn / 7);
                assertThat(items.getAndIncrement(order.itemStratum(turn))).isEqualTo(turn / 7);
                order.finish(turn);
            });
        }
        for (int stratum = 0; stratum < 7; stratum++) {
            assertThat(users.get(stratum)).isEqualTo(7);
        }
    }
}
