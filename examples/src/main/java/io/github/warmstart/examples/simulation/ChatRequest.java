// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.simulation;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a chat completion request that the simulation uses.
 *
 * @param model the requested model
 * @param system the instructions
 * @param user the question
 */
record ChatRequest(String model, String system, String user) {

    private static final JsonAdapter<Object> JSON = new Moshi.Builder().build().adapter(Object.class);

    /**
     * Parses a request body.
     *
     * @throws IllegalArgumentException if it is not such a request; the message is the provider's error message
     */
    static ChatRequest parse(String body) {
        if (!(json(body) instanceof Map<?, ?> request)) {
            throw new IllegalArgumentException("body must be a JSON object");
        }
        if (!(request.get("model") instanceof String model) || model.isBlank()) {
            throw new IllegalArgumentException("model must be given");
        }
        if (Boolean.TRUE.equals(request.get("stream"))) {
            throw new IllegalArgumentException("stream is not supported by this simulation");
        }
        if (!(request.get("messages") instanceof List<?> messages)) {
            throw new IllegalArgumentException("messages must be a list");
        }
        StringBuilder system = new StringBuilder();
        StringBuilder user = new StringBuilder();
        for (Object entry : messages) {
            if (!(entry instanceof Map<?, ?> message) || !(message.get("role") instanceof String role)) {
                throw new IllegalArgumentException("messages must each have a role");
            }
            switch (role) {
                case "system", "developer" -> system.append(text(message.get("content")));
                case "user" -> user.append(text(message.get("content")));
                default -> throw new IllegalArgumentException("role '%s' is not supported".formatted(role));
            }
        }
        if (user.isEmpty()) {
            throw new IllegalArgumentException("messages must hold one of the role 'user'");
        }
        return new ChatRequest(model, system.toString(), user.toString());
    }

    private static @Nullable Object json(String body) {
        try {
            return JSON.fromJson(body);
        } catch (IOException | JsonDataException e) {
            throw new IllegalArgumentException("body must be JSON", e);
        }
    }

    /** The text of a message, a string or a list of parts. */
    private static String text(@Nullable Object content) {
        if (content instanceof String whole) {
            return whole;
        }
        if (content instanceof List<?> parts) {
            StringBuilder text = new StringBuilder();
            for (Object part : parts) {
                text.append(part instanceof Map<?, ?> map ? text(map.get("text")) : text(null));
            }
            return text.toString();
        }
        throw new IllegalArgumentException("content must be text");
    }

    /** Hash of the prompt; the other fields of the request do not affect it. */
    long key() {
        try {
            // the digest helper of core is internal, and examples use the public API only
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((system + '\0' + user).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
