// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import java.nio.file.Path;
import java.util.List;

/**
 * Keeps the records of batches over a restart. The library brings one in a folder and one in memory; a host with several
 * machines puts its database here.
 *
 * <p>Implementations must be safe for all threads. What they throw ends the job that called them.
 */
public interface BatchStore {

    /**
     * All records.
     *
     * @return what was saved and not removed, in any order
     */
    List<BatchRecord> load();

    /**
     * Saves a record, in the place of one with the same key. It must be durable when this returns: a batch that is
     * forgotten is paid for twice.
     *
     * @param batch the record
     */
    void save(BatchRecord batch);

    /**
     * Removes a record; nothing happens if there is none.
     *
     * @param key its key
     */
    void remove(String key);

    /**
     * A store in a folder, one small file a batch, each written aside and moved into its place. For one process at a
     * time.
     *
     * @param folder is created with the first record
     * @return the store; it throws {@link java.io.UncheckedIOException} if files cannot be read or written
     */
    static BatchStore inFolder(Path folder) {
        return new FolderBatchStore(folder);
    }

    /**
     * A store that forgets everything with this process.
     *
     * @return an empty store
     */
    static BatchStore inMemory() {
        return new MemoryBatchStore();
    }
}
