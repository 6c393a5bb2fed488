// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.testkit.script;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Answer of a {@link FakeModel}.
 *
 * @param content text of the answer; null for none
 * @param refusal text of a refusal; null for none
 * @param finishReason reason why the answer ended, for example {@code stop}, {@code length} or {@code content_filter}
 */
public record FakeAnswer(@Nullable String content, @Nullable String refusal, String finishReason) {

    /** Checks the reason. */
    public FakeAnswer {
        requireNonNull(finishReason, "finishReason");
    }

    /**
     * A complete answer.
     *
     * @param content its text
     * @return the answer
     */
    public static FakeAnswer of(String content) {
        return new FakeAnswer(requireNonNull(content, "content"), null, "stop");
    }

    /**
     * An answer that was truncated at the token limit.
     *
     * @param content its text up to the limit
     * @return the answer
     */
    public static FakeAnswer cut(String content) {
        return new FakeAnswer(requireNonNull(content, "content"), null, "length");
    }

    /**
     * A refusal.
     *
     * @param text text of the refusal
     * @return the answer
     */
    public static FakeAnswer refusal(String text) {
        return new FakeAnswer(null, requireNonNull(text, "text"), "stop");
    }
}
