// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.prompt;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.text.CleanText;
import io.github.warmstart.signal.SignalRequest;
import io.github.warmstart.signal.SignalRequest.AsAudience;
import io.github.warmstart.signal.SignalRequest.AsPersona;
import io.github.warmstart.signal.SignalRequest.AsUser;
import io.github.warmstart.signal.SignalRequest.AsUser.KnownRating;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

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

    private static final int TITLE_LENGTH = 200;
    private static final int ATTRIBUTES_LENGTH = 300;
    private static final int DESCRIPTION_LENGTH = 2000;
    private static final int WORDS_LENGTH = 300;

    /** A row of JSON takes 12 tokens, and twice as many where a model spreads it over lines. */
    private static final int TOKENS_PER_ROW = 32;

    private static final int TOKENS_AROUND = 128;

    private final String domain;
    private final String scaleMeaning;
    private final Set<String> allowedProfileAttributes;
    private final @Nullable Set<String> allowedItemAttributes;

    PromptWriter(PromptOptions options) {
        domain = CleanText.of(options.domain(), WORDS_LENGTH);
        scaleMeaning = CleanText.of(options.scaleMeaning(), WORDS_LENGTH);
        allowedProfileAttributes = options.allowedProfileAttributes();
        allowedItemAttributes = options.allowedItemAttributes();
    }

    ChatPrompt write(SignalRequest request) {
        StringBuilder user = new StringBuilder();
        writeItems(request.items(), user);
        if (request instanceof AsUser asUser) {
            writeKnown(asUser.known(), user);
            writeProfile(asUser.profile().attributes(), user);
        } else if (request instanceof AsPersona asPersona) {
            String description = CleanText.of(asPersona.persona().description(), DESCRIPTION_LENGTH);
            user.append("\n<persona>\n").append(description).append("\n</persona>\n");
        }
        int count = request.items().size();
        user.append('\n').append(question(request, count));
        return new ChatPrompt(
                Instructions.of(request.kind(), request.scale(), domain, scaleMeaning),
                user.toString(),
                SCHEMA_NAME,
                SCHEMA,
                (int) Math.min(Integer.MAX_VALUE, TOKENS_AROUND + (long) TOKENS_PER_ROW * count));
    }

    private void writeItems(List<Item> items, StringBuilder out) {
        out.append("<items>\n");
        for (int i = 0; i < items.size(); i++) {
            out.append(i + 1).append(". ").append(line(items.get(i))).append('\n');
        }
        out.append("</items>\n");
    }

    private void writeKnown(List<KnownRating> known, StringBuilder out) {
        if (known.isEmpty()) {
            return;
        }
        out.append("\n<known_ratings>\n");
        for (KnownRating rating : known) {
            out.append(line(rating.item())).append(": ").append(Instructions.plain(rating.value()));
            out.append('\n');
        }
        out.append("</known_ratings>\n");
    }

    private void writeProfile(Map<String, List<String>> attributes, StringBuilder out) {
        StringBuilder lines = new StringBuilder();
        attributes.forEach((name, values) -> {
            if (allowedProfileAttributes.contains(name)) {
                lines.append(CleanText.of(attribute(name, values), ATTRIBUTES_LENGTH))
                        .append('\n');
            }
        });
        if (!lines.isEmpty()) {
            out.append("\n<person>\n").append(lines).append("</person>\n");
        }
    }

    private String line(Item item) {
        String title = CleanText.of(item.title(), TITLE_LENGTH);
        StringJoiner attributes = new StringJoiner("; ");
        item.attributes().forEach((name, values) -> {
            if (allowedItemAttributes == null || allowedItemAttributes.contains(name)) {
                attributes.add(attribute(name, values));
            }
        });
        String facts = CleanText.of(attributes.toString(), ATTRIBUTES_LENGTH);
        return (title.isEmpty() ? "untitled" : title) + (facts.isEmpty() ? "" : " (" + facts + ")");
    }

    private static String attribute(String name, List<String> values) {
        return name + ": " + String.join(", ", values);
    }

    private String question(SignalRequest request, int count) {
        String whose = request instanceof AsAudience ? "Estimate the mean rating of" : "Predict the rating of";
        return "%s each %s in the list of %d, numbers 1 to %d.".formatted(whose, domain, count, count);
    }
}
