// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.traffic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is next: first come first served within a job, and the jobs in turn. Not thread-safe.
 *
 * @param <J> what tells jobs apart; compared by equality
 * @param <T> what waits
 */
public final class FairQueue<J, T> {

    private final Map<J, Deque<T>> byJob = new LinkedHashMap<>();

    public void add(J job, T ticket) {
        byJob.computeIfAbsent(job, any -> new ArrayDeque<>()).add(ticket);
    }

    /** The next; null if nobody waits. */
    @Nullable
    public T head() {
        Iterator<Deque<T>> jobs = byJob.values().iterator();
        return jobs.hasNext() ? jobs.next().peek() : null;
    }

    /** Takes a ticket out, and lets the other jobs go first if it has had its turn. */
    public void remove(J job, T ticket, boolean served) {
        Deque<T> line = byJob.get(job);
        if (line == null) {
            return;
        }
        line.remove(ticket);
        if (served || line.isEmpty()) {
            byJob.remove(job);
        }
        if (served && !line.isEmpty()) {
            byJob.put(job, line);
        }
    }

    Iterable<T> all() {
        return byJob.values().stream().flatMap(Deque::stream).toList();
    }
}
