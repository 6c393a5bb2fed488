// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.ByteString;

/**
 * JSON body that can be sent only once. In some cases OkHttp resends a request regardless of its options, for example after
 * a 503 with {@code Retry-After: 0}; a one-shot body prevents that.
 */
public final class OneShotBody extends RequestBody {

    private static final MediaType JSON = MediaType.get("application/json");

    private final ByteString json;
    private volatile boolean sent;

    public OneShotBody(ByteString json) {
        this.json = json;
    }

    /** Whether sending has begun; a failed connection costs nothing. */
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
