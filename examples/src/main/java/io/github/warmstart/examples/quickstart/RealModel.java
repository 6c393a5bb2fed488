// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

import io.github.warmstart.openai.OpenAiChatModel;
import io.github.warmstart.openai.OpenAiSignalGenerator;
import org.jspecify.annotations.Nullable;

/** Joins a real model, with the key from the environment. */
final class RealModel {

    private RealModel() {}

    /**
     * A generator for the model that the arguments name.
     *
     * @param domain what an item is, for the prompts
     * @param key the key, or null for a server on this machine
     * @throws UsageException if the model cannot be joined with these arguments
     */
    static OpenAiSignalGenerator join(QuickStartArguments arguments, String domain, @Nullable String key) {
        OpenAiSignalGenerator.Builder builder = OpenAiSignalGenerator.builder()
                .model(arguments.model().orElseThrow())
                .prompting(prompts -> prompts.domain(domain));
        if (key != null && !key.isBlank()) {
            try {
                builder.apiKey(key);
            } catch (IllegalArgumentException e) {
                throw new UsageException("OPENAI_API_KEY cannot be used: " + e.getMessage());
            }
        }
        String server = arguments.baseUrl().orElse(OpenAiChatModel.DEFAULT_BASE_URL);
        try {
            return builder.baseUrl(server).build();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--base-url cannot be used: " + e.getMessage());
        } catch (IllegalStateException e) {
            // the model is set, so it is the key that is not
            throw new UsageException("no key for %s: set OPENAI_API_KEY in the environment".formatted(server));
        }
    }
}
