// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import com.squareup.moshi.Json;
import com.squareup.moshi.JsonQualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a completion looks like on the wire, as far as this client reads it.
 *
 * <p>Servers differ in everything but the words of the model, and an answer is paid for whatever else is odd about it.
 * So the shapes accept what they can, and unknown fields are skipped. The records are public because Moshi cannot read
 * others; the class around them is not.
 */
public final class Wire {

    private Wire() {}

    /**
     * Marks what is read loosely: a text that may also come as a number or as a list of parts, the first of a list, the
     * plain fields of an error. Anything else counts as absent, and is skipped without being kept, so that an answer of
     * millions of tiny things takes no more memory than its bytes.
     */
    @Retention(RetentionPolicy.RUNTIME)
    @JsonQualifier
    public @interface Loose {}

    /** The whole answer; of several choices the first, since this client asks for one. */
    public record Completion(
            @Nullable @Loose String id,
            @Nullable @Loose String model,
            @Json(name = "choices") @Nullable @Loose Choice choice,
            @Nullable @Loose Map<String, String> error,
            Tokens usage) {
        @SuppressWarnings("ConstantValue") // Moshi passes null for what is missing
        public Completion {
            error = error == null || error.isEmpty()
                    ? null
                    : error; // some servers send an empty one with a good answer
            usage = usage == null ? Tokens.NONE : usage;
        }
    }

    /** One of the answers. */
    public record Choice(
            @Nullable Message message, @Nullable @Loose String finish_reason) {}

    /** Marks the arguments of the first call of a tool, which some models make in the place of an answer. */
    @Retention(RetentionPolicy.RUNTIME)
    @JsonQualifier
    public @interface Arguments {}

    /** The words of the model, or its refusal. */
    public record Message(
            @Nullable @Loose String content,
            @Nullable @Loose String refusal,
            @Json(name = "tool_calls") @Nullable @Arguments String arguments) {}

    /** Counts of tokens that make sense; 0 for those that do not. */
    public record Tokens(long input, long cached, long output) {
        public static final Tokens NONE = new Tokens(0, 0, 0);

        public Tokens {
            cached = Math.min(cached, input);
        }
    }
}
