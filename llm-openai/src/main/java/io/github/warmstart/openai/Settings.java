// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What a builder has settled, checked. */
record Settings(
        HttpUrl endpoint,
        @Nullable Supplier<ApiKey> apiKey,
        String model,
        Duration callTimeout,
        Duration connectTimeout,
        int maxAttempts,
        Duration maxWait,
        @Nullable Double temperature,
        @Nullable Long seed,
        StructuredOutput structuredOutput,
        long maxReplyBytes) {}
