// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.settings;

import io.github.warmstart.openai.OpenAiChatModel;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** What an address must be before a key is sent to it. */
public final class BaseUrl {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.+\\.localhost|127\\.\\d+\\.\\d+\\.\\d+|::1", Pattern.CASE_INSENSITIVE);

    /** The header that Azure wants the key in. */
    public static final String AZURE_KEY_HEADER = "api-key";

    private static final Pattern AZURE = Pattern.compile(
            ".+\\.(openai\\.azure\\.(com|us|cn)|cognitiveservices\\.azure\\.com|services\\.ai\\.azure\\.com)");

    private BaseUrl() {}

    /** Whether the server is Azure's, judged by the name alone. */
    public static boolean isAzure(HttpUrl url) {
        return AZURE.matcher(url.host().toLowerCase(Locale.ROOT)).matches();
    }

    /** The address of chat completions under a base URL. */
    public static HttpUrl completions(String baseUrl, boolean allowCleartext) {
        HttpUrl url = HttpUrl.parse(baseUrl);
        if (url == null) {
            throw new IllegalArgumentException("baseUrl must be an http or https URL such as %s, but cannot be read"
                    .formatted(OpenAiChatModel.DEFAULT_BASE_URL));
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
                    "baseUrl must be https, but was %s: anyone between could read the key and the prompts; use https, or allowCleartext(true) in a network you trust"
                            .formatted(url));
        }
        return url.newBuilder().addPathSegments("chat/completions").build();
    }

    /** Whether this machine itself is meant, judged by the name alone. */
    public static boolean isLoopback(HttpUrl url) {
        return LOOPBACK.matcher(url.host().toLowerCase(Locale.ROOT)).matches();
    }
}
