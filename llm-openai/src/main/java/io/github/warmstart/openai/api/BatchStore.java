// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import java.nio.file.Path;
import java.util.List;

/**
 * Store of batch records, which outlives the process. The library has one in a folder and one in memory; a host with
 * several machines implements it on its database.
 *
 * <p>Implementations must be thread-safe. An exception of theirs ends the calling job.
 */
public interface BatchStore {

    /**
     * Loads all records.
     *
     * @return all records that were saved and not removed, in any order
     */
    List<BatchRecord> load();

    /**
     * Saves a record and replaces one with the same key. The record must be durable on return: a lost record means a batch
     * that is paid for twice.
     *
     * @param batch the record
     */
    void save(BatchRecord batch);

    /**
     * Removes a record, if it exists.
     *
     * @param key key of the record
     */
    void remove(String key);

    /**
     * Creates a store in a folder, with one small file per batch that is replaced atomically. For one process at a time.
     *
     * @param folder created with the first record
     * @return the store; it throws {@link java.io.UncheckedIOException} if files cannot be read or written
     */
    static BatchStore inFolder(Path folder) {
        return new FolderBatchStore(folder);
    }

    /**
     * Creates a store that lasts as long as this process.
     *
     * @return an empty store
     */
    static BatchStore inMemory() {
        return new MemoryBatchStore();
    }
}
