// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import com.squareup.moshi.JsonQualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a completion looks like on the wire, as far as this client reads it.
 *
 * <p>Servers differ in everything but the words of the model, and an answer is paid for whatever else is odd about it.
 * So the shapes accept what they can, and unknown fields are skipped. The records are public because Moshi cannot read
 * others; the class around them is not.
 */
final class Wire {

    private Wire() {}

    /** Marks a text that may also come as a number, or as a list of parts; anything else counts as absent. */
    @Retention(RetentionPolicy.RUNTIME)
    @JsonQualifier
    public @interface Loose {}

    /** The whole answer. */
    public record Completion(
            @Nullable @Loose String model,
            List<@Nullable Choice> choices,
            @Nullable Object error,
            Tokens usage) {
        @SuppressWarnings("ConstantValue") // Moshi passes null for what is missing
        public Completion {
            choices = choices == null
                    ? List.of()
                    : choices.stream().filter(Objects::nonNull).toList();
            error = isBlank(error) ? null : error;
            usage = usage == null ? Tokens.NONE : usage;
        }

        /** Some servers send an empty error with every good answer. */
        private static boolean isBlank(@Nullable Object error) {
            return error instanceof Map<?, ?> map ? map.isEmpty() : !(error instanceof String text) || text.isBlank();
        }
    }

    /** One of the answers; this client asks for one. */
    public record Choice(
            @Nullable Message message, @Nullable @Loose String finish_reason) {}

    /** The words of the model, or its refusal. */
    public record Message(
            @Nullable @Loose String content,
            @Nullable @Loose String refusal) {}

    /** Counts of tokens that make sense; 0 for those that do not. */
    public record Tokens(long input, long cached, long output) {
        static final Tokens NONE = new Tokens(0, 0, 0);

        public Tokens {
            cached = Math.min(cached, input);
        }
    }
}
