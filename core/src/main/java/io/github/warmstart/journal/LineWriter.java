// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import com.squareup.moshi.JsonWriter;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import okio.Buffer;
import okio.BufferedSink;

/**
 * Writer of an answer as one line of JSON that ends with its own checksum.
 *
 * <p>The line is pure ASCII: every other UTF-16 unit of a text is written as {@code \}{@code uXXXX}, so that a line break in
 * a text does not end the line, and a lone surrogate is read back as it was, which UTF-8 does not allow. Values that many
 * signals share, the origin and the items whose ratings the generator was shown, are written once.
 */
final class LineWriter {

    /** The version of the format, at the beginning of every line. */
    static final int VERSION = 1;

    /** The beginning of every line. */
    static final String HEAD = "{\"warmstart\":";

    private static final String CHECKSUM = "crc32c";

    /** The text before and after the eight hex digits of the checksum. */
    static final String BEFORE_CHECKSUM = ",\"" + CHECKSUM + "\":\"";

    static final String AFTER_CHECKSUM = "\"}";
    static final int CHECKSUM_LENGTH = BEFORE_CHECKSUM.length() + 8 + AFTER_CHECKSUM.length();

    private final Buffer line = new Buffer();
    private final JsonWriter json = JsonWriter.of(line);

    private LineWriter() {}

    /** The bytes of a line, with its line break. */
    static byte[] write(JournalEntry entry) {
        try {
            return new LineWriter().line(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory does not fail", e);
        }
    }

    /** CRC-32C (Castagnoli) of the first bytes, in eight hex digits. */
    static String checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private byte[] line(JournalEntry entry) throws IOException {
        json.beginObject();
        question(entry);
        outcome(entry);
        signals(entry);
        json.flush();
        byte[] body = line.snapshot().toByteArray();
        json.name(CHECKSUM).value(checksum(body, body.length));
        json.endObject();
        json.flush();
        return line.writeByte('\n').readByteArray();
    }

    private void question(JournalEntry entry) throws IOException {
        json.name("warmstart").value(VERSION);
        text("request", entry.request());
        text("design", entry.design());
        text("kind", entry.kind().name());
        if (entry.subject().isPresent()) {
            text("subject", entry.subject().get());
        }
        if (!entry.persona().isEmpty()) {
            text("persona", entry.persona());
        }
        RatingScale scale = entry.scale();
        if (scale != null) {
            json.name("scale").beginArray();
            json.value(scale.lowest())
                    .value(scale.highest())
                    .value(scale.step())
                    .endArray();
        }
        json.name("asked").value(entry.asked());
    }

    private void outcome(JournalEntry entry) throws IOException {
        text("outcome", entry.outcome().name());
        text("reason", entry.reason());
        Usage usage = entry.usage();
        json.name("usage").beginArray();
        json.value(usage.calls()).value(usage.inputTokens());
        json.value(usage.cachedTokens()).value(usage.outputTokens()).endArray();
        json.name("rejected").beginObject();
        for (Map.Entry<RejectionReason, Integer> count : entry.rejected().entrySet()) {
            json.name(count.getKey().name()).value(count.getValue());
        }
        json.endObject();
    }

    private void signals(JournalEntry entry) throws IOException {
        List<Origin> origins = new ArrayList<>();
        List<Set<String>> shown = new ArrayList<>();
        List<JournalEntry.Answer> answers =
                entry.answers().values().stream().flatMap(List::stream).toList();
        for (JournalEntry.Answer answer : answers) {
            position(origins, answer.signal().origin());
            position(shown, answer.signal().evidence());
        }
        json.name("origins").beginArray();
        for (Origin origin : origins) {
            texts(List.of(
                    origin.generator(),
                    origin.model(),
                    origin.promptVersion(),
                    origin.requestHash(),
                    origin.time().toString(),
                    Integer.toString(origin.generation())));
        }
        json.endArray();
        json.name("shown").beginArray();
        for (Set<String> items : shown) {
            texts(new TreeSet<>(items));
        }
        json.endArray();
        json.name("signals").beginArray();
        for (JournalEntry.Answer answer : answers) {
            SyntheticSignal signal = answer.signal();
            json.beginArray();
            text(signal.itemId());
            json.value(signal.value());
            json.value(position(origins, signal.origin())).value(position(shown, signal.evidence()));
            text(answer.question());
            if (!signal.subject().equals(entry.subject())) {
                text(signal.subject().orElse(""));
            }
            json.endArray();
        }
        json.endArray();
    }

    /** The position of a value in a short list; a new value is added at the end. */
    private static <T> int position(List<T> list, T value) {
        int position = list.lastIndexOf(value);
        if (position < 0) {
            list.add(value);
            return list.size() - 1;
        }
        return position;
    }

    private void texts(Iterable<String> texts) throws IOException {
        json.beginArray();
        for (String text : texts) {
            text(text);
        }
        json.endArray();
    }

    private void text(String name, String text) throws IOException {
        json.name(name);
        text(text);
    }

    /** Writes a text in ASCII: Moshi itself would write UTF-8. */
    private void text(String text) throws IOException {
        try (BufferedSink value = json.valueSink()) {
            value.writeByte('"');
            for (int k = 0; k < text.length(); k++) {
                char unit = text.charAt(k);
                if (unit == '"' || unit == '\\') {
                    value.writeByte('\\').writeByte(unit);
                } else if (unit >= ' ' && unit <= '~') {
                    value.writeByte(unit);
                } else {
                    value.writeUtf8("\\u").writeUtf8(HexFormat.of().toHexDigits(unit));
                }
            }
            value.writeByte('"');
        }
    }
}
