// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.settings;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.api.OpenAiListener;
import io.github.warmstart.openai.api.StructuredOutput;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What a builder has settled, checked. */
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
        long maxReplyBytes,
        OpenAiListener listener) {

    public static final String AUTHORIZATION = "Authorization";

    /** The provider's name in the conventions for telemetry. */
    public String provider() {
        return BaseUrl.isAzure(endpoint) || keyHeader.equalsIgnoreCase(BaseUrl.AZURE_KEY_HEADER)
                ? "azure.ai.openai"
                : "openai";
    }
}
