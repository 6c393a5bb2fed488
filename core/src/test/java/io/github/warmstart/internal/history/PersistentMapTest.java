// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {

    private static Map<String, Integer> content(PersistentMap<Integer> map) {
        Map<String, Integer> content = new HashMap<>();
        map.forEach((key, value) -> assertThat(content.put(key, value)).as(key).isNull());
        return content;
    }

    /** Ids made of Aa and BB, which have one hash code, and of other letters, which do not. */
    private static String id(SplittableRandom random) {
        StringBuilder id = new StringBuilder();
        for (int part = random.nextInt(5); part >= 0; part--) {
            id.append(random.nextInt(3) == 0 ? "Aa" : random.nextInt(2) == 0 ? "BB" : "c" + random.nextInt(30));
        }
        return id.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void with_manyIdsManyOfOneHashCode_agreesWithAHashMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> expected = new HashMap<>();
        PersistentMap<Integer> map = PersistentMap.empty();
        for (int turn = 0; turn < 5_000; turn++) {
            String id = id(random);
            expected.put(id, turn);
            map = map.with(id, turn);
        }

        assertThat(content(map)).as("seed %d", seed).isEqualTo(expected);
        assertThat(map.size()).isEqualTo(expected.size());
        for (int turn = 0; turn < 5_000; turn++) {
            String id = id(random);
            assertThat(map.get(id)).as("seed %d, %s", seed, id).isEqualTo(expected.get(id));
            assertThat(map.contains(id)).isEqualTo(expected.containsKey(id));
        }
    }

    @Test
    void with_leavesEveryEarlierMapAsItWas() {
        List<PersistentMap<Integer>> maps = new ArrayList<>();
        maps.add(PersistentMap.empty());
        for (int turn = 0; turn < 200; turn++) {
            maps.add(maps.get(turn).with("id" + turn % 150, turn));
        }
        for (int turn = 0; turn <= 200; turn++) {
            Map<String, Integer> expected = new HashMap<>();
            for (int before = 0; before < turn; before++) {
                expected.put("id" + before % 150, before);
            }
            assertThat(content(maps.get(turn))).as("after %d", turn).isEqualTo(expected);
        }
    }

    @Test
    void get_idThatIsNotThere_isNull() {
        assertThat(PersistentMap.<Integer>empty().get("ann")).isNull();
        assertThat(PersistentMap.<Integer>empty().with("Aa", 1).get("BB")).isNull();
    }
}
