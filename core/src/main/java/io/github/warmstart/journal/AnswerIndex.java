// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import io.github.warmstart.signal.SignalKind;
import java.util.Arrays;
import java.util.Optional;

/**
 * Index of the answers in a journal's file: the position and common properties of each line, and the line number of each
 * signal. The answers themselves stay on the disk.
 *
 * <p>A signal has a key of 64 bits of its kind, subject and item, so that a million signals take some 30 to 40 MB. Two
 * questions may share a key; the reader of the line compares them. Guarded by one lock.
 */
final class AnswerIndex {

    /** No entry. */
    static final int NONE = -1;

    private static final int MIN_CAPACITY = 1 << 10;

    /** Hash table with open addressing: the newest entry of a key plus one; 0 for a free slot. Half of it stays free. */
    private int[] slots = new int[2 * MIN_CAPACITY];

    private long[] keys = new long[MIN_CAPACITY];
    private int[] lines = new int[MIN_CAPACITY];
    /** The previous entry of the same key, or {@link #NONE}. */
    private int[] before = new int[MIN_CAPACITY];

    private int entries;

    private long[] starts = new long[MIN_CAPACITY];
    private int[] settings = new int[MIN_CAPACITY];
    private int[] designs = new int[MIN_CAPACITY];
    private int lineCount;
    private long end;

    /** The key of a question. */
    static long key(SignalKind kind, Optional<String> subject, String itemId) {
        long hash = add(mix(kind.name().hashCode()), itemId);
        return mix(subject.isPresent() ? add(mix(hash), subject.get()) : hash);
    }

    /** FNV-1a over UTF-16 units. */
    private static long add(long hash, String text) {
        long sum = hash;
        for (int k = 0; k < text.length(); k++) {
            sum = (sum ^ text.charAt(k)) * 0x100000001b3L;
        }
        return sum;
    }

    /** The finalizer of MurmurHash3. */
    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** Adds the next line; returns its number, from 0. */
    int addLine(long nextStart, int setting, int design) {
        if (lineCount == starts.length) {
            int longer = grown(lineCount);
            starts = Arrays.copyOf(starts, longer);
            settings = Arrays.copyOf(settings, longer);
            designs = Arrays.copyOf(designs, longer);
        }
        starts[lineCount] = end;
        settings[lineCount] = setting;
        designs[lineCount] = design;
        end = nextStart;
        return lineCount++;
    }

    /** Adds one signal of the line added last. */
    void addSignal(long key) {
        if (entries == keys.length) {
            int longer = grown(entries);
            keys = Arrays.copyOf(keys, longer);
            lines = Arrays.copyOf(lines, longer);
            before = Arrays.copyOf(before, longer);
        }
        if (2 * ((long) entries + 1) > slots.length) {
            rehash();
        }
        int slot = slot(key);
        keys[entries] = key;
        lines[entries] = lineCount - 1;
        before[entries] = slots[slot] - 1;
        entries++;
        slots[slot] = entries;
    }

    private static int grown(int length) {
        if (length >= 1 << 29) {
            throw new IllegalStateException(
                    "a journal can hold %d lines and signals, and is full: begin a new file".formatted(1 << 29));
        }
        return length + (length >> 1);
    }

    private void rehash() {
        int longer = 2 * slots.length;
        // the table is rebuilt from the keys, so the old one is released before the new one is allocated
        slots = new int[0];
        slots = new int[longer];
        for (int entry = 0; entry < entries; entry++) {
            slots[slot(keys[entry])] = entry + 1;
        }
    }

    private int slot(long key) {
        int slot = (int) key & (slots.length - 1);
        while (slots[slot] != 0 && keys[slots[slot] - 1] != key) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    /** The newest entry of a key, or {@link #NONE}. */
    int newest(long key) {
        return slots[slot(key)] - 1;
    }

    /** The previous entry of the same key, or {@link #NONE}. */
    int before(int entry) {
        return before[entry];
    }

    int line(int entry) {
        return lines[entry];
    }

    int setting(int line) {
        return settings[line];
    }

    int design(int line) {
        return designs[line];
    }

    long start(int line) {
        return starts[line];
    }

    long end(int line) {
        return line + 1 < lineCount ? starts[line + 1] : end;
    }

    int lineCount() {
        return lineCount;
    }

    long signals() {
        return entries;
    }
}
