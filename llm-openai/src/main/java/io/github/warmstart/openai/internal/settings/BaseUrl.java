// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.settings;

import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Checks of a base URL, before a key is sent to it. */
public final class BaseUrl {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.+\\.localhost|127\\.\\d+\\.\\d+\\.\\d+|::1", Pattern.CASE_INSENSITIVE);

    /** Base URL of OpenAI. */
    public static final String OPENAI = "https://api.openai.com/v1";

    /** Header of the key on Azure. */
    public static final String AZURE_KEY_HEADER = "api-key";

    private static final Pattern AZURE = Pattern.compile(
            ".+\\.(openai\\.azure\\.(com|us|cn)|cognitiveservices\\.azure\\.com|services\\.ai\\.azure\\.com)");

    private BaseUrl() {}

    /** Whether the host name is one of Azure's. */
    public static boolean isAzure(HttpUrl url) {
        return AZURE.matcher(url.host().toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * The address of chat completions under a base URL.
     *
     * @throws IllegalArgumentException if the base URL cannot be used
     */
    public static HttpUrl completions(String baseUrl, boolean allowCleartext) {
        HttpUrl url = HttpUrl.parse(baseUrl);
        if (url == null) {
            throw new IllegalArgumentException(
                    "baseUrl must be an http or https URL such as %s, but cannot be read".formatted(OPENAI));
        }
        if (!url.username().isEmpty() || !url.password().isEmpty() || url.query() != null || url.fragment() != null) {
            throw new IllegalArgumentException(
                    "baseUrl must hold no user, password, query or fragment, but the one for host '%s' does"
                            .formatted(url.host()));
        }
        if (url.encodedPath().replaceAll("/+$", "").endsWith("/chat/completions")) {
            throw new IllegalArgumentException(
                    "baseUrl must end before /chat/completions, which is added to it, but was %s".formatted(url));
        }
        if (!url.isHttps() && !isLoopback(url) && !allowCleartext) {
            throw new IllegalArgumentException(
                    "baseUrl must be https, but was %s: others on the network could read the key and the prompts; use https, or allowCleartext(true) in a network you trust"
                            .formatted(url));
        }
        return url.newBuilder().addPathSegments("chat/completions").build();
    }

    /** Whether the host name is one of the loopback address. */
    public static boolean isLoopback(HttpUrl url) {
        return LOOPBACK.matcher(url.host().toLowerCase(Locale.ROOT)).matches();
    }
}
