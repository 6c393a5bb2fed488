// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.api;

import static java.util.Objects.requireNonNull;

/**
 * API key of a provider: a secret that does not show itself.
 *
 * <p>{@link #toString()} returns stars, the object cannot be serialized, and it is compared by identity. Immutable and
 * thread-safe.
 */
public final class ApiKey {

    private static final String STARS = "***";

    private final String secret;

    private ApiKey(String secret) {
        this.secret = secret;
    }

    /**
     * Creates a key from its text.
     *
     * @param secret the key; white space around it, such as the line end of a key file, is removed
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

    /**
     * The secret itself, for the header of a request. It belongs in no log, message or exception.
     *
     * @return the key as it is sent
     */
    public String secret() {
        return secret;
    }

    /**
     * Stars, for every key.
     *
     * @return always the same text
     */
    @Override
    public String toString() {
        return STARS;
    }
}
