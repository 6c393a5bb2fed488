// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.ids;

import java.util.Arrays;

/**
 * Index from ids to dense numbers, in the order of first occurrence. Read by many threads once its owner adds no more.
 *
 * <p>A hash table with open addressing: besides the strings it takes 12 to 20 bytes an id, a map of boxed numbers 60.
 */
public final class IdIndex {

    private static final int FIRST_CAPACITY = 16;

    private String[] ids;
    private int size;
    /** The number of an id plus one, or 0 for a free slot; the length is a power of two, at most half of the slots are used. */
    private int[] slots;

    /** An index without ids. */
    public IdIndex() {
        ids = new String[FIRST_CAPACITY];
        slots = new int[2 * FIRST_CAPACITY];
    }

    private IdIndex(IdIndex other) {
        ids = other.ids.clone();
        size = other.size;
        slots = other.slots.clone();
    }

    /**
     * The number of an id, a new one if it was never seen.
     *
     * @param id any text
     * @return 0 or more
     */
    public int add(String id) {
        int slot = slot(id);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        int number = size++;
        if (number == ids.length) {
            grow();
            slot = slot(id);
        }
        ids[number] = id;
        slots[slot] = size;
        return number;
    }

    /**
     * The number of an id.
     *
     * @param id any text
     * @return the number, or -1 if it was never seen
     */
    public int find(String id) {
        return slots[slot(id)] - 1;
    }

    /**
     * The id of a number.
     *
     * @param number 0 to {@link #size()} - 1
     * @return the id
     */
    public String id(int number) {
        if (number >= size) {
            throw new IndexOutOfBoundsException("index must be below %d, but was %d".formatted(size, number));
        }
        return ids[number];
    }

    /**
     * How many ids there are.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * An index of the same ids that grows apart from this one.
     *
     * @return a new index
     */
    public IdIndex copy() {
        return new IdIndex(this);
    }

    /** The slot of the id, or the free slot for it. */
    private int slot(String id) {
        int mask = slots.length - 1;
        int hash = id.hashCode() * 0x9E3779B9;
        int slot = (hash ^ (hash >>> 16)) & mask;
        while (slots[slot] != 0 && !ids[slots[slot] - 1].equals(id)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        if (ids.length > 1 << 28) {
            throw new IllegalStateException("a table holds at most %d ids: sample the source".formatted(ids.length));
        }
        ids = Arrays.copyOf(ids, 2 * ids.length);
        slots = new int[2 * ids.length];
        for (int number = 0; number < size - 1; number++) {
            slots[slot(ids[number])] = number + 1;
        }
    }
}
