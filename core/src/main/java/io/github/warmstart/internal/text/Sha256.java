// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests in lower-case hex. */
public final class Sha256 {

    private final MessageDigest digest = newDigest();

    /** The digest of a text in UTF-8. */
    public static String ofText(String text) {
        return new Sha256().update(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** Adds bytes to the digest. */
    public Sha256 update(byte... bytes) {
        digest.update(bytes);
        return this;
    }

    /** The digest of all bytes so far, 64 digits; starts anew afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
