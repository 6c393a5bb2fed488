// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import com.squareup.moshi.JsonDataException;
import io.github.warmstart.openai.internal.wire.LenientJson;
import io.github.warmstart.openai.internal.wire.ProviderError;
import io.github.warmstart.openai.internal.wire.Redaction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * State of a batch at the provider.
 *
 * @param id id of the batch
 * @param status status, as the provider names it
 * @param inputFileId file of the requests
 * @param outputFileId file of the answers; empty if there is none yet
 * @param errorFileId file of the failed requests; empty if there is none yet
 * @param error error of the whole batch; empty if it has none
 */
record BatchState(
        String id, String status, String inputFileId, String outputFileId, String errorFileId, ProviderError error) {

    /** Ids that are safe in a URL. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private static final Set<String> FINAL_STATUSES = Set.of("completed", "failed", "expired", "cancelled");

    boolean hasEnded() {
        return FINAL_STATUSES.contains(status);
    }

    /** Reads a batch; empty if the body is none. */
    static Optional<BatchState> read(ByteString body, Redaction redaction) {
        return json(body) instanceof Map<?, ?> map ? of(map, redaction) : Optional.empty();
    }

    /** Page of the list of batches. */
    record Page(List<BatchState> batches, String lastId, boolean hasMore) {}

    static Optional<Page> readPage(ByteString body, Redaction redaction) {
        if (json(body) instanceof Map<?, ?> map && map.get("data") instanceof List<?> data) {
            List<BatchState> batches = data.stream()
                    .flatMap(batch -> batch instanceof Map<?, ?> fields ? of(fields, redaction).stream() : null)
                    .toList();
            String last =
                    batches.isEmpty() ? "" : batches.get(batches.size() - 1).id();
            return Optional.of(new Page(batches, last, Boolean.TRUE.equals(map.get("has_more")) && !last.isEmpty()));
        }
        return Optional.empty();
    }

    /** Reads the id of an uploaded file; empty if the body is none. */
    static Optional<String> readFileId(ByteString body) {
        String id = json(body) instanceof Map<?, ?> map ? id(map.get("id")) : "";
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    private static Optional<BatchState> of(Map<?, ?> map, Redaction redaction) {
        String id = id(map.get("id"));
        if (id.isEmpty() || !(map.get("status") instanceof String status)) {
            return Optional.empty();
        }
        return Optional.of(new BatchState(
                id,
                status,
                id(map.get("input_file_id")),
                id(map.get("output_file_id")),
                id(map.get("error_file_id")),
                error(map.get("errors"), redaction)));
    }

    private static ProviderError error(@Nullable Object errors, Redaction redaction) {
        return errors instanceof Map<?, ?> map
                        && map.get("data") instanceof List<?> data
                        && !data.isEmpty()
                        && data.get(0) instanceof Map<?, ?> first
                ? ProviderError.of(first, redaction)
                : ProviderError.NONE;
    }

    private static String id(@Nullable Object value) {
        return value instanceof String text && ID.matcher(text).matches() ? text : "";
    }

    private static @Nullable Object json(ByteString body) {
        try {
            return LenientJson.anything(body);
        } catch (IOException | JsonDataException e) {
            return null;
        }
    }
}
