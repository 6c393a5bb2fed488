// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.signal.SignalRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the prompt of a request. */
final class PromptWriter {

    static final String VERSION = "ratings-1";

    PromptWriter(
            String domain,
            String scaleMeaning,
            Set<String> allowedProfileAttributes,
            @Nullable Set<String> allowedItemAttributes) {}

    ChatPrompt write(SignalRequest request) {
        return new ChatPrompt("", "", "ratings", "{}", 0);
    }
}
