// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Moshi adapters for the parts of {@link Wire} in which servers differ. */
final class LenientAdapters {

    private LenientAdapters() {}

    static Moshi moshi() {
        return new Moshi.Builder()
                .add(String.class, Wire.Lenient.class, new TextAdapter())
                .add(String.class, Wire.Arguments.class, new ArgumentsAdapter())
                .add(Wire.Choice.class, Wire.Lenient.class, new FirstChoiceAdapter())
                .add(
                        Types.newParameterizedType(Map.class, String.class, String.class),
                        Wire.Lenient.class,
                        new PlainFieldsAdapter())
                .add(Wire.Tokens.class, new TokensAdapter())
                .build();
    }

    private abstract static class ReadOnly<T> extends JsonAdapter<T> {
        @Override
        public final void toJson(JsonWriter writer, @Nullable T value) {
            throw new UnsupportedOperationException("responses are only read");
        }
    }

    private static final class TextAdapter extends ReadOnly<String> {
        @Override
        public @Nullable String fromJson(JsonReader reader) throws IOException {
            switch (reader.peek()) {
                case STRING, NUMBER -> {
                    return reader.nextString();
                }
                case BEGIN_ARRAY -> {
                    return parts(reader);
                }
                default -> {
                    reader.skipValue();
                    return null;
                }
            }
        }

        private @Nullable String parts(JsonReader reader) throws IOException {
            StringBuilder all = new StringBuilder();
            reader.beginArray();
            while (reader.hasNext()) {
                if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
                    part(reader, all);
                } else {
                    reader.skipValue();
                }
            }
            reader.endArray();
            return all.isEmpty() ? null : all.toString();
        }

        private static void part(JsonReader reader, StringBuilder all) throws IOException {
            reader.beginObject();
            while (reader.hasNext()) {
                if (reader.nextName().equals("text") && reader.peek() == JsonReader.Token.STRING) {
                    all.append(reader.nextString());
                } else {
                    reader.skipValue();
                }
            }
            reader.endObject();
        }
    }

    /** Reads {@code [{"function": {"arguments": "..."}}]}; null for anything else. */
    private static final class ArgumentsAdapter extends ReadOnly<String> {
        @Override
        public @Nullable String fromJson(JsonReader reader) throws IOException {
            if (reader.peek() != JsonReader.Token.BEGIN_ARRAY) {
                reader.skipValue();
                return null;
            }
            String found = null;
            reader.beginArray();
            while (reader.hasNext()) {
                String next = field(reader, "function");
                found = found == null ? next : found;
            }
            reader.endArray();
            return found;
        }

        private static @Nullable String field(JsonReader reader, String name) throws IOException {
            if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
                reader.skipValue();
                return null;
            }
            String found = null;
            reader.beginObject();
            while (reader.hasNext()) {
                String next = reader.nextName();
                if (next.equals(name) && name.equals("function")) {
                    found = field(reader, "arguments");
                } else if (next.equals(name) && reader.peek() == JsonReader.Token.STRING) {
                    found = reader.nextString();
                } else {
                    reader.skipValue();
                }
            }
            reader.endObject();
            return found;
        }
    }

    private static final class FirstChoiceAdapter extends ReadOnly<Wire.Choice> {

        private static final JsonAdapter<Wire.Choice> CHOICE = new Moshi.Builder()
                .add(String.class, Wire.Lenient.class, new TextAdapter())
                .add(String.class, Wire.Arguments.class, new ArgumentsAdapter())
                .build()
                .adapter(Wire.Choice.class);

        @Override
        public Wire.@Nullable Choice fromJson(JsonReader reader) throws IOException {
            Wire.Choice first = null;
            reader.beginArray();
            while (reader.hasNext()) {
                if (first == null) {
                    first = CHOICE.fromJson(reader);
                } else {
                    reader.skipValue();
                }
            }
            reader.endArray();
            return first;
        }
    }

    /** Reads the strings and numbers of an object; a plain string becomes its message. */
    private static final class PlainFieldsAdapter extends ReadOnly<Map<String, String>> {

        private static final int MAX_FIELDS = 16;

        @Override
        public Map<String, String> fromJson(JsonReader reader) throws IOException {
            Map<String, String> fields = new HashMap<>();
            if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    if (fields.size() < MAX_FIELDS && isPlain(reader)) {
                        fields.put(name, reader.nextString());
                    } else {
                        reader.skipValue();
                    }
                }
                reader.endObject();
            } else if (isPlain(reader)) {
                String message = reader.nextString();
                if (!message.isBlank()) {
                    fields.put("message", message);
                }
            } else {
                reader.skipValue();
            }
            return fields;
        }

        private static boolean isPlain(JsonReader reader) throws IOException {
            return reader.peek() == JsonReader.Token.STRING || reader.peek() == JsonReader.Token.NUMBER;
        }
    }

    private static final class TokensAdapter extends ReadOnly<Wire.Tokens> {

        /** Upper bound on plausible token counts of one call. */
        private static final BigDecimal MAX_TOKENS = BigDecimal.valueOf(1_000_000_000L);

        /** Maximum number of digits that are parsed: the cost of parsing grows with the length. */
        private static final int MAX_DIGITS = 30;

        @Override
        public Wire.Tokens fromJson(JsonReader reader) throws IOException {
            if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
                reader.skipValue();
                return Wire.Tokens.NONE;
            }
            long input = 0;
            long cached = 0;
            long output = 0;
            reader.beginObject();
            while (reader.hasNext()) {
                switch (reader.nextName()) {
                    case "prompt_tokens" -> input = count(reader);
                    case "completion_tokens" -> output = count(reader);
                    case "prompt_tokens_details" -> cached = cached(reader);
                    default -> reader.skipValue();
                }
            }
            reader.endObject();
            return new Wire.Tokens(input, cached, output);
        }

        private static long cached(JsonReader reader) throws IOException {
            long cached = 0;
            if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
                reader.skipValue();
                return cached;
            }
            reader.beginObject();
            while (reader.hasNext()) {
                if (reader.nextName().equals("cached_tokens")) {
                    cached = count(reader);
                } else {
                    reader.skipValue();
                }
            }
            reader.endObject();
            return cached;
        }

        private static long count(JsonReader reader) throws IOException {
            if (reader.peek() != JsonReader.Token.NUMBER) {
                reader.skipValue();
                return 0;
            }
            String digits = reader.nextString();
            if (digits.length() > MAX_DIGITS) {
                return 0;
            }
            BigDecimal count;
            try {
                count = new BigDecimal(digits);
            } catch (NumberFormatException e) {
                return 0;
            }
            return count.signum() < 0 || count.compareTo(MAX_TOKENS) > 0 ? 0 : count.longValue();
        }
    }
}
