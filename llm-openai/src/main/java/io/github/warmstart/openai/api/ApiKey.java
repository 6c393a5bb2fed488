// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.internal.wire.Redaction;

/**
 * A secret that a provider knows its customer by.
 *
 * <p>It can be handed around without being shown: {@link #toString()} gives stars, it cannot be serialized, and it is
 * compared by identity. Immutable and safe for all threads.
 */
public final class ApiKey {

    private final String secret;

    private ApiKey(String secret) {
        this.secret = secret;
    }

    /**
     * A key from its text.
     *
     * @param secret the key; white space around it, such as the line end of a key file, is dropped
     * @return the key
     * @throws IllegalArgumentException if it is blank or holds anything but visible ASCII characters
     */
    public static ApiKey of(String secret) {
        String bare = requireNonNull(secret, "apiKey").strip();
        if (bare.isEmpty()) {
            throw new IllegalArgumentException("apiKey must not be blank");
        }
        for (int i = 0; i < bare.length(); i++) {
            if (bare.charAt(i) <= ' ' || bare.charAt(i) > '~') {
                throw new IllegalArgumentException(
                        "apiKey must hold visible ASCII characters only, but character %d of %d is another"
                                .formatted(i + 1, bare.length()));
            }
        }
        return new ApiKey(bare);
    }

    public String secret() {
        return secret;
    }

    /**
     * Stars, whatever the key is.
     *
     * @return always the same text
     */
    @Override
    public String toString() {
        return Redaction.STARS;
    }
}
