// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.rating;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives each id a dense number, in the order of first sight. Frozen by its owner, then read by many threads. */
final class IdIndex {

    private final Map<String, Integer> numbers;
    private final List<String> ids;

    IdIndex() {
        numbers = new HashMap<>();
        ids = new ArrayList<>();
    }

    private IdIndex(IdIndex other) {
        numbers = new HashMap<>(other.numbers);
        ids = new ArrayList<>(other.ids);
    }

    /** The number of the id, a new one if it was never seen. */
    int add(String id) {
        Integer known = numbers.get(id);
        if (known != null) {
            return known;
        }
        int number = ids.size();
        numbers.put(id, number);
        ids.add(id);
        return number;
    }

    /** The number of the id, or -1. */
    int find(String id) {
        Integer known = numbers.get(id);
        return known == null ? -1 : known;
    }

    String id(int number) {
        return ids.get(number);
    }

    int size() {
        return ids.size();
    }

    IdIndex copy() {
        return new IdIndex(this);
    }
}
