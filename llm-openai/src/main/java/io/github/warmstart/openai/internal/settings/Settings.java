// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.settings;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.api.StructuredOutput;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Checked settings of a client, as all parts of it read them. Immutable.
 *
 * @param endpoint address of chat completions
 * @param apiKey source of the key; null for a server without one
 * @param keyHeader header of the key
 * @param headers further headers of each request
 * @param temperature sampling temperature; null to send none
 * @param seed sampling seed; null to send none
 */
public record Settings(
        HttpUrl endpoint,
        @Nullable Supplier<ApiKey> apiKey,
        String keyHeader,
        Map<String, String> headers,
        String model,
        Duration callTimeout,
        Duration connectTimeout,
        int maxAttempts,
        Duration maxWait,
        double requestsPerMinute,
        double tokensPerMinute,
        int maxConcurrency,
        Budget budget,
        @Nullable Double temperature,
        @Nullable Long seed,
        StructuredOutput structuredOutput,
        long maxReplyBytes) {

    public static final String AUTHORIZATION = "Authorization";

    /** The provider's name in the OpenTelemetry conventions. */
    public String provider() {
        return BaseUrl.isAzure(endpoint) || keyHeader.equalsIgnoreCase(BaseUrl.AZURE_KEY_HEADER)
                ? "azure.ai.openai"
                : "openai";
    }

    /** The current key; null for a server without one. */
    public @Nullable ApiKey currentKey() {
        return apiKey == null ? null : requireNonNull(apiKey.get(), "the supplier given to apiKey(...) returned null");
    }
}
