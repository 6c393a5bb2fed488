// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Durable record of one batch, with which a restarted process avoids buying its answers again. Holds hashes and the
 * provider's ids: no key, no prompt, no answer.
 *
 * @param key unique key of the record; a hash of letters and digits
 * @param endpoint address of chat completions
 * @param model requested model
 * @param requestIds hashes of the prompts of the batch
 * @param inputFileId the provider's id of the uploaded file
 * @param batchId the provider's id of the batch; empty if it is not known whether the batch was created
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
}
