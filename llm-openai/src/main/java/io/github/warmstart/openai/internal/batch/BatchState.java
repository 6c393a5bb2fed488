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
 * What the provider says of a batch.
 *
 * @param id its id
 * @param status its status, in the provider's words
 * @param inputFileId the file it works on
 * @param outputFileId answers; empty if there are none yet
 * @param errorFileId lines that failed; empty if there are none yet
 * @param error why it failed as a whole; empty if it did not
 */
record BatchState(
        String id, String status, String inputFileId, String outputFileId, String errorFileId, ProviderError error) {

    /** What an id may be, so that it fits into an address. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private static final Set<String> OVER = Set.of("completed", "failed", "expired", "cancelled");

    boolean isOver() {
        return OVER.contains(status);
    }

    /** Reads a batch; nothing if the text is none. */
    static Optional<BatchState> read(ByteString body, Redaction redaction) {
        return json(body) instanceof Map<?, ?> map ? of(map, redaction) : Optional.empty();
    }

    /** A page of a list of batches. */
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

    /** Reads the id of an uploaded file. */
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
