// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fair queue across jobs: first in, first out within a job, and round-robin between jobs. Not thread-safe.
 *
 * @param <J> identity of a job, compared by {@code equals}
 * @param <T> waiting elements
 */
public final class FairQueue<J, T> {

    private final Map<J, Deque<T>> byJob = new LinkedHashMap<>();

    public void add(J job, T element) {
        byJob.computeIfAbsent(job, any -> new ArrayDeque<>()).add(element);
    }

    /** The next element; null if the queue is empty. */
    @Nullable
    public T head() {
        Iterator<Deque<T>> jobs = byJob.values().iterator();
        return jobs.hasNext() ? jobs.next().peek() : null;
    }

    /** Removes an element; if it was served, the other jobs come before the next element of this job. */
    public void remove(J job, T element, boolean served) {
        Deque<T> elements = byJob.get(job);
        if (elements == null) {
            return;
        }
        elements.remove(element);
        if (served || elements.isEmpty()) {
            byJob.remove(job);
        }
        if (served && !elements.isEmpty()) {
            byJob.put(job, elements);
        }
    }

    Iterable<T> all() {
        return byJob.values().stream().flatMap(Deque::stream).toList();
    }
}
