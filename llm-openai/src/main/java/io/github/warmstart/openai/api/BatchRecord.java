// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What must survive a restart about one batch, so that nothing is bought twice. It holds hashes and ids of the provider:
 * no key, no prompt, no answer.
 *
 * @param key names the record; a hash, letters and digits
 * @param endpoint where the batch runs
 * @param model the model that was asked for
 * @param requestIds hashes of the prompts that it answers
 * @param inputFileId the provider's id of the uploaded file
 * @param batchId the provider's id of the batch; empty if it is not known whether it was created
 */
public record BatchRecord(
        String key, String endpoint, String model, List<String> requestIds, String inputFileId, String batchId) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the key holds anything but letters and digits
     */
    public BatchRecord {
        if (!key.matches("[A-Za-z0-9]{1,128}")) {
            throw new IllegalArgumentException(
                    "key must hold 1 to 128 letters and digits, but was '%s'".formatted(key));
        }
        requireNonNull(endpoint, "endpoint");
        requireNonNull(model, "model");
        requestIds = List.copyOf(requestIds);
        requireNonNull(inputFileId, "inputFileId");
        requireNonNull(batchId, "batchId");
    }

    public BatchRecord created(String id) {
        return new BatchRecord(key, endpoint, model, requestIds, inputFileId, id);
    }

    public BatchRecord answering(List<String> ids) {
        return new BatchRecord(key, endpoint, model, ids, inputFileId, batchId);
    }
}
