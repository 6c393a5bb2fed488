// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.history;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Immutable map from ids to values: {@link #with} returns a new map that shares all but a few nodes with the old one. A
 * model that folds in users and items one by one keeps them here, so that each view costs the same however many there
 * were before.
 *
 * <p>A hash tree with 32 branches a node (Bagwell 2001). Reading and {@link #with} cost O(log32 of the size). The order
 * of {@link #forEach} depends on the ids only, except for ids of equal hash code. Thread-safe.
 *
 * @param <V> the type of the values, never null
 * @see <a href="https://infoscience.epfl.ch/record/64398">Bagwell: Ideal Hash Trees (2001)</a>
 */
public final class PersistentMap<V> {

    private static final int BITS = 5;
    private static final PersistentMap<?> EMPTY = new PersistentMap<>(new Node(0, new Object[0]), 0);

    private final Node root;
    private final int size;

    private PersistentMap(Node root, int size) {
        this.root = root;
        this.size = size;
    }

    /** Inner node: a bit for each of the 32 branches, and the content of those present, a Node or an Entry each. */
    private static final class Node {
        final int branches;
        final Object[] content;

        Node(int branches, Object[] content) {
            this.branches = branches;
            this.content = content;
        }
    }

    /** A key and its value, and the next key of the same hash code. */
    private record Entry(String key, Object value, @Nullable Entry next) {}

    /**
     * The empty map.
     *
     * @param <V> the type of the values
     * @return a map of size 0
     */
    @SuppressWarnings("unchecked") // it holds no value that could be of another type
    public static <V> PersistentMap<V> empty() {
        return (PersistentMap<V>) EMPTY;
    }

    /**
     * Number of ids.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * The value of an id.
     *
     * @param key the id
     * @return its value, or null if the map does not contain the id
     */
    @SuppressWarnings("unchecked") // values enter through with(...) alone
    public @Nullable V get(String key) {
        Node node = root;
        for (int hash = spread(key); ; hash >>>= BITS) {
            int branch = 1 << hash;
            if ((node.branches & branch) == 0) {
                return null;
            }
            Object content = node.content[place(node, branch)];
            if (content instanceof Node deeper) {
                node = deeper;
            } else {
                Entry entry = (Entry) content;
                while (entry != null && !entry.key.equals(key)) {
                    entry = entry.next;
                }
                return entry == null ? null : (V) entry.value;
            }
        }
    }

    /**
     * Whether the map contains an id.
     *
     * @param key the id
     * @return true if {@link #get} returns a value
     */
    public boolean contains(String key) {
        return get(key) != null;
    }

    /**
     * The map with a value for an id; an existing value is replaced.
     *
     * @param key the id
     * @param value its value
     * @return a new map
     */
    public PersistentMap<V> with(String key, V value) {
        int grown = contains(key) ? size : size + 1;
        return new PersistentMap<>(with(root, spread(key), 0, key, value), grown);
    }

    private static Node with(Node node, int hash, int shift, String key, Object value) {
        int branch = 1 << (hash >>> shift);
        int place = place(node, branch);
        if ((node.branches & branch) == 0) {
            Object[] more = new Object[node.content.length + 1];
            System.arraycopy(node.content, 0, more, 0, place);
            more[place] = new Entry(key, value, null);
            System.arraycopy(node.content, place, more, place + 1, node.content.length - place);
            return new Node(node.branches | branch, more);
        }
        Object[] changed = node.content.clone();
        if (changed[place] instanceof Node deeper) {
            changed[place] = with(deeper, hash, shift + BITS, key, value);
        } else {
            Entry entry = (Entry) changed[place];
            int other = spread(entry.key);
            changed[place] = other == hash
                    ? new Entry(key, value, without(entry, key))
                    : with(
                            new Node(1 << (other >>> (shift + BITS)), new Object[] {entry}),
                            hash,
                            shift + BITS,
                            key,
                            value);
        }
        return new Node(node.branches, changed);
    }

    private static @Nullable Entry without(@Nullable Entry entry, String key) {
        if (entry == null) {
            return null;
        }
        return entry.key.equals(key) ? entry.next : new Entry(entry.key, entry.value, without(entry.next, key));
    }

    /**
     * Calls an action with every id and its value.
     *
     * @param action called with each
     */
    public void forEach(BiConsumer<String, V> action) {
        forEach(root, action);
    }

    @SuppressWarnings("unchecked") // values enter through with(...) alone
    private void forEach(Node node, BiConsumer<String, V> action) {
        for (Object content : node.content) {
            if (content instanceof Node deeper) {
                forEach(deeper, action);
            } else {
                for (Entry entry = (Entry) content; entry != null; entry = entry.next) {
                    action.accept(entry.key, (V) entry.value);
                }
            }
        }
    }

    /** Number of branches present before this one. */
    private static int place(Node node, int branch) {
        return Integer.bitCount(node.branches & (branch - 1));
    }

    /**
     * Mixes the high bits of the hash code into the low ones, which the first levels use; one to one, so there are no
     * new collisions.
     */
    private static int spread(String key) {
        int hash = key.hashCode();
        return hash ^ (hash >>> 16);
    }
}
