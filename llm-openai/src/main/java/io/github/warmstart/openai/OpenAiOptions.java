// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.internal.failure.RetryHints;
import io.github.warmstart.openai.internal.settings.BaseUrl;
import io.github.warmstart.openai.internal.settings.Settings;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, how it is reached, and by which key: the options of a connection. For one thread.
 *
 * @param <B> the builder itself
 */
public abstract class OpenAiOptions<B extends OpenAiOptions<B>> {

    String baseUrl = OpenAiChatModel.DEFAULT_BASE_URL;
    boolean allowCleartext;

    @Nullable
    Supplier<ApiKey> apiKey;

    @Nullable
    String keyHeader;

    Map<String, String> queryParameters = new LinkedHashMap<>();
    Map<String, String> headers = new LinkedHashMap<>();
    Duration callTimeout = OpenAiChatModel.DEFAULT_CALL_TIMEOUT;
    Duration connectTimeout = OpenAiChatModel.DEFAULT_CONNECT_TIMEOUT;
    long maxReplyBytes = OpenAiChatModel.DEFAULT_MAX_REPLY_BYTES;

    @Nullable
    OkHttpClient httpClient;

    @Nullable
    ExecutorService executor;

    OpenAiOptions() {}

    abstract B self();

    void copyFrom(OpenAiOptions<?> other) {
        baseUrl = other.baseUrl;
        allowCleartext = other.allowCleartext;
        apiKey = other.apiKey;
        keyHeader = other.keyHeader;
        queryParameters = new LinkedHashMap<>(other.queryParameters);
        headers = new LinkedHashMap<>(other.headers);
        callTimeout = other.callTimeout;
        connectTimeout = other.connectTimeout;
        maxReplyBytes = other.maxReplyBytes;
        httpClient = other.httpClient;
        executor = other.executor;
    }

    /**
     * Where the server is; default {@value OpenAiChatModel#DEFAULT_BASE_URL}.
     *
     * @param url what stands before {@code /chat/completions}: https, or http for this machine itself
     * @return this builder
     */
    public B baseUrl(String url) {
        baseUrl = requireNonNull(url, "baseUrl");
        return self();
    }

    /**
     * Whether http may be spoken to other machines; default no. Everybody between can then read the key and the
     * prompts, so only do so in a network you trust. It also makes the key optional.
     *
     * @param allow true to allow it
     * @return this builder
     */
    public B allowCleartext(boolean allow) {
        allowCleartext = allow;
        return self();
    }

    /**
     * The key; required unless the server is this machine itself or cleartext is allowed.
     *
     * @param secret the key, for example read from the environment
     * @return this builder
     * @throws IllegalArgumentException if it is blank or holds anything but visible ASCII characters
     */
    public B apiKey(String secret) {
        ApiKey key = ApiKey.of(secret);
        return apiKey(() -> key);
    }

    /**
     * Where the key comes from; asked before each attempt, so that keys can change.
     *
     * @param supplier gives the key; called by several threads; what it throws ends the call
     * @return this builder
     */
    public B apiKey(Supplier<ApiKey> supplier) {
        apiKey = requireNonNull(supplier, "apiKey");
        return self();
    }

    /**
     * How long one attempt may take, from connecting to the last byte; default 60 s.
     *
     * @param timeout 1 ms to 365 days
     * @return this builder
     */
    public B callTimeout(Duration timeout) {
        callTimeout = withinReason(timeout, "callTimeout");
        return self();
    }

    /**
     * How long connecting may take; default 10 s.
     *
     * @param timeout 1 ms to 365 days
     * @return this builder
     */
    public B connectTimeout(Duration timeout) {
        connectTimeout = withinReason(timeout, "connectTimeout");
        return self();
    }

    /**
     * How many bytes of an answer are read, after unpacking; default 1 MiB. A longer one is an error.
     *
     * @param bytes 1 or more
     * @return this builder
     */
    public B maxReplyBytes(long bytes) {
        if (bytes < 1 || bytes >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "maxReplyBytes must be between 1 and %d, but was %d".formatted(Integer.MAX_VALUE - 1, bytes));
        }
        maxReplyBytes = bytes;
        return self();
    }

    /**
     * The host's client, whose connections, proxy, TLS and interceptors are then used; default a client of its own.
     * It is neither changed nor closed. Its timeouts, cookies, cache, authenticator and dispatcher are not used.
     *
     * @param client a client of the host
     * @return this builder
     */
    public B httpClient(OkHttpClient client) {
        httpClient = requireNonNull(client, "httpClient");
        return self();
    }

    /**
     * The header that the key goes into; default {@code Authorization}, with {@code Bearer} before the key, and
     * {@code api-key} for servers whose name is one of Azure's. A token of Entra ID goes into {@code Authorization}.
     *
     * @param name a header; only {@code Authorization} gets {@code Bearer} before the key
     * @return this builder
     */
    public B keyHeader(String name) {
        keyHeader = headerName(name, "keyHeader");
        return self();
    }

    /**
     * A header that is sent with every request, for example {@code OpenAI-Project}; default none.
     *
     * @param name its name
     * @param value its value, which is no secret
     * @return this builder
     * @throws IllegalArgumentException if it holds anything but visible ASCII characters and blanks, or is one that the
     *     client sets itself
     */
    public B header(String name, String value) {
        String checked = headerName(name, "header");
        if (checked.equalsIgnoreCase("Authorization") || checked.equalsIgnoreCase(BaseUrl.AZURE_KEY_HEADER)) {
            throw new IllegalArgumentException(
                    "header must not be %s: call apiKey(...) and keyHeader(...)".formatted(checked));
        }
        if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException(
                    "header %s must hold visible ASCII characters and blanks only, but holds another"
                            .formatted(checked));
        }
        headers.put(checked, value);
        return self();
    }

    /**
     * A parameter that stands behind the address, for example Azure's {@code api-version}; default none.
     *
     * @param name its name
     * @param value its value, which is no secret
     * @return this builder
     */
    public B queryParameter(String name, String value) {
        queryParameters.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return self();
    }

    /**
     * The host's executor, whose threads then do the sending and reading; default daemon threads of the client's own.
     * It is not shut down. Each call in flight keeps one of its threads, so it must have as many as there are calls.
     *
     * @param threads an executor of the host
     * @return this builder
     */
    public B executor(ExecutorService threads) {
        executor = requireNonNull(threads, "executor");
        return self();
    }

    /** The address of chat completions, checked. */
    HttpUrl endpoint() {
        HttpUrl.Builder endpoint = BaseUrl.completions(baseUrl, allowCleartext).newBuilder();
        queryParameters.forEach(endpoint::setQueryParameter);
        return endpoint.build();
    }

    /** Refuses to go on without a key where one is needed. */
    void checkKey(HttpUrl endpoint) {
        if (apiKey == null && !allowCleartext && !BaseUrl.isLoopback(endpoint)) {
            throw new IllegalStateException(
                    "apiKey is required for %s, but was not set: call apiKey(...) before build()"
                            .formatted(endpoint.host()));
        }
    }

    String keyHeader(HttpUrl endpoint) {
        if (keyHeader != null) {
            return keyHeader;
        }
        return BaseUrl.isAzure(endpoint) ? BaseUrl.AZURE_KEY_HEADER : Settings.AUTHORIZATION;
    }

    Map<String, String> headers() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static String headerName(String name, String option) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException("%s must be the name of a header, but was '%s'".formatted(option, name));
        }
        return name;
    }

    static Duration withinReason(Duration duration, String name) {
        if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(RetryHints.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s must be between 1 ms and 365 days, but was %s".formatted(name, duration));
        }
        return duration;
    }
}
