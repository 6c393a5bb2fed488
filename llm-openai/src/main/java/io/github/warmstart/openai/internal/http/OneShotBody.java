// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.ByteString;

/**
 * A body that may be sent once. OkHttp resends a request by itself in some cases, for example after a 503 with
 * {@code Retry-After: 0}, whatever its options; a body that says it cannot be repeated is what stops it.
 */
public final class OneShotBody extends RequestBody {

    private static final MediaType JSON = MediaType.get("application/json");

    private final ByteString json;
    private volatile boolean sent;

    public OneShotBody(ByteString json) {
        this.json = json;
    }

    /** Whether any of it left: a connection that never came about costs nothing. */
    public boolean sent() {
        return sent;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public MediaType contentType() {
        return JSON;
    }

    @Override
    public long contentLength() {
        return json.size();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sent = true;
        sink.write(json);
    }
}
