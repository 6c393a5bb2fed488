// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import okhttp3.Headers;
import okio.ByteString;

/**
 * Response of a server, read and closed.
 *
 * @param status HTTP status
 * @param headers headers
 * @param body body after decompression, up to the limit
 * @param tooLong whether the body was longer than the limit
 */
public record RawResponse(int status, Headers headers, ByteString body, boolean tooLong) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The value of a header; empty if it is missing. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
