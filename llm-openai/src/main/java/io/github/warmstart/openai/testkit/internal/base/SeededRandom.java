// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.internal.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Random numbers that depend on a seed, a prompt and a purpose only, and so not on the order of threads. */
public final class SeededRandom {

    private SeededRandom() {}

    public static SplittableRandom of(long seed, String prompt, String purpose) {
        byte[] hash = sha256(purpose + '\u0000' + prompt);
        return new SplittableRandom(seed ^ ByteBuffer.wrap(hash).getLong());
    }

    public static String hash(String text) {
        return HexFormat.of().formatHex(sha256(text), 0, 16);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
