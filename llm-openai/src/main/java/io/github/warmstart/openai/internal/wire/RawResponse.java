// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import okhttp3.Headers;
import okio.ByteString;

/**
 * What came back over the wire, read and closed.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body after decompression, up to the limit
 * @param tooLong whether there was more of it
 */
public record RawResponse(int status, Headers headers, ByteString body, boolean tooLong) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The value of a header, or an empty text. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }
}
