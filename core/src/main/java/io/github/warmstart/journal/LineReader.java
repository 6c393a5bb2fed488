// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.journal;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import io.github.warmstart.internal.reply.RequestRules;
import io.github.warmstart.journal.JournalEntry.Answer;
import io.github.warmstart.rating.RatingScale;
import io.github.warmstart.signal.Origin;
import io.github.warmstart.signal.SignalKind;
import io.github.warmstart.signal.SignalReply;
import io.github.warmstart.signal.SignalReply.RejectionReason;
import io.github.warmstart.signal.SyntheticSignal;
import io.github.warmstart.signal.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Reader of one line that {@link LineWriter} has written. Unknown members are skipped. */
final class LineReader {

    private final JsonReader reader;
    private int version;
    private @Nullable String request;
    private @Nullable String design;
    private @Nullable SignalKind kind;
    private Optional<String> subject = Optional.empty();
    private String persona = "";
    private @Nullable RatingScale scale;
    private int asked;
    private SignalReply.@Nullable Outcome outcome;
    private String reason = "";
    private Usage usage = Usage.NONE;
    private final Map<RejectionReason, Integer> rejected = new EnumMap<>(RejectionReason.class);
    private final List<Origin> origins = new ArrayList<>();
    private final List<Set<String>> shown = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private record Row(
            String itemId,
            double value,
            int origin,
            int shown,
            String question,
            @Nullable String subject) {}

    private LineReader(JsonReader reader) {
        this.reader = reader;
    }

    /** Damage of a line, in words that continue "line 7 of the journal ...". */
    static final class BadLine extends Exception {
        private static final long serialVersionUID = 1L;

        /** Whether the bytes themselves are wrong, as a crash leaves them. */
        final boolean torn;

        BadLine(String message, boolean torn) {
            super(message, null, false, false);
            this.torn = torn;
        }
    }

    /**
     * Reads a line.
     *
     * @param line its bytes, without the line break
     * @throws BadLine if the checksum or anything else is wrong
     */
    static JournalEntry read(byte[] line) throws BadLine {
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        int body = length - LineWriter.CHECKSUM_LENGTH;
        String tail = body <= 0 ? "" : new String(line, body, LineWriter.CHECKSUM_LENGTH, StandardCharsets.ISO_8859_1);
        if (!tail.startsWith(LineWriter.BEFORE_CHECKSUM) || !tail.endsWith(LineWriter.AFTER_CHECKSUM)) {
            throw new BadLine("must end with its checksum, but does not", true);
        }
        int digits = LineWriter.BEFORE_CHECKSUM.length();
        String told = tail.substring(digits, digits + 8);
        String found = LineWriter.checksum(line, body);
        if (!found.equals(told)) {
            throw new BadLine("must have the checksum %s that it ends with, but has %s".formatted(told, found), true);
        }
        try {
            return new LineReader(JsonReader.of(new Buffer().write(line, 0, length))).entry();
        } catch (IOException | JsonDataException | IllegalArgumentException | DateTimeException e) {
            throw new BadLine("has the right checksum and cannot be understood: " + e.getMessage(), false);
        }
    }

    private JournalEntry entry() throws IOException, BadLine {
        reader.beginObject();
        while (reader.hasNext()) {
            member(reader.nextName());
        }
        reader.endObject();
        if (request == null || design == null || kind == null || outcome == null) {
            throw new JsonDataException("request, design, kind and outcome must all be there");
        }
        if ((scale != null) != SignalKind.ratings().contains(kind)) {
            throw new JsonDataException("scale must be there for questions about ratings alone");
        }
        Map<String, List<Answer>> answers = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.origin < 0 || row.origin >= origins.size() || row.shown < 0 || row.shown >= shown.size()) {
                throw new JsonDataException("no such origin or evidence at item '%s'".formatted(row.itemId));
            }
            SyntheticSignal signal = new SyntheticSignal(
                    kind,
                    row.subject == null ? subject : Optional.of(row.subject),
                    row.itemId,
                    row.value,
                    shown.get(row.shown),
                    origins.get(row.origin));
            answers.computeIfAbsent(RequestRules.question(signal), question -> new ArrayList<>())
                    .add(new Answer(signal, row.question));
        }
        return new JournalEntry(
                request, design, kind, subject, persona, scale, asked, outcome, reason, usage, rejected, answers);
    }

    private void member(String name) throws IOException, BadLine {
        switch (name) {
            case "warmstart" -> version();
            case "request" -> request = reader.nextString();
            case "design" -> design = reader.nextString();
            case "kind" -> kind = SignalKind.valueOf(reader.nextString());
            case "subject" -> subject = Optional.of(reader.nextString());
            case "persona" -> persona = reader.nextString();
            case "scale" -> {
                reader.beginArray();
                scale = new RatingScale(reader.nextDouble(), reader.nextDouble(), reader.nextDouble());
                reader.endArray();
            }
            case "asked" -> asked = reader.nextInt();
            case "outcome" -> outcome = SignalReply.Outcome.valueOf(reader.nextString());
            case "reason" -> reason = reader.nextString();
            case "usage" -> {
                reader.beginArray();
                usage = new Usage(reader.nextLong(), reader.nextLong(), reader.nextLong(), reader.nextLong());
                reader.endArray();
            }
            case "rejected" -> {
                reader.beginObject();
                while (reader.hasNext()) {
                    rejected.put(RejectionReason.valueOf(reader.nextName()), reader.nextInt());
                }
                reader.endObject();
            }
            case "origins", "shown", "signals" -> list(name);
            default -> reader.skipValue();
        }
    }

    private void version() throws IOException, BadLine {
        version = reader.nextInt();
        if (version > LineWriter.VERSION) {
            throw new BadLine(
                    "must be of format version %d or less, but is of %d: it was written by a newer Warmstart, use that one"
                            .formatted(LineWriter.VERSION, version),
                    false);
        }
    }

    private void list(String name) throws IOException {
        reader.beginArray();
        while (reader.hasNext()) {
            if (name.equals("signals")) {
                reader.beginArray();
                rows.add(new Row(
                        reader.nextString(),
                        reader.nextDouble(),
                        reader.nextInt(),
                        reader.nextInt(),
                        reader.nextString(),
                        reader.hasNext() ? reader.nextString() : null));
                reader.endArray();
                continue;
            }
            List<String> texts = new ArrayList<>();
            reader.beginArray();
            while (reader.hasNext()) {
                texts.add(reader.nextString());
            }
            reader.endArray();
            if (name.equals("shown")) {
                shown.add(Set.copyOf(texts));
            } else if (texts.size() == 6) {
                origins.add(new Origin(
                        texts.get(0),
                        texts.get(1),
                        texts.get(2),
                        texts.get(3),
                        Instant.parse(texts.get(4)),
                        Integer.parseInt(texts.get(5))));
            } else {
                throw new JsonDataException("an origin must have six parts, but has " + texts.size());
            }
        }
        reader.endArray();
    }
}
