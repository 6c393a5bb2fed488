// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SyntheticSignal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Writes an answer as one line of JSON that ends with its own checksum.
 *
 * <p>The line is pure ASCII: whatever else stands in a text is written as {@code \}{@code uXXXX}, UTF-16 unit by unit, so
 * that line breaks never end a line early, and a lone surrogate comes back as it went in, which no UTF-8 could do. What
 * many signals have in common, their origin and what the generator was shown, is written once.
 */
final class LineWriter {

    /** The version of the format, at the head of every line. */
    static final int VERSION = 1;

    /** How every line begins. */
    static final String HEAD = "{\"warmstart\":";

    /** What stands before the eight hex digits of the checksum, and after them. */
    static final String BEFORE_CHECKSUM = ",\"crc32c\":\"";

    static final String AFTER_CHECKSUM = "\"}";
    static final int CHECKSUM_LENGTH = BEFORE_CHECKSUM.length() + 8 + AFTER_CHECKSUM.length();

    private final StringBuilder json = new StringBuilder(1024);

    private LineWriter() {}

    /** The bytes of a line, with its line break. */
    static byte[] write(JournalEntry entry) {
        LineWriter writer = new LineWriter();
        writer.body(entry);
        byte[] body = writer.json.toString().getBytes(StandardCharsets.US_ASCII);
        writer.json
                .append(BEFORE_CHECKSUM)
                .append(checksum(body, body.length))
                .append(AFTER_CHECKSUM)
                .append('\n');
        return writer.json.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** CRC-32C (Castagnoli) of the first bytes, in eight hex digits. */
    static String checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private void body(JournalEntry entry) {
        json.append(HEAD).append(VERSION);
        name("request").text(entry.request());
        name("design").text(entry.design());
        name("kind").text(entry.kind().name());
        entry.subject().ifPresent(subject -> name("subject").text(subject));
        if (!entry.persona().isEmpty()) {
            name("persona").text(entry.persona());
        }
        name("scale");
        json.append('[')
                .append(entry.scale().lowest())
                .append(',')
                .append(entry.scale().highest())
                .append(',')
                .append(entry.scale().step())
                .append(']');
        name("asked");
        json.append(entry.asked());
        name("outcome").text(entry.outcome().name());
        name("reason").text(entry.reason());
        name("usage");
        json.append('[')
                .append(entry.usage().calls())
                .append(',')
                .append(entry.usage().inputTokens())
                .append(',')
                .append(entry.usage().cachedTokens())
                .append(',')
                .append(entry.usage().outputTokens())
                .append(']');
        name("rejected");
        json.append('{');
        entry.rejected().forEach((reason, count) -> {
            comma('{').text(reason.name());
            json.append(':').append(count);
        });
        json.append('}');
        signals(entry);
    }

    private void signals(JournalEntry entry) {
        List<Origin> origins = new ArrayList<>();
        List<Set<String>> shown = new ArrayList<>();
        StringBuilder rows = new StringBuilder();
        LineWriter row = new LineWriter();
        for (JournalEntry.Answer answer : entry.answers().values()) {
            SyntheticSignal signal = answer.signal();
            row.json.setLength(0);
            row.json.append(rows.isEmpty() ? "[" : ",[");
            row.text(signal.itemId());
            row.json
                    .append(',')
                    .append(signal.value())
                    .append(',')
                    .append(place(origins, signal.origin()))
                    .append(',')
                    .append(place(shown, signal.evidence()))
                    .append(',');
            row.text(answer.question());
            rows.append(row.json).append(']');
        }
        name("origins");
        json.append('[');
        for (Origin origin : origins) {
            comma('[');
            texts(List.of(
                    origin.generator(),
                    origin.model(),
                    origin.promptVersion(),
                    origin.requestHash(),
                    origin.time().toString(),
                    Integer.toString(origin.generation())));
        }
        json.append(']');
        name("shown");
        json.append('[');
        for (Set<String> items : shown) {
            comma('[');
            texts(new TreeSet<>(items));
        }
        json.append(']');
        name("signals");
        json.append('[').append(rows).append(']');
    }

    /** The place of a value in a list, at the end of which it is put if it is new. There are few. */
    private static <T> int place(List<T> list, T value) {
        int place = list.lastIndexOf(value);
        if (place < 0) {
            list.add(value);
            return list.size() - 1;
        }
        return place;
    }

    private void texts(Iterable<String> texts) {
        json.append('[');
        for (String text : texts) {
            comma('[').text(text);
        }
        json.append(']');
    }

    private LineWriter name(String name) {
        json.append(",\"").append(name).append("\":");
        return this;
    }

    /** A comma, unless the bracket was opened just now. */
    private LineWriter comma(char bracket) {
        if (json.charAt(json.length() - 1) != bracket) {
            json.append(',');
        }
        return this;
    }

    private LineWriter text(String text) {
        json.append('"');
        for (int k = 0; k < text.length(); k++) {
            char unit = text.charAt(k);
            if (unit == '"' || unit == '\\') {
                json.append('\\').append(unit);
            } else if (unit >= ' ' && unit <= '~') {
                json.append(unit);
            } else {
                json.append("\\u").append(HexFormat.of().toHexDigits(unit));
            }
        }
        json.append('"');
        return this;
    }
}
