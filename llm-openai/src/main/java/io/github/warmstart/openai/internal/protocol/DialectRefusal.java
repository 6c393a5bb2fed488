// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.protocol;

import io.github.warmstart.openai.api.StructuredOutput;
import io.github.warmstart.openai.internal.failure.Failure;
import io.github.warmstart.openai.internal.settings.Settings;
import io.github.warmstart.openai.internal.wire.ProviderError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detection of the part of a request that a server does not support, from the text of its refusal.
 *
 * <p>Servers use different words, so two things must match: the name of a part that was sent, and a phrase that means
 * <em>unsupported</em>. If several parts are named, the one in {@code param} counts, or else the first one in the text.
 */
final class DialectRefusal {

    private static final Pattern OUTPUT =
            Pattern.compile("response_format|json[_ ]schema|json[_ ]object|structured[_ ]output|guided[_ ]");
    private static final Pattern COMPLETION_TOKENS = Pattern.compile("max_completion_tokens");
    private static final Pattern TOKENS = Pattern.compile("max_tokens");
    private static final Pattern TEMPERATURE = Pattern.compile("temperature");
    private static final Pattern SEED = Pattern.compile("\\bseed\\b");
    private static final Pattern ROLE = Pattern.compile(
            "\\brole\\b|system (role|message|prompt)|'(system|developer)'|messages\\[0\\]|roles must alternate");

    /** Phrases for a part that is supported but has a bad value: another dialect would hide the error. */
    private static final Pattern KNOWN = Pattern.compile(
            "invalid schema|invalid_json_schema|too (large|big|small|many)|at (most|least)|exceed|greater than|less than|between");

    private static final Pattern UNKNOWN = Pattern.compile(
            "un(supported|known|recogni[sz]ed|expected|available)|not (be )?(supported|available|permitted|allowed|implemented|recogni[sz]ed|enabled|found)"
                    + "|n[o'’]t support|not (yet )?support|not known|cannot support|no support|extra (input|field|argument|propert)|(should|must) be|invalid (parameter|value|type|choice|role|argument|field|request argument)"
                    + "|not a valid|not one of|literal_error|extra_forbidden|no such|only support|only the default|deprecated|roles must alternate|additional propert");

    /** Phrases for an unsupported field, as opposed to an unsupported value. */
    private static final Pattern FIELD_UNKNOWN = Pattern.compile(
            "(unrecogni[sz]ed|unknown|unexpected|extra|additional) (request )?(argument|field|parameter|input|keyword|propert)|extra_forbidden|not permitted");

    private DialectRefusal() {}

    /** Part of a request, with its position in the text and the dialect without it. */
    private record Part(int at, Dialect without) {}

    /**
     * The next simpler dialect, if the server does not support a part of this one.
     *
     * @param used the dialect of the refused request
     * @param settings optional parts that are sent at all
     * @return empty if the failure has another reason, or nothing simpler is left
     */
    static Optional<Dialect> simpler(Dialect used, Failure failure, Settings settings) {
        if (failure.status() != 400 && failure.status() != 422) {
            return Optional.empty();
        }
        ProviderError error = failure.error();
        String all = (error.message() + ' ' + error.code()).toLowerCase(Locale.ROOT);
        if (KNOWN.matcher(all).find() || !UNKNOWN.matcher(all).find()) {
            return Optional.empty();
        }
        String param = error.param().toLowerCase(Locale.ROOT);
        List<Part> parts = parts(param, used, settings, all);
        if (parts.isEmpty()) {
            parts = parts(all, used, settings, all);
        }
        return parts.stream().min(Comparator.comparingInt(Part::at)).map(Part::without);
    }

    /** The parts that were sent and are named in the text. */
    private static List<Part> parts(String text, Dialect used, Settings settings, String all) {
        List<Part> parts = new ArrayList<>();
        Matcher output = OUTPUT.matcher(text);
        if (used.output() != StructuredOutput.PROMPT_ONLY && output.find()) {
            parts.add(new Part(output.start(), used.with(looser(used.output(), all))));
        }
        Matcher tokens =
                (used.tokenLimit() == Dialect.TokenLimit.MAX_TOKENS ? TOKENS : COMPLETION_TOKENS).matcher(text);
        if (used.tokenLimit() != Dialect.TokenLimit.NONE && tokens.find()) {
            parts.add(new Part(
                    tokens.start(),
                    used.with(
                            used.tokenLimit() == Dialect.TokenLimit.MAX_COMPLETION_TOKENS
                                    ? Dialect.TokenLimit.MAX_TOKENS
                                    : Dialect.TokenLimit.NONE)));
        }
        Matcher temperature = TEMPERATURE.matcher(text);
        if (used.temperature() && settings.temperature() != null && temperature.find()) {
            parts.add(new Part(temperature.start(), used.withoutTemperature()));
        }
        Matcher seed = SEED.matcher(text);
        if (used.seed() && settings.seed() != null && seed.find()) {
            parts.add(new Part(seed.start(), used.withoutSeed()));
        }
        Matcher role = ROLE.matcher(text);
        if (used.role() != Dialect.Role.USER && role.find()) {
            boolean developer = used.role() == Dialect.Role.SYSTEM && all.contains("developer");
            parts.add(new Part(role.start(), used.with(developer ? Dialect.Role.DEVELOPER : Dialect.Role.USER)));
        }
        return parts;
    }

    private static StructuredOutput looser(StructuredOutput output, String all) {
        boolean objectMayDo = output == StructuredOutput.JSON_SCHEMA
                && (all.contains("json_schema")
                        || all.contains("json_object")
                        || !FIELD_UNKNOWN.matcher(all).find());
        return objectMayDo ? StructuredOutput.JSON_OBJECT : StructuredOutput.PROMPT_ONLY;
    }
}
