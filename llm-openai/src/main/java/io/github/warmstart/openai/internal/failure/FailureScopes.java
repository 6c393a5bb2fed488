// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import io.github.warmstart.openai.internal.wire.ProviderError;
import io.github.warmstart.signal.SignalException.Reach;
import java.util.Locale;
import java.util.regex.Pattern;

/** Scope of an error response: one request, all long requests, or all requests. */
public final class FailureScopes {

    private static final Pattern TOO_LONG = Pattern.compile(
            "context[_ ](length|window|size)|maximum context|too many tokens|too long|string_above_max_length|reduce the length"
                    + "|(exceed|larger than|more than)[a-z ]*(context|tokens)|request too large|max_tokens_exceeded");

    private static final Pattern KEY_ERROR =
            Pattern.compile("(invalid|incorrect|expired|missing)[_ ](api|access)[_ ]key"
                    + "|api[_ ]key (is )?(not valid|invalid|expired)|invalid_authentication|account_deactivated");

    private static final Pattern CONTENT_ERROR =
            Pattern.compile("moderation|flagged|content[_ ](filter|policy|management)|safety|responsible ?ai");

    private FailureScopes() {}

    /** The scope of an error; the error of an HTML page is empty. */
    public static Reach of(int status, ProviderError error) {
        if (isTooLong(error) && status / 100 == 4 && status != 429) {
            return Reach.LONG_REQUESTS;
        }
        if (RetryPolicy.isQuotaExhausted(error.code())
                || (status / 100 == 4 && KEY_ERROR.matcher(text(error)).find())) {
            return Reach.ALL_REQUESTS;
        }
        return switch (status) {
            case 401, 402, 404, 405, 410 -> Reach.ALL_REQUESTS;
            case 301, 302, 303, 307, 308 -> Reach.ALL_REQUESTS;
            case 403 -> error.isEmpty() ? Reach.ONE_REQUEST : Reach.ALL_REQUESTS; // a firewall may block a single text
            case 413 -> Reach.LONG_REQUESTS;
            default -> Reach.ONE_REQUEST;
        };
    }

    /** Whether the prompt has too many tokens for the model. */
    static boolean isTooLong(ProviderError error) {
        return TOO_LONG.matcher(text(error)).find();
    }

    /** Whether a content filter refuses the prompt: Azure answers 400, OpenRouter 403. */
    public static boolean isFiltered(int status, ProviderError error) {
        return (status == 400 || status == 403)
                && CONTENT_ERROR.matcher(text(error)).find();
    }

    private static String text(ProviderError error) {
        return (error.code() + ' ' + error.message()).toLowerCase(Locale.ROOT);
    }
}
