// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.openai.internal.wire;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Lenient reader for the JSON of servers that deviate from the format. */
public final class LenientJson {

    private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

    private static final Moshi MOSHI = LenientAdapters.moshi();
    private static final JsonAdapter<Wire.Completion> COMPLETION = MOSHI.adapter(Wire.Completion.class);
    private static final JsonAdapter<Object> ANYTHING = MOSHI.adapter(Object.class);

    private LenientJson() {}

    /**
     * Reads a completion.
     *
     * @throws IOException if the body is not JSON
     * @throws JsonDataException if the JSON has another shape
     */
    public static Wire.@Nullable Completion completion(ByteString body) throws IOException {
        return COMPLETION.fromJson(reader(body));
    }

    /** Reads any JSON into maps, lists, strings and numbers; needs many times the memory of the text. */
    public static @Nullable Object anything(ByteString body) throws IOException {
        return ANYTHING.fromJson(reader(body));
    }

    /** The inner JSON of a text that is JSON encoded as a JSON string; any other text unchanged. */
    public static String unquoted(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("\"{") && !stripped.startsWith("\"[") && !stripped.startsWith("\"\\n")) {
            return text;
        }
        try {
            return anything(ByteString.encodeUtf8(stripped)) instanceof String inner ? inner : text;
        } catch (IOException | JsonDataException e) {
            return text;
        }
    }

    /** Whether the text ends inside its object, or before the object begins. */
    public static boolean isTruncated(ByteString body) {
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
                return false; // no object at all, or a complete one
            }
        }
        return true;
    }

    /** A reader that ignores a byte order mark and text after the end, and accepts NaN. */
    private static JsonReader reader(ByteString body) {
        boolean marked = body.startsWith(BYTE_ORDER_MARK);
        JsonReader reader = JsonReader.of(new Buffer().write(marked ? body.substring(BYTE_ORDER_MARK.size()) : body));
        reader.setLenient(true);
        return reader;
    }
}
