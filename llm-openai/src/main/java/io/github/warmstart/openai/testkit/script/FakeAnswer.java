// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeModel} says.
 *
 * @param content the words; null for a message without content
 * @param refusal the words of a refusal; null for none
 * @param finishReason why the answer ended, for example {@code stop}, {@code length} or {@code content_filter}
 */
public record FakeAnswer(@Nullable String content, @Nullable String refusal, String finishReason) {

    /** Checks the reason. */
    public FakeAnswer {
        requireNonNull(finishReason, "finishReason");
    }

    /**
     * An answer that ended by itself.
     *
     * @param content the words
     * @return the answer
     */
    public static FakeAnswer of(String content) {
        return new FakeAnswer(requireNonNull(content, "content"), null, "stop");
    }

    /**
     * An answer that was cut at the limit of tokens.
     *
     * @param content the words up to the cut
     * @return the answer
     */
    public static FakeAnswer cut(String content) {
        return new FakeAnswer(requireNonNull(content, "content"), null, "length");
    }

    /**
     * A refusal.
     *
     * @param words what the model says in its place
     * @return the answer
     */
    public static FakeAnswer refusal(String words) {
        return new FakeAnswer(null, requireNonNull(words, "words"), "stop");
    }
}
