// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which of the optional parts of the interface a server is spoken to in.
 *
 * @param output how it is asked to keep to the schema
 * @param oldTokenLimit whether the bound on the answer is called {@code max_tokens}, its older name
 */
record Dialect(StructuredOutput output, boolean oldTokenLimit) {

    private static final int BAD_REQUEST = 400;

    private static final Pattern ABOUT_OUTPUT =
            Pattern.compile("response_format|json[_ ]schema|json[_ ]object|structured[_ ]output");

    /** The server knows the part, and dislikes its value: another dialect would hide that. */
    private static final Pattern KNOWN = Pattern.compile(
            "invalid schema|invalid_json_schema|too (large|big|small|many)|at (most|least)|exceed|greater than|less than");

    private static final Pattern UNKNOWN = Pattern.compile(
            "un(supported|known|recogni[sz]ed|expected|available)|not (be )?(supported|available|permitted|allowed|implemented|recogni[sz]ed|enabled)"
                    + "|n[o'’]t support|cannot support|no support|extra (input|field|argument)|(should|must) be|invalid (parameter|value|type|choice)"
                    + "|not a valid|not one of|literal_error|extra_forbidden|no such|only support");

    /**
     * The next simpler dialect, if the failure says that a part of this one is unknown to the server.
     *
     * @return nothing if the failure is about something else, or nothing simpler is left
     */
    Optional<Dialect> simpler(Failure failure) {
        if (failure.status() != BAD_REQUEST) {
            return Optional.empty();
        }
        ProviderError error = failure.error();
        String all = (error.message() + ' ' + error.code()).toLowerCase(Locale.ROOT);
        if (KNOWN.matcher(all).find() || !UNKNOWN.matcher(all).find()) {
            return Optional.empty();
        }
        String subject = error.param().toLowerCase(Locale.ROOT) + ' ' + all;
        if (!oldTokenLimit && subject.contains("max_completion_tokens")) {
            return Optional.of(new Dialect(output, true));
        }
        if (output != StructuredOutput.PROMPT_ONLY
                && ABOUT_OUTPUT.matcher(subject).find()) {
            StructuredOutput looser = output == StructuredOutput.JSON_SCHEMA
                    ? StructuredOutput.JSON_OBJECT
                    : StructuredOutput.PROMPT_ONLY;
            return Optional.of(new Dialect(looser, oldTokenLimit));
        }
        return Optional.empty();
    }

    /** How the difference to another dialect reads in a log. */
    String words() {
        return "structuredOutput " + output + " and " + (oldTokenLimit ? "max_tokens" : "max_completion_tokens");
    }
}
