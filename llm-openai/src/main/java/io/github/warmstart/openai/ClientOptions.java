// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import io.github.warmstart.budget.Budget;
import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.api.StructuredOutput;
import io.github.warmstart.openai.internal.failure.Sleeper;
import io.github.warmstart.openai.internal.settings.BaseUrl;
import io.github.warmstart.openai.internal.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Option values of a client. A value never changes once it is in use: {@link #with} changes a copy, which is made by
 * {@code clone} and so loses nothing.
 */
final class ClientOptions implements Cloneable {

    static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(60);
    static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final int DEFAULT_MAX_ATTEMPTS = 5;
    static final Duration DEFAULT_MAX_WAIT = Duration.ofMinutes(5);
    static final long DEFAULT_MAX_REPLY_BYTES = 1024L * 1024;
    static final int DEFAULT_MAX_CONCURRENCY = 256;

    String baseUrl = BaseUrl.OPENAI;
    boolean allowCleartext;

    @Nullable
    Supplier<ApiKey> apiKey;

    @Nullable
    String keyHeader;

    Map<String, String> queryParameters = Map.of();
    Map<String, String> headers = Map.of();
    Duration callTimeout = DEFAULT_CALL_TIMEOUT;
    Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    long maxReplyBytes = DEFAULT_MAX_REPLY_BYTES;

    @Nullable
    OkHttpClient httpClient;

    @Nullable
    ExecutorService executor;

    @Nullable
    String model;

    int maxAttempts = DEFAULT_MAX_ATTEMPTS;
    Duration maxWait = DEFAULT_MAX_WAIT;

    @Nullable
    Double temperature;

    @Nullable
    Long seed;

    StructuredOutput structuredOutput = StructuredOutput.JSON_SCHEMA;
    double requestsPerMinute = Double.POSITIVE_INFINITY;
    double tokensPerMinute = Double.POSITIVE_INFINITY;
    int maxConcurrency = DEFAULT_MAX_CONCURRENCY;
    Budget budget = Budget.unlimited();
    OpenAiListener listener = OpenAiListener.NONE;
    Clock clock = Clock.systemUTC();

    @Nullable
    Sleeper sleeper;

    long jitterSeed = new SplittableRandom().nextLong();

    /** A copy with a change. */
    ClientOptions with(Consumer<ClientOptions> change) {
        try {
            ClientOptions copy = (ClientOptions) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this class is cloneable", e);
        }
    }

    /** An unmodifiable copy of a map with one more entry, in the order of insertion. */
    static Map<String, String> plus(Map<String, String> map, String name, String value) {
        Map<String, String> copy = new LinkedHashMap<>(map);
        copy.put(name, value);
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Checks the options together.
     *
     * @throws IllegalArgumentException if a required option is missing, or the base URL cannot be used
     */
    Settings settings() {
        if (model == null) {
            throw new IllegalArgumentException("model is required, but was not set: call model(...) before build()");
        }
        HttpUrl.Builder address = BaseUrl.completions(baseUrl, allowCleartext).newBuilder();
        queryParameters.forEach(address::setQueryParameter);
        HttpUrl endpoint = address.build();
        if (apiKey == null && !allowCleartext && !BaseUrl.isLoopback(endpoint)) {
            throw new IllegalArgumentException(
                    "apiKey is required for %s, but was not set: call apiKey(...) before build()"
                            .formatted(endpoint.host()));
        }
        return new Settings(
                endpoint,
                apiKey,
                keyHeader(endpoint),
                headers,
                model,
                callTimeout,
                connectTimeout,
                maxAttempts,
                maxWait,
                requestsPerMinute,
                tokensPerMinute,
                maxConcurrency,
                budget,
                temperature,
                seed,
                structuredOutput,
                maxReplyBytes);
    }

    private String keyHeader(HttpUrl endpoint) {
        if (keyHeader != null) {
            return keyHeader;
        }
        return BaseUrl.isAzure(endpoint) ? BaseUrl.AZURE_KEY_HEADER : Settings.AUTHORIZATION;
    }
}
