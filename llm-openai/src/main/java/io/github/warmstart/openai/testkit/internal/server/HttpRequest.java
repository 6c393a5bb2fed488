// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request of a client, with the names of its headers in lower case. Immutable. */
public final class HttpRequest {

    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;

    HttpRequest(String method, String path, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
    }

    String method() {
        return method;
    }

    /** The path with its query. */
    String path() {
        return path;
    }

    /** The path without its query. */
    String route() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    Map<String, String> headers() {
        return headers;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean isChat() {
        return method.equals("POST") && route().endsWith("/chat/completions");
    }

    /** The key of the client; null if it sent none. */
    @Nullable
    String key() {
        String bearer = headers.get("authorization");
        if (bearer != null
                && bearer.startsWith("Bearer ")
                && !bearer.substring(7).isBlank()) {
            return bearer.substring(7);
        }
        return headers.get("api-key");
    }
}
