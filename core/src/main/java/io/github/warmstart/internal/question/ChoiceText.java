// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.question;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.reply.RequestRules;
import io.github.warmstart.internal.text.CleanText;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.SignalRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of a question about choices, its schema, and how long a good answer is.
 *
 * <p>What all requests of a kind share comes first, because providers know a prompt by its beginning: the list of items, then
 * what is known of whom, then the question.
 *
 * @param system the instructions
 * @param user the question, with all text from catalogues and profiles fenced as data
 * @param schemaName a name for the schema
 * @param schema the JSON schema of the answer: constant for a kind
 * @param answerTokens about how many tokens a good answer has
 */
public record ChoiceText(String system, String user, String schemaName, String schema, int answerTokens) {

    /** Changes with every change of wording. */
    public static final String VERSION = "choices-1";

    private static final int ATTRIBUTE_LENGTH = 100;

    private static final int TOKENS_AROUND = 10;
    /** {@code {"n":12,"percent":3.5},} or the frame of a list. */
    private static final int TOKENS_PER_ROW = 12;

    private static final int TOKENS_PER_NUMBER = 3;
    private static final int TOKENS_PER_TITLE = 10;
    private static final int TOKENS_PER_GRADE = 2;

    private static final String EXPOSURE_SCHEMA = rows("exposure", "\"percent\":{\"type\":\"number\"}", "percent");

    /**
     * Writes a question.
     *
     * @param request the request
     * @param items writes items
     * @param domain what an item is, clean
     * @param audience who chooses, in the plural, clean
     * @param choose what they do with an item, clean
     */
    public static ChoiceText of(ChoiceRequest request, ItemText items, String domain, String audience, String choose) {
        StringBuilder user = new StringBuilder();
        if (request instanceof ChoiceRequest.Grades grades) {
            writeAttributes(grades.attributes(), user);
        }
        items.writeItems(RequestRules.numbered(request), user);
        if (request instanceof ChoiceRequest.Shortlist list) {
            writeKnown(list.known(), items, user);
            items.writeProfile(list.profile().attributes(), user);
        }
        user.append('\n').append(question(request, domain));
        return new ChoiceText(
                ChoiceInstructions.of(request, domain, audience, choose),
                user.toString(),
                name(request),
                schema(request),
                (int) Math.min(Integer.MAX_VALUE / 4, answerTokens(request)));
    }

    private static void writeAttributes(List<String> attributes, StringBuilder out) {
        out.append("<attributes>\n");
        for (int i = 0; i < attributes.size(); i++) {
            out.append(i + 1)
                    .append(". ")
                    .append(CleanText.of(attributes.get(i), ATTRIBUTE_LENGTH))
                    .append('\n');
        }
        out.append("</attributes>\n\n");
    }

    private static void writeKnown(List<Item> known, ItemText items, StringBuilder out) {
        if (known.isEmpty()) {
            return;
        }
        out.append("\n<known_choices>\n");
        known.forEach(item -> out.append(items.line(item)).append('\n'));
        out.append("</known_choices>\n");
    }

    private static String question(ChoiceRequest request, String domain) {
        int count = request.items().size();
        if (request instanceof ChoiceRequest.Exposure) {
            return "Estimate the share for each %s in the list of %d, numbers 1 to %d.".formatted(domain, count, count);
        }
        if (request instanceof ChoiceRequest.SimilarItems similar) {
            return "Name up to %d others for each of these %d, closest first: %s."
                    .formatted(similar.length(), count, numbers(similar));
        }
        if (request instanceof ChoiceRequest.Shortlist list) {
            return "Name the %d that this person is most likely to choose and like, best first, from the list of %d, numbers 1 to %d."
                    .formatted(Math.min(list.length(), count), count, count);
        }
        return "Grade each %s in the list of %d, numbers 1 to %d.".formatted(domain, count, count);
    }

    private static String numbers(ChoiceRequest.SimilarItems similar) {
        Map<String, Integer> positions = new HashMap<>();
        List<Item> numbered = RequestRules.numbered(similar);
        for (int i = 0; i < numbered.size(); i++) {
            positions.put(numbered.get(i).id(), i + 1);
        }
        return similar.items().stream()
                .map(item -> String.valueOf(positions.get(item.id())))
                .collect(Collectors.joining(", "));
    }

    private static String name(SignalRequest request) {
        return request.kind().label();
    }

    private static String schema(ChoiceRequest request) {
        if (request instanceof ChoiceRequest.Exposure) {
            return EXPOSURE_SCHEMA;
        }
        if (request instanceof ChoiceRequest.SimilarItems similar) {
            return rows("similar", list("similar", similar.listed() ? "integer" : "string"), "similar");
        }
        return request instanceof ChoiceRequest.Shortlist
                ? "{\"type\":\"object\",\"properties\":{%s},\"required\":[\"shortlist\"],\"additionalProperties\":false}"
                        .formatted(list("shortlist", "integer"))
                : rows("grades", list("grades", "integer"), "grades");
    }

    private static String list(String name, String type) {
        return "\"%s\":{\"type\":\"array\",\"items\":{\"type\":\"%s\"}}".formatted(name, type);
    }

    /** Holds no number of items and no id, so that a provider compiles it once. Strict mode accepts it. */
    private static String rows(String name, String content, String contentName) {
        return """
                {"type":"object","properties":{"%s":{"type":"array","items":{"type":"object",\
                "properties":{"n":{"type":"integer"},%s},\
                "required":["n","%s"],"additionalProperties":false}}},\
                "required":["%s"],"additionalProperties":false}""".formatted(name, content, contentName, name);
    }

    private static long answerTokens(ChoiceRequest request) {
        long rows = request.items().size();
        if (request instanceof ChoiceRequest.SimilarItems similar) {
            int each = similar.listed() ? TOKENS_PER_NUMBER : TOKENS_PER_TITLE;
            return TOKENS_AROUND + rows * (TOKENS_PER_ROW + (long) each * similar.length());
        }
        if (request instanceof ChoiceRequest.Shortlist list) {
            return TOKENS_AROUND + (long) TOKENS_PER_NUMBER * Math.min(list.length(), rows);
        }
        if (request instanceof ChoiceRequest.Grades grades) {
            return TOKENS_AROUND
                    + rows
                            * (TOKENS_PER_ROW
                                    + (long) TOKENS_PER_GRADE
                                            * grades.attributes().size());
        }
        return TOKENS_AROUND + TOKENS_PER_ROW * rows;
    }
}
