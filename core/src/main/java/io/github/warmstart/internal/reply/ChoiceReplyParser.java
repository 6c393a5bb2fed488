// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.internal.reply.ParsedSignals.Value;
import io.github.warmstart.internal.reply.ReplyRows.Row;
import io.github.warmstart.signal.ChoiceRequest;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SignalRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies to questions about choices. A row counts if it was read to its end, names an item that was asked about, and
 * holds what was asked for; in a list, each name counts by itself, and ranks are counted over those that hold.
 *
 * <p>Items that a finished exposure answer leaves out were not worth naming, and get 0. Of repeats that differ, an exposure
 * answer keeps none, and a list keeps the first.
 */
final class ChoiceReplyParser {

    private static final List<String> NAMES = List.of("n", "number", "title", "name", "item", "id");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}(?:\\.0+)?");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,20}(?:\\.\\d{0,20})?|\\.\\d{1,20}");
    private static final Pattern OUT_OF_RANGE = Pattern.compile("(?i)-.+|nan|[+-]?inf(?:inity)?");

    private final SignalRequest request;
    private final RequestRules rules;
    private final List<Item> numbered;
    private final boolean listed;
    private final @Nullable TitleIndex titles;
    private final List<Value> values = new ArrayList<>();
    private final Set<String> touched = new HashSet<>();
    private final Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);

    private ChoiceReplyParser(SignalRequest request) {
        this.request = request;
        rules = new RequestRules(request);
        numbered = RequestRules.numbered(request);
        listed = !(request instanceof ChoiceRequest.SimilarItems similar) || similar.listed();
        titles = request instanceof ChoiceRequest.SimilarItems similar
                ? new TitleIndex(similar.candidates())
                : request instanceof ChoiceRequest.Shortlist list ? new TitleIndex(list.items()) : null;
    }

    static ParsedSignals parse(SignalRequest request, String text, boolean finished) {
        ChoiceReplyParser parser = new ChoiceReplyParser(request);
        List<ReplyNode> roots = TreeReader.read(text);
        if (request instanceof ChoiceRequest.Shortlist) {
            parser.shortlist(roots);
        } else if (request instanceof ChoiceRequest.Exposure) {
            parser.exposure(roots, finished);
        } else {
            parser.rows(roots);
        }
        parser.countMissing();
        return new ParsedSignals(parser.values, Collections.unmodifiableMap(parser.rejected));
    }

    private void exposure(List<ReplyNode> roots, boolean finished) {
        Map<String, Double> percents = new LinkedHashMap<>();
        Set<String> contradicted = new HashSet<>();
        List<Row> rows = ReplyRows.of(roots, false);
        for (Row row : rows) {
            String itemId = row.whole() ? item(row.number()) : null;
            if (itemId == null) {
                continue;
            }
            Double percent = number(itemId, row.content().scalar);
            if (percent == null) {
                continue;
            }
            Optional<RejectionReason> reason = rules.rejection(Optional.empty(), itemId, percent);
            Double before = percents.get(itemId);
            if (reason.isPresent()) {
                reject(itemId, reason.get());
            } else if (contradicted.contains(itemId)) {
                reject(itemId, RejectionReason.REPEATED);
            } else if (before == null) {
                percents.put(itemId, percent);
            } else {
                reject(itemId, RejectionReason.REPEATED);
                if (!before.equals(percent)) {
                    contradicted.add(itemId);
                    percents.remove(itemId);
                    reject(itemId, RejectionReason.REPEATED);
                }
            }
        }
        if (finished && ReplyRows.isWhole(roots, "exposure", !rows.isEmpty())) {
            request.items().stream()
                    .map(Item::id)
                    .filter(id -> !touched.contains(id))
                    .forEach(id -> percents.putIfAbsent(id, 0.0));
        }
        percents.forEach((itemId, percent) -> values.add(new Value(Optional.empty(), itemId, percent)));
    }

    private void rows(List<ReplyNode> roots) {
        Set<String> done = new HashSet<>();
        for (Row row : ReplyRows.of(roots, true)) {
            if (!row.whole()) {
                reject(RejectionReason.UNREADABLE);
                continue;
            }
            String itemId = item(row.number());
            if (itemId == null || row.content().elements == null) {
                continue;
            }
            if (!done.add(itemId)) {
                reject(itemId, RejectionReason.REPEATED);
            } else if (request instanceof ChoiceRequest.Grades grades) {
                grades(itemId, grades.attributes(), row.content().elements);
            } else if (rules.isAsked(itemId)) {
                named(Optional.of(itemId), row.content().elements);
            } else {
                reject(RejectionReason.UNKNOWN_ITEM);
            }
        }
    }

    private String question(Value value) {
        return request instanceof ChoiceRequest.Grades
                ? value.itemId()
                : value.subject().orElse("");
    }

    private void grades(String itemId, List<String> attributes, List<ReplyNode> elements) {
        if (elements.size() != attributes.size()) {
            reject(itemId, RejectionReason.UNREADABLE);
            return;
        }
        List<Value> row = new ArrayList<>();
        for (int k = 0; k < elements.size(); k++) {
            Double grade = number(itemId, elements.get(k).scalar);
            Optional<String> attribute = Optional.of(attributes.get(k));
            if (grade == null) {
                return;
            }
            Optional<RejectionReason> reason = rules.rejection(attribute, itemId, grade);
            if (reason.isPresent()) {
                reject(itemId, reason.get());
                return;
            }
            row.add(new Value(attribute, itemId, grade));
        }
        values.addAll(row);
    }

    private void shortlist(List<ReplyNode> roots) {
        named(request.subjectId(), ReplyRows.longestList(roots, "shortlist"));
    }

    private void named(Optional<String> subject, List<ReplyNode> elements) {
        Set<String> before = new HashSet<>();
        for (ReplyNode element : elements) {
            String name = element.scalar == null ? element.scalarOf(NAMES) : element.scalar;
            if (name == null || name.isBlank()) {
                reject(RejectionReason.UNREADABLE);
                continue;
            }
            String itemId = lookUp(name);
            int rank = before.size() + 1;
            if (itemId == null) {
                reject(RejectionReason.UNKNOWN_ITEM);
            } else if (before.contains(itemId)) {
                reject(RejectionReason.REPEATED);
            } else {
                Optional<RejectionReason> reason = rules.rejection(subject, itemId, rank);
                if (reason.isPresent()) {
                    reject(reason.get());
                } else {
                    before.add(itemId);
                    values.add(new Value(subject, itemId, rank));
                }
            }
        }
    }

    /** The item of a number where items are listed, otherwise of a title; null if there is none. */
    private @Nullable String lookUp(String name) {
        String plain = name.strip();
        if (listed && WHOLE.matcher(plain).matches()) {
            int number = Integer.parseInt(plain.split("\\.", 2)[0]);
            return number >= 1 && number <= numbered.size()
                    ? numbered.get(number - 1).id()
                    : null;
        }
        return titles == null ? null : titles.find(plain).orElse(null);
    }

    /** The item of a row; counts why there is none. */
    private @Nullable String item(String number) {
        String plain = number.strip();
        if (!WHOLE.matcher(plain).matches()) {
            reject(plain.startsWith("-") ? RejectionReason.UNKNOWN_ITEM : RejectionReason.UNREADABLE);
            return null;
        }
        int position = Integer.parseInt(plain.split("\\.", 2)[0]);
        if (position < 1 || position > numbered.size()) {
            reject(RejectionReason.UNKNOWN_ITEM);
            return null;
        }
        return numbered.get(position - 1).id();
    }

    /** A share or grade; counts why it cannot be read. */
    private @Nullable Double number(String itemId, @Nullable String text) {
        String plain = text == null ? "" : text.strip();
        if (request instanceof ChoiceRequest.Exposure && plain.endsWith("%")) {
            plain = plain.substring(0, plain.length() - 1).stripTrailing();
        }
        if (OUT_OF_RANGE.matcher(plain).matches()) {
            reject(itemId, RejectionReason.OFF_SCALE);
            return null;
        }
        if (!DECIMAL.matcher(plain).matches()) {
            reject(itemId, RejectionReason.UNREADABLE);
            return null;
        }
        return Double.valueOf(plain);
    }

    private void reject(String itemId, RejectionReason reason) {
        touched.add(itemId);
        reject(reason);
    }

    private void reject(RejectionReason reason) {
        rejected.merge(reason, 1, Integer::sum);
    }

    /** Questions without an answer and without a row of their own that was rejected. */
    private void countMissing() {
        Set<String> answered = new HashSet<>();
        values.forEach(
                value -> answered.add(request instanceof ChoiceRequest.Exposure ? value.itemId() : question(value)));
        if (request instanceof ChoiceRequest.Shortlist) {
            if (values.isEmpty()) {
                reject(RejectionReason.MISSING);
            }
            return;
        }
        for (Item item : request.items()) {
            if (!answered.contains(item.id()) && !touched.contains(item.id())) {
                reject(RejectionReason.MISSING);
            }
        }
    }
}
