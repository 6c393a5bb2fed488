// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.batch;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.wire.ProviderError;
import io.github.warmstart.openai.internal.wire.RawResponse;
import io.github.warmstart.openai.internal.wire.Redaction;
import io.github.warmstart.openai.internal.wire.Wire;
import io.github.warmstart.signal.SignalException.Reach;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Headers;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * Line of the output file or the error file of a batch.
 *
 * @param requestId id of the request
 * @param status HTTP status of its call; 0 if it was not executed
 * @param providerRequestId the provider's id of the call
 * @param body body of the response
 * @param error reason why it was not executed
 */
record BatchResultLine(String requestId, int status, String providerRequestId, ByteString body, ProviderError error) {

    /** Reads a line; empty if it is invalid. Never throws. */
    static Optional<BatchResultLine> read(ByteString line, Redaction redaction) {
        try {
            JsonReader reader = JsonReader.of(new Buffer().write(line));
            String requestId = "";
            Response response = Response.NONE;
            ProviderError error = ProviderError.NONE;
            reader.beginObject();
            while (reader.hasNext()) {
                switch (reader.nextName()) {
                    case "custom_id" -> requestId = text(reader);
                    case "response" -> response = Response.read(reader);
                    case "error" -> {
                        Object value = reader.readJsonValue();
                        error = value == null ? ProviderError.NONE : ProviderError.of(value, redaction);
                    }
                    default -> reader.skipValue();
                }
            }
            reader.endObject();
            boolean useful = !requestId.isEmpty() && (response.status() != 0 || !error.isEmpty());
            return useful
                    ? Optional.of(new BatchResultLine(
                            requestId, response.status(), response.requestId(), response.body(), error))
                    : Optional.empty();
        } catch (IOException | JsonDataException e) {
            return Optional.empty();
        }
    }

    /** The response, in the form of one to a single call. */
    RawResponse response() {
        Headers headers = providerRequestId.isEmpty() ? Headers.EMPTY : Headers.of("x-request-id", providerRequestId);
        return new RawResponse(status, headers, body, false);
    }

    /** Failure of a request that was not executed; retryable if it expired, not if it was cancelled. */
    Failure notExecuted() {
        boolean cancelled = error.code().equals("batch_cancelled");
        return new Failure(
                "the batch ended before this request was executed",
                cancelled ? "send the request again" : "send the request again, or use smaller batches",
                0,
                error,
                "",
                null,
                !cancelled,
                false,
                Reach.ONE_REQUEST,
                null,
                Wire.Tokens.NONE);
    }

    private record Response(int status, String requestId, ByteString body) {

        static final Response NONE = new Response(0, "", ByteString.EMPTY);

        static Response read(JsonReader reader) throws IOException {
            if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
                reader.skipValue();
                return NONE;
            }
            int status = 0;
            String requestId = "";
            ByteString body = ByteString.EMPTY;
            reader.beginObject();
            while (reader.hasNext()) {
                switch (reader.nextName()) {
                    case "status_code" -> status = status(reader);
                    case "request_id" -> requestId = text(reader).replaceAll("[^\\x21-\\x7e]", "");
                    case "body" -> {
                        try (BufferedSource raw = reader.nextSource()) {
                            body = raw.readByteString();
                        }
                    }
                    default -> reader.skipValue();
                }
            }
            reader.endObject();
            return new Response(status, requestId, body);
        }

        private static int status(JsonReader reader) throws IOException {
            if (reader.peek() != JsonReader.Token.NUMBER) {
                reader.skipValue();
                return 0;
            }
            double status = reader.nextDouble();
            return status >= 100 && status < 600 ? (int) status : 0;
        }
    }

    private static String text(JsonReader reader) throws IOException {
        if (reader.peek() == JsonReader.Token.STRING) {
            return reader.nextString();
        }
        reader.skipValue();
        return "";
    }
}
