// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.failure;

import io.github.warmstart.openai.internal.wire.ProviderError;
import io.github.warmstart.signal.SignalException.Reach;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which requests an answer that is an error is about: this one, all long ones, or all there are. */
public final class FailureScopes {

    private static final Pattern TOO_LONG = Pattern.compile(
            "context[_ ](length|window|size)|maximum context|too many tokens|too long|string_above_max_length|reduce the length"
                    + "|(exceed|larger than|more than)[a-z ]*(context|tokens)|request too large|max_tokens_exceeded");

    private static final Pattern ABOUT_THE_KEY =
            Pattern.compile("(invalid|incorrect|expired|missing)[_ ](api|access)[_ ]key"
                    + "|api[_ ]key (is )?(not valid|invalid|expired)|invalid_authentication|account_deactivated");

    private static final Pattern ABOUT_CONTENT =
            Pattern.compile("moderation|flagged|content[_ ](filter|policy|management)|safety|responsible ?ai");

    private FailureScopes() {}

    /** Of an answer with this status that says this; a page of HTML says nothing. */
    public static Reach of(int status, ProviderError error) {
        if (isAboutLength(error) && status / 100 == 4 && status != 429) {
            return Reach.LONG_REQUESTS;
        }
        if (RetryPolicy.isExhausted(error.code())
                || (status / 100 == 4 && ABOUT_THE_KEY.matcher(words(error)).find())) {
            return Reach.ALL_REQUESTS;
        }
        return switch (status) {
            case 401, 402, 404, 405, 410 -> Reach.ALL_REQUESTS;
            case 301, 302, 303, 307, 308 -> Reach.ALL_REQUESTS;
            case 403 -> error.isEmpty() ? Reach.ONE_REQUEST : Reach.ALL_REQUESTS; // a firewall may dislike one text
            case 413 -> Reach.LONG_REQUESTS;
            default -> Reach.ONE_REQUEST;
        };
    }

    /** Whether the prompt has too many tokens for the model. */
    static boolean isAboutLength(ProviderError error) {
        return TOO_LONG.matcher(words(error)).find();
    }

    /** Whether the provider refuses the words of the prompt: as Azure does with 400, and OpenRouter with 403. */
    public static boolean isAboutContent(int status, ProviderError error) {
        return (status == 400 || status == 403)
                && ABOUT_CONTENT.matcher(words(error)).find();
    }

    private static String words(ProviderError error) {
        return (error.code() + ' ' + error.message()).toLowerCase(Locale.ROOT);
    }
}
