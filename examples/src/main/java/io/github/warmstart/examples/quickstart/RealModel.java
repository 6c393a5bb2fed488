// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.quickstart;

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
    static OpenAiSignalGenerator join(Arguments arguments, String domain, @Nullable String key) {
        OpenAiSignalGenerator.Builder builder = OpenAiSignalGenerator.builder()
                .model(arguments.model().orElseThrow())
                .prompting(prompts -> prompts.domain(domain));
        try {
            arguments.baseUrl().ifPresent(builder::baseUrl);
            if (key != null && !key.isBlank()) {
                builder.apiKey(key);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + " (the key is read from OPENAI_API_KEY)");
        }
    }
}
