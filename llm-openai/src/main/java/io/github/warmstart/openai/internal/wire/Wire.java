// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import com.squareup.moshi.Json;
import com.squareup.moshi.JsonQualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Wire shapes of a completion, limited to the fields that this client reads.
 *
 * <p>Servers differ in everything but the text of the model, and an answer is paid for however odd its other fields are. So
 * the shapes accept what they can, and unknown fields are skipped. The records are public because Moshi requires it.
 */
public final class Wire {

    private Wire() {}

    /**
     * Lenient reading: of a string that may also be a number or a list of parts, of the first element of a list, or of the
     * plain fields of an error. Any other value counts as absent and is skipped without being stored, so an answer of
     * millions of small values needs no more memory than its bytes.
     */
    @Retention(RetentionPolicy.RUNTIME)
    @JsonQualifier
    public @interface Lenient {}

    /** Complete answer; only the first choice is read, because this client asks for one. */
    public record Completion(
            @Nullable @Lenient String id,
            @Nullable @Lenient String model,
            @Json(name = "choices") @Nullable @Lenient Choice choice,
            @Nullable @Lenient Map<String, String> error,
            Tokens usage) {
        @SuppressWarnings("ConstantValue") // Moshi passes null for what is missing
        public Completion {
            error = error == null || error.isEmpty()
                    ? null
                    : error; // some servers send an empty one with a good answer
            usage = usage == null ? Tokens.NONE : usage;
        }
    }

    /** One choice of a completion. */
    public record Choice(
            @Nullable Message message, @Nullable @Lenient String finish_reason) {}

    /** Arguments of the first tool call, which some models send in place of an answer. */
    @Retention(RetentionPolicy.RUNTIME)
    @JsonQualifier
    public @interface Arguments {}

    /** Text of the model, or its refusal. */
    public record Message(
            @Nullable @Lenient String content,
            @Nullable @Lenient String refusal,
            @Json(name = "tool_calls") @Nullable @Arguments String arguments) {}

    /** Token counts; 0 for missing and implausible ones. */
    public record Tokens(long input, long cached, long output) {
        public static final Tokens NONE = new Tokens(0, 0, 0);

        public Tokens {
            cached = Math.min(cached, input);
        }
    }
}
