// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.internal.question.ChoiceText;
import io.github.warmstart.internal.question.ItemText;
import io.github.warmstart.internal.text.CleanText;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.RatingRequest;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SignalRequest.AsPersona;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import java.util.List;

/**
 * Writes the prompt of a request: constant instructions, then the list of items, then what is known of whom.
 *
 * <p>That order serves the caches of providers, which know a prompt by its beginning: all users that are asked about one
 * list share everything up to the evidence. Items are numbered from 1 in the order of the request; no id of an item,
 * user or persona is written. All text that is not ours passes {@link CleanText}.
 */
final class PromptWriter {

    /** Changes with every change of wording. */
    static final String VERSION = "ratings-1";

    static final String SCHEMA_NAME = "ratings";

    /** Holds no number of items and no id, so that a provider compiles it once. Strict mode accepts it. */
    static final String SCHEMA = """
            {"type":"object","properties":{"ratings":{"type":"array","items":{"type":"object",\
            "properties":{"n":{"type":"integer"},"rating":{"type":"number"}},\
            "required":["n","rating"],"additionalProperties":false}}},\
            "required":["ratings"],"additionalProperties":false}""";

    private static final int DESCRIPTION_LENGTH = 2000;
    private static final int WORDS_LENGTH = 300;

    /** A row of JSON takes 12 tokens, and twice as many where a model spreads it over lines. */
    private static final int TOKENS_PER_ROW = 32;

    private static final int TOKENS_AROUND = 128;

    /** {@code {"n":12,"rating":3.5},} */
    private static final int EXPECTED_TOKENS_PER_ROW = 12;

    private static final int TOKENS_AROUND_ROWS = 10;
    /** A model may spread an answer over lines. */
    private static final int MAX_TOKENS_PER_TOKEN = 3;

    private final String domain;
    private final String scaleMeaning;
    private final String audience;
    private final String choosing;
    private final ItemText items;

    PromptWriter(PromptOptions options) {
        domain = CleanText.of(options.domain(), WORDS_LENGTH);
        scaleMeaning = CleanText.of(options.scaleMeaning(), WORDS_LENGTH);
        audience = CleanText.of(options.audience(), WORDS_LENGTH);
        choosing = CleanText.of(options.choosing(), WORDS_LENGTH);
        items = new ItemText(options.allowedProfileAttributes(), options.allowedItemAttributes());
    }

    /** The version of the wording for a request. */
    static String version(SignalRequest request) {
        return request instanceof ChoiceRequest ? ChoiceText.VERSION : VERSION;
    }

    ChatPrompt write(SignalRequest request) {
        if (request instanceof ChoiceRequest choice) {
            ChoiceText text = choice(choice);
            return new ChatPrompt(
                    text.system(),
                    text.user(),
                    text.schemaName(),
                    text.schema(),
                    TOKENS_AROUND + MAX_TOKENS_PER_TOKEN * text.answerTokens());
        }
        return write((RatingRequest) request);
    }

    private ChoiceText choice(ChoiceRequest request) {
        return ChoiceText.of(request, items, domain, audience, choosing);
    }

    /** About how many tokens a good answer has, without reasoning. */
    int answerTokens(SignalRequest request) {
        return request instanceof ChoiceRequest choice
                ? choice(choice).answerTokens()
                : TOKENS_AROUND_ROWS + EXPECTED_TOKENS_PER_ROW * request.items().size();
    }

    private ChatPrompt write(RatingRequest request) {
        StringBuilder user = new StringBuilder();
        items.writeItems(request.items(), user);
        if (request instanceof AsUser asUser) {
            writeKnown(asUser.known(), user);
            items.writeProfile(asUser.profile().attributes(), user);
        } else if (request instanceof AsPersona asPersona) {
            String description = CleanText.of(asPersona.persona().description(), DESCRIPTION_LENGTH);
            user.append("\n<persona>\n").append(description).append("\n</persona>\n");
        }
        int count = request.items().size();
        user.append('\n').append(question(request, count));
        return new ChatPrompt(
                Instructions.of(request, domain, scaleMeaning), user.toString(), SCHEMA_NAME, SCHEMA, (int)
                        Math.min(Integer.MAX_VALUE, TOKENS_AROUND + (long) TOKENS_PER_ROW * count));
    }

    private void writeKnown(List<KnownRating> known, StringBuilder out) {
        if (known.isEmpty()) {
            return;
        }
        out.append("\n<known_ratings>\n");
        for (KnownRating rating : known) {
            out.append(items.line(rating.item())).append(": ").append(Instructions.plain(rating.value()));
            out.append('\n');
        }
        out.append("</known_ratings>\n");
    }

    private String question(RatingRequest request, int count) {
        String whose = request instanceof AsAudience ? "Estimate the mean rating of" : "Predict the rating of";
        return "%s each %s in the list of %d, numbers 1 to %d.".formatted(whose, domain, count, count);
    }
}
