// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.OpenAiChatModel;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import org.jspecify.annotations.Nullable;

/** Factory of generators for a real model, with the key from the environment. */
final class RealModel {

    private RealModel() {}

    /**
     * Creates a generator for the model named by the arguments.
     *
     * @param domain kind of the items, for the prompts
     * @param key the key; null for a server on this machine
     * @throws UsageException if the model cannot be used with these arguments
     */
    static OpenAiSignalGenerator join(QuickStartArguments arguments, String domain, @Nullable String key) {
        OpenAiSignalGenerator.Builder builder = OpenAiSignalGenerator.builder()
                .model(arguments.model().orElseThrow())
                .prompting(prompts -> prompts.domain(domain));
        boolean hasKey = key != null && !key.isBlank();
        if (hasKey) {
            try {
                builder.apiKey(requireNonNull(key));
            } catch (IllegalArgumentException e) {
                throw new UsageException("OPENAI_API_KEY cannot be used: " + e.getMessage());
            }
        }
        String server = arguments.baseUrl().orElse(OpenAiChatModel.DEFAULT_BASE_URL);
        try {
            return builder.baseUrl(server).build();
        } catch (IllegalArgumentException e) {
            if (!hasKey && isValidWithKey(builder)) {
                throw new UsageException("no key for %s: set OPENAI_API_KEY in the environment".formatted(server));
            }
            throw new UsageException("--base-url cannot be used: " + e.getMessage());
        }
    }

    /** Whether only the key is missing. */
    private static boolean isValidWithKey(OpenAiSignalGenerator.Builder builder) {
        try {
            builder.apiKey("placeholder").build().close();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
