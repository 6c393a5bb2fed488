// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import static java.util.Objects.requireNonNull;

import io.github.warmstart.openai.api.ApiKey;
import io.github.warmstart.openai.internal.settings.BaseUrl;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * Connection options of a client: server, key, timeouts, headers and threads. For one thread.
 *
 * <p>The type parameter has no bound on purpose: its erasure is then accessible everywhere, so that method references to
 * these setters link although this class is hidden.
 *
 * @param <B> the builder itself
 */
abstract class OpenAiOptions<B> {

    ClientOptions options;

    OpenAiOptions(ClientOptions options) {
        this.options = options;
    }

    abstract B self();

    final B set(Consumer<ClientOptions> change) {
        options = options.with(change);
        return self();
    }

    /**
     * Base URL of the server; default {@code https://api.openai.com/v1}.
     *
     * @param url the address up to {@code /chat/completions}: https, or http for this machine itself
     * @return this builder
     */
    public B baseUrl(String url) {
        requireNonNull(url, "baseUrl");
        return set(o -> o.baseUrl = url);
    }

    /**
     * Whether http to other machines is allowed; default no. Others on the network can then read the key and the prompts,
     * so allow it in a trusted network only. It also makes the key optional.
     *
     * @param allow true to allow it
     * @return this builder
     */
    public B allowCleartext(boolean allow) {
        return set(o -> o.allowCleartext = allow);
    }

    /**
     * API key; required unless the server is this machine itself or cleartext is allowed.
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
     * Source of the API key, called before each attempt, so that keys can change.
     *
     * @param supplier returns the key; called by several threads; an exception of it ends the call
     * @return this builder
     */
    public B apiKey(Supplier<ApiKey> supplier) {
        requireNonNull(supplier, "apiKey");
        return set(o -> o.apiKey = supplier);
    }

    /**
     * Maximum time for one attempt, from connecting to the last byte; default 60 s.
     *
     * @param timeout 1 ms to 365 days
     * @return this builder
     */
    public B callTimeout(Duration timeout) {
        Duration checked = OptionChecks.duration(timeout, "callTimeout");
        return set(o -> o.callTimeout = checked);
    }

    /**
     * Maximum time for connecting; default 10 s.
     *
     * @param timeout 1 ms to 365 days
     * @return this builder
     */
    public B connectTimeout(Duration timeout) {
        Duration checked = OptionChecks.duration(timeout, "connectTimeout");
        return set(o -> o.connectTimeout = checked);
    }

    /**
     * Maximum length of an answer in bytes, after decompression; default 1 MiB. A longer answer is an error.
     *
     * @param bytes 1 or more
     * @return this builder
     */
    public B maxReplyBytes(long bytes) {
        if (bytes < 1 || bytes >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "maxReplyBytes must be between 1 and %d, but was %d".formatted(Integer.MAX_VALUE - 1, bytes));
        }
        return set(o -> o.maxReplyBytes = bytes);
    }

    /**
     * HTTP client of the host, whose connections, proxy, TLS and interceptors are used; default a client of its own. It is
     * neither changed nor closed. Its timeouts, cookies, cache, authenticator and dispatcher are not used.
     *
     * @param client a client of the host
     * @return this builder
     */
    public B httpClient(OkHttpClient client) {
        requireNonNull(client, "httpClient");
        return set(o -> o.httpClient = client);
    }

    /**
     * Header of the key; default {@code Authorization}, with {@code Bearer} before the key, and {@code api-key} for hosts of
     * Azure. A token of Entra ID belongs into {@code Authorization}.
     *
     * @param name a header; only {@code Authorization} gets {@code Bearer} before the key
     * @return this builder
     */
    public B keyHeader(String name) {
        String checked = OptionChecks.headerName(name, "keyHeader");
        return set(o -> o.keyHeader = checked);
    }

    /**
     * Additional header of each request, for example {@code OpenAI-Project}; default none.
     *
     * @param name its name
     * @param value its value, which must not be a secret
     * @return this builder
     * @throws IllegalArgumentException if it holds anything but visible ASCII characters and blanks, or is one that the
     *     client sets itself
     */
    public B header(String name, String value) {
        String checked = OptionChecks.headerName(name, "header");
        if (checked.equalsIgnoreCase("Authorization") || checked.equalsIgnoreCase(BaseUrl.AZURE_KEY_HEADER)) {
            throw new IllegalArgumentException(
                    "header must not be %s: call apiKey(...) and keyHeader(...)".formatted(checked));
        }
        if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException(
                    "header %s must hold visible ASCII characters and blanks only, but holds another"
                            .formatted(checked));
        }
        return set(o -> o.headers = ClientOptions.plus(o.headers, checked, value));
    }

    /**
     * Additional query parameter of each request, for example Azure's {@code api-version}; default none.
     *
     * @param name its name
     * @param value its value, which must not be a secret
     * @return this builder
     */
    public B queryParameter(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        return set(o -> o.queryParameters = ClientOptions.plus(o.queryParameters, name, value));
    }

    /**
     * Executor of the host, whose threads send and read; default daemon threads of the client's own. It is not shut down.
     * Each call in flight occupies one thread, so the executor needs as many threads as there are concurrent calls.
     *
     * @param threads an executor of the host
     * @return this builder
     */
    public B executor(ExecutorService threads) {
        requireNonNull(threads, "executor");
        return set(o -> o.executor = threads);
    }
}
