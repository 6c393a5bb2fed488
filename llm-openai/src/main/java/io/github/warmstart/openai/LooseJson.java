// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.math.BigDecimal;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of servers that do not keep to the letter of the format. */
final class LooseJson {

    /** More tokens than any one call has; a count above says nothing. */
    private static final BigDecimal MOST_TOKENS = BigDecimal.valueOf(1_000_000_000L);

    /** Digits of the longest number that is looked at: the cost of reading one grows with its length. */
    private static final int LONGEST_NUMBER = 30;

    private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

    private static final Moshi MOSHI = new Moshi.Builder()
            .add(String.class, Wire.Loose.class, new TextAdapter())
            .add(Wire.Tokens.class, new TokensAdapter())
            .build();
    private static final JsonAdapter<Wire.Completion> COMPLETION = MOSHI.adapter(Wire.Completion.class);
    private static final JsonAdapter<Object> ANYTHING = MOSHI.adapter(Object.class);

    private LooseJson() {}

    /**
     * Reads a completion.
     *
     * @throws IOException if it is no JSON
     * @throws com.squareup.moshi.JsonDataException if it is JSON of another shape
     */
    static Wire.@Nullable Completion completion(ByteString body) throws IOException {
        return COMPLETION.fromJson(reader(body));
    }

    /** Reads anything into maps, lists, texts and numbers. */
    static @Nullable Object anything(ByteString body) throws IOException {
        return ANYTHING.fromJson(reader(body));
    }

    /** Whether the text ends inside the object that it begins, or before it begins. */
    static boolean breaksOff(ByteString body) {
        int depth = 0;
        boolean quoted = false;
        boolean begun = false;
        for (int i = body.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.size() : 0; i < body.size(); i++) {
            byte next = body.getByte(i);
            if (quoted) {
                i += next == '\\' ? 1 : 0;
                quoted = next != '"';
            } else if (next == '"') {
                quoted = true;
            } else if (next == '{' || next == '[') {
                depth++;
            } else if (next == '}' || next == ']') {
                depth--;
            }
            begun |= next > ' ';
            if (begun && depth <= 0) {
                return false; // no object at all, or a whole one
            }
        }
        return true;
    }

    /** A reader that overlooks a byte order mark, NaN, and text behind the end. */
    private static JsonReader reader(ByteString body) {
        boolean marked = body.startsWith(BYTE_ORDER_MARK);
        JsonReader reader = JsonReader.of(new Buffer().write(marked ? body.substring(BYTE_ORDER_MARK.size()) : body));
        reader.setLenient(true);
        return reader;
    }

    private static final class TextAdapter extends JsonAdapter<String> {
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

        @Override
        public void toJson(JsonWriter writer, @Nullable String value) {
            throw new UnsupportedOperationException("only read");
        }
    }

    private static final class TokensAdapter extends JsonAdapter<Wire.Tokens> {
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
            if (digits.length() > LONGEST_NUMBER) {
                return 0;
            }
            BigDecimal count;
            try {
                count = new BigDecimal(digits);
            } catch (NumberFormatException e) {
                return 0;
            }
            return count.signum() < 0 || count.compareTo(MOST_TOKENS) > 0 ? 0 : count.longValue();
        }

        @Override
        public void toJson(JsonWriter writer, Wire.@Nullable Tokens value) {
            throw new UnsupportedOperationException("only read");
        }
    }
}
