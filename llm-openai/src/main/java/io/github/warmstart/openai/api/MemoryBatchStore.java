// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Batch store in memory. Thread-safe. */
final class MemoryBatchStore implements BatchStore {

    private final Map<String, BatchRecord> records = new ConcurrentSkipListMap<>();

    @Override
    public List<BatchRecord> load() {
        return List.copyOf(records.values());
    }

    @Override
    public void save(BatchRecord batch) {
        records.put(batch.key(), batch);
    }

    @Override
    public void remove(String key) {
        records.remove(key);
    }
}
